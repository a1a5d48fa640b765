"""Numbers: tables, figures, questions, appendices and notes in the order of reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

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
    """Every label of a report, and the notes in the order in which the text calls them."""

    targets: Mapping[str, Numbered]
    notes: Mapping[str, int]


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
    return Numbers(targets, _number_notes(report))


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
        case Table(caption=caption, notes=notes, source=source):
            yield caption
            for inner in inner_blocks(block):
                yield from runs_in_order(inner)
            yield from (*notes, source)
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
