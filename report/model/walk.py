"""The only recursion that filters and checks need: over blocks, over inlines, with a map."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar, assert_never

from report.model.blocks import (
    Block,
    BlockQuote,
    Blocks,
    Break,
    Callout,
    Chart,
    CodeBlock,
    Definition,
    DefinitionList,
    Faq,
    Figure,
    List,
    Paragraph,
    PullQuote,
    QuestionAnswer,
    Row,
    Table,
)
from report.model.document import Division, Note, Report
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
from report.model.unchanged import edited, unchanged

MapInlines = Callable[[Inlines, "str | None"], Inlines]
"""A map over one run of inlines and the language of the block that it stands in, if its own."""

MapBlock = Callable[[Block], Block]
_MapBlocks = Callable[[Blocks], Blocks]
_Divided = TypeVar("_Divided", bound=Division)


def inline_text(content: Inlines) -> str:
    """Return the characters of a run as a reader would say them, marks of the press left out.

    >>> inline_text((Text("الأمن "), Strong((Text("الوطني"),))))
    'الأمن الوطني'
    """
    return _text_of(content[0]) if len(content) == 1 else "".join(map(_text_of, content))


def _text_of(inline: Inline) -> str:
    match inline:
        case Text(text) | Code(text):
            return text
        case (
            Emphasis(content)
            | Strong(content)
            | Superscript(content)
            | Subscript(content)
            | Isolate(content)
            | Link(content)
            | CrossRef(content=content)
            | Term(content)
            | IndexMark(content)
            | Citation(content=content)
            | Day(content=content)
        ):
            return inline_text(content)
        case LineBreak():
            return "\n"
        case NoteRef() | Gap():
            return ""
        case _:
            assert_never(inline)


def children(inline: Inline) -> Inlines:
    """Return the inlines inside an inline: none for a leaf."""
    match inline:
        case Text() | Code() | NoteRef() | LineBreak() | Gap():
            return ()
        case (
            Emphasis(content)
            | Strong(content)
            | Superscript(content)
            | Subscript(content)
            | Isolate(content)
            | Link(content)
            | CrossRef(content=content)
            | Term(content)
            | IndexMark(content)
            | Citation(content=content)
            | Day(content=content)
        ):
            return content
        case _:
            assert_never(inline)


def with_children(inline: Inline, content: Inlines) -> Inline:
    """Return the inline with other inlines inside; a leaf is returned as it is."""
    match inline:
        case (
            Emphasis()
            | Strong()
            | Superscript()
            | Subscript()
            | Isolate()
            | Link()
            | CrossRef()
            | Term()
            | IndexMark()
            | Citation()
            | Day()
        ):
            return edited(inline, content=content)
        case Text() | Code() | NoteRef() | LineBreak() | Gap():
            return inline
        case _:
            assert_never(inline)


def is_text(content: Inlines) -> bool:
    """Say whether a run is nothing but text, as most are."""
    return all(isinstance(inline, Text) for inline in content)


def all_inlines(content: Inlines) -> Iterator[Inline]:
    """Yield every inline of a run, outer ones first."""
    for inline in content:
        yield inline
        if inside := children(inline):
            yield from all_inlines(inside)


def inner_blocks(block: Block) -> tuple[Blocks, ...]:
    """Return the runs of blocks directly inside a block, in reading order."""
    match block:
        case Paragraph() | Figure() | CodeBlock() | Break():
            return ()
        case List(items):
            return tuple(item.content for item in items)
        case Table(head=head, body=body):
            return tuple(cell.content for row in head + body for cell in row.cells)
        case Chart(head=named, rows=rows):
            return tuple(cell.content for row in (named, *rows) for cell in row.cells)
        case PullQuote(content) | BlockQuote(content) | Callout(content):
            return (content,)
        case Faq(items=pairs):
            return tuple(pair.answer for pair in pairs)
        case DefinitionList(entries):
            return tuple(meaning for entry in entries for meaning in entry.meanings)
        case _:
            assert_never(block)


def own_inlines(block: Block) -> tuple[Inlines, ...]:
    """Return the runs of inlines that belong to the block itself, in reading order."""
    match block:
        case Paragraph(content):
            return (content,)
        case Table(caption=caption, unit=unit, notes=notes, source=source):
            return (caption, unit, *notes, source)
        case Figure(caption=caption, credit=credit):
            return (caption, credit)
        case Chart(caption=caption, unit=unit, source=source):
            return (caption, unit, source)
        case PullQuote(attribution=attribution) | BlockQuote(attribution=attribution):
            return (attribution,)
        case Callout(title=title):
            return (title,)
        case Faq(items):
            return tuple(item.question for item in items)
        case DefinitionList(entries):
            return tuple(entry.term for entry in entries)
        case List() | CodeBlock() | Break():
            return ()
        case _:
            assert_never(block)


def all_blocks(blocks: Blocks) -> Iterator[Block]:
    """Yield every block of a run, outer ones first."""
    for block in blocks:
        yield block
        if not isinstance(block, Paragraph):
            for inner in inner_blocks(block):
                yield from all_blocks(inner)


def report_blocks(report: Report) -> Iterator[Block]:
    """Yield every block of the divisions and the notes of a report, in reading order."""
    for _, division in report.divisions():
        yield from all_blocks(division.content)
    for note in report.notes:
        yield from all_blocks(note.content)


def missing_images(report: Report) -> frozenset[str]:
    """Return the names of the images that a report shows and does not carry."""
    carried = {asset.name for asset in report.assets}
    shown = {block.asset for block in report_blocks(report) if isinstance(block, Figure)}
    if report.options.emblem:
        shown.add(report.options.emblem)
    return frozenset(shown - carried)


def report_inlines(report: Report) -> Iterator[Inline]:
    """Yield every inline of a report: titles first, then blocks, then notes."""
    for _, division in report.divisions():
        yield from all_inlines(division.title)
    for block in report_blocks(report):
        for run in own_inlines(block):
            yield from all_inlines(run)


def map_block(block: Block, edit: MapInlines, language: str | None = None) -> Block:
    """Return the block with ``edit`` applied to each run of inlines in it, however deep.

    ``edit`` is given whole runs (a paragraph, a caption, a cell's paragraph), outermost
    inlines only, and the language of the nearest block that has one of its own.
    """
    here = block.language or language

    def inner(blocks: Blocks) -> Blocks:
        return unchanged(blocks, tuple(map_block(b, edit, here) for b in blocks))

    match block:
        case Paragraph(content):
            return edited(block, content=edit(content, here))
        case List(items):
            return edited(block, items=tuple(edited(i, content=inner(i.content)) for i in items))
        case Table():
            return edited(
                block,
                head=tuple(_map_row(row, inner) for row in block.head),
                body=tuple(_map_row(row, inner) for row in block.body),
                caption=edit(block.caption, here),
                unit=edit(block.unit, here),
                notes=tuple(unchanged(note, edit(note, here)) for note in block.notes),
                source=edit(block.source, here),
            )
        case Figure(caption=caption, credit=credit):
            return edited(block, caption=edit(caption, here), credit=edit(credit, here))
        case Chart():
            return edited(
                block,
                head=_map_row(block.head, inner),
                rows=tuple(_map_row(row, inner) for row in block.rows),
                caption=edit(block.caption, here),
                unit=edit(block.unit, here),
                source=edit(block.source, here),
            )
        case PullQuote(quoted, attribution) | BlockQuote(quoted, attribution):
            return edited(block, content=inner(quoted), attribution=edit(attribution, here))
        case Callout(boxed, title=title):
            return edited(block, content=inner(boxed), title=edit(title, here))
        case Faq(pairs):
            return edited(block, items=tuple(_map_pair(p, edit, inner, here) for p in pairs))
        case DefinitionList(entries):
            return edited(block, entries=tuple(_map_entry(e, edit, inner, here) for e in entries))
        case CodeBlock() | Break():
            return block
        case _:
            assert_never(block)


def _map_row(row: Row, inner: _MapBlocks) -> Row:
    return edited(row, cells=tuple(edited(c, content=inner(c.content)) for c in row.cells))


def _map_pair(
    pair: QuestionAnswer, edit: MapInlines, inner: _MapBlocks, language: str | None
) -> QuestionAnswer:
    return edited(pair, question=edit(pair.question, language), answer=inner(pair.answer))


def _map_entry(
    entry: Definition, edit: MapInlines, inner: _MapBlocks, language: str | None
) -> Definition:
    meanings = tuple(inner(meaning) for meaning in entry.meanings)
    return edited(entry, term=edit(entry.term, language), meanings=meanings)


def map_division(division: Division, edit: MapInlines, language: str | None = None) -> Division:
    """Return the division with ``edit`` applied to each run of inlines in it."""
    here = division.language or language
    return edited(
        division,
        title=edit(division.title, here),
        content=tuple(map_block(b, edit, here) for b in division.content),
        divisions=tuple(map_division(d, edit, here) for d in division.divisions),
    )


def map_inlines(report: Report, edit: MapInlines) -> Report:
    """Return the report with ``edit`` applied to each run of inlines: titles, blocks, notes."""

    def matter(divisions: tuple[Division, ...]) -> tuple[Division, ...]:
        return tuple(map_division(d, edit) for d in divisions)

    def note(n: Note) -> Note:
        return edited(n, content=tuple(map_block(b, edit) for b in n.content))

    return edited(
        report,
        front=matter(report.front),
        body=matter(report.body),
        back=matter(report.back),
        notes=tuple(note(n) for n in report.notes),
    )


def map_blocks(report: Report, edit: MapBlock) -> Report:
    """Return the report with ``edit`` applied to each block, inner ones first."""

    def matter(divisions: tuple[Division, ...]) -> tuple[Division, ...]:
        return tuple(division(d) for d in divisions)

    def division(d: Division) -> Division:
        return edited(d, content=inside(d.content), divisions=matter(d.divisions))

    def inside(blocks: Blocks) -> Blocks:
        return unchanged(blocks, tuple(edit(with_inner_blocks(b, inside)) for b in blocks))

    return edited(
        report,
        front=matter(report.front),
        body=matter(report.body),
        back=matter(report.back),
        notes=tuple(edited(n, content=inside(n.content)) for n in report.notes),
    )


def with_inner_blocks(block: Block, inner: _MapBlocks) -> Block:
    """Return the block with ``inner`` applied to each run of blocks directly inside it."""
    match block:
        case Paragraph() | Figure() | CodeBlock() | Break():
            return block
        case List(items):
            return edited(block, items=tuple(edited(i, content=inner(i.content)) for i in items))
        case Table():
            return edited(
                block,
                head=tuple(_map_row(row, inner) for row in block.head),
                body=tuple(_map_row(row, inner) for row in block.body),
            )
        case Chart():
            rows = tuple(_map_row(row, inner) for row in block.rows)
            return edited(block, head=_map_row(block.head, inner), rows=rows)
        case PullQuote(content) | BlockQuote(content) | Callout(content):
            return edited(block, content=inner(content))
        case Faq(pairs):
            return edited(block, items=tuple(edited(p, answer=inner(p.answer)) for p in pairs))
        case DefinitionList(entries):
            return edited(
                block,
                entries=tuple(
                    edited(e, meanings=tuple(inner(m) for m in e.meanings)) for e in entries
                ),
            )
        case _:
            assert_never(block)


def map_texts(content: Inlines, edit: Callable[[str], str]) -> Inlines:
    """Return the run with ``edit`` applied to the characters of each :class:`Text` in it."""

    def one(inline: Inline) -> Inline:
        if isinstance(inline, Text):
            return edited(inline, text=edit(inline.text))
        inside = children(inline)
        return with_children(inline, map_texts(inside, edit)) if inside else inline

    return tuple(one(inline) for inline in content)
