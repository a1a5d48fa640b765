"""Plain: a comparison as text, a change a paragraph, for a terminal or a mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report.archive.diff.compare import Comparison, Passage
from report.archive.diff.pages import PagePair
from report.archive.diff.tables import TableChange
from report.archive.diff.words import Run, Runs
from report.diagnostics import visible

_FIRST_STRONG_ISOLATE = "\u2068"
_POP_ISOLATE = "\u2069"
_MARKS = {"kept": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
_CONTEXT = 60


def write_plain(comparison: Comparison, pages: Sequence[PagePair] = ()) -> str:
    """Write a comparison as text, and which ``pages`` of the printed books differ.

    What was removed stands in ``[-…-]``, what was added in ``{+…+}``. Text of the report is
    isolated (UAX #9), so that a terminal with bidi does not mix it with what stands before it.
    """
    lines = (*_lines(comparison), *map(_printed, pages))
    return "".join(f"{line}\n" for line in lines)


def _printed(pair: PagePair) -> str:
    was, now = (sight.folio if sight else "none" for sight in (pair.before, pair.after))
    return f"page {was} -> {now}: {pair.change}"


def _lines(comparison: Comparison) -> Iterator[str]:
    for field in comparison.metadata:
        yield f"metadata {field.name}: {_set(field.runs)}"
    for asset in comparison.assets:
        yield f"image {asset.fate}: {asset.name}"
    for passage in comparison.changes:
        yield from _passage(passage)


def _passage(passage: Passage) -> Iterator[str]:
    unit = passage.unit
    where = " › ".join(unit.where)
    kind = f"{unit.kind} {unit.form}".strip()
    if passage.was and passage.fate == "another kind":
        kind = f"{passage.was.kind} {passage.was.form}".strip() + f" -> {kind}"
    yield f"{passage.fate}: {kind}" + (f" in {_isolated(where)}" if where else "")
    if passage.table is not None:
        yield from _table(passage.table)
    else:
        yield f"  {_set(_near(passage.runs))}"


def _table(change: TableChange) -> Iterator[str]:
    for name, lines in (
        ("row removed", change.rows_removed),
        ("row added", change.rows_added),
        ("column removed", change.columns_removed),
        ("column added", change.columns_added),
    ):
        for line in lines:
            yield f"  {name}: {_isolated(visible(line))}"
    for cell in change.cells:
        yield f"  row {cell.row}, column {_isolated(cell.column)}: {_set(cell.runs)}"
    for runs in change.apart:
        yield f"  beside the table: {_set(runs)}"


def _near(runs: Runs) -> Runs:
    """Shorten what is kept to the words around the changes."""
    if all(run.fate == "kept" for run in runs):
        return runs
    return tuple(_shortened(runs, place) for place in range(len(runs)))


def _shortened(runs: Runs, place: int) -> Run:
    run = runs[place]
    if run.fate != "kept" or len(run.text) <= 2 * _CONTEXT:
        return run
    start = run.text[:_CONTEXT].rpartition(" ")[0] + " " if place else ""
    last = place == len(runs) - 1
    end = "" if last else " " + run.text[-_CONTEXT:].partition(" ")[2]
    return Run("kept", f"{start}…{end}")


def _set(runs: Runs) -> str:
    parts = []
    for run in runs:
        opening, closing = _MARKS[run.fate]
        parts.append(f"{opening}{visible(run.text)}{closing}")
    return _isolated("".join(parts))


def _isolated(text: str) -> str:
    return text if text.isascii() else f"{_FIRST_STRONG_ISOLATE}{text}{_POP_ISOLATE}"
