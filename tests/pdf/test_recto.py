"""The text begins on a recto if it can; where it cannot, all its pages change sides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from laidpages import laid_pages

from report.compose import compose
from report.compose.galley import Galley
from report.disk import open_house
from report.press import edition_of, prepare
from report.readers.source import Source
from report.writers.pdf import openings, patches
from report.writers.pdf.folios import TEXT
from report.writers.pdf.paper import Paper
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
    assert names.index(TEXT) % 2 == 0 or not apart, "the imprint is apart where that helps"
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
