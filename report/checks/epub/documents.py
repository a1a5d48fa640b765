"""Documents: each says its language and direction, answers for its images, runs nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from report.checks.epub.archive import Book, line_of
from report.diagnostics import Diagnostic
from report.locales import direction_of
from report.model.names import SVG, XHTML, XML
from report.rules import finding

_HEADINGS = tuple(f"{{{XHTML}}}h{level}" for level in range(1, 7))
_DECORATION = frozenset({"presentation", "none"})
_SCRIPT_SCHEMES = ("javascript:", "vbscript:")


def check_document(book: Book, path: str, root: etree._Element) -> Iterator[Diagnostic]:
    """Check one document; an NCX and a picture are looked at for what applies to them."""
    if root.tag == f"{{{XHTML}}}html":
        yield from _check_language(book, path, root)
        yield from _check_headings(book, path, root)
    counts = Counter(e.get("id") for e in root.iter(etree.Element))
    for element in root.iter(etree.Element):
        at = book.place(path, line_of(element))
        name = element.get("id")
        if name and counts[name] > 1:
            counts[name] = 0
            yield finding("E009", at, name=name)
        if active := _active(element):
            yield finding("E011", at, what=active)
        if element.tag == f"{{{XHTML}}}img" and not _is_described(element):
            yield finding("E012", at, image=element.get("src", ""))


def _check_language(book: Book, path: str, root: etree._Element) -> Iterator[Diagnostic]:
    at = book.place(path, line_of(root))
    language = root.get("lang") or ""
    if not language or root.get(f"{{{XML}}}lang") != language:
        yield finding("E003", at)
    language = language or root.get(f"{{{XML}}}lang") or book.language
    found = root.get("dir") or "nothing"
    wanted = direction_of(language)
    if found != wanted and not (found == "nothing" and wanted == "ltr"):
        yield finding("E002", at, found=found, language=language, wanted=wanted)


def _check_headings(book: Book, path: str, root: etree._Element) -> Iterator[Diagnostic]:
    """Check that each heading is at most one level below the one before it.

    The first may have any level: a document can be a part of a chapter.
    """
    headings = [(element, int(str(element.tag)[-1])) for element in root.iter(*_HEADINGS)]
    for (_, above), (heading, level) in pairwise(headings):
        if level > above + 1:
            yield finding("E016", book.place(path, line_of(heading)), found=level, above=above)


def _active(element: etree._Element) -> str | None:
    """Return what in an element would run, if anything."""
    if element.tag in {f"{{{XHTML}}}script", f"{{{SVG}}}script"}:
        return "script"
    for name, value in element.attrib.items():
        local = str(name).rpartition("}")[2].lower()
        if local.startswith("on"):
            return local
        if str(value).strip().lower().startswith(_SCRIPT_SCHEMES):
            return str(value)
    return None


def _is_described(image: etree._Element) -> bool:
    return bool((image.get("alt") or "").strip()) or (
        image.get("alt") == "" and image.get("role") in _DECORATION
    )
