"""One case, run in a process of its own so that its time and memory are its own.

``python bench/cases.py press 20`` sets the sample article twenty times over, as one report.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from report.compose import compose  # noqa: E402
from report.compose.galley import Galley  # noqa: E402
from report.disk import open_house, read_source  # noqa: E402
from report.model.document import Division  # noqa: E402
from report.press import edition_of, prepare  # noqa: E402

SAMPLE = ROOT / "examples" / "sahel-security" / "manuscript.md"


def sample(times: int) -> Galley:
    """Compose the sample with its chapters repeated; labels are told apart by their number."""
    report = prepare(read_source(SAMPLE), lambda finding: None)

    def again(part: Division, turn: int) -> Division:
        blocks = tuple(
            replace(block, label=block.label and f"{block.label}-{turn}") for block in part.content
        )
        inner = tuple(again(division, turn) for division in part.divisions)
        label = part.label and f"{part.label}-{turn}"
        return replace(part, label=label, content=blocks, divisions=inner)

    body = tuple(
        part if turn == 0 else again(part, turn) for turn in range(times) for part in report.body
    )
    repeated = replace(report, body=body)
    return compose(
        repeated, edition_of(repeated, issued=datetime(2026, 1, 1, tzinfo=UTC)), open_house()
    )


def nothing(times: int) -> int:
    """Import and compose only: what every other case pays before it begins."""
    return len(sample(times).sheets)


def press_pdf(times: int) -> int:
    """Make the PDF of the press."""
    from report.writers.pdf.writer import write_pdf

    return len(write_pdf(sample(times), lambda finding: None).folios)


def press_both(times: int) -> int:
    """Make PDF and EPUB."""
    from report.writers.epub import write_epub
    from report.writers.pdf.writer import write_pdf

    galley = sample(times)
    write_epub(galley)
    return len(write_pdf(galley, lambda finding: None).folios)


def press_epub(times: int) -> int:
    """Make the EPUB."""
    from report.writers.epub import write_epub

    write_epub(sample(times))
    return 0


def plain_weasyprint(times: int) -> int:
    """Give WeasyPrint the same page as it is: same HTML, same styles, same faces."""
    import weasyprint

    from report.writers.page import write_page

    document = weasyprint.HTML(string=write_page(sample(times))).render()
    document.write_pdf()
    return len(document.pages)


CASES: dict[str, Callable[[int], int]] = {
    "nothing": nothing,
    "press pdf": press_pdf,
    "press pdf + epub": press_both,
    "press epub": press_epub,
    "plain WeasyPrint": plain_weasyprint,
}

if __name__ == "__main__":
    print(CASES[sys.argv[1]](int(sys.argv[2])))
