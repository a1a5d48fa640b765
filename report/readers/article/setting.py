"""Setting: passages become blocks of the report: paragraphs, lists, tables, code."""

from __future__ import annotations

import re
from collections.abc import Sequence

from report.diagnostics import Place
from report.model.blocks import (
    Block,
    Break,
    Cell,
    CodeBlock,
    Column,
    List,
    ListItem,
    Numbering,
    Paragraph,
    Row,
    Table,
)
from report.model.inlines import Gap, Inline, Inlines, LineBreak, Link, Text
from report.readers.article.gathering import follows
from report.readers.article.lines import Line, flat, joined
from report.readers.article.marks import Mark
from report.readers.article.passages import (
    Entry,
    Grid,
    Literal,
    Marked,
    Passage,
    Ruled,
    Words,
    indent,
    place,
)

_URL = re.compile(r"https?://[^\s<>«»“”\"،؛]+[^\s<>«»“”\"،؛.,:;!?؟)\]]")
_NUMERIC = re.compile(r"[~≈<>±+\-−–]?\s?[$€£]?\s?\d[\d.,٫٬/\s]*\s?[%٪°$€£]?|[-–—]")
_DEEPEST = 12
"""Levels of nested lists; deeper ones are set at the last level."""
_CHILDREN = 4
"""Passages between two items that can belong to the first of them."""


def set_inlines(text: str, at: Place | None) -> Inlines:
    """Return a text as inlines; bare addresses become links.

    >>> [type(i).__name__ for i in set_inlines("انظر https://example.org.", None)]
    ['Text', 'Link', 'Text']
    """
    content: list[Inline] = []
    position = 0
    for match in _URL.finditer(text):
        if match.start() > position:
            content.append(Text(text[position : match.start()], at=at))
        content.append(Link((Text(match[0], at=at),), match[0], at=at))
        position = match.end()
    if position < len(text):
        content.append(Text(text[position:], at=at))
    return tuple(content)


def set_blocks(passages: Sequence[Passage], depth: int = 0) -> tuple[Block, ...]:
    """Return passages that are no headings as blocks."""
    blocks: list[Block] = []
    index = 0
    while index < len(passages):
        passage = passages[index]
        if isinstance(passage, Entry):
            end = list_end(passages, index)
            blocks.extend(_lists(passages[index:end], depth))
            index = end
        else:
            blocks.append(_block(passage))
            index += 1
    return tuple(blocks)


def _block(passage: Words | Grid | Literal | Marked | Ruled) -> Block:
    at = place(passage)
    match passage:
        case Words():
            return set_paragraph(passage)
        case Marked():
            return Paragraph(set_inlines(passage.text, at), at=at)
        case Grid():
            return set_table(passage)
        case Literal(text=text, syntax=syntax):
            return CodeBlock(text, syntax, at=at)
        case Ruled():
            return Break(at=at)


def set_paragraph(words: Words, gap: bool = False) -> Paragraph:
    """Return words as a paragraph; ``gap`` marks that its end is missing from the source."""
    at = words.lines[0].at
    if words.broken:
        content: list[Inline] = []
        for line in words.lines:
            if content:
                content.append(LineBreak(at=line.at))
            content.extend(set_inlines(flat(line.text), line.at))
        return Paragraph(tuple(content), at=at)
    end: Inlines = (Gap(at=words.lines[-1].at),) if gap else ()
    return Paragraph(set_inlines(words.text, at) + end, at=at)


def list_end(passages: Sequence[Passage], start: int) -> int:
    """Return where a list ends that begins at ``start``: its items and what hangs on them."""
    base = indent(passages[start])
    index = end = start + 1
    while index < len(passages) and index - end < _CHILDREN:
        passage = passages[index]
        if isinstance(passage, Entry):
            if indent(passage) < base - 1:
                break
            end = index + 1
        elif not isinstance(passage, Words | Literal) or indent(passage) <= base:
            break
        elif not _goes_on(passages, index, base):
            break
        index += 1
    return end


def _goes_on(passages: Sequence[Passage], index: int, base: int) -> bool:
    """Tell whether the list goes on after a paragraph that is set deeper than its items."""
    for passage in passages[index + 1 : index + 1 + _CHILDREN]:
        if isinstance(passage, Entry):
            return abs(indent(passage) - base) <= 1
        if indent(passage) <= base:
            return False
    return False


def _lists(run: Sequence[Passage], depth: int) -> list[Block]:
    """Set items and what hangs on them as lists; a new sort of mark begins a new list."""
    base = indent(run[0])
    lists: list[list[tuple[Entry, list[Passage]]]] = []
    for index, passage in enumerate(run):
        current = lists[-1] if lists else None
        if not isinstance(passage, Entry) or (indent(passage) > base + 1 and depth < _DEEPEST):
            if current:
                current[-1][1].append(passage)
        elif current and _same_list(current[-1][0].mark, passage.mark):
            current.append((passage, []))
        elif current and depth < _DEEPEST and _resumes(run, index, current[-1][0]):
            current[-1][1].append(passage)
        else:
            lists.append([(passage, [])])
    return [_list(items, depth) for items in lists]


def _same_list(before: Mark, after: Mark) -> bool:
    if before.readings:
        return before.style == after.style and follows(before, after)
    return before.style == after.style


def _resumes(run: Sequence[Passage], index: int, above: Entry) -> bool:
    """Tell whether the list of ``above`` goes on after items with another mark: they nest."""
    base = indent(above)
    for passage in run[index + 1 :]:
        if isinstance(passage, Entry) and abs(indent(passage) - base) <= 1:
            if _same_list(above.mark, passage.mark):
                return True
            if passage.mark.readings and above.mark.readings:
                return False
    return False


def _list(items: Sequence[tuple[Entry, list[Passage]]], depth: int) -> List:
    first = items[0][0]
    numbering, start = _numbering([entry.mark for entry, _ in items])
    set_items = tuple(
        ListItem(
            (
                Paragraph(set_inlines(entry.text, entry.lines[0].at), at=entry.lines[0].at),
                *set_blocks(inside, depth + 1),
            ),
            at=entry.line.at,
        )
        for entry, inside in items
    )
    return List(set_items, numbering, start, at=first.line.at)


def _numbering(marks: Sequence[Mark]) -> tuple[Numbering | None, int]:
    """Return how a list counts and from where: the numbering that fits all its marks."""
    for numbering, start in marks[0].readings:
        if all(mark.value(numbering) == start + k for k, mark in enumerate(marks)):
            return numbering, start
    return None, 1


def set_table(grid: Grid, caption: Words | None = None, source: Words | None = None) -> Table:
    """Return a grid as a table; a row that was kept whole spans all columns."""
    width = max(len(row) for row in grid.rows)
    rows = [
        _row(cells, line, number < grid.head, width if number in grid.whole else 1)
        for number, (cells, line) in enumerate(zip(grid.rows, _row_lines(grid), strict=True))
    ]
    body = [cells for n, cells in enumerate(grid.rows) if n >= grid.head and n not in grid.whole]
    columns = tuple(Column("number" if _is_numeric(body, k) else "start") for k in range(width))
    at = caption.lines[0].at if caption else grid.lines[0].at
    return Table(
        columns,
        tuple(rows[: grid.head]),
        tuple(rows[grid.head :]),
        set_inlines(caption.text, at) if caption else (),
        source=set_inlines(source.text, source.lines[0].at) if source else (),
        at=at,
    )


def _row_lines(grid: Grid) -> list[Line]:
    """Return the line of each row, for rows whose cells are all empty as well."""
    firsts = [next((cell for cell in row if cell), grid.lines[0]) for row in grid.rows]
    by_number = {line.at.line: line for line in grid.lines}
    return [by_number.get(cell.at.line, grid.lines[0]) for cell in firsts]


def _row(cells: Sequence[Line | None], line: Line, header: bool, span: int) -> Row:
    if span > 1:
        return Row((_cell(line, line, header, span),), at=line.at)
    return Row(tuple(_cell(cell, line, header, 1) for cell in cells), at=line.at)


def _cell(cell: Line | None, line: Line, header: bool, span: int) -> Cell:
    if cell is None:
        return Cell((), header, span, at=line.at)
    paragraph = Paragraph(set_inlines(joined((cell,)), cell.at), at=cell.at)
    return Cell((paragraph,), header, span, at=cell.at)


def _is_numeric(rows: Sequence[Sequence[Line | None]], column: int) -> bool:
    """Tell whether the cells of a column are numbers, so that they align on their units."""
    cells = [row[column] for row in rows if column < len(row)]
    texts = [cell.text for cell in cells if cell]
    return len(texts) > 1 and all(_NUMERIC.fullmatch(text) for text in texts)
