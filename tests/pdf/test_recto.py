"""The text begins on a recto, after a blank page only where nothing else helps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from laidpages import laid_pages

from report.compose import compose
from report.compose.galley import Galley
from report.diagnostics import Diagnostic
from report.disk import open_house
from report.press import edition_of, prepare
from report.readers.source import Source
from report.writers.pdf import openings, patches
from report.writers.pdf.folios import TEXT
from report.writers.pdf.paper import Paper
from report.writers.pdf.patches import patched
from report.writers.pdf.writer import write_pdf


def book(chapters: int) -> Galley:
    text = "".join(f"## الباب {number}\n\nنصّ.\n\n" for number in range(chapters))
    written = f"---\ntitle: تقرير\ndate: 2026-11-24\n---\n\n# متن\n\n{text}"
    report = prepare(Source("a.md", "text/markdown", written.encode()), lambda finding: None)
    return compose(report, edition_of(report), open_house())


@pytest.mark.slow
def test_a_page_is_left_blank_where_the_imprint_cannot_help() -> None:
    for chapters in range(20, 60):
        galley = book(chapters)
        with patched():
            laid = laid_pages(galley, Paper(), lambda finding: None)
        kinds = [page._page_box.page_type for page in laid]
        if any(kind.blank for kind in kinds):
            break
    else:
        pytest.fail("no book needed a blank page")
    said: list[Diagnostic] = []
    book_ = write_pdf(galley, said.append)
    names = [kind.name for kind in kinds]
    assert book_.folios[names.index(TEXT)] == "1"
    assert not said


@pytest.mark.parametrize("chapters", [1, 34, 60], ids=lambda chapters: f"{chapters} chapters")
def test_the_text_begins_on_a_recto(chapters: int, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    make = openings.no_first_page

    def noted(original: Any) -> Any:
        def page(context: Any, root: Any, kind: Any, *rest: Any) -> Any:
            made.append(kind.name)
            return make(original)(context, root, kind, *rest)

        return page

    patch = next(r for r in patches.REPLACEMENTS if r.make is make)
    others = [replace(r, make=noted) if r is patch else r for r in patches.REPLACEMENTS]
    monkeypatch.setattr(patches, "REPLACEMENTS", tuple(others))
    with patched():
        laid = laid_pages(book(chapters), Paper(), lambda finding: None)
    kinds = [page._page_box.page_type for page in laid]
    names = [kind.name for kind in kinds]
    assert made.count(TEXT) == names.count(TEXT), "no page of the text is made twice"
    apart = laid[1]._page_box.children[0].children[0].element.get("class").startswith("apart")
    blank = [number for number, kind in enumerate(kinds) if kind.blank]
    first = names.index(TEXT)
    assert first % 2 == 0, "the text begins on a recto"
    assert blank in ([], [first - 1])
    assert not (blank and apart), "the imprint is apart where that helps"
    # A right-to-left book opens with a left page.
    assert [kind.side for kind in kinds] == [("left", "right")[n % 2] for n in range(len(kinds))]


def test_margins_follow_the_side() -> None:
    with patched():
        laid = laid_pages(book(34), Paper(), lambda finding: None)
    for page in laid[1:]:
        box = page._page_box
        inner, outer = box.margin_right, box.margin_left
        if box.page_type.side == "right":
            inner, outer = outer, inner
        assert inner > outer
        root = box.children[0]
        assert root.position_x == pytest.approx(box.margin_left)
