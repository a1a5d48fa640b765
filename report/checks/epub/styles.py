"""Styles: no direction in CSS, nothing from outside, only faces that the house has chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import tinycss2
from lxml import etree

from report.checks.epub.archive import Book, line_of, resolve
from report.checks.epub.links import is_outside
from report.diagnostics import Diagnostic, Place
from report.model.names import CSS_MEDIA_TYPE, XHTML
from report.rules import finding

_DIRECTION = frozenset({"direction", "unicode-bidi"})


def check_styles(book: Book, families: Collection[str] | None) -> Iterator[Diagnostic]:
    """Check style sheets, ``style`` elements and ``style`` attributes."""
    for item in book.items:
        if item.media_type == CSS_MEDIA_TYPE and item.path in book.members:
            text = book.members[item.path].decode("utf-8", "replace")
            nodes = tinycss2.parse_stylesheet(text, True, True)
            yield from _check(book, item.path, 0, nodes, families)
    for path, root in book.documents.items():
        for element in root.iter(etree.Element):
            line = max(line_of(element) - 1, 0)
            if element.tag == f"{{{XHTML}}}style":
                nodes = tinycss2.parse_stylesheet(element.text or "", True, True)
                yield from _check(book, path, line, nodes, families)
            if style := element.get("style"):
                nodes = tinycss2.parse_blocks_contents(style, True, True)
                yield from _check(book, path, line, nodes, families)


def _check(
    book: Book,
    path: str,
    above: int,
    nodes: Iterable[tinycss2.ast.Node],
    families: Collection[str] | None,
) -> Iterator[Diagnostic]:
    """Check a run of rules or declarations; ``above`` is how many lines stand before it."""
    for node in nodes:
        at = book.place(path, above + node.source_line)
        if node.type == "declaration":
            if node.lower_name in _DIRECTION:
                yield finding("E005", at, name=node.lower_name)
            yield from _check_urls(book, path, at, node.value)
        elif node.type in {"qualified-rule", "at-rule"}:
            yield from _check_urls(book, path, at, node.prelude)
            inside = tinycss2.parse_blocks_contents(node.content or (), True, True)
            if node.type == "at-rule" and node.lower_at_keyword == "font-face":
                yield from _check_family(at, inside, families)
            yield from _check(book, path, above, inside, families)


def _check_urls(
    book: Book, path: str, at: Place, tokens: Iterable[tinycss2.ast.Node]
) -> Iterator[Diagnostic]:
    for url in _urls(tokens):
        if not is_outside(url):
            if resolve(path, url.partition("#")[0]) not in book.members:
                yield finding("E001", at, target=url)
        elif not url.lower().startswith("data:"):
            yield finding("E006", at, url=url)


def _urls(tokens: Iterable[tinycss2.ast.Node]) -> Iterator[str]:
    """Yield URLs, also those in other functions, as in ``image-set()``."""
    for token in tokens:
        if token.type == "url":
            yield token.value
        elif token.type == "function":
            if token.lower_name in {"url", "src"}:
                yield from (part.value for part in token.arguments if part.type == "string")
            else:
                yield from _urls(token.arguments)


def _check_family(
    at: Place, declarations: Iterable[tinycss2.ast.Node], families: Collection[str] | None
) -> Iterator[Diagnostic]:
    if families is None:
        return
    for declaration in declarations:
        if declaration.type == "declaration" and declaration.lower_name == "font-family":
            family = tinycss2.serialize(declaration.value).strip(" \"'")
            if family not in families:
                yield finding("E007", at, family=family)
