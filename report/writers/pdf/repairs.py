"""Repairs: what WeasyPrint lays out wrongly in a line or a block that goes from right to left.

Each function makes a replacement from the original and calls it; what the original did is mended
afterwards, so that a new WeasyPrint that has learnt it needs no more than the removal of a line in
:mod:`report.writers.pdf.patches`. Lengths are pixels, as everywhere in WeasyPrint.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any


def auto_margins(original: Any) -> Callable[..., None]:
    """Replace ``block_level_width``: let a margin of ``auto`` move a box as CSS 2.1, 10.3.3 says.

    WeasyPrint sets a box at the right edge before it knows the margins that were ``auto``, so that
    a centred box sticks out of the page.
    """

    @wraps(original)
    def width(box: Any, containing_block: Any, with_min_max: bool = True) -> None:
        start_auto, end_auto = box.margin_left == "auto", box.margin_right == "auto"
        original(box, containing_block, with_min_max)
        style = getattr(containing_block, "style", None)
        if style and style["direction"] == "rtl" and not box.is_column:
            box.position_x -= start_auto * box.margin_left + end_auto * box.margin_right

    width.without_min_max = partial(width, with_min_max=False)  # type: ignore[attr-defined]
    return width


def trailing_blank(original: Any) -> Callable[..., None]:
    """Replace ``remove_last_whitespace``: close the gap of the blank that a line ends with.

    In a right-to-left line the last box stands at the left edge; when its blank goes, what stands
    to the right of it must come nearer. WeasyPrint moves the whole line, last word included, out
    into the margin, and does nothing where the last box goes from left to right.
    """

    @wraps(original)
    def remove(context: Any, line: Any) -> None:
        ancestors = []
        box = line
        while getattr(box, "children", ()):
            ancestors.append(box)
            box = box.children[-1]
        width, place = line.width, box.position_x
        original(context, line)
        blank = width - line.width
        if not ancestors or not blank:
            return
        # What is painted is the layout's text; it still has the blank, at the left.
        box.pango_layout.text = box.text
        if moved := box.position_x - place:
            for child in line.children:
                child.translate(dx=-moved, ignore_floats=True)
        for ancestor in ancestors:
            if ancestor.style["direction"] == "rtl":
                for child in ancestor.children[:-1]:
                    if child.is_in_normal_flow():
                        child.translate(dx=-blank, ignore_floats=True)

    return remove


def indented_line(original: Any) -> Callable[..., Any]:
    """Replace ``get_next_linebox``: indent a first line at its start, not at its left.

    WeasyPrint leaves the room of ``text-indent`` at the left of a right-to-left line.
    """

    @wraps(original)
    def line_box(context: Any, linebox: Any, *arguments: Any, **named: Any) -> Any:
        indent = linebox.text_indent
        line, resume_at = original(context, linebox, *arguments, **named)
        if line is not None and indent and linebox.style["direction"] == "rtl":
            for child in line.children:
                if child.is_in_normal_flow():
                    child.translate(dx=-indent, ignore_floats=True)
        return line, resume_at

    return line_box


def mirrored_grid(original: Any) -> Callable[..., Any]:
    """Replace ``grid_layout``: begin the columns of a grid where its lines begin.

    CSS Grid 1, 4.1: the inline axis follows the writing direction; WeasyPrint counts from the left.
    """

    @wraps(original)
    def layout(*arguments: Any, **named: Any) -> Any:
        result = original(*arguments, **named)
        grid = result[0]
        if grid is not None and grid.style["direction"] == "rtl":
            edges = 2 * grid.content_box_x() + grid.width
            for child in grid.children:
                if child.is_in_normal_flow():
                    child.translate(dx=edges - 2 * child.position_x - child.margin_width())
        return result

    return layout


def column_rules(original: Any) -> Callable[..., None]:
    """Replace ``draw_column_rules``: draw rules between columns that go from right to left.

    WeasyPrint draws one at the left of each column but the first, which is the rightmost, and so
    one outside the columns. Reversed between the spanning boxes, the last becomes the first.
    """

    @wraps(original)
    def draw(stream: Any, box: Any) -> None:
        if box.style["direction"] == "rtl":
            columns: list[Any] = []
            mirrored: list[Any] = []
            for child in box.children:
                if child.style["column_span"] == "all":
                    mirrored += [*reversed(columns), child]
                    columns = []
                else:
                    columns.append(child)
            box = box.copy()
            box.children = [*mirrored, *reversed(columns)]
        original(stream, box)

    return draw


def continued_head(original: Any) -> Callable[..., Any]:
    """Replace ``table_layout``: keep the line of a head that says that the table goes on for later.

    CSS has no box for the pages after the first. The line is a row of the head
    (:mod:`report.writers.pdf.tablefit`); where the table begins, its cell is emptied and has no
    height, because the borders of all rows are counted before and the row has to stay.
    """

    @wraps(original)
    def layout(
        context: Any, table: Any, bottom_space: float, skip_stack: Any, *more: Any, **named: Any
    ) -> Any:
        head = table.children[0] if table.children else None
        if skip_stack is None and head is not None and head.is_header and head.children:
            line, *rows = head.children
            if is_continuation(line):
                cells = [cell.copy_with_children([]) for cell in line.children]
                head = head.copy_with_children([line.copy_with_children(cells), *rows])
                table = table.copy_with_children([head, *table.children[1:]])
        return original(context, table, bottom_space, skip_stack, *more, **named)

    return layout


def is_continuation(box: Any) -> bool:
    """Say whether a box is the row that stands over the head of a table that goes on."""
    return box.element is not None and box.element.get("class") == "continued"
