"""Openings: what a division takes over from those before it, though it is laid out by itself.

It is four things: on which sheet of paper it begins, the folio of its first page, what the running
heads say until it says something itself, and the folios of the places elsewhere that it names. The
first two decide nothing but what stands in the margins, and on which side the margin is the wider
one: so they may be settled when the pages are made.

The functions with an ``original`` replace what WeasyPrint does (:mod:`report.writers.pdf.patches`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, TypeAlias

from weasyprint.css.targets import TargetLookupItem

from report.writers.pdf.folios import TEXT

Strings: TypeAlias = tuple[tuple[str, str], ...]
Targets: TypeAlias = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a division begins.

    Attributes:
        page: the number of its first page among the pages of the file, from 1.
        folio: what that page counts as; front matter is counted apart from the text.
        strings: the last word of each running head, by its name.
        targets: what the page counts as on which a place of another division stands, by its id.
        total: the pages of the whole book, where the style sheet asks for them.
        later: something of the book stands before it.
        blank: a blank page stands before it, so that it begins on a recto.
        blind: where the places stand that it names is not known.
    """

    page: int = 1
    folio: int = 1
    strings: Strings = ()
    targets: Targets = ()
    total: int = 0
    later: bool = False
    blank: bool = False
    blind: bool = False

    def is_right(self, rtl: bool) -> bool:
        """Say whether the first page lies at the right of an opened book."""
        return (self.page % 2 == 1) is not rtl


_opening: ContextVar[Opening | None] = ContextVar("where the division begins", default=None)


@contextmanager
def opened(opening: Opening) -> Iterator[None]:
    """Let what is laid out begin at an opening, its margins left empty."""
    token = _opening.set(opening)
    try:
        yield
    finally:
        _opening.reset(token)


def first_page(original: Any) -> Callable[[Any, Any], None]:
    """Replace ``initialize_page_maker``: begin where the division begins."""

    def initialize(context: Any, root: Any) -> None:
        original(context, root)
        opening = _opening.get()
        if opening is None:
            return
        resume_at, following, _, (quote, counters, scopes, groups), remake = context.page_maker[0]
        counters["page"] = [opening.folio - 1]
        scopes[0].add("page")
        if opening.folio != 1:
            # The style sheet begins to count at the first page of the text, which was before.
            groups = [[TEXT, 1, None]]
        right = opening.is_right(root.style["direction"] == "rtl")
        state = (quote, counters, scopes, groups)
        context.page_maker[0] = (resume_at, following, right, state, remake)

    return initialize


class _Later(int):
    """The number of the first page of a division that is none of the book."""

    def __eq__(self, other: object) -> bool:
        return False

    def __gt__(self, other: int) -> bool:
        return True

    __hash__ = int.__hash__


def no_first_page(original: Any) -> Callable[..., Any]:
    """Replace ``make_page``: only the first page of a book is treated as the first.

    There margins at the head of the page are kept, and the page area decides what ``vw`` and ``vh``
    are. In divisions that come later they are shares of the whole page.
    """

    def make(context: Any, root: Any, kind: Any, resume: Any, number: int, state: Any) -> Any:
        opening = _opening.get()
        if number == 1 and opening is not None and opening.later:
            size = context.style_for(kind)["size"]
            context.style_for.initial_page_sizes |= {"box": size, "area": size}
            number = _Later(number)
        return original(context, root, kind, resume, number, state)

    return make


def no_margins(original: Any) -> Callable[..., Iterable[Any]]:
    """Replace ``make_margin_boxes`` while a division is laid out: its folios are not known yet."""
    return lambda *given: () if _opening.get() is not None else original(*given)


def no_grounds(original: Any) -> Callable[..., None]:
    """Replace ``layout_backgrounds``, which is done when the margins are there."""
    return lambda *given: None if _opening.get() is not None else original(*given)


def carried_string(original: Any) -> Callable[..., Any]:
    """Replace ``get_string_set_for``: a running head goes on from the division before."""

    def string(context: Any, page: Any, name: str, keyword: str = "first") -> Any:
        found = original(context, page, name, keyword)
        carried = dict(context.__dict__.get("_carried", ())).get(name)
        return found or (() if carried is None else (carried,))

    return string


def tell_targets(collector: Any, targets: Targets) -> None:
    """Let the folios of places elsewhere be known to a layout, before its boxes are built."""
    for name, folio in targets:
        if name not in collector.target_lookup_items:
            item = TargetLookupItem("up-to-date")
            item.target_box = SimpleNamespace(cached_counter_values={})
            item.cached_page_counter_values = {"page": [folio]}
            collector.target_lookup_items[name] = item


def settle_named(collector: Any) -> None:
    """Let text that names pages elsewhere be laid out once, after its boxes were built.

    WeasyPrint lays it out again when it knows the page that the text itself stands on, which says
    nothing of the page that is named.
    """
    items = collector.target_lookup_items
    settled: dict[Any, bool] = {}
    for (box, token), lookup in collector.counter_lookup_items.items():
        item = items.get(box.element.get("href", "")[1:])
        known = item is not None and isinstance(item.target_box, SimpleNamespace)
        if known:
            lookup.missing_counters = []
        settled[box] = known and token == "content" and settled.get(box, True)
    for box, known in settled.items():
        if known:
            # Every box with a link is compared with all others of the contents.
            box.missing_link = None


def named_pages(collector: Any, root: Any) -> frozenset[str]:
    """Return the ids of the places whose pages a layout names in what there is of its document.

    WeasyPrint forgets which place ``attr(href)`` was; the element still says it.
    """
    items = collector.counter_lookup_items.items()
    there = {id(element) for element in root.iter()} if items else set()
    return frozenset(
        box.element.get("href", "")[1:] if name is None else name
        for (box, _), lookup in items
        if id(box.element) in there
        for name in lookup.missing_target_counters
    )
