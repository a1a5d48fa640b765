"""Navigation: the lists that lead through the book, each line with the place that it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from report.compose.galley import Galley, NavPoint
from report.writers.epub.documents import Address, Document
from report.writers.epub.pagebreaks import Mark

_LANDMARKS = {
    "cover": "cover",
    "titlepage": "title_page",
    "copyright-page": "imprint",
    "abstract": "summary",
    "endnotes": "endnotes",
    "glossary": "glossary",
    "bibliography": "bibliography",
    "index": "index",
    "colophon": "colophon",
}
"""Kinds of sheets that are landmarks of their own, and the word of the press for each."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a navigation list whose target is known; ``term`` is its landmark's type."""

    title: str
    target: Address
    children: tuple[Line, ...] = ()
    term: str | None = None


@dataclass(frozen=True, slots=True)
class Navigation:
    """Every list that leads through the book, resolved, with the words that head them."""

    contents: tuple[Line, ...]
    tables: tuple[Line, ...]
    figures: tuple[Line, ...]
    pages: tuple[Line, ...]
    landmarks: tuple[Line, ...]
    words: Mapping[str, str]


def navigate(
    galley: Galley,
    documents: tuple[Document, ...],
    book: Mapping[str, Address],
    pages: tuple[Mark, ...],
) -> Navigation:
    """Resolve the lists of a galley; a report without headings is led through by its sheets.

    Raises :class:`ValueError` when a list names an id that no sheet has: a dangling entry is
    refused by every reading system's importer (EPUB 3.3, 7.3).
    """
    places = {document.file: place for place, document in enumerate(documents)}

    def start(document: Document, title: str, term: str | None = None) -> Line:
        address = Address(document.file, "", places[document.file], -1, opens=True)
        return Line(title, address, term=term)

    contents = _resolve(galley.contents, book) or tuple(
        start(document, document.sheet.title)
        for document in documents
        if document.sheet.matter == "body" and not document.later
    )
    return Navigation(
        contents=contents,
        tables=_resolve(galley.tables, book),
        figures=_resolve(galley.figures, book),
        pages=tuple(Line(mark.folio, _answer(mark.name, book)) for mark in pages),
        landmarks=tuple(
            start(document, title, term)
            for document, title, term in _landmarks(documents, galley.words)
        ),
        words=galley.words,
    )


def _answer(target: str, book: Mapping[str, Address]) -> Address:
    try:
        return book[target]
    except KeyError:
        raise ValueError(f"the navigation leads to {target!r}, which no sheet has") from None


def _resolve(points: Iterable[NavPoint], book: Mapping[str, Address]) -> tuple[Line, ...]:
    return tuple(
        Line(point.title, _answer(point.target, book), _resolve(point.children, book))
        for point in points
    )


def _landmarks(
    documents: tuple[Document, ...], words: Mapping[str, str]
) -> Iterator[tuple[Document, str, str]]:
    body = next((d for d in documents if d.sheet.matter == "body"), None)
    for document in documents:
        kind = document.sheet.kind
        if document.later:
            continue
        if kind == "toc":
            yield document, words["contents"], "toc"
        elif kind in _LANDMARKS:
            yield document, words[_LANDMARKS[kind]], kind
        if document is body:
            yield document, words["bodymatter"], "bodymatter"
