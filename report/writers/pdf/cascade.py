"""Cascade: which rules hold for an element is found once for all elements that are alike.

A long table is some thousand rows of cells of the same kinds. Almost every selector asks for the
names, classes and attributes of an element and of those that it stands in; what it answers for one
element holds for all that are called the same. The few that ask for a place among siblings are put
to each element. And the declarations of an element are gathered where it is the first of its kind,
not for each of forty thousand cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
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

_Found = tuple[Any, int, "str | None", Any]
"""A selector that matches: specificity, order, pseudo-element, declarations with their layer."""


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _words(code: CodeType) -> Iterator[str]:
    """Yield the strings of a test; a constant may hold several."""
    for inner in _codes(code):
        for constant in inner.co_consts:
            if isinstance(constant, str):
                yield constant
            elif isinstance(constant, tuple):
                yield from (part for part in constant if isinstance(part, str))


def _asks_for_place(test: Any) -> bool:
    return any(not _OF_KIND.issuperset(inner.co_names) for inner in _codes(test.__code__))


class _Kinds:
    """The kinds of the elements of a document: a number for all that are called alike."""

    def __init__(self, sheets: list[Any]) -> None:
        tests = [entry[0] for sheet, _, _ in sheets for entry in _entries(sheet.matcher)]
        words = {word for test in tests for word in _words(test.__code__)}
        self._asked = words | _NAMED
        self._numbers: dict[object, int] = {}
        self._placed = {id(test): _asks_for_place(test) for test in tests}
        self._known: dict[tuple[int, int], tuple[tuple[_Found, ...], tuple[Any, ...]]] = {}

    def of(self, element: Any) -> int:
        """Return the kind of an element; that of its parent has been asked for before."""
        parent, written = element.parent, element.etree_element.attrib
        attributes = tuple((n, written[n]) for n in written if n in self._asked)
        key = (parent and parent.__dict__["_kind"], element.etree_element.tag, attributes)
        kind = self._numbers.setdefault(key, len(self._numbers))
        element.__dict__["_kind"] = kind
        return kind

    def match(self, matcher: Any, kind: int, element: Any) -> tuple[_Found, ...]:
        """Return what ``Matcher.match`` does; the same object for elements alike."""
        key = id(matcher), kind
        if key not in self._known:
            asked = list(_candidates(matcher, element))
            plain = [entry for entry in asked if not self._placed[id(entry[0])]]
            self._known[key] = (
                _sorted(plain, element),
                tuple(entry for entry in asked if self._placed[id(entry[0])]),
            )
        found, placed = self._known[key]
        if more := _sorted(placed, element):
            return tuple(sorted((*found, *more), key=_weight))
        return found


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
        self._kinds = _Kinds(sheets)
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
