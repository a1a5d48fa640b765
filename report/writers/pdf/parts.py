"""Parts: pages that are painted, as plain data that can be kept and sent from process to process.

WeasyPrint's pages hold handles of Pango and cannot leave their process. A part holds what was
painted on them, in codes of its own faces, and all that is asked of the pages afterwards: links,
anchors, bookmarks, structure, where in the text they begin. :mod:`binding` makes a book of parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element

from report.diagnostics import Diagnostic
from report.writers.pagemap import Position
from report.writers.pdf.faces import Face
from report.writers.pdf.filling import Widest
from report.writers.pdf.tree import Link, Tree

COLOURS = b"@colours"
"""Stands for the reference to the colour spaces of the file."""

PROFILE = b"@profile"
"""Stands for the reference to the colour profile of the file."""

_SHOWN = re.compile(rb"<([0-9a-f]+)>")
_FACE_SET = b" Tf"
_TEXT_SHOWN = b"] TJ"


@dataclass(eq=False, slots=True)
class PaintedPage:
    """A page that has been painted; it is asked like a page of WeasyPrint's.

    Attributes:
        width: of the page as it is trimmed, in CSS pixels, like every length here.
        height: likewise.
        bleed: what is printed beyond each edge.
        name: what the style sheet calls it.
        links: kind, target, rectangle and the link itself.
        anchors: where each place that can be led to stands.
        bookmarks: level, label, place and state.
        bookmarked: the element of each bookmark.
        items: what stands in its content stream.
        start: the first thing of the text on it.
        widest: its widest line.
        codes: for each face, how its codes are written in the book; none where they stay.
    """

    width: float
    height: float
    bleed: Mapping[str, float]
    name: str
    links: list[tuple[str, str, tuple[float, float, float, float], Link]]
    anchors: Mapping[str, tuple[float, float]]
    bookmarks: list[tuple[int, str, tuple[float, float], str]]
    bookmarked: list[Element]
    items: list[Any]
    start: Position | None = None
    widest: Widest | None = None
    codes: Codes = field(default_factory=dict)

    @property
    def forms(self) -> Mapping[None, list[Any]]:
        """No form is printed."""
        return {None: []}

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Put what was painted into the content stream of a page of the book."""
        del scale
        if not self.codes:
            stream.stream.extend(self.items)
            return
        stream.stream.extend(recoded(self.items, self.codes))


Codes: TypeAlias = Mapping[bytes, Mapping[bytes, bytes]]
"""For each face, by the name that content streams have for it, how its codes are written."""


def recoded(items: Iterable[Any], faces: Codes) -> Iterator[Any]:
    """Yield the items of a content stream, its texts in other codes."""
    codes: Mapping[bytes, bytes] | None = None
    for item in items:
        if isinstance(item, bytes):
            if item.endswith(_FACE_SET):
                codes = faces.get(item[1 : item.index(b" ")])
            elif codes is not None and item.endswith(_TEXT_SHOWN):
                item = rewritten(item, codes)
        yield item


def rewritten(shown: bytes, codes: Mapping[bytes, bytes]) -> bytes:
    """Return the operator that shows a text in other codes, of four digits each.

    >>> rewritten(b"[<00010002>-5<0001>] TJ", {b"0001": b"0007", b"0002": b"0002"})
    b'[<00070002>-5<0007>] TJ'
    """

    def string(found: re.Match[bytes]) -> bytes:
        old = found[1]
        return b"<%s>" % b"".join([codes[old[at : at + 4]] for at in range(0, len(old), 4)])

    return _SHOWN.sub(string, shown)


@dataclass(eq=False, slots=True)
class Part:
    """Pages that follow each other, with what they share.

    Attributes:
        pages: in their order.
        resources: what the content streams name: states, groups, patterns, images.
        faces: by the names that the content streams have for them, in the order of first use.
        tree: the structure of the pages, counted from 0.
        sheets: the names of the sheets in the order in which they are printed.
        metadata: what WeasyPrint has read of the head of the document.
        findings: what was found while the pages were laid out and painted.
        missing: the characters that have been set without a glyph.
    """

    pages: list[PaintedPage]
    resources: Any
    faces: dict[str, Face]
    tree: Tree
    sheets: tuple[str, ...]
    metadata: Any
    findings: tuple[Diagnostic, ...] = ()
    missing: frozenset[str] = frozenset()
