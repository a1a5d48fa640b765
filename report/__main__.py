"""``python -m report``."""

from report.cli import command

if __name__ == "__main__":
    command()
