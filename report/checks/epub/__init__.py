"""The EPUB by the rules of the house, in memory, for books of this press and of others.

What EPUBCheck would find as well is looked at here too where a book would be unusable, because
EPUBCheck needs Java and is not everywhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from report.checks.epub.archive import Book, open_book
from report.checks.epub.documents import check_document
from report.checks.epub.links import check_links
from report.checks.epub.package import check_navigation, check_package
from report.checks.epub.styles import check_styles
from report.diagnostics import Diagnostic, ReportError
from report.model.names import GENERATOR


def check_epub(
    data: bytes, file: str, families: Collection[str] | None = None
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with an EPUB, in the order of its files.

    Args:
        data: the bytes of the book.
        file: its name; a finding inside it is at ``file/member``.
        families: the families that may be embedded, or ``None`` for a book of another house.

    >>> [found.code for found in check_epub(b"not a zip", "book.epub")]
    ['E013']
    """
    try:
        book = open_book(data, file)
    except ReportError as error:
        return (error.diagnostic,)
    return tuple(_findings(book, families))


def is_ours(data: bytes) -> bool:
    """Say whether an EPUB names this press as what made it."""
    try:
        return open_book(data, "").generator == GENERATOR
    except ReportError:
        return False


def _findings(book: Book, families: Collection[str] | None) -> Iterator[Diagnostic]:
    yield from book.damage
    yield from check_package(book)
    for path, root in book.documents.items():
        yield from check_document(book, path, root)
    yield from check_styles(book, families)
    yield from check_links(book)
    yield from check_navigation(book)
