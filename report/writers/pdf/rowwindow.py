"""Row window: a page of a long table is laid out as if the table were hardly longer than the page.

WeasyPrint asks each page for something of every row of the table, so that the time of a table grows
with the square of its rows. Here it is shown the rows from where the page begins, more of them than
a page can hold; what it says of their numbers is put right afterwards. If it comes to the end of
what it was shown, it is shown more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from weasyprint.layout.block import remove_placeholders

MOST: Final = 200
"""Rows that are shown at first."""


def windowed(original: Any) -> Callable[..., Any]:
    """Replace ``table_layout``: look at no more rows than a page can hold."""

    def layout(
        context: Any,
        table: Any,
        bottom_space: float,
        skip_stack: Any,
        containing_block: Any,
        page_is_empty: bool,
        absolute_boxes: Any,
        fixed_boxes: Any,
    ) -> Any:
        around = containing_block, page_is_empty, absolute_boxes, fixed_boxes
        most = MOST
        widths = list(table.column_widths)
        while starts := _starts(table, skip_stack, most):
            with _shown(table, starts, most) as ends:
                result = original(
                    context, table, bottom_space, _moved(skip_stack, starts, -1), *around
                )
            made, resume_at, *rest = result
            if made is None:
                return result
            if not _is_short(resume_at, ends):
                _renumber(made, starts, skip_stack)
                return made, _moved(resume_at, starts, 1), *rest
            remove_placeholders(context, [made], absolute_boxes, fixed_boxes)
            table.column_widths = list(widths)  # they were turned round to be drawn
            most *= 4
        return original(context, table, bottom_space, skip_stack, *around)

    return layout


def _starts(table: Any, skip_stack: Any, most: int) -> dict[int, int]:
    """Return the first rows that are shown of the groups that are too long, by their numbers.

    Where borders collapse and there is no head, the border at the top is that of a row before.
    """
    if not any(len(group.children) > most for group in table.children):
        return {}
    if table.style["border_collapse"] == "collapse" and not table.children[0].is_header:
        return {}
    ((first, inner),) = skip_stack.items() if skip_stack else ((0, None),)
    at = next(iter(inner)) if inner else 0
    return {
        number: at if number == first else 0
        for number, group in enumerate(table.children)
        if number >= first
        and not group.is_header
        and not group.is_footer
        and len(group.children) - (at if number == first else 0) > most
    }


@contextmanager
def _shown(table: Any, starts: Mapping[int, int], most: int) -> Iterator[dict[int, bool]]:
    """Let groups have no rows but some, and tell which of them have more after those."""
    held = {number: table.children[number].children for number in starts}
    more: dict[int, bool] = {}
    try:
        for number, start in starts.items():
            rows = held[number]
            end = _end(rows, start, most)
            table.children[number].children = rows[start:end]
            more[number] = end < len(rows)
        yield more
    finally:
        for number, rows in held.items():
            table.children[number].children = rows


def _end(rows: Any, start: int, most: int) -> int:
    """Return where to end with rows, so that no cell reaches beyond."""
    end = min(start + most, len(rows))
    at = start
    while at < end:
        for cell in rows[at].children:
            end = max(end, at + cell.rowspan)
        at += 1
    return min(end, len(rows))


def _is_short(resume_at: Any, more: Mapping[int, bool]) -> bool:
    """Say whether a group was laid out up to where its rows were cut off."""
    ended = next(iter(resume_at)) if resume_at else len(more) + max(more) + 1
    return any(goes_on and number < ended for number, goes_on in more.items())


def _moved(stack: Any, starts: Mapping[int, int], way: int) -> Any:
    """Return where a page begins, with the number of its row moved by that of the first shown."""
    if not stack:
        return stack
    ((number, inner),) = stack.items()
    start = starts.get(number, 0)
    if not inner or not start:
        return stack
    return {number: {row + way * start: cells for row, cells in inner.items()}}


def _renumber(made: Any, starts: Mapping[int, int], skip_stack: Any) -> None:
    """Give the rows of a page the numbers that they have in the table."""
    for group in made.children:
        if not group.is_header and not group.is_footer and (start := starts.get(group.index)):
            for row in group.children:
                row.index += start
    if skip_stack and "skipped_rows" in made.__dict__:
        made.skipped_rows += starts.get(next(iter(skip_stack)), 0)
