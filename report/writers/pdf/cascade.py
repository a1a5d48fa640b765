"""Cascade: which rules hold for an element is found once for all elements that are alike.

A long table is some thousand rows of cells of the same kinds. Almost every selector asks for the
names, classes and attributes of an element and of those that it stands in; what it answers for one
element holds for all that are called the same. The few that ask for a place among siblings are put
to each element. And the declarations of an element are gathered where it is the first of its kind,
not for each of forty thousand cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import count
from math import inf
from types import CodeType
from typing import Any

from weasyprint.css import declaration_precedence, find_style_attributes, preprocess_declarations

_OF_KIND = frozenset(
    (
        *("local_name", "namespace_url", "classes", "id", "lang", "ancestors", "parent"),
        *("etree_element", "attrib", "get", "tag", "lower", "startswith", "endswith", "scheme"),
        *("in_html_document", "any", "next", "urlparse", "ascii_lower", "split_whitespace"),
    )
)
"""What selectors use that ask for names alone (the code of :mod:`cssselect2.compiler`)."""

_NAMED = frozenset({"id", "class", "lang", "{http://www.w3.org/XML/1998/namespace}lang"})
_UNIQUE = frozenset({"id", "lang", "name"})

_BOOKS = 4
_MOST_KINDS = 20_000
"""Elements with an id are kinds of their own: of those of a long book only the last are kept."""

_Found = tuple[Any, int, "str | None", Any]
"""A selector that matches: specificity, order, pseudo-element, declarations with their layer."""


def _asks_for_place(code: CodeType) -> bool:
    return not _OF_KIND.issuperset(code.co_names) or any(
        _asks_for_place(inner) for inner in code.co_consts if isinstance(inner, CodeType)
    )


class _Kinds:
    """The kinds of the elements of documents: a number for all that are called alike.

    Python compiles a selector when it is first tried, and that is all that is looked into here.
    """

    def __init__(self, matchers: tuple[Any, ...]) -> None:
        self._matchers = matchers  # they have to live, for they are known by :func:`id`
        tests = [entry[0] for matcher in matchers for entry in _entries(matcher)]
        # Who has loaded WeasyPrint before the press has selectors that do not say how they read.
        self._told = all(hasattr(test, "source") for test in tests)
        self._written = "\n".join(test.source for test in tests) if self._told else ""
        self._asked = dict.fromkeys(_NAMED, True)
        self._count = count()
        self._numbers: dict[object, int] = {}
        self._placed: dict[int, bool] = {}
        self._known: dict[tuple[int, int], tuple[tuple[_Found, ...], tuple[Any, ...]]] = {}

    def __len__(self) -> int:
        """Return the number of kinds that have been met."""
        return len(self._numbers)

    def of(self, element: Any) -> int:
        """Return the kind of an element; that of its parent has been asked for before."""
        parent, written = element.parent, element.etree_element.attrib
        attributes = tuple((n, written[n]) for n in written if self._is_asked(n))
        key = (parent and parent.__dict__["_kind"], element.etree_element.tag, attributes)
        kind = self._numbers.get(key)
        if kind is None:
            kind = self._numbers.setdefault(key, next(self._count))
        element.__dict__["_kind"] = kind
        return kind

    def _is_asked(self, attribute: str) -> bool:
        """Say whether a selector may ask for an attribute: its name stands in one, in quotes."""
        asked = self._asked.get(attribute)
        if asked is None:
            written = self._written
            asked = not self._told or f"'{attribute}'" in written or f'"{attribute}"' in written
            self._asked[attribute] = asked
        return asked

    def match(self, matcher: Any, kind: int, element: Any) -> tuple[_Found, ...]:
        """Return what ``Matcher.match`` does; the same object for elements alike."""
        key = id(matcher), kind
        if key not in self._known:
            plain: list[Any] = []
            placed: list[Any] = []
            for entry in _candidates(matcher, element):
                (placed if self._asks_for_place(entry[0]) else plain).append(entry)
            self._known[key] = _sorted(plain, element), tuple(placed)
        found, asking = self._known[key]
        if asking and (more := _sorted(asking, element)):
            return tuple(sorted((*found, *more), key=_weight))
        return found

    def _asks_for_place(self, test: Any) -> bool:
        asks = self._placed.get(id(test))
        if asks is None:
            asks = self._placed[id(test)] = _asks_for_place(test.__code__)
        return asks


@lru_cache(_BOOKS)
def _kinds_of(*matchers: Any) -> _Kinds:
    return _Kinds(matchers)


def _kinds(sheets: list[Any]) -> _Kinds:
    """Return the kinds of what sheets apply to: the divisions of a book share them."""
    known = _kinds_of(*(sheet.matcher for sheet, _, _ in sheets))
    if len(known) < _MOST_KINDS:
        return known
    _kinds_of.cache_clear()
    return _kinds(sheets)


def _weight(found: _Found) -> tuple[Any, int]:
    return found[0], found[1]


def _sorted(entries: Any, element: Any) -> tuple[_Found, ...]:
    return tuple(sorted((entry[1:] for entry in entries if entry[0](element)), key=_weight))


def _entries(matcher: Any) -> Iterator[Any]:
    for shelf in (
        matcher.id_selectors,
        matcher.class_selectors,
        matcher.lower_local_name_selectors,
        matcher.namespace_selectors,
    ):
        for entries in shelf.values():
            yield from entries
    yield from matcher.lang_attr_selectors
    yield from matcher.other_selectors


def _candidates(matcher: Any, element: Any) -> Iterator[Any]:
    """Yield the selectors that ``Matcher.match`` would try on an element."""
    yield from matcher.id_selectors.get(element.id, ())
    for name in element.classes:
        yield from matcher.class_selectors.get(name, ())
    yield from matcher.lower_local_name_selectors.get(element.local_name.lower(), ())
    yield from matcher.namespace_selectors.get(element.namespace_url, ())
    if "lang" in element.etree_element.attrib:
        yield from matcher.lang_attr_selectors
    yield from matcher.other_selectors


def one_of_each_kind(original: Any) -> Callable[..., None]:
    """Replace ``StyleFor.__init__``: compute styles for the first element of those alike."""
    del original

    def styles(
        style_for: Any, html: Any, sheets: Any, hints: bool, font_config: Any, collector: Any
    ) -> None:
        style_for._cascaded_styles = {}
        style_for._computed_styles = {}
        style_for.initial_page_sizes = {"box": None, "area": None}
        style_for._sheets = sheets
        style_for.font_config = font_config
        _Cascade(style_for, html, sheets, collector).run(hints)

    return styles


class _Cascade:
    """Fills the styles of a document, element by element."""

    def __init__(self, style_for: Any, html: Any, sheets: Any, collector: Any) -> None:
        self._style_for, self._html, self._sheets = style_for, html, sheets
        self._cascaded = style_for._cascaded_styles
        self._computed = style_for._computed_styles
        self._collector = collector
        self._kinds = _kinds(sheets)
        self._own: dict[Any, object] = {}

    def run(self, hints: bool) -> None:
        html, cascaded, computed = self._html, self._cascaded, self._computed
        self._take_own(hints)
        first: dict[object, Any] = {}
        alike: list[tuple[Any, Any]] = []
        matchers = [sheet.matcher for sheet, _, _ in self._sheets]
        for element in html.wrapper_element.iter_subtree():
            node = element.etree_element
            parent = element.parent.etree_element if element.parent else None
            kind = self._kinds.of(element)
            found = tuple(self._kinds.match(matcher, kind, element) for matcher in matchers)
            above = None if parent is None else id(computed[parent, None])
            key = above, self._own.get(node), tuple(map(_identity, found))
            like = first.get(key)
            if like is not None and computed[like, None]["position"][0] != "note()":
                computed[node, None] = computed[like, None]
                alike.append((node, like))
                continue
            self._declare(node, found)
            if like is None:
                first[key] = node
                self._compute(node, parent, None)
            else:
                computed[node, None] = computed[like, None]
        kinds_of_parts: dict[Any, list[str]] = {}
        for node, part in cascaded:
            if part:
                self._compute(node, node, part)
                if (node, part) in computed:
                    kinds_of_parts.setdefault(node, []).append(part)
        for node, like in alike:
            for part in kinds_of_parts.get(like, ()):
                computed[node, part] = computed[like, part]
        cascaded.clear()

    def _take_own(self, hints: bool) -> None:
        """Take what stands in the attributes of elements."""
        html = self._html
        for specificity, node, declarations, base_url in find_style_attributes(
            html.etree_element, hints, html.base_url
        ):
            alone = not hints and not _UNIQUE & node.attrib.keys() and "}" not in node.tag
            self._own[node] = node.get("style") if alone else tuple(declarations)
            written = self._cascaded.setdefault((node, None), {})
            for name, value, important in preprocess_declarations(base_url, declarations):
                weight = declaration_precedence("author", important), inf, specificity
                _put(written, name, value, weight)

    def _declare(self, node: Any, found: tuple[tuple[_Found, ...], ...]) -> None:
        for (sheet, origin, sheet_specificity), matches in zip(self._sheets, found, strict=True):
            for specificity, _, part, (declarations, layer) in matches:
                order = inf if layer is None else sheet.layers.index(layer)
                written = self._cascaded.setdefault((node, part), {})
                for name, value, important in declarations:
                    precedence = declaration_precedence(origin, important)
                    _put(
                        written, name, value, (precedence, order, sheet_specificity or specificity)
                    )

    def _compute(self, node: Any, parent: Any, part: str | None) -> None:
        self._style_for.set_computed_styles(
            node,
            parent=parent,
            root=self._html.etree_element,
            pseudo_type=part,
            base_url=self._html.base_url,
            target_collector=self._collector,
        )


def _identity(found: tuple[_Found, ...]) -> tuple[int, ...]:
    return tuple(match[1] for match in found)


def _put(written: dict[str, Any], name: str, value: Any, weight: tuple[Any, ...]) -> None:
    known = written.get(name)
    if known is None or known[1] <= weight:
        written[name] = value, weight
