"""Structure: notes and references answer each other, labels stand once, nothing is empty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from report.charts.data import check_chart
from report.compose.numbering import glossary_terms
from report.compose.onlinecode import has_code
from report.diagnostics import Diagnostic, Place
from report.locales.collation import fold_term
from report.model.blocks import (
    Block,
    BlockQuote,
    Break,
    Callout,
    Chart,
    CodeBlock,
    DefinitionList,
    Faq,
    Figure,
    List,
    Paragraph,
    PullQuote,
    Row,
    Table,
)
from report.model.document import Division, Report
from report.model.grid import lay_out
from report.model.inlines import CrossRef, NoteRef, Term
from report.model.parts import GATHERED
from report.model.walk import inline_text, report_blocks, report_inlines
from report.rules import finding


def check_structure(report: Report) -> Iterator[Diagnostic]:
    """Yield what is wrong with the structure of a report, in the order of its parts.

    >>> from report.model.document import Metadata
    >>> chapter = Division((), (Paragraph((NoteRef("1"),)),))
    >>> [found.code for found in check_structure(Report(Metadata(title="موجز"), body=(chapter,)))]
    ['D001']
    """
    online = report.metadata.online
    if online and not has_code(online):
        yield finding("M101", None, address=online)
    yield from _notes(report)
    yield from _terms(report)
    yield from _labels(report)
    yield from _divisions(report)
    for block in report_blocks(report):
        yield from _block(block)


def _notes(report: Report) -> Iterator[Diagnostic]:
    """Check that each reference has its note and each note its reference."""
    referred: set[str] = set()
    known = {note.label for note in report.notes}
    for inline in report_inlines(report):
        if isinstance(inline, NoteRef):
            referred.add(inline.label)
            if inline.label not in known:
                yield finding("D001", inline.at, label=inline.label)
    seen: set[str] = set()
    for note in report.notes:
        if note.label in seen:
            yield finding("D019", note.at, label=note.label)
        elif note.label not in referred:
            yield finding("D002", note.at, label=note.label)
        seen.add(note.label)


def _terms(report: Report) -> Iterator[Diagnostic]:
    """Check that the glossary explains each term."""
    language = report.metadata.language
    known = glossary_terms(report)
    for inline in report_inlines(report):
        if isinstance(inline, Term):
            said = inline.entry or inline_text(inline.content)
            if fold_term(said, language) not in known:
                yield finding("D202", inline.at, term=said)


def _labels(report: Report) -> Iterator[Diagnostic]:
    """Check that no label stands twice and that each cross-reference has its label."""
    labels: set[str] = set()
    for label, at in _labelled(report):
        if label in labels:
            yield finding("D004", at, label=label)
        labels.add(label)
    for inline in report_inlines(report):
        if isinstance(inline, CrossRef) and inline.label not in labels:
            yield finding("D003", inline.at, label=inline.label)


def _labelled(report: Report) -> Iterator[tuple[str, Place | None]]:
    for _, division in report.divisions():
        if division.label:
            yield division.label, division.at
    for block in report_blocks(report):
        if block.label:
            yield block.label, block.at
        if isinstance(block, Faq):
            yield from ((pair.label, pair.at) for pair in block.items if pair.label)


def _divisions(report: Report) -> Iterator[Diagnostic]:
    first = next(iter(report.front + report.body), None)
    for depth, division in report.divisions():
        title = inline_text(division.title)
        if not title.strip() and division is not first:
            yield finding("D026", division.at)
        elif depth == 1 and title == report.metadata.title:
            yield finding("D025", division.at, title=title)
        if _is_empty(division):
            yield finding("D018", division.at, title=title)


def _is_empty(division: Division) -> bool:
    gathered = division.kind in GATHERED
    return not (gathered or division.content or division.divisions)


def _block(block: Block) -> Iterator[Diagnostic]:
    match block:
        case Table():
            yield from _table(block)
        case Figure(asset, alternative):
            if not alternative.strip():
                yield finding("D007", block.at, name=asset)
        case Chart():
            yield from check_chart(block)
        case List(items):
            for item in items:
                if not item.content:
                    yield finding("D028", item.at or block.at, block="item")
        case PullQuote(content) | BlockQuote(content):
            if not content:
                yield finding("D028", block.at, block="quotation")
        case Callout(content, kind):
            if not content:
                yield finding("D028", block.at, block=kind)
        case Faq(pairs):
            for pair in pairs:
                if not pair.answer:
                    yield finding("D028", pair.at or block.at, block="answer")
        case DefinitionList(entries):
            for entry in entries:
                if not all(entry.meanings):
                    yield finding("D028", entry.at or block.at, block="definition")
        case Paragraph() | CodeBlock() | Break():
            return
        case _:
            assert_never(block)


def _table(table: Table) -> Iterator[Diagnostic]:
    if not table.caption:
        yield finding("D006", table.at)
    yield from _rows(table, table.head)
    yield from _rows(table, table.body)


def _rows(table: Table, rows: tuple[Row, ...]) -> Iterator[Diagnostic]:
    width = len(table.columns)
    for row, grid in zip(rows, lay_out(rows, width), strict=True):
        if grid.filled != width or grid.overlong:
            yield finding("D027", row.at or table.at, filled=grid.filled, columns=width)
