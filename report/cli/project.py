"""EDGE: the project that a source belongs to: the nearest ``report.toml`` and what it waives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from report.checks.waivers import Waiving, read_waivers
from report.cli.desk import Desk
from report.diagnostics import Diagnostic, Place, ReportError
from report.rules import finding

PROJECT = "report.toml"
_MOST = 10_000
"""Files of a project that are asked whether they are manuscripts."""
_OF_SOURCES = ("S", "T", "D", "M")


@dataclass(slots=True)
class Projects:
    """The projects of the sources of one command, each read once."""

    desk: Desk
    today: date
    found: dict[Path, Waiving] = field(default_factory=dict)

    def waive(self, findings: Iterable[Diagnostic], name: str) -> list[Diagnostic]:
        """Return the findings of a source, those that its project waives as notes."""
        path = project_of(name)
        if path is None:
            return list(findings)
        if path not in self.found:
            waivers = read_waivers(_text_of(path), str(path), self.desk.warn)
            self.found[path] = Waiving(waivers, self.today)
        inside = Path(name).resolve().relative_to(path.resolve().parent).as_posix()
        return list(self.found[path].apply(findings, inside))

    def close(self, *, books: bool) -> None:
        """Tell the waivers that waived nothing; those of ``books`` only if books were judged."""
        for path, waiving in self.found.items():
            sources = _manuscripts_of(path.parent)
            self.desk.warn_all(
                waiving.unused(lambda code: books or code.startswith(_OF_SOURCES), sources)
            )


def project_of(name: str) -> Path | None:
    """Return the ``report.toml`` beside a source or in the nearest folder above it."""
    if name == "-":
        return None
    for folder in Path(name).resolve().parents:
        if (folder / PROJECT).is_file():
            return folder / PROJECT
    return None


def _manuscripts_of(folder: Path) -> list[str]:
    """Return the manuscripts of a project by their names in it: Markdown with front matter."""
    found: list[str] = []
    for file in islice(sorted(folder.resolve().rglob("*.md")), _MOST):
        if file.is_file() and not any(part.startswith(".") for part in file.parts[1:]):
            try:
                with file.open("rb") as opened:
                    fenced = opened.read(8).removeprefix(b"\xef\xbb\xbf").startswith(b"---")
            except OSError:
                continue
            if fenced:
                found.append(file.relative_to(folder.resolve()).as_posix())
    return found


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReportError(finding("C003", Place(str(path), 0), reason=str(error))) from None
