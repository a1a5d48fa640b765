"""Reading: what a book says, document by document, as who reads it meets it.

Marks of printed pages and the notes' own numbers are no words of the report, and a note reference
is not a part of the word before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from report.checks.epub.archive import Book, open_book
from report.model.names import XHTML

_IN_THE_LINE = frozenset(
    f"{{{XHTML}}}{name}"
    for name in (
        "a abbr b bdi bdo cite code data del dfn em i ins kbd mark q ruby s samp small span strong "
        "sub sup time u var wbr"
    ).split()
)
_APART = frozenset({"doc-noteref", "doc-backlink", "doc-pagebreak"})


def read_epub(data: bytes) -> tuple[str, ...]:
    """Return the text of each document of a book, in the order of the spine.

    The nav document is left out: its words stand in the book again. Raises
    :class:`report.diagnostics.ReportError` (E013, E014) for what is no EPUB.
    """
    return tuple(text_of(root) for _, root in read_documents(open_book(data, "")))


def read_documents(book: Book) -> Iterator[tuple[str, etree._Element]]:
    """Yield path and root of each document that is read from its beginning to its end."""
    nav = book.nav()
    for item in book.spine():
        if item.path in book.documents and item != nav:
            yield item.path, book.documents[item.path]


def text_of(element: etree._Element) -> str:
    """Return the text in an element; what is not in a line stands in lines of its own.

    >>> text_of(etree.fromstring(f'<p xmlns="{XHTML}">م<em>اء</em><br/>نهر</p>')).split()
    ['ماء', 'نهر']
    """
    return "".join(_pieces(element))


def _pieces(element: etree._Element) -> Iterator[str]:
    role = element.get("role")
    apart = role in _APART or element.tag not in _IN_THE_LINE
    if apart:
        yield "\n"
    if role != "doc-pagebreak":
        yield element.text or ""
        for child in element:
            if isinstance(child.tag, str):
                yield from _pieces(child)
            yield child.tail or ""
    if apart:
        yield "\n"
