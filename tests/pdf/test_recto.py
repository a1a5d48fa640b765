"""The text begins on a recto; a layout that would begin it on a verso is given up at once."""

from __future__ import annotations

from typing import Any

import pytest
from weasyprint.layout import page as pages

from report.compose import compose
from report.compose.galley import Galley
from report.disk import open_house
from report.press import edition_of, prepare
from report.readers.source import Source
from report.writers.pdf import writer
from report.writers.pdf.folios import TEXT, page_names
from report.writers.pdf.patches import patched


def book(chapters: int) -> Galley:
    text = "".join(f"## الباب {number}\n\nنصّ.\n\n" for number in range(chapters))
    written = f"---\ntitle: تقرير\ndate: 2026-11-24\n---\n\n# متن\n\n{text}"
    report = prepare(Source("a.md", "text/markdown", written.encode()), lambda finding: None)
    return compose(report, edition_of(report), open_house())


@pytest.mark.parametrize("chapters", [1, 34, 60], ids=lambda chapters: f"{chapters} chapters")
def test_the_text_begins_on_a_recto_if_it_can(
    chapters: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid: list[bool] = []
    made: list[str] = []
    render, make = writer._render, pages.make_page

    def counted(*given: Any, apart: bool = False, **named: Any) -> Any:
        laid.append(apart)
        return render(*given, apart=apart, **named)

    def noted(context: Any, root: Any, kind: Any, *rest: Any, **named: Any) -> Any:
        made.append(kind.name)
        return make(context, root, kind, *rest, **named)

    monkeypatch.setattr(writer, "_render", counted)
    monkeypatch.setattr(pages, "make_page", noted)
    with patched():
        document = writer.lay_out(book(chapters), lambda finding: None)
    names = page_names(document)
    ways = {1: [False], 2: [False, True], 3: [False, True, False]}
    assert laid == ways[len(laid)], "at once, with the imprint apart, or neither way"
    assert names.index(TEXT) % 2 == (len(laid) == 3)
    assert made.count(TEXT) == names.count(TEXT), "no page of the text is made twice"
