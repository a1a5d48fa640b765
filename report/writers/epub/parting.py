"""Parting: a document that reading systems could not hold is several, cut between rows of a table.

A reading system lays out a document as a whole, and gives up, or dies, over some megabytes of it.
Only a table makes one so long. It is cut before a row into which nothing reaches from above; in
the next document it goes on under its head, and its caption says that it does. Where the rows are
striped the stripes go on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Final

from lxml import etree

from report.writers.continuing import continued
from report.writers.epub.documents import PAGEBREAK, Document
from report.writers.epub.markup import EPUB_TYPE, body, elements, tag, text_of

MOST: Final = 500_000
"""Characters of markup in a document that has rows to be cut between, about a megabyte."""

_AROUND = frozenset(map(tag, ("body", "div", "section")))
"""What a table that is cut may stand in; what is more than a frame around it is not set twice."""

_CELLS = frozenset(map(tag, ("td", "th")))
_NAMED = frozenset({"id", "aria-describedby", "aria-labelledby", EPUB_TYPE})


def parted(
    document: Document, words: Mapping[str, str], taken: Collection[str]
) -> tuple[Document, ...]:
    """Return a document, or those that it is parted into; its tree is changed then.

    Args:
        document: with the marks of pages in it, its links not yet resolved.
        words: the words of the press in the language of the report.
        taken: the names of the files of the book.
    """
    if len(document.sheet.body) <= MOST:
        return (document,)
    rows = list(_cuts(document.root))
    roots = [_cut_off(document.root, row, words) for row in reversed(rows)]
    name = document.file.removesuffix("xhtml")
    while any(file.startswith(name) for file in taken if file != document.file):
        name = f"{name}part."
    later = (
        replace(document, file=f"{name}{number}.xhtml", root=root, later=True)
        for number, root in enumerate(reversed(roots), start=2)
    )
    return document, *later


def _cuts(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows before which a document is to be cut."""
    size = 0
    free: set[etree._Element] = set()
    for element in elements(root):
        if element.tag == tag("tbody") and _is_framed(element):
            free = set(_free_rows(element))
        if element in free and size >= MOST:
            yield element
            size = 0
        size += sum(len(name) + len(value) + 4 for name, value in element.attrib.items())
        size += len(element.text or "") + len(element.tail or "") + 12


def _is_framed(rows: etree._Element) -> bool:
    table = rows.getparent()
    return (
        table is not None
        and table.tag == tag("table")
        and all(around.tag in _AROUND for around in list(table.iterancestors())[:-1])
    )


def _free_rows(rows: etree._Element) -> Iterator[etree._Element]:
    """Yield every second row of a body, the first one apart, that no cell above reaches into."""
    reached = 1
    for number, row in enumerate(rows.iterchildren(tag("tr"))):
        if number >= reached and number % 2 == 0:
            yield row
        spans = (cell.get("rowspan", "1") for cell in row if cell.tag in _CELLS)
        reached = max(reached, number + max(map(int, spans), default=1))


def _cut_off(root: etree._Element, row: etree._Element, words: Mapping[str, str]) -> etree._Element:
    """Take what follows from a row on out of a document, and return it as one of its own."""
    moved = [row, *row.itersiblings()]
    part = row
    for around in list(row.iterancestors())[:-1]:
        part = _like(around)
        if around.tag == tag("table"):
            part.extend(_head_again(around, words))
        part.extend(moved)
        moved = [part, *around.itersiblings()]
        part.tail, around.tail = around.tail, "\n"
    whole = _bare(root)
    whole.text = root.text
    whole.extend((deepcopy(next(root.iterchildren(tag("head")))), part))
    for name, value in body(root).attrib.items():
        part.set(name, value)
    return whole


def _like(element: etree._Element) -> etree._Element:
    """Return an empty element that looks the same and is called nothing."""
    made = _bare(element)
    made.text = "\n"
    for name in _NAMED:
        made.attrib.pop(name, "")
    if str(made.get("role", "")).startswith("doc-"):
        del made.attrib["role"]
    return made


def _bare(element: etree._Element) -> etree._Element:
    """Return an element with the attributes of another and nothing in it."""
    spaces: dict[str, str] = element.nsmap  # type: ignore[assignment]  # as for the NCX
    made = element.makeelement(element.tag, nsmap=spaces)
    for name, value in element.attrib.items():
        made.set(name, value)
    return made


def _head_again(table: etree._Element, words: Mapping[str, str]) -> Iterator[etree._Element]:
    """Yield what a table begins with where it goes on."""
    sign = table.find(f"{tag('caption')}/{tag('span')}[@class='number']")
    caption = table.makeelement(tag("caption"), {})
    caption.text = continued("" if sign is None else text_of(sign), words)
    caption.tail = "\n"
    yield caption
    for child in table.iterchildren(tag("colgroup"), tag("thead")):
        again = deepcopy(child)
        for element in list(elements(again)):
            if element.get("role") == PAGEBREAK or element.get("class") == "noteref":
                _remove(element)
            for name in ("id", "href"):
                element.attrib.pop(name, "")
        yield again


def _remove(element: etree._Element) -> None:
    """Take an element out and leave what follows it."""
    parent, above = element.getparent(), element.getprevious()
    assert parent is not None, "what stands in a head has a parent"
    if above is None:
        parent.text = (parent.text or "") + (element.tail or "")
    else:
        above.tail = (above.tail or "") + (element.tail or "")
    parent.remove(element)
