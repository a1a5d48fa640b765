"""The package: what it lists is there and can be shown, pages turn the right way, nav is whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from report.checks.epub.archive import Book, Item, line_of, resolve
from report.diagnostics import Diagnostic
from report.locales import direction_of
from report.model.names import (
    CSS_MEDIA_TYPE,
    IMAGE_SUFFIXES,
    NCX_MEDIA_TYPE,
    OPF,
    OPS,
    XHTML,
    XHTML_MEDIA_TYPE,
)
from report.rules import finding

_CORE = frozenset(IMAGE_SUFFIXES) | {XHTML_MEDIA_TYPE, CSS_MEDIA_TYPE, NCX_MEDIA_TYPE}
_CORE_PATTERN = re.compile(
    r"(font/(ttf|otf|woff2?|sfnt)|application/(font-sfnt|vnd\.ms-opentype|font-woff"
    r"|x-font-ttf|smil\+xml|javascript|ecmascript)|text/javascript|audio/(mpeg|mp4|ogg)"
    r"|video/.+)(;.*)?"
)
"""What every reading system takes, with the older names of fonts (EPUB 3.3, 3.2), and video."""

_UNLISTED = frozenset(
    "acknowledgments colophon contributors copyright-page cover dedication epigraph "
    "halftitlepage imprimatur imprint landmarks loi lot titlepage toc".split()
)
"""Kinds of documents that a table of contents need not name."""

_HEADINGS = tuple(f"{{{XHTML}}}h{level}" for level in range(1, 4))


def check_package(book: Book) -> Iterator[Diagnostic]:
    """Check the manifest against the zip, and the direction of the spine against the language."""
    for item in book.items:
        at = book.place(book.package_file, item.line)
        if item.path not in book.members:
            yield finding("E010", at, path=item.path)
        if item.media_type not in _CORE and not _CORE_PATTERN.fullmatch(item.media_type):
            yield finding("E015", at, path=item.path, media_type=item.media_type)
    spine = book.package.find(f"{{{OPF}}}spine")
    if spine is None or not book.language:
        return
    wanted = direction_of(book.language)
    found = spine.get("page-progression-direction", "ltr")
    if found != wanted:
        at = book.place(book.package_file, line_of(spine))
        yield finding("E004", at, found=found, language=book.language, wanted=wanted)


def check_navigation(book: Book) -> Iterator[Diagnostic]:
    """Check that the contents lead to every document of the spine that has a heading."""
    nav = book.nav()
    root = book.documents.get(nav.path) if nav else None
    contents = _contents(root) if root is not None else None
    if nav is None or contents is None:
        at = book.place(book.package_file)
        yield finding("E008", at, missing="a nav document with a table of contents")
        return
    named = {
        resolve(nav.path, link.get("href", "").partition("#")[0])
        for link in contents.iter(f"{{{XHTML}}}a")
    }
    for item in book.spine():
        if item.path not in named and item is not nav and _has_heading(book, item):
            at = book.place(nav.path, line_of(contents))
            yield finding("E008", at, missing=item.path)


def _contents(root: etree._Element) -> etree._Element | None:
    for nav in root.iter(f"{{{XHTML}}}nav"):
        if "toc" in _types(nav):
            return nav
    return None


def _types(element: etree._Element) -> list[str]:
    return (element.get(f"{{{OPS}}}type") or "").split()


def _has_heading(book: Book, item: Item) -> bool:
    root = book.documents.get(item.path)
    body = root.find(f"{{{XHTML}}}body") if root is not None else None
    if body is None or any(
        _UNLISTED.intersection(_types(element)) for element in (body, *body.iterchildren())
    ):
        return False
    return next(body.iter(*_HEADINGS), None) is not None
