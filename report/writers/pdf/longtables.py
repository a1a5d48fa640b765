"""Long tables: a cell that is one short line of text is set without the machinery of a page.

In a long table almost every cell is such a line. WeasyPrint lays it out as it does a chapter: a
block with a formatting context, a line that could meet floats, an inline box that could break, and
each of these boxes carries sixty properties of its own. Here the line is measured once a text and
placed by the same sums in the same order, so that every digit is the same; and what all boxes of a
style have in common stands on a class of theirs. A cell that is anything else, has several lines or
meets the end of the page goes the way that it always went.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from weasyprint.formatting_structure.boxes import LineBox, TableCellBox, TableRowBox, TextBox
from weasyprint.layout import inline

from report.writers.pdf.shortcuts import SQUARE, bare, used_lengths

_ONE_LINE = re.compile(
    "[^\\s\u00ad\u200b](?:[^\t-\r\x1c-\x1f\x85\u00ad\u200b\u2028\u2029]*[^\\s])?"
)
_KEPT = 2000
"""Texts of a style whose measure is remembered: cells often say the same."""

_LONGEST = 60
_SIDES = ("top", "right", "bottom", "left")
_PARTS = ("element_tag", "style", "first_letter_style", "first_line_style")


class _Slim:
    """A box whose class holds what all boxes of its style have in common."""

    remove_decoration_sides: Any = frozenset()

    def _reset_spacing(self, side: str) -> None:
        if "remove_decoration_sides" not in self.__dict__:
            self.remove_decoration_sides = set()
        super()._reset_spacing(side)  # type: ignore[misc]

    def copy_with_children(self, new_children: Any) -> Any:
        made = self.copy()  # type: ignore[attr-defined]
        made.children = new_children
        self.__dict__.pop("remove_decoration_sides", None)
        return made


class _Kind:
    """Cells of one style: the classes of their boxes, and what has been measured for them."""

    def __init__(self, cell: Any, line: Any, text: Any) -> None:
        self._line, self._text = line.style, text.style
        self._tags = line.element_tag, text.element_tag
        own = _common(cell) | (_used(cell.style) or {}) | {"_kind": self}
        self._bare = all(bare(style) for style in (cell.style, line.style, text.style))
        self.cell = _class(TableCellBox, own | _ground(self._bare))
        self.line = _class(LineBox, _common(line) | (_used(line.style) or {}))
        self.text = _class(TextBox, _common(text) | (_used(text.style) or {}) | {"children": ()})
        self._upright: dict[tuple[float, float], tuple[Any, Any, float, float, float]] = {}
        self._measured: dict[str, tuple[float, float, float, Any]] = {}

    def measure(
        self, text: str, context: Any, room: float
    ) -> tuple[float, float, float, Any] | None:
        """Return width, height, baseline and layout of a text, ``None`` if it is to be broken."""
        known = self._measured.get(text)
        if known is not None:
            # Where it would just fit, Pango has the last word.
            return known if known[0] + 1 < room else None
        made, length, resume, width, height, baseline = inline.split_first_line(
            text, self._text, context, room, 0, is_line_start=True
        )
        if resume is not None or not length or made.text != text:
            return None
        found = width, height, baseline, made
        if len(text) < _LONGEST and len(self._measured) < _KEPT and width + 1 < room:
            self._measured[text] = found
            made.shown = {}  # and is read once (report.writers.pdf.textlayer)
        return found

    def upright(self, height: float, baseline: float) -> tuple[Any, Any, float, float, float]:
        """Return the classes of line and text that stand so, and where they stand.

        The height is that of the line; the tops are those of the text and of the line, from the
        baseline.
        """
        known = self._upright.get((height, baseline))
        if known is None:
            known = self._upright[height, baseline] = self._stood(height, baseline)
        return known

    def _stood(self, height: float, baseline: float) -> tuple[Any, Any, float, float, float]:
        text, line = self.text.__new__(self.text), self.line.__new__(self.line)
        leading, _ = inline.strut(self._text)
        half = (leading - height) / 2
        high = {"height": height, "margin_top": half, "margin_bottom": half}
        high["baseline"] = baseline + half
        text.__dict__.update(high)
        line.children = [text]
        inline._adjust_line_height(line)
        bottom, top = inline.line_box_verticality(line)
        flat = {"margin_top": 0, "margin_bottom": 0, "baseline": -top, "height": bottom - top}
        flat |= {"resume_at": None, "text_indent": 0}
        return (
            type(self.line.__name__, (self.line,), flat | _ground(self._bare)),
            type(self.text.__name__, (self.text,), high | _ground(self._bare)),
            bottom - top,
            text.position_y,
            top,
        )


def _common(box: Any) -> dict[str, Any]:
    return {name: box.__dict__[name] for name in _PARTS}


def _ground(none: bool) -> dict[str, Any]:
    """Return what :func:`report.writers.pdf.shortcuts.no_background` says of a box without one."""
    return SQUARE | {"background": None, "_bare": True} if none else {}


def _class(base: type, held: dict[str, Any]) -> Any:
    return type(base.__name__, (_Slim, base), held)


def _used(style: Any) -> dict[str, Any] | None:
    """Return the used lengths of a style, ``None`` if they depend on what is around it."""
    lengths, borders = used_lengths(style)
    return None if lengths is None else lengths | borders


def slim_cells(original: Any) -> Callable[..., Any]:
    """Replace ``build_formatting_structure``: let the boxes of rows and plain cells be light."""

    def build(*given: Any) -> Any:
        root = original(*given)
        for box in root.descendants():
            if type(box) is TableRowBox:
                _slim_row(box)
            elif type(box) is TableCellBox:
                _slim_cell(box)
        return root

    return build


def _slim_row(row: Any) -> None:
    style = row.style
    made = style.__dict__.get("_row_class")
    if made is None:
        lengths = None if style["anchor"] else _used(style)
        plain = lengths is not None and style["position"] == "static"
        made = style._row_class = plain and _class(TableRowBox, _common(row) | (lengths or {}))
    if made:
        _lighten(row, made)


def _slim_cell(cell: Any) -> None:
    if len(cell.children) != 1 or type(line := cell.children[0]) is not LineBox:
        return
    if len(line.children) != 1 or type(text := line.children[0]) is not TextBox:
        return
    if not _ONE_LINE.fullmatch(text.text):
        return
    kinds = cell.style.__dict__.setdefault("_kinds", {})
    key = (id(line.style), id(text.style), cell.element_tag, line.element_tag, text.element_tag)
    if key not in kinds:
        kinds[key] = _Kind(cell, line, text) if _is_plain(cell, line, text) else None
    kind = kinds[key]
    if kind is not None:
        for box, light in ((cell, kind.cell), (line, kind.line), (text, kind.text)):
            _lighten(box, light)


def _lighten(box: Any, light: Any) -> None:
    own = {
        name: value
        for name, value in box.__dict__.items()
        if name not in _PARTS or value is not getattr(light, name)
    }
    for name in ("remove_decoration_sides", "children"):
        if not own.get(name, True):
            del own[name]
    box.__dict__ = own
    box.__class__ = light


def _is_plain(cell: Any, line: Any, text: Any) -> bool:
    """Say whether the styles of a cell ask for nothing but a line in a box."""
    own = cell.style
    for box in (cell, line, text):
        style = box.style
        lengths = _used(style)
        if lengths is None or lengths["height"] != "auto" or style["position"] != "static":
            return False
        if box.first_letter_style or box.first_line_style or not box.is_in_normal_flow():
            return False
    return (
        _adds_nothing(line.style)
        and _adds_nothing(text.style)
        and own["anchor"] is None
        and own["overflow"] == "visible"
        and own["box_decoration_break"] == "slice"
        and own["continue"] != "discard"
        and own["max_lines"] == "none"
        and text.style["vertical_align"] == "baseline"
        and text.style["font_size"] > 0
        and line.style["text_indent"].value == 0
        and _aligned(line.style) != "justify"
        and line.text_overflow == "clip"
    )


def _adds_nothing(style: Any) -> bool:
    """Say whether a box is as wide and high as what stands in it."""
    used = _used(style) or {}
    around = (f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES)
    return not any(used[name] for name in (*around, *(f"border_{s}_width" for s in _SIDES)))


def _aligned(style: Any) -> str:
    """Return how the last line of a block is aligned."""
    last = style["text_align_last"]
    return str(style["text_align_all"] if last == "auto" else last)


def light_lengths(original: Any) -> Callable[[Any, Any], None]:
    """Replace ``resolve_percentages`` of tables: the lengths of a light box are its class's."""

    def resolve(box: Any, containing_block: Any) -> None:
        # A box that has been parted by a page has lost its padding.
        whole = box.__dict__.keys().isdisjoint(("padding_top", "padding_bottom"))
        if not whole or not isinstance(box, _Slim):
            original(box, containing_block)

    return resolve


def plain_cells(original: Any) -> Callable[..., Any]:
    """Replace ``block_container_layout``: place the line of a plain cell."""

    def layout(
        context: Any,
        box: Any,
        bottom_space: float,
        skip_stack: Any,
        page_is_empty: bool,
        *more: Any,
        **named: Any,
    ) -> Any:
        kind = type(box).__dict__.get("_kind")
        if kind is not None and skip_stack is None and box.children:
            made = _placed(kind, context, box, bottom_space, page_is_empty)
            if made is not None:
                return made, None, {"break": "any", "page": None}, [], False, None
        return original(context, box, bottom_space, skip_stack, page_is_empty, *more, **named)

    return layout


def _placed(kind: Any, context: Any, box: Any, bottom_space: float, page_is_empty: bool) -> Any:
    """Return a plain cell with its line in place, ``None`` if that takes more than a line.

    The sums are those of ``get_next_linebox`` and what it calls, in their order.
    """
    (given,) = box.children
    (written,) = given.children
    start, top = box.content_box_x(), box.content_box_y()
    end = start + box.width
    rtl = box.style["direction"] == "rtl"
    x = end if rtl else start
    room = end - start
    furthest = (x + room) * (1 + 1e-9)
    measured = kind.measure(written.text, context, furthest - x)
    if measured is None:
        return None
    width, height, baseline, pango_layout = measured
    line_class, text_class, high, text_top, line_top = kind.upright(height, baseline)
    bottom = top + high
    below = bottom if page_is_empty else bottom + (box.border_bottom_width + box.padding_bottom)
    if x + width > furthest or context.overflows_page(bottom_space, below):
        return None
    line = line_class.__new__(line_class)
    line.element = given.element
    line.width = x + width - x
    offset = inline.text_align(context, line, room, last=True)
    if rtl:
        offset *= -1
        offset -= line.width
    text = text_class.__new__(text_class)
    text.element, text.text, text.width = written.element, written.text, width
    text.pango_layout = pango_layout
    line.children = [text]
    line.position_x = text.position_x = x + offset
    line.position_y = top
    text.position_y = text_top + (top - line_top)
    cell = kind.cell.__new__(kind.cell)
    for name, value in box.__dict__.items():
        setattr(cell, name, value)
    cell.children = [line]
    cell.height = max(min(max(0, bottom - top), cell.max_height), cell.min_height)
    return cell
