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
        "<tr><td><p>a</p></td></tr>",
        "<tr><td><a href='x'>a<a>b</a></a></td></tr>",
        "<tr><td>a<td>b</td></td></tr>",
        "<tr><td>a</td></tr>b",
        "<tr>b<td>a</td></tr>",
        "<tr><td>a</tr>",
        "<tr><td>a<br>b</td></tr>",
        "<tr><td>a<span/>b</td></tr>",
        "<tr><td>&#150;&eacute;</td></tr>",
        "<tr><td><table><tbody><tr><td>a</td></tr></tbody></table></td></tr>",
        "<tr><td><!-- a --></td></tr>",
        "<td>a</td>",
    ],
)
def test_what_html_reads_otherwise_is_left_to_it(rows: str) -> None:
    assert _read(rows) is None
    text = page(rows)
    assert tree(text, read_as_xml(tinyhtml5.parse)) == tree(text)
