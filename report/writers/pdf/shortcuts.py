"""Shortcuts: what WeasyPrint does again for every line, done once a style; the same pages result.

Nothing here changes what is set: the tests lay the same books out with and without shortcuts and
compare the files byte for byte. :data:`report.writers.pdf.patches.SHORTCUTS` names what each one
replaces. Figures in the reasons are shares of the processor time of a long report.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any, NamedTuple, TypeVar, cast

from weasyprint.draw.color import get_color
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout.leader import leader_index
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description

_OF_FONT = (
    *("direction", "font_language_override", "lang", "font_family", "font_style"),
    *("font_stretch", "font_weight", "font_size", "font_kerning", "font_variant_ligatures"),
    *("font_variant_position", "font_variant_caps", "font_variant_numeric"),
    *("font_variant_alternates", "font_variant_east_asian", "font_feature_settings"),
    *("font_variation_settings",),
)
"""The properties that decide how Pango is set up for a text."""


Made = TypeVar("Made", bound=Callable[..., Any])

_ROOM = 33_000
"""Words on the stack of a frame: CPython takes half a megabyte at once for it, half of it free."""


def roomy(original: Made) -> Made:
    """Replace what sets or paints a whole book: make room for all its frames before.

    CPython keeps the frames of Python in pieces of 16 KB. A layout goes up and down thirty frames
    deep, and wherever that crosses the end of a piece, the next one is asked of the system, and
    given back, at each call. In the shadow of one large frame there is room for all.
    """

    def run(*given: Any, **named: Any) -> Any:
        return original(*given, **named)

    run.__code__ = run.__code__.replace(co_stacksize=_ROOM)
    return cast("Made", run)


class Prepared(NamedTuple):
    """What Pango needs to know before a text of a style is set."""

    context: Any
    description: Any
    language: Any
    features: bytes


def prepared_layout(original: Any) -> Callable[..., None]:
    """Replace ``Layout.setup``: describe the font once a style, not at each line of it.

    A style with lines under or over its text goes the original way.
    """

    def setup(layout: Any, style: Any) -> None:
        if style["text_decoration_line"] != "none":
            original(layout, style)
            return
        known = prepared(style)
        layout.style = style
        layout.first_line_direction = 0
        layout.language = known.language
        layout.layout = new_layout(style)
        layout.ascent = layout.underline_position = layout.strikethrough_position = None

    return setup


def new_layout(style: Any) -> Any:
    """Return a layout of Pango for a text of a style."""
    known = prepared(style)
    made = ffi.gc(pango.pango_layout_new(known.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(made, False)
    pango.pango_layout_set_font_description(made, known.description)
    if known.features:
        _set_features(made, known.features, style.font_config.font_features)
    return made


def prepared(style: Any) -> Prepared:
    """Return what Pango needs to know of a style; styles of one font share it."""
    own: Prepared | None = style.__dict__.get("_prepared")
    if own is not None:
        return own
    shelf = style.font_config.__dict__.setdefault("_prepared", {})
    key = tuple(_frozen(style[name]) for name in _OF_FONT)
    known: Prepared | None = shelf.get(key)
    if known is None:
        known = shelf[key] = _prepared(style)
    style._prepared = known
    return known


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _prepared(style: Any) -> Prepared:
    """Do what the first half of ``Layout.setup`` does."""
    context = ffi.gc(
        pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref
    )
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    override = style["font_language_override"]
    tag = style["lang"] if override == "normal" else LST_TO_ISO.get(override.lower(), override)
    if tag:
        pointer, _kept = unicode_to_char_p(tag)
        language = pango.pango_language_from_string(pointer)
        pango.pango_context_set_language(context, language)
    else:
        language = pango.pango_language_get_default()
    features = font_features(
        style["font_kerning"],
        style["font_variant_ligatures"],
        style["font_variant_position"],
        style["font_variant_caps"],
        style["font_variant_numeric"],
        style["font_variant_alternates"],
        style["font_variant_east_asian"],
        style["font_feature_settings"],
    )
    written = ",".join(f"{key} {value}" for key, value in features.items()).encode()
    return Prepared(context, get_font_description(style), language, written)


def _set_features(layout: Any, features: bytes, known: dict[bytes, Any]) -> None:
    if (attribute := known.get(features)) is None:
        attribute = known[features] = pango.pango_attr_font_features_new(features)
    attributes = pango.pango_attr_list_new()
    pango.pango_attr_list_insert(attributes, attribute)
    pango.pango_layout_set_attributes(layout, attributes)


def kept_strut(original: Any) -> Callable[[Any], tuple[float, float]]:
    """Replace ``strut``: keep the height of a line on the style that it was reckoned from.

    WeasyPrint keeps it too, under fourteen properties written out as one string each time.
    """

    def strut(style: Any) -> tuple[float, float]:
        known: tuple[float, float] | None = style.__dict__.get("_strut")
        if known is None:
            known = style._strut = original(style)
        return known

    return strut


def one_leader(original: Any) -> Callable[..., None]:
    """Replace ``handle_leader``: set the dots of a line of contents as one text.

    WeasyPrint has a box a dot, each shaped and painted alone: fifty to a line of contents. Leaders
    of one style with as many dots share what these were shaped to, and how they are shown.
    """

    def handle(context: Any, line: Any, containing_block: Any) -> None:
        original(context, line, containing_block)
        _, leader = leader_index(line)
        if leader is None or len(leader.children) < 2:
            return
        dots = leader.children
        one = min(dots, key=lambda dot: dot.position_x).copy()
        one.text *= len(dots)
        one.width *= len(dots)
        shelf = one.style.__dict__.setdefault("_leaders", {})
        if len(dots) not in shelf:
            shelf[len(dots)] = layout = copy(one.pango_layout)
            layout.text *= len(dots)
            layout.shown = {}
        one.pango_layout = shelf[len(dots)]
        leader.children = (one,)

    return handle


_LENGTHS = (
    *("margin_left", "margin_right", "margin_top", "margin_bottom"),
    *("padding_left", "padding_right", "padding_top", "padding_bottom"),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
_BORDERS = ("border_top_width", "border_right_width", "border_bottom_width", "border_left_width")


def plain_lengths(original: Any) -> Callable[[Any, Any], None]:
    """Replace ``resolve_percentages``: a style without percentages has the same lengths anywhere.

    A style with a percentage, with arithmetic, or with another box sizing goes the original way.
    """

    def resolve(box: Any, containing_block: Any) -> None:
        style = box.style
        lengths, borders = style.__dict__.get("_lengths") or used_lengths(style)
        if lengths is None:
            original(box, containing_block)
            return
        held = box.__dict__
        held.update(lengths)
        if style["border_collapse"] != "collapse":
            held.update(borders)
            return
        for name, width in borders.items():
            held.setdefault(name, width)  # WeasyPrint has settled which border wins

    return resolve


def used_lengths(style: Any) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """Return the used lengths of a style and its borders, reckoned once a style."""
    known: tuple[dict[str, Any] | None, dict[str, Any]] | None = style.__dict__.get("_lengths")
    if known is None:
        known = style._lengths = _lengths(style)
    return known


def _lengths(style: Any) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """Return the used lengths of a style, ``None`` if they depend on what is around it."""
    used: dict[str, Any] = {}
    for name in _LENGTHS:
        value = style[name]
        if value == "auto":
            used[name] = 0 if name in {"min_width", "min_height"} else "auto"
        elif getattr(value, "unit", None) == "px":
            used[name] = value.value
        else:
            return None, {}
    if style["box_sizing"] != "content-box":
        return None, {}
    return used, {name: style[name] for name in _BORDERS}


def kept_flow(original: Any) -> Callable[[Any], bool]:
    """Replace ``Box.is_in_normal_flow``: the style says it, and says it once."""

    def in_flow(box: Any) -> bool:
        known: bool | None = box.style.__dict__.get("_in_flow")
        if known is None:
            known = box.style._in_flow = bool(original(box))
        return known

    return in_flow


_RADII = (
    *("border_top_left_radius", "border_top_right_radius"),
    *("border_bottom_right_radius", "border_bottom_left_radius"),
)
SQUARE: dict[str, Any] = dict.fromkeys(_RADII, (0, 0))


def no_background(original: Any) -> Callable[..., None]:
    """Replace ``layout_box_backgrounds``: a style without any has nothing to find out.

    Neither a ground nor an image, nor a shadow, and square corners.
    """

    def lay(
        page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None
    ) -> None:
        if style is not None or box is page or not isinstance(box, Box):
            original(page, box, get_image, layout_children, style)
            return
        if not type(box).__dict__.get("_bare"):
            if not bare(box.style):
                original(page, box, get_image, layout_children)
                return
            box.__dict__.update(SQUARE)
            box.background = None
        if layout_children:
            for child in box.all_children():
                lay(page, child, get_image)

    return lay


def bare(style: Any) -> bool:
    """Say whether a style has neither a ground nor an image, nor a shadow, and square corners."""
    known: bool | None = style.__dict__.get("_bare")
    if known is None:
        known = style._bare = _is_bare(style)
    return known


def _is_bare(style: Any) -> bool:
    square = all((0, "px") in style[name] for name in _RADII)
    framed = style["border_image_source"][0] != "none" or style["mask_border_source"][0] != "none"
    if not square or framed or style["box_shadow"]:
        return False
    pictured = any(kind != "none" for kind, _ in style["background_image"])
    return style["visibility"] == "hidden" or (
        not pictured and get_color(style, "background_color").alpha == 0
    )
