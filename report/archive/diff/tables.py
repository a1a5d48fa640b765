"""Tables: two forms of a table compared row by row, column by column, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from report.archive.diff.align import align
from report.archive.diff.units import blocks_text, said
from report.archive.diff.words import Run, Runs, compare_texts
from report.model.blocks import Row, Table
from report.model.grid import lay_out, width_of

_Line = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that reads otherwise. Rows and columns count from 1; ``column`` is its heading."""

    row: int
    number: int
    column: str
    runs: Runs


@dataclass(frozen=True, slots=True)
class TableChange:
    """What became of a table: its rows and columns by their texts, its cells, what stands by it.

    ``apart`` are the caption, the notes and the source line that changed.
    """

    rows_removed: tuple[str, ...]
    rows_added: tuple[str, ...]
    columns_removed: tuple[str, ...]
    columns_added: tuple[str, ...]
    cells: tuple[CellChange, ...]
    apart: tuple[Runs, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed that a reader sees."""
        parts = (self.rows_removed, self.rows_added, self.columns_removed, self.columns_added)
        return not any((*parts, self.cells, self.apart))


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table as text: each row maps the column that a cell begins in to what it says."""

    rows: tuple[_Line, ...]
    columns: tuple[str, ...]


def compare_tables(before: Table, after: Table) -> TableChange:
    """Compare two forms of a table."""
    ours, theirs = _grid(before), _grid(after)
    columns = _columns(ours, theirs)
    paired = {was: now for was, now in columns if was is not None and now is not None}
    rows = list(_rows(ours, theirs, paired))
    return TableChange(
        rows_removed=tuple(_row_text(ours.rows[w]) for w, n in rows if w is not None and n is None),
        rows_added=tuple(_row_text(theirs.rows[n]) for w, n in rows if n is not None and w is None),
        columns_removed=tuple(ours.columns[w] for w, n in columns if w is not None and n is None),
        columns_added=tuple(theirs.columns[n] for w, n in columns if n is not None and w is None),
        cells=tuple(_cells(ours, theirs, rows, paired)),
        apart=tuple(_apart(before, after)),
    )


def _grid(table: Table) -> _Grid:
    rows = (*table.head, *table.body)
    width = width_of(rows)
    lines = (*_lines(table.head, width), *_lines(table.body, width))
    headings = [""] * width
    for line in lines[: len(table.head)]:
        for column, text in line.items():
            headings[column] = f"{headings[column]} {text}".strip()
    for column in range(width):
        headings[column] = headings[column] or f"{column + 1}"
    return _Grid(tuple(lines), tuple(headings))


def _lines(rows: tuple[Row, ...], width: int) -> Iterator[_Line]:
    for row, placed in zip(rows, lay_out(rows, width), strict=True):
        cells = zip(placed.starts, row.cells, strict=True)
        yield {column: blocks_text(cell.content) for column, cell in cells if column < width}


def _columns(ours: _Grid, theirs: _Grid) -> list[tuple[int | None, int | None]]:
    """Match columns by their headings and by what stands below them."""

    def text(grid: _Grid, column: int) -> str:
        return "\n".join([grid.columns[column], *(line.get(column, "") for line in grid.rows)])

    before = [(n, text(ours, n)) for n in range(len(ours.columns))]
    after = [(n, text(theirs, n)) for n in range(len(theirs.columns))]
    pairs = align(before, after, lambda each: each[1])
    return [(was and was[0], now and now[0]) for was, now in _same_heading(ours, theirs, pairs)]


def _same_heading(
    ours: _Grid,
    theirs: _Grid,
    pairs: Iterator[tuple[tuple[int, str] | None, tuple[int, str] | None]],
) -> Iterator[tuple[tuple[int, str] | None, tuple[int, str] | None]]:
    """Join a column that went and one that came under the same heading: its figures are new."""
    listed = list(pairs)
    gone = {ours.columns[was[0]]: was for was, now in listed if was and now is None}
    come = {theirs.columns[now[0]]: now for was, now in listed if now and was is None}
    both = gone.keys() & come.keys()
    for was, now in listed:
        if now is None and was and ours.columns[was[0]] in both:
            yield was, come[ours.columns[was[0]]]
        elif was is None and now and theirs.columns[now[0]] in both:
            continue
        else:
            yield was, now


def _rows(
    ours: _Grid, theirs: _Grid, paired: Mapping[int, int]
) -> Iterator[tuple[int | None, int | None]]:
    """Match rows by the text of the columns that both tables have."""

    def text(line: _Line, columns: Sequence[int]) -> str:
        return "\n".join(line.get(column, "") for column in columns)

    before = [(n, text(line, list(paired))) for n, line in enumerate(ours.rows)]
    after = [(n, text(line, list(paired.values()))) for n, line in enumerate(theirs.rows)]
    for was, now in align(before, after, lambda each: each[1]):
        yield was and was[0], now and now[0]


def _cells(
    ours: _Grid,
    theirs: _Grid,
    rows: Sequence[tuple[int | None, int | None]],
    paired: Mapping[int, int],
) -> Iterator[CellChange]:
    for was, now in rows:
        if was is None or now is None:
            continue
        for old, new in paired.items():
            before, after = ours.rows[was].get(old, ""), theirs.rows[now].get(new, "")
            if before != after:
                runs = compare_texts(before, after)
                yield CellChange(now + 1, new + 1, theirs.columns[new], runs)


def _row_text(line: _Line) -> str:
    return " | ".join(text for _, text in sorted(line.items()))


def _apart(before: Table, after: Table) -> Iterator[Runs]:
    ours = [said(before.caption), *(said(note) for note in before.notes), said(before.source)]
    theirs = [said(after.caption), *(said(note) for note in after.notes), said(after.source)]
    for was, now in align([t for t in ours if t], [t for t in theirs if t], str):
        if was != now:
            if was is None or now is None:
                whole = Run("removed", was) if was else Run("added", now or "")
                yield (whole,)
            else:
                yield compare_texts(was, now)
