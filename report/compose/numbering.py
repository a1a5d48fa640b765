"""Numbers: tables, figures, questions, appendices and notes in the order of reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Literal

from report.locales.collation import fold_term
from report.model.blocks import Block, Blocks, Chart, DefinitionList, Faq, Figure, Table
from report.model.document import Division, Report
from report.model.inlines import Inlines, NoteRef
from report.model.walk import all_blocks, all_inlines, inline_text, inner_blocks, own_inlines

Target = Literal["division", "appendix", "table", "figure", "question", "block"]


@dataclass(frozen=True, slots=True)
class Numbered:
    """What a label stands for: its kind, its number (0 when it has none) and its title."""

    kind: Target
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """Every label of a report, and the notes in the order in which the text calls them.

    ``terms`` are the ids of the glossary's entries by their folded terms, ``front`` the labels
    of what stands before the body, where pages are counted apart.
    """

    targets: Mapping[str, Numbered]
    notes: Mapping[str, int]
    terms: Mapping[str, str] = field(default_factory=dict)
    front: frozenset[str] = frozenset()


def number(report: Report) -> Numbers:
    """Count the report: tables, figures, questions and appendices from 1, notes from 1."""
    targets: dict[str, Numbered] = {}
    counts = dict.fromkeys(("table", "figure", "question", "appendix"), 0)

    def put(label: str | None, kind: Target, title: Inlines) -> None:
        if kind in counts:
            counts[kind] += 1
        if label:
            targets[label] = Numbered(kind, counts.get(kind, 0), inline_text(title))

    back = set(map(id, report.back))
    for _, division in report.divisions():
        kind: Target = "appendix" if id(division) in back else "division"
        put(division.label, kind, division.title)
        for block in all_blocks(division.content):
            match block:
                case Table():
                    put(block.label, "table", block.caption)
                case Figure() | Chart():
                    put(block.label, "figure", block.caption)
                case Faq(items):
                    for item in items:
                        put(item.label, "question", item.question)
                case _:
                    put(block.label, "block", ())
    front = frozenset(_labels(replace(report, body=(), back=())))
    return Numbers(targets, _number_notes(report), glossary_terms(report), front)


def _labels(report: Report) -> Iterator[str]:
    for _, division in report.divisions():
        yield division.label or ""
        for block in all_blocks(division.content):
            yield block.label or ""
            if isinstance(block, Faq):
                yield from (item.label or "" for item in block.items)


def glossary_terms(report: Report) -> dict[str, str]:
    """Return the ids of the entries of the glossaries by their folded terms."""
    terms: dict[str, str] = {}
    for _, division in report.divisions():
        for block in division.content if division.kind == "glossary" else ():
            for entry in block.entries if isinstance(block, DefinitionList) else ():
                name = fold_term(inline_text(entry.term), report.metadata.language)
                digest = sha256(name.encode()).hexdigest()[:8]
                terms.setdefault(name, f"term-{digest}")
    return terms


def _number_notes(report: Report) -> dict[str, int]:
    notes: dict[str, int] = {}

    def call(runs: Iterator[Inlines]) -> None:
        for run in runs:
            for inline in all_inlines(run):
                if isinstance(inline, NoteRef) and inline.label not in notes:
                    if (note := report.note(inline.label)) is None:
                        continue
                    notes[inline.label] = len(notes) + 1
                    call(runs_in_order(note.content))

    for _, division in report.divisions():
        call(iter((division.title,)))
        call(runs_in_order(division.content))
    return notes


def runs_in_order(blocks: Blocks) -> Iterator[Inlines]:
    """Yield every run of inlines of some blocks as a reader meets them."""
    for block in blocks:
        yield from _runs_of(block)


def _runs_of(block: Block) -> Iterator[Inlines]:
    match block:
        case Faq(items):
            for item in items:
                yield item.question
                yield from runs_in_order(item.answer)
        case Table(caption=caption, unit=unit, notes=notes, source=source):
            yield caption
            for inner in inner_blocks(block):
                yield from runs_in_order(inner)
            yield from (unit, *notes, source)
        case DefinitionList(entries):
            for entry in entries:
                yield entry.term
                for meaning in entry.meanings:
                    yield from runs_in_order(meaning)
        case _:
            yield from own_inlines(block)
            for inner in inner_blocks(block):
                yield from runs_in_order(inner)


def division_notes(division: Division, numbers: Numbers) -> tuple[str, ...]:
    """Return the labels of the notes first called in a division and those inside it."""
    called: dict[str, None] = {}

    def walk(part: Division) -> None:
        for run in (part.title, *runs_in_order(part.content)):
            for inline in all_inlines(run):
                if isinstance(inline, NoteRef) and inline.label in numbers.notes:
                    called[inline.label] = None
        for inner in part.divisions:
            walk(inner)

    walk(division)
    return tuple(called)
