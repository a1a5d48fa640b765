"""Where pages begin, read off layouts small enough to know by heart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from report.compose.galley import House
from report.writers.pagemap import POSITION, PageMap, Position
from report.writers.pdf.pagestarts import PageStarts, page_map, sheet_names

AMIRI = Path(__file__).parents[2] / "fonts" / "amiri" / "Amiri-Regular.ttf"
STYLE = (
    f"@font-face {{ font-family: Amiri; src: url({AMIRI.as_uri()}) }}"
    + """
@page { size: 60mm 40mm; margin: 5mm; @top-center { content: "head"; font-size: 5pt } }
html { font: 10pt/1.2 Amiri; orphans: 1; widows: 1 } p, pre, h1, ul { margin: 0 }
.new { break-before: page } .recto { break-before: right }
.footnote { float: footnote } .footnote::footnote-call { content: none }
"""
)
DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


@pytest.fixture(scope="module", autouse=True)
def _faces(house: House) -> None:
    """See that the house has been opened: from then on its faces are the only ones."""


def lay_out(body: str) -> Any:
    import weasyprint

    return weasyprint.HTML(string=f"<style>{STYLE}</style><body>{body}").render()


def read_off(document: Any) -> tuple[list[Position | None], tuple[str, ...]]:
    """Return where the pages of a layout begin, and the names of its sheets."""
    root = document.pages[0]._page_box.children[0].element
    return list(map(PageStarts(root).of, document.pages)), sheet_names(root)


def starts(body: str) -> list[tuple[int, int]]:
    """Return element and character of the start of each page; elements are of the sheet ``a``."""
    document = lay_out(body)
    folios = [str(number) for number, _ in enumerate(document.pages)]
    pages: PageMap = page_map(*read_off(document), folios, "urn:x")
    return [(page.start.element, page.start.character) for page in pages.pages]


def at(number: int) -> str:
    return f'data-position="a {number}"'


def test_a_paragraph_goes_on_where_its_page_stopped() -> None:
    words = " ".join(f"w{number:03}" for number in range(150))
    found = starts(f"<p {at(1)}>{words}</p>")
    assert found[0] == (1, 0)
    assert len(found) > 2
    assert all(element == 1 and character % 4 == 0 for element, character in found)
    assert sorted(set(found)) == found


def test_the_innermost_element_and_the_text_behind_it_have_their_own_count() -> None:
    found = starts(
        f'<p {at(1)}>a <em {at(2)}>b c<span {at(3)} class="new">x</span></em> d</p>'
        f'<p {at(4)} class="new">e</p>'
    )
    assert found == [(1, 0), (4, 0)]
    found = starts(f'<div {at(1)}><b {at(2)}>one</b> two<p {at(3)} class="new">x</p>tail</div>')
    assert found == [(2, 0), (3, 0)]


def test_a_page_may_begin_with_the_tail_of_an_element() -> None:
    found = starts(f'<div {at(1)}>ab<p {at(2)}>x</p><p class="new"></p>tail</div>')
    assert found == [(1, 0), (1, 2)]


def test_an_image_begins_a_page_before_its_caption() -> None:
    found = starts(
        f'<p {at(1)}>a</p><figure class="new" {at(2)}><img {at(3)} src="{DOT}" alt="d">'
        f"<figcaption {at(4)}>c</figcaption></figure>"
    )
    assert found == [(1, 0), (3, 0)]


def test_a_blank_page_begins_where_the_next_does_and_the_last_is_left_out() -> None:
    found = starts(f'<p {at(1)}>a</p><p {at(2)} class="recto">b</p><p class="new"></p>')
    assert found in ([(1, 0), (2, 0), (2, 0)], [(1, 0), (2, 0)])
    document = lay_out(f'<p {at(1)}>a</p><p class="new"></p>')
    assert len(document.pages) == 2
    assert len(page_map(read_off(document)[0], ["a"], ["1", "2"], "urn:x").pages) == 1


def test_the_repeated_head_of_a_table_begins_no_page() -> None:
    rows = "".join(f"<tr><td {at(10 + n)}>{n}</td></tr>" for n in range(20))
    found = starts(
        f"<table><thead><tr><th {at(1)}>head</th></tr></thead><tbody>{rows}</tbody></table>"
    )
    assert found[0] == (1, 0)
    assert len(found) > 2
    assert all(element > 10 and character == 0 for element, character in found[1:])


def test_cells_side_by_side_begin_a_page_with_the_first_of_them() -> None:
    long = " ".join(f"w{number:03}" for number in range(60))
    cells = f"<td {at(1)}>short</td><td {at(2)}>{long}</td><td {at(3)}>{long}</td>"
    found = starts(f"<table><tr>{cells}</tr></table>")
    assert found[0] == (1, 0)
    assert {element for element, _ in found[1:]} == {2}


def test_notes_markers_and_generated_text_begin_no_page() -> None:
    note = f'<span class="footnote" {at(2)}><span {at(3)}>note</span></span>'
    found = starts(
        f"<style>.g::before {{ content: 'generated ' }}</style>"
        f'<p {at(1)}>a{note}</p><ul class="new"><li {at(4)} class="g">b</li></ul>'
    )
    assert found == [(1, 0), (4, 0)]


def test_a_hyphen_that_a_line_ends_with_is_not_counted() -> None:
    word = "ab\u00ad" * 200
    found = starts(f"<p {at(1)} style='hyphens: manual'>{word}</p>")
    assert len(found) > 2
    assert all(character % 3 == 0 for _, character in found)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=60))
@settings(max_examples=40)
def test_whatever_the_text_all_of_it_is_met(text: str) -> None:
    """Layout takes away and adds blanks only; else the count would stand still."""
    document = lay_out(f"<p {at(1)}>{escape(text)}<b {at(2)}>x</b>{escape(text * 9)}</p>")
    starts = PageStarts(document.pages[0]._page_box.children[0].element)
    for page in document.pages:
        starts.of(page)
    owns = [own for element, own in starts._run.items() if element.get(POSITION)]
    assert len(owns) == 2
    for own in owns:
        assert own.read == len(own.text)
