"""Tracing: where in the manuscript the words stand that a finding in the book is about.

EPUBCheck, Ace and our own checks know files and lines of the book, which the editor has never
seen. What stands on such a line is looked up in the report by its text, then by the label that
became its id, then by that of the division around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from report.checks.epub.archive import Book, line_of, open_book
from report.checks.epub.reading import text_of
from report.checks.proof import passages
from report.diagnostics import Diagnostic, Place
from report.model.document import Report
from report.model.walk import report_blocks


@dataclass(frozen=True, slots=True)
class _Origins:
    """Places in the source by the text that stands there once, and by label."""

    texts: Mapping[str, Place]
    labels: Mapping[str, Place]


def traced(
    report: Report, data: bytes, file: str, findings: Iterable[Diagnostic]
) -> tuple[Diagnostic, ...]:
    """Return findings in an EPUB with their places in the source, as far as they have one.

    Args:
        report: what the book was made of.
        data: the bytes of the book, which can be opened.
        file: its name, with which the places of the findings begin.
        findings: what was found; the place in the book is kept in the message.
    """
    told = tuple(findings)
    if not any(found.place and found.place.file.startswith(f"{file}/") for found in told):
        return told
    book, origins = open_book(data, file), _origins(report)
    return tuple(_traced(found, book, origins) for found in told)


def _origins(report: Report) -> _Origins:
    texts: dict[str, Place | None] = {}
    for passage in passages(report):
        if key := _key(passage.text):
            # A text that stands in two places says nothing of either.
            texts[key] = passage.place if key not in texts else None
    divisions = (division for _, division in report.divisions())
    labelled = (*divisions, *report_blocks(report), *report.notes)
    return _Origins(
        {key: place for key, place in texts.items() if place},
        {node.label: node.at for node in labelled if node.label and node.at},
    )


def _key(text: str) -> str:
    """Return a text as it is compared: without blanks, which markup adds and takes away."""
    return "".join(text.split())


def _traced(found: Diagnostic, book: Book, origins: _Origins) -> Diagnostic:
    place = found.place
    if place is None or not place.line:
        return found
    root = book.documents.get(place.file.removeprefix(f"{book.file}/"))
    if root is None:
        return found
    for element in _on_line(root, place.line):
        for around in (element, *element.iterancestors()):
            if origin := _origin(around, origins):
                return replace(found.moved(origin), message=f"{found.message} (in {place})")
    return found


def _on_line(root: etree._Element, line: int) -> Iterator[etree._Element]:
    """Yield the elements that begin on a line, inner ones first, else the last one above it."""
    every = [e for e in root.iter(etree.Element) if line_of(e) <= line]
    on_it = [element for element in every if line_of(element) == line]
    yield from reversed(on_it or every[-1:])


def _origin(element: etree._Element, origins: _Origins) -> Place | None:
    named = origins.labels.get(element.get("id", ""))
    return origins.texts.get(_key(text_of(element))) or named
