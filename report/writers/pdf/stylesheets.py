"""Style sheets: each part of a book's style is parsed once a process, not once a document.

The style of a book is put together of parts (faces, theme, type, page, paper) that are the same
for most books, and all but the paper for the cover of the EPUB. WeasyPrint parses all of it each
time: a tenth of a short book. Here the parts are parsed apart, kept, and put together as if they
were one sheet. What would not be the same is left to WeasyPrint: a part that is not closed, that
imports, has layers or colour profiles, or of which there is something to say.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

import cssselect2
import tinycss2
from weasyprint.css import preprocess_stylesheet
from weasyprint.css.tokens import Pending
from weasyprint.urls import URLFetcher, URLFetchingError

_CLOSING = "part-that-is-closed"
_SET = ("decimal", "disc")
"""Counters of HTML that no style sheet can set anew."""

_MOST = 64
"""Parts that are kept: a house has five, each theme, paper and stamp is one more."""


class _Unlike(Exception):
    """A part is not the same apart as it is among the others."""


class _Heard(logging.Handler):
    """Hears that there is something to say."""

    said = False

    def emit(self, record: logging.LogRecord) -> None:
        self.said = True


class _Asked:
    """Stands for the fonts of a document, and notes what faces are asked of them."""

    def __init__(self) -> None:
        self.faces: list[Any] = []

    def add_font_face(self, face: Any, fetcher: Any) -> None:
        self.faces.append(face)


@dataclass(frozen=True, eq=False, slots=True)
class _Part:
    """What a part of a style sheet says."""

    matcher: Any
    page_rules: list[Any]
    faces: list[Any]
    counters: dict[str, Any]
    pending: list[Pending]


@dataclass(frozen=True, eq=False, slots=True)
class _Sheet:
    """A style sheet as WeasyPrint applies it."""

    matcher: Any
    page_rules: list[Any]
    layers: list[str]
    base_url: str


def kept_sheets(original: Any) -> Callable[..., Any]:
    """Replace the ``CSS`` of a document: put a sheet together of parts that have been parsed.

    The fetcher knows the parts; a sheet that is not theirs goes the original way.
    """

    def css(**given: Any) -> Any:
        fetcher = given.get("url_fetcher")
        parts: tuple[str, ...] = getattr(fetcher, "parts", ())
        if not parts or given.get("string", "").strip() != "\n".join(parts).strip():
            return original(**given)
        try:
            made, matcher = _together(parts, given["media_type"], given["base_url"])
        except _Unlike:
            return original(**given)
        for part in made:
            for value in part.pending:
                value._reported_error = False  # what is wrong is said of each document
            for face in part.faces:
                given["font_config"].add_font_face(face, fetcher)
            given["counter_style"].update(part.counters)
            given["page_rules"].extend(part.page_rules)
        return _Sheet(matcher, given["page_rules"], given["layers"], given["base_url"])

    return css


@lru_cache(_MOST)
def _together(parts: tuple[str, ...], media: str, base_url: str) -> tuple[list[_Part], Any]:
    """Return the parts of a sheet, parsed, and one matcher of all their selectors."""
    made = [_parsed(part, media, base_url) for part in parts]
    whole = cssselect2.Matcher()
    for part in made:
        for mine, its in _shelves(whole, part.matcher):
            for key, entries in its.items():
                mine.setdefault(key, []).extend(
                    (test, specificity, whole.order + order, *rest)
                    for test, specificity, order, *rest in entries
                )
        for name in ("lang_attr_selectors", "other_selectors"):
            getattr(whole, name).extend(
                (test, specificity, whole.order + order, *rest)
                for test, specificity, order, *rest in getattr(part.matcher, name)
            )
        whole.order += part.matcher.order
    return made, whole


def _shelves(*matchers: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the shelves on which matchers keep selectors by id, class, name and namespace."""
    for name in ("id", "class", "lower_local_name", "namespace"):
        yield tuple(getattr(matcher, f"{name}_selectors") for matcher in matchers)


@lru_cache(_MOST)
def _parsed(text: str, media: str, base_url: str) -> _Part:
    """Parse a part; raises :class:`_Unlike`."""
    rules = tinycss2.parse_stylesheet(f"{text}\n{_CLOSING}{{}}")
    last = rules.pop()
    if last.type != "qualified-rule" or tinycss2.serialize(last.prelude) != _CLOSING:
        raise _Unlike
    matcher, asked = cssselect2.Matcher(), _Asked()
    page_rules: list[Any] = []
    layers: list[str] = []
    counters: dict[str, Any] = dict.fromkeys(_SET)
    profiles: dict[str, Any] = {}
    closed = URLFetcher(allowed_protocols=())
    logger = logging.getLogger("weasyprint")
    heard, kept = _Heard(logging.WARNING), (logger.handlers[:], logger.propagate)
    logger.handlers, logger.propagate = [heard], False
    try:
        preprocess_stylesheet(
            media, base_url, rules, closed, matcher, page_rules, layers, asked, counters, profiles
        )
    except URLFetchingError:
        raise _Unlike from None
    finally:
        logger.handlers, logger.propagate = kept
    if heard.said or layers or profiles:
        raise _Unlike
    counters = {name: counter for name, counter in counters.items() if name not in _SET}
    values = chain(_values(matcher), (value for *_, declared in page_rules for value in declared))
    pending = [value for _, value, _ in values if isinstance(value, Pending)]
    return _Part(matcher, page_rules, asked.faces, counters, pending)


def _values(matcher: Any) -> Iterable[Any]:
    """Yield name, value and importance of all declarations under selectors."""
    shelves = chain.from_iterable(shelf.values() for (shelf,) in _shelves(matcher))
    for entries in chain(shelves, (matcher.lang_attr_selectors, matcher.other_selectors)):
        for *_, (declarations, _) in entries:
            yield from declarations
