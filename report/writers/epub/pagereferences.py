"""References to pages: «ص ١٢» means the same place in both books, so it is said in both."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from lxml import etree

from report.writers.epub.documents import PAGEBREAK, Address, Document
from report.writers.epub.markup import elements, tag
from report.writers.epub.pagebreaks import Mark

_CLASS = "crossref page"
_NO_BREAK = "\u00a0"


def say_pages(
    documents: Sequence[Document], book: Mapping[str, Address], marks: Sequence[Mark]
) -> None:
    """Write the folio of the printed page into every reference to one; documents are changed.

    A part stands on the page whose mark is the last before it. In a book without marks a
    reference says the part itself. What only print needs is taken out.
    """
    placed = [(book[mark.name].document, book[mark.name].element) for mark in marks]
    parts = {name: e for d in documents for e in elements(d.root) if (name := e.get("id"))}
    for document in documents:
        for link in list(document.root.iter(tag("a"))):
            if link.get("class") != _CLASS:
                continue
            word = str(link.attrib.pop("data-page", ""))
            link.attrib.pop("data-count", "")
            label = link.get("href", "")[1:]
            if (there := book.get(label)) is None:
                continue
            number = bisect_right(placed, (there.document, there.element))
            number += _opening(parts[label])
            if number:
                for child in list(link):
                    link.remove(child)
                link.text = f"{word}{_NO_BREAK}{marks[number - 1].folio}"


def _opening(part: etree._Element) -> int:
    """Count the marks in a part before its first words; where a sheet begins they stand there."""
    count = 0
    for element in part.iter(etree.Element):
        if element.get("role") == PAGEBREAK:
            count += 1
        elif (element.text or "").strip():
            return count
        if element is not part and (element.tail or "").strip():
            return count
    return count
