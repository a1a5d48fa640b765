"""Lines: how wide blanks are over the sample article, with and without kashida.

``python bench/lines.py`` sets the sample on A4, on A5 and in two columns, and prints for each way
of filling lines their number, the mean and the widest blank as a multiple of the face's own, the
shares of lines above one and a half and above twice that, and how many words were drawn out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from report.compose import compose  # noqa: E402
from report.disk import open_house, read_source  # noqa: E402
from report.model.customs import Justify  # noqa: E402
from report.press import edition_of, prepare  # noqa: E402
from report.writers.pdf.paper import Paper  # noqa: E402

SAMPLE = ROOT / "examples" / "sahel-security" / "manuscript.md"
ISSUED = datetime(2026, 1, 1, tzinfo=UTC)
COLUMNS = "\n.body > section { column-count: 2; column-gap: 8mm; font-size: 0.84rem }\n"


def lines(pages: list[Any]) -> Iterator[Any]:
    for page in pages:
        for box in page._page_box.descendants():
            if type(box).__name__ == "LineBox" and hasattr(box, "setting"):
                yield box.setting


def main() -> None:
    from laidpages import laid_pages

    from report.writers.pdf.patches import patched

    house = open_house()
    report = prepare(read_source(SAMPLE), lambda finding: None)
    two = replace(house, styles={**house.styles, "page.css": house.styles["page.css"] + COLUMNS})
    pages = (("A4", house, Paper()), ("A5", house, Paper(size="A5")), ("A4, 2 col.", two, Paper()))
    print(
        f"{'page':<12}{'justify':<9}{'lines':>6}{'mean':>6}{'max':>6}{'>1.5':>7}{'>2':>7}{'drawn':>7}"
    )
    for name, dressed, paper in pages:
        for mode in (m for m in get_args(Justify) if m != "ragged"):
            wished = replace(report, options=replace(report.options, justify=mode))
            galley = compose(wished, edition_of(wished, issued=ISSUED), dressed)
            with patched():
                set_ = list(lines(laid_pages(galley, paper, lambda finding: None)))
            ratios = [line.ratio for line in set_]
            count = len(ratios)
            loose, gaping = (sum(r > least for r in ratios) / count for least in (1.5, 2.0))
            print(
                f"{name:<12}{mode:<9}{count:>6}{sum(ratios) / count:>6.2f}{max(ratios):>6.2f}"
                f"{loose:>7.1%}{gaping:>7.1%}{sum(len(line.kashidas) for line in set_):>7}"
            )


if __name__ == "__main__":
    main()
