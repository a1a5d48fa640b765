"""Line breaks: what WeasyPrint does several times to set a line, done once; the same lines result.

These are shortcuts like those of :mod:`report.writers.pdf.shortcuts`, for the lines of a paragraph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import inf
from typing import Any

from weasyprint.formatting_structure.boxes import LineBox


def set_once(original: Any) -> Callable[..., Iterator[Any]]:
    """Replace ``iter_line_boxes``: note of a line box whether its lines can be set at one go.

    They can where nothing in them floats or is moved, and no first line or letter has a style of
    its own. :func:`free_room` acts on it.
    """

    def lines(context: Any, box: Any, *around: Any) -> Iterator[Any]:
        *_, first_letter_style, first_line_style = around
        held = box.__dict__
        if "_all_in_flow" not in held:
            held["_all_in_flow"] = all(part.is_in_normal_flow() for part in box.descendants())
        held["_at_one_go"] = (
            held["_all_in_flow"] and not first_letter_style and not first_line_style
        )
        made: Iterator[Any] = original(context, box, *around)
        return made

    return lines


def free_room(original: Any) -> Callable[..., tuple[float, float, float]]:
    """Replace ``avoid_collisions`` of lines: where nothing floats, a line has the whole measure.

    When a line has turned out higher than was thought, which is nothing at first, WeasyPrint looks
    whether it still has its room beside what floats, and sets it again where it does not stand as
    before. It takes every line of a right-to-left block for one that does not, and sets it twice.
    With nothing around to collide with, the line is thought to be of any height.
    """

    def room(
        context: Any, box: Any, containing_block: Any, outer: bool = True
    ) -> tuple[float, float, float]:
        if not isinstance(box, LineBox) or type(shapes := context.excluded_shapes) is not list:
            shapes = True
        if shapes:
            found: tuple[float, float, float] = original(context, box, containing_block, outer)
            return found
        if not box.width and not box.height and box.__dict__.get("_at_one_go"):
            box.height = inf
        start = containing_block.content_box_x()
        end = start + containing_block.width
        if not outer:
            start += box.margin_left
            end -= box.margin_right
        x = end if containing_block.style["direction"] == "rtl" else start
        y = box.position_y if outer else box.border_box_y() - box.margin_top
        return (x if outer else x - box.margin_left), y, end - start

    return room
