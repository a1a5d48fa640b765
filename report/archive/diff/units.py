"""Units: a report laid out as the pieces that an editor compares, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from report.model.blocks import (
    Block,
    BlockQuote,
    Blocks,
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
    Table,
)
from report.model.document import Division, Report
from report.model.inlines import (
    Citation,
    Code,
    CrossRef,
    Day,
    Emphasis,
    Gap,
    IndexMark,
    Inline,
    Inlines,
    Isolate,
    LineBreak,
    Link,
    NoteRef,
    Strong,
    Subscript,
    Superscript,
    Term,
    Text,
)
from report.model.walk import inline_text

Kind = Literal[
    "title",
    "paragraph",
    "item",
    "quotation",
    "pull quote",
    "callout",
    "question",
    "answer",
    "term",
    "meaning",
    "figure",
    "table",
    "chart",
    "code",
    "break",
    "note",
]


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of text.

    ``where`` are the titles above it. ``form`` is what sets it apart from others of its kind: the
    depth of a title, how an item is numbered. ``table`` is the table, if it is one.
    """

    kind: Kind
    text: str
    where: tuple[str, ...] = ()
    language: str | None = None
    form: str = ""
    table: Table | None = None

    @property
    def key(self) -> str:
        """What makes two units equal: kind and text."""
        return f"{self.kind}\0{self.text}"


def units_of(report: Report) -> tuple[Unit, ...]:
    """Return the units of a report in reading order, the notes last."""
    divisions = (*report.front, *report.body, *report.back)
    return (
        *(unit for division in divisions for unit in _division(division, (), None)),
        *(
            replace(unit, text=f"[^{note.label}] {unit.text}")
            for note in report.notes
            for unit in _blocks(note.content, (), None, "note")
        ),
    )


def _division(division: Division, where: tuple[str, ...], language: str | None) -> Iterator[Unit]:
    here = division.language or language
    below = where
    if division.title:
        form = f"{division.kind} {len(where) + 1}"
        yield Unit("title", said(division.title), where, here, form)
        below = (*where, inline_text(division.title))
    yield from _blocks(division.content, below, here)
    for inner in division.divisions:
        yield from _division(inner, below, here)


def _blocks(
    blocks: Blocks,
    where: tuple[str, ...],
    language: str | None,
    kind: Kind = "paragraph",
    form: str = "",
) -> Iterator[Unit]:
    for block in blocks:
        yield from _block(block, where, block.language or language, kind, form)


def _block(
    block: Block, where: tuple[str, ...], language: str | None, kind: Kind, form: str
) -> Iterator[Unit]:
    def unit(made: Kind, text: str, form: str = "") -> Unit:
        return Unit(made, text, where, language, form)

    def inner(blocks: Blocks, made: Kind, form: str = "") -> Iterator[Unit]:
        return _blocks(blocks, where, language, made, form)

    match block:
        case Paragraph(content):
            yield unit(kind, said(content), form)
        case List(items, numbering, start):
            for place, item in enumerate(items, start):
                form = f"{numbering} {place}" if numbering else ""
                yield from inner(item.content, "item", form)
        case Table():
            yield replace(unit("table", _table_text(block)), table=block)
        case Figure(asset=asset, alternative=alternative, caption=caption, credit=credit):
            parts = (said(caption), said(credit), alternative, asset)
            yield unit("figure", "\n".join(part for part in parts if part))
        case Chart():
            numbers = _chart_table(block)
            form = f"{block.kind} {block.bars or ''}".strip()
            yield replace(unit("chart", _table_text(numbers), form), table=numbers)
        case PullQuote(content, attribution=attribution):
            yield from inner(content, "pull quote")
            if attribution:
                yield unit("pull quote", said(attribution))
        case BlockQuote(content, attribution=attribution):
            yield from inner(content, "quotation")
            if attribution:
                yield unit("quotation", said(attribution))
        case Callout(content, kind=callout, title=title):
            if title:
                yield unit("callout", said(title), callout)
            yield from inner(content, "callout", callout)
        case Faq(items=pairs):
            for pair in pairs:
                yield unit("question", said(pair.question))
                yield from inner(pair.answer, "answer")
        case DefinitionList(entries):
            for entry in entries:
                yield unit("term", said(entry.term))
                for meaning in entry.meanings:
                    yield from inner(meaning, "meaning")
        case CodeBlock(text=text, syntax=syntax):
            yield unit("code", text, syntax or "")
        case Break():
            yield unit("break", "⁂")
        case _:
            assert_never(block)


def blocks_text(blocks: Blocks) -> str:
    """Return the text of blocks, a line for each unit."""
    return "\n".join(unit.text for unit in _blocks(blocks, (), None))


def _chart_table(chart: Chart) -> Table:
    """Return the numbers of a chart as the table that they are."""
    notes = (chart.unit, (Text(chart.alternative),)) if chart.alternative else (chart.unit,)
    return Table(
        columns=(),
        head=(chart.head,),
        body=chart.rows,
        caption=chart.caption,
        notes=tuple(note for note in notes if note),
        source=chart.source,
    )


def _table_text(table: Table) -> str:
    rows = (*table.head, *table.body)
    lines = ["\t".join(blocks_text(cell.content) for cell in row.cells) for row in rows]
    apart = (said(table.caption), *(said(note) for note in table.notes), said(table.source))
    return "\n".join([*lines, *(line for line in apart if line)])


def said(content: Inlines) -> str:
    """Return a run as it is read, with the marks of a manuscript for what is more than letters.

    A changed link, stress or note reference is a change as much as a changed word.

    >>> said((Text("انظر "), Link((Text("الموقع"),), "https://example.org")))
    'انظر [الموقع](https://example.org)'
    """
    return "".join(_said(inline) for inline in content)


def _said(inline: Inline) -> str:
    match inline:
        case Text(text):
            return text
        case Emphasis(content):
            return f"*{said(content)}*"
        case Strong(content):
            return f"**{said(content)}**"
        case Superscript(content):
            return f"^{said(content)}^"
        case Subscript(content):
            return f"~{said(content)}~"
        case Isolate(content):
            return said(content)
        case Link(content, target):
            return f"[{said(content)}]({target})"
        case Code(text):
            return f"`{text}`"
        case NoteRef(label):
            return f"[^{label}]"
        case CrossRef(label, content):
            return f"[{said(content)}](#{label})"
        case Term(content) | IndexMark(content):
            return said(content)
        case Citation(cites):
            return f"[{'; '.join(f'@{cite.key}{cite.after}' for cite in cites)}]"
        case Day(iso):
            return f"[{iso}]"
        case LineBreak():
            return "\n"
        case Gap(reason):
            return f"[{reason}]"
        case _:
            assert_never(inline)
