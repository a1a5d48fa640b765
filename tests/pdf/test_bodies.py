"""Rows that are read as XML come to the tree that reading them as HTML makes."""

from __future__ import annotations

from io import StringIO
from typing import Any
from xml.etree import ElementTree

import pytest
import tinyhtml5  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from report.writers.pdf.bodies import _read, read_as_xml

TEXT = st.text("aب ٣&<>\"'\u00a0\u200d\n.", max_size=6)
NAMES = st.sampled_from(("span", "b", "a", "bdi", "sup", "strong"))


def page(rows: str) -> str:
    table = (
        f"<table><thead><tr><th>ر</th></tr></thead>\n<tbody class='a' id='b'>{rows}</tbody></table>"
    )
    return f'<!DOCTYPE html>\n<html lang="ar"><head><style>a > b {{}}</style></head>{table}<p>ن'


def tree(text: str | StringIO, parse: Any = tinyhtml5.parse) -> bytes:
    return bytes(ElementTree.tostring(parse(text, namespace_html_elements=False)))


@st.composite
def cells(draw: st.DrawFn) -> str:
    cell = etree.Element(draw(st.sampled_from(("td", "th"))), {"data-label": draw(TEXT)})
    cell.text = draw(TEXT)
    for _ in range(draw(st.integers(0, 2))):
        inner = etree.SubElement(cell, draw(NAMES), {"class": draw(TEXT)})
        inner.text, inner.tail = draw(TEXT), draw(TEXT)
        if draw(st.booleans()):
            etree.SubElement(inner, draw(NAMES)).text = draw(TEXT)
    return etree.tostring(cell, encoding="unicode", method="html")


@given(st.lists(st.lists(cells(), max_size=3), max_size=3))
def test_rows_come_to_the_same_tree(rows: list[list[str]]) -> None:
    text = page("\n" + "\n".join(f"<tr>{''.join(row)}</tr>" for row in rows) + "\n")
    assert tree(text, read_as_xml(tinyhtml5.parse)) == tree(text)


def block(draw: st.DrawFn, depth: int) -> etree._Element:
    """Draw a block of a page, with blocks in it."""
    tag = draw(st.sampled_from(("p", "h2", "pre", "div", "section", "ul", "dl", "table", "figure")))
    made = etree.Element(tag, {"class": draw(TEXT), "lang": "en"})
    if draw(st.booleans()):
        made.set("{http://www.w3.org/XML/1998/namespace}lang", "en")
    holders = [made]
    if tag in {"ul", "dl", "table"}:
        path = {"ul": ("li",), "dl": ("dd",), "table": ("tbody", "tr", "td")}[tag]
        holders = []
        for _ in range(draw(st.integers(0, 2))):
            inner = made
            for step in path:
                inner = etree.SubElement(inner, step)
            holders.append(inner)
    for holder in holders:
        holder.text = draw(TEXT)
        for _ in range(draw(st.integers(0, 2))):
            if depth and tag not in {"p", "h2", "pre"} and draw(st.booleans()):
                inner = block(draw, depth - 1)
                holder.append(inner)
            else:
                inner = etree.SubElement(holder, draw(st.sampled_from(("span", "a", "br", "img"))))
                inner.text = None if inner.tag in {"br", "img"} else draw(TEXT)
            inner.tail = draw(TEXT)
    return made


@st.composite
def blocks(draw: st.DrawFn) -> str:
    return etree.tostring(block(draw, 2), encoding="unicode", method="html")


@given(st.lists(blocks(), max_size=3))
def test_bodies_of_pages_come_to_the_same_tree(made: list[str]) -> None:
    inside = "\n".join(made)
    text = f'<!DOCTYPE html>\n<html><head></head>\n<body class="b">\n{inside}\n</body>\n</html>\n'
    assert tree(text, read_as_xml(tinyhtml5.parse)) == tree(text)


@pytest.mark.parametrize(
    "inside", ["", "\n", "a", "<p>a</p>", "<p>a</p>\n", "<hr><p lang='ar'>b</p>c"]
)
def test_what_stands_around_a_body_stays_around_it(inside: str) -> None:
    text = f"<!DOCTYPE html>\n<html><head></head>\n<body>{inside}</body>\n</html>\n"
    assert tree(text, read_as_xml(tinyhtml5.parse)) == tree(text)


def test_a_plain_page_is_not_read_as_html() -> None:
    read: list[str] = []

    def parse(text: str, **named: Any) -> Any:
        read.append(text)
        return tinyhtml5.parse(text, **named)

    text = "<html><body><section hidden=''></section><p>واحد<br>اثنان</p></body></html>"
    assert tree(text, read_as_xml(parse)) == tree(text)
    assert "واحد" not in read[0]


def test_plain_rows_are_not_read_as_html() -> None:
    read: list[str] = []

    def parse(text: str, **named: Any) -> Any:
        read.append(text)
        return tinyhtml5.parse(text, **named)

    text = page('<tr><td class="n">١&nbsp;٢ &amp; <b>٣</b></td></tr>')
    assert tree(StringIO(text), read_as_xml(parse)) == tree(text)
    assert "٣" not in read[0]


@pytest.mark.parametrize(
    "rows",
    [
        "",
        "<tr><td><p>a<p>b</td></tr>",
        "<tr><td><p>a<div>b</div></p></td></tr>",
        "<tr><td><h2>a<h3>b</h3></h2></td></tr>",
        "<tr><td><li>a</li></td></tr>",
        "<tr><td><pre>\na</pre></td></tr>",
        "<tr><td><svg viewbox='0 0 1 1'></svg></td></tr>",
        "<tr><td Title='a'>a</td></tr>",
        "<tr><td><a href='x'>a<a>b</a></a></td></tr>",
        "<tr><td>a<td>b</td></td></tr>",
        "<tr><td>a</td></tr>b",
        "<tr>b<td>a</td></tr>",
        "<tr><td>a</tr>",
        "<tr><td>a<br>b</br></td></tr>",
        "<tr><td>a<span/>b</td></tr>",
        "<tr><td>&#150;&eacute;</td></tr>",
        "<tr><td><table><tr><td>a</td></tr></table></td></tr>",
        "<tr><td><!-- a --></td></tr>",
        "<td>a</td>",
    ],
)
def test_what_html_reads_otherwise_is_left_to_it(rows: str) -> None:
    assert _read(rows, "tbody") is None
    text = page(rows)
    assert tree(text, read_as_xml(tinyhtml5.parse)) == tree(text)
