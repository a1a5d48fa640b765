"""Links: each leads somewhere in the book or out of it, and nothing is shown from outside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from report.checks.epub.archive import Book, decode, line_of, resolve
from report.diagnostics import Diagnostic
from report.model.names import NCX, SVG, XHTML, XLINK
from report.rules import finding

_SHOWN = {
    f"{{{XHTML}}}{element}": attribute
    for element, attribute in (
        ("audio", "src"),
        ("embed", "src"),
        ("iframe", "src"),
        ("img", "src"),
        ("link", "href"),
        ("object", "data"),
        ("script", "src"),
        ("source", "src"),
        ("track", "src"),
        ("video", "src"),
    )
} | {f"{{{NCX}}}content": "src"}
"""Elements that show or load what they name, and the attribute that names it."""

_FOLLOWED = frozenset({f"{{{XHTML}}}a", f"{{{XHTML}}}area", f"{{{SVG}}}a"})
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def check_links(book: Book) -> Iterator[Diagnostic]:
    """Check every link and every resource of every document."""
    ids = {
        path: frozenset(name for e in root.iter(etree.Element) if (name := e.get("id")))
        for path, root in book.documents.items()
    }
    for path, root in book.documents.items():
        for element in root.iter(etree.Element):
            at = book.place(path, line_of(element))
            for target, shown in _targets(element):
                if is_outside(target):
                    if shown and not target.lower().startswith("data:"):
                        yield finding("E006", at, url=target)
                elif not _is_answered(book, ids, path, target):
                    yield finding("E001", at, target=target)


def _targets(element: etree._Element) -> Iterator[tuple[str, bool]]:
    """Yield what an element names, and whether it would be shown."""
    tag = str(element.tag)
    if tag in _FOLLOWED:
        names: tuple[str, ...] = ("href", f"{{{XLINK}}}href")
    elif tag.startswith(f"{{{SVG}}}"):
        names = ("href", f"{{{XLINK}}}href")
    else:
        names = (_SHOWN[tag],) if tag in _SHOWN else ()
    for name in names:
        if (target := element.get(name)) is not None:
            yield target.strip(), tag not in _FOLLOWED


def is_outside(target: str) -> bool:
    """Say whether a reference leaves the book: it has a scheme or a host.

    >>> is_outside("https://example.org"), is_outside("//cdn.org/x.js"), is_outside("a.xhtml#b")
    (True, True, False)
    """
    return target.startswith("//") or bool(_SCHEME.match(target))


def _is_answered(book: Book, ids: dict[str, frozenset[str]], path: str, target: str) -> bool:
    file, _, fragment = target.partition("#")
    there = resolve(path, file.partition("?")[0]) if file else path
    if there not in book.members:
        return False
    return not fragment or there not in ids or bool(ids[there] & {fragment, decode(fragment)})
