"""Sharing: styles that are alike are made once, and those that nobody asks for are not made.

WeasyPrint shares the style of elements, but its own style sheet gives each of them six pseudo-
elements, most of which are only there for footnotes; and it makes the styles of a page and its
margin boxes anew for each page, looking through those of all pages before. Nothing of this changes
what is set: the tests lay the same books out with and without it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
        above = computed.get((parent, None)) if parent is not None else None
        element_itself = pseudo_type is None and hasattr(element, "tag")
        if element_itself or above is None or above["position"][0] == "note()":
            original(style_for, element, parent, root, pseudo_type, base_url, target_collector)
            return
        if pseudo_type in _OF_NOTES:
            return
        if pseudo_type in _OF_FOOTNOTES and above["float"] != "footnote":
            return
        declared = style_for.get_cascaded_styles().get((element, pseudo_type), {})
        shelf = style_for.__dict__.setdefault("_shared", {})
        key = (
            id(above),
            pseudo_type,
            style_for.initial_page_sizes["box"] is None,
            tuple(
                (name, id(value), layer, origin, tuple(specificity))
                for name, (value, (origin, layer, specificity)) in declared.items()
            ),
        )
        if key not in shelf:
            original(style_for, element, parent, root, pseudo_type, base_url, target_collector)
            shelf[key] = computed[element, pseudo_type]
        computed[element, pseudo_type] = shelf[key]

    return styles
