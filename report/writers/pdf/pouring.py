"""Pouring: pages are laid out one after the other, each done with before the next one is begun.

WeasyPrint lays out all pages of a document, looks whether one of them has to be made again, and
holds them until the last one is drawn. A long table would weigh some gigabytes. What one page says
about others goes on in what is kept here: running heads, bookmarks, counters.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint import layout
from weasyprint.layout.page import make_all_pages


class NotInTurn(Exception):  # no error: the other way is taken
    """A page cannot be made before those after it are known."""


def in_turn(context: Any, root: Any, html: Any) -> Iterator[Any]:
    """Yield the pages that ``layout_document`` returns where margins and grounds are left out.

    Raises :class:`NotInTurn` where a page would have to be made again, or a box stands on all.
    """
    layout.initialize_page_maker(context, root)
    bookmarked: set[tuple[str, Any]] = set()
    for number, page in enumerate(make_all_pages(context, root, html, []), start=1):
        if page.fixed_boxes or _is_running(context):
            raise NotInTurn
        _read(context, page, number, bookmarked)
        body, *areas = page.children
        page.children = (body, *(area for area in areas if area.children))
        yield page
        del page, body, areas
    if any(made["content_changed"] or made["pages_wanted"] for *_, made in context.page_maker):
        raise NotInTurn


def _is_running(context: Any) -> bool:
    """Say whether a box of the text stands in the margins of pages."""
    return any(box for pages in context.running_elements.values() for box in pages.values())


def _read(context: Any, page: Any, number: int, bookmarked: set[tuple[str, Any]]) -> None:
    """Take note of the bookmarks and the running heads of a page."""
    counters = context.page_maker[number][3][1]
    for box in page.descendants():
        if box.bookmark_label:
            kind = box.element_tag.partition("::")[2]
            kept = (kind if kind in {"before", "after"} else "", box.element)
            if kept in bookmarked:
                box.bookmark_label = ""
            bookmarked.add(kept)
        if box.missing_link:
            _settle(context, box, counters)
        if box.string_set and box.string_set != "none":
            for name, text in box.string_set:
                context.string_set[name][number].append(text)


def _settle(context: Any, box: Any, counters: Any) -> None:
    """Fill the numbers of pages into the running heads and the bookmark of a box."""
    for (holder, token), item in context.target_collector.counter_lookup_items.items():
        if box.missing_link is holder and token != "content":
            if token == "bookmark-label" and not box.bookmark_label:
                continue
            item.parse_again(counters)
            if token == "bookmark-label":
                box.bookmark_label = holder.bookmark_label


@contextmanager
def undisturbed(context: Any) -> Iterator[None]:
    """Let a page be made that stands between two others, and nothing remember it."""
    sizes = context.style_for.initial_page_sizes
    kept = dict(sizes), context.reported_footnotes, context.broken_out_of_flow
    context.reported_footnotes, context.broken_out_of_flow = [], {}
    try:
        yield
    finally:
        sizes.update(kept[0])
        _, context.reported_footnotes, context.broken_out_of_flow = kept
