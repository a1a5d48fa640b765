"""Sharing: styles that are alike are made once, and those that nobody asks for are not made.

WeasyPrint shares the style of elements that have the same declarations under one parent. To it an
``id`` is a declaration, so that nothing in two sections is alike, and ``lang`` is another one at
each word. Its own style sheet gives each element six pseudo-elements, most of which are only there
for footnotes; and it makes the styles of a page and its margin boxes anew for each page, looking
through those of all pages before. Nothing of this changes what is set: the tests lay the same
books out with and without it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.css import ComputedStyle

_OF_FOOTNOTES = frozenset({"footnote-call", "footnote-marker"})
_OF_NOTES = frozenset({"note-call", "note-marker", "note-callback"})


def one_page_at_a_time(original: Any) -> Callable[[Any, Any, Any], None]:
    """Replace ``set_page_type_computed_styles``: forget the declarations of the pages before.

    They are looked through for those of the page at hand, which are gathered anew each time.
    """

    def styles(page_type: Any, html: Any, style_for: Any) -> None:
        style_for.get_cascaded_styles().clear()
        original(page_type, html, style_for)

    return styles


class _Anchored(ComputedStyle):  # type: ignore[misc]
    """The style of an element that links lead to: that of others like it, and its anchor.

    Nothing inherits an anchor, so what stands in the element is styled as if it had none.
    """

    __slots__ = ("_plain",)

    def __init__(self, plain: Any, anchor: str) -> None:
        # What has been reckoned from the one holds for the other.
        self.__dict__ = plain.__dict__  # type: ignore[misc]
        self._plain = plain
        self["anchor"] = anchor

    def __missing__(self, key: str) -> Any:
        value = self[key] = self._plain[key]
        return value


def anchored_styles(original: Any) -> Callable[..., None]:
    """Replace ``StyleFor.__init__``: give elements their anchors when all styles are shared."""

    def make(style_for: Any, *given: Any) -> None:
        anchors = style_for._anchors = {}
        original(style_for, *given)
        computed = style_for.get_computed_styles()
        for element, anchor in anchors.items():
            computed[element, None] = _Anchored(computed[element, None], anchor)

    return make


def shared_styles(original: Any) -> Callable[..., None]:
    """Replace ``StyleFor.set_computed_styles``: let equal declarations under one parent be one.

    A pseudo-element for footnotes is asked for where an element is one, and nowhere else. The
    style of a note in the margin gets an anchor of its own, so it is left alone.
    """

    def styles(
        style_for: Any,
        element: Any,
        parent: Any,
        root: Any = None,
        pseudo_type: str | None = None,
        base_url: str | None = None,
        target_collector: Any = None,
    ) -> None:
        computed = style_for.get_computed_styles()
        cascaded = style_for.get_cascaded_styles()
        above = computed.get((parent, None)) if parent is not None else None
        if above is None or above["position"][0] == "note()":
            original(style_for, element, parent, root, pseudo_type, base_url, target_collector)
            return
        if pseudo_type in _OF_NOTES:
            return
        if pseudo_type in _OF_FOOTNOTES and above["float"] != "footnote":
            return
        declared = cascaded.get((element, pseudo_type), {})
        anchor, _ = declared.get("anchor", (None, ()))
        plain = declared
        anchors = style_for.__dict__.get("_anchors")
        if pseudo_type is None and isinstance(anchor, str) and anchors is not None:
            plain = {name: said for name, said in declared.items() if name != "anchor"}
            cascaded[element, pseudo_type] = plain
        shelf = style_for.__dict__.setdefault("_shared", {})
        key = (id(above), pseudo_type, style_for.initial_page_sizes["box"] is None, _key(plain))
        if key not in shelf:
            original(style_for, element, parent, root, pseudo_type, base_url, target_collector)
            made = computed[element, pseudo_type]
            if pseudo_type is None and made["position"][0] == "note()":
                cascaded[element, pseudo_type] = declared
                original(style_for, element, parent, root, pseudo_type, base_url, target_collector)
                return
            shelf[key] = made
        computed[element, pseudo_type] = shelf[key]
        if plain is not declared:
            anchors[element] = anchor
            if target_collector:
                target_collector.collect_anchor(anchor)

    return styles


def _key(declared: dict[str, Any]) -> tuple[Any, ...]:
    """Return what is the same for the same declarations; the style that has them keeps them alive.

    The language of an element is given in it, and so is a value of its own each time.
    """
    return tuple(
        (name, value if name == "lang" else id(value), layer, origin, tuple(specificity))
        for name, (value, (origin, layer, specificity)) in declared.items()
    )
