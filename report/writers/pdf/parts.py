"""Parts: pages that are painted, as plain data that can be kept and sent from process to process.

WeasyPrint's pages hold handles of Pango and cannot leave their process. A part holds what was
painted on them, in codes of its own faces, and all that is asked of the pages afterwards: links,
anchors, bookmarks, structure, where in the text they begin. :mod:`binding` makes a book of parts.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias
from xml.etree.ElementTree import Element

from report.diagnostics import Diagnostic
from report.writers.pagemap import Position
from report.writers.pdf.clusters import Piece
from report.writers.pdf.faces import Face
from report.writers.pdf.filling import Widest
from report.writers.pdf.openings import Opening, Strings, Targets
from report.writers.pdf.tree import Link, Tree

COLOURS = b"@colours"
"""Stands for the reference to the colour spaces of the file."""

PROFILE = b"@profile"
"""Stands for the reference to the colour profile of the file."""

_AT_ONCE = 2**18
"""Bytes that are decompressed at once."""

_TEXT = re.compile(rb"/(\S+) \S+ Tf$|^(\[<[^\]]*\] TJ)$", re.M)
_STRING = re.compile(rb"<([0-9a-f]+)>")


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
        start: the first thing of the text on it.
        widest: its widest line.
        stream: its content stream as the book has it, compressed.
    """

    width: float
    height: float
    bleed: Mapping[str, float]
    name: str
    links: list[tuple[str, str, tuple[float, float, float, float], Link]]
    anchors: Mapping[str, tuple[float, float]]
    bookmarks: list[tuple[int, str, tuple[float, float], str]]
    bookmarked: list[Element]
    start: Position | None = None
    widest: Widest | None = None
    stream: bytes = b""

    @property
    def forms(self) -> Mapping[None, list[Any]]:
        """No form is printed."""
        return {None: []}

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Put what was painted into the content stream of a page of the book."""
        del scale
        stream.stream[:] = [self.stream]
        stream.extra["Filter"] = "/FlateDecode"
        stream.compress = False


Codes: TypeAlias = Mapping[bytes, Mapping[bytes, bytes]]
"""For each face, by the name that content streams have for it, how its codes are written."""


def recoded(content: bytes, faces: Codes) -> bytes:
    r"""Return a content stream with its texts in other codes, of four digits each.

    >>> faces = {b"F": {b"0001": b"0007", b"0002": b"0002"}}
    >>> recoded(b"/F 9 Tf\n[<00010002>-5<0001>] TJ", faces)
    b'/F 9 Tf\n[<00070002>-5<0007>] TJ'
    """
    codes: Mapping[bytes, bytes] = {}

    def written(found: re.Match[bytes]) -> bytes:
        nonlocal codes
        face, shown = found.groups()
        if face is not None:
            codes = faces.get(face, {})
            return found[0]
        return _STRING.sub(string, shown) if codes else found[0]

    def string(found: re.Match[bytes]) -> bytes:
        old = found[1]
        return b"<%s>" % b"".join([codes[old[at : at + 4]] for at in range(0, len(old), 4)])

    return _TEXT.sub(written, content)


def codes_shown(
    contents: Iterable[bytes], shown: dict[bytes, dict[bytes, None]] | None = None
) -> dict[bytes, dict[bytes, None]]:
    r"""Return the codes that content streams show of each face, in the order of their first use.

    Those of others that have been ``shown`` before are added to, if given.

    >>> codes_shown([b"/F 9 Tf\n[<00010002>-5<0001>] TJ"])
    {b'F': {b'0001': None, b'0002': None}}
    """
    shown = {} if shown is None else shown
    for content in contents:
        codes: dict[bytes, None] = {}
        for face, text in _TEXT.findall(content):
            if face:
                codes = shown.setdefault(face, {})
            for string in _STRING.findall(text):
                codes.update(dict.fromkeys(string[at : at + 4] for at in range(0, len(string), 4)))
    return shown


class UsedFace(NamedTuple):
    """A face with what a part shows of it: the pieces of its codes, in the order of first use.

    The codes are those of the process that has painted the part.
    """

    face: Face
    pieces: tuple[tuple[bytes, Piece], ...]


class Contents(NamedTuple):
    """What stands in the content streams of the pages of a part, one after the other.

    Attributes:
        data: all of it, compressed quickly.
        ends: where in the whole each page ends.
    """

    data: bytes
    ends: tuple[int, ...]

    def pages(self) -> Iterator[bytes]:
        """Yield what stands on each page."""
        rest, held, begun = self.data, b"", 0
        reader = zlib.decompressobj()
        for end in self.ends:
            while len(held) < end - begun:
                held += reader.decompress(rest, _AT_ONCE)
                rest = reader.unconsumed_tail
            yield held[: end - begun]
            held, begun = held[end - begun :], end


class Filling:
    """Takes what stands on pages, page by page.

    >>> filling = Filling()
    >>> for page in (b"q", b"", b"Q"):
    ...     filling.add(page)
    >>> list(filling.closed().pages())
    [b'q', b'', b'Q']
    """

    def __init__(self) -> None:
        self._press = zlib.compressobj(1)
        self._made: list[bytes] = []
        self._ends = [0]

    def add(self, page: bytes) -> None:
        """Take what stands on the next page."""
        self._made.append(self._press.compress(page))
        self._ends.append(self._ends[-1] + len(page))

    def closed(self) -> Contents:
        """Return all that has been taken, once."""
        return Contents(b"".join((*self._made, self._press.flush())), tuple(self._ends[1:]))


@dataclass(eq=False, slots=True)
class Part:
    """Pages that follow each other, with what they share.

    Attributes:
        pages: in their order.
        contents: what stands on them, in codes of the process that has painted the part.
        resources: what the content streams name: states, groups, patterns, images.
        faces: by the names that the content streams have for them, in the order of first use.
        tree: the structure of the pages, counted from 0.
        sheets: the names of the sheets in the order in which they are printed.
        findings: what was found while the pages were laid out and painted.
        missing: the characters that have been set without a glyph.
        front: it belongs to the front matter.
        codes: for each face, how its codes are written in the book.
    """

    pages: list[PaintedPage]
    contents: Contents
    resources: Any
    faces: dict[str, UsedFace]
    tree: Tree
    sheets: tuple[str, ...]
    findings: tuple[Diagnostic, ...] = ()
    missing: frozenset[str] = frozenset()
    front: bool = False
    codes: dict[bytes, Mapping[bytes, bytes]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known of a division once it has been laid out.

    Attributes:
        opening: where it was taken to begin.
        pages: their number, without the blank one before them.
        anchors: the page of each place in it that can be led to, from 0.
        named: the ids of the places whose pages its text names.
        strings: the last word of each running head.
    """

    opening: Opening
    pages: int
    anchors: Targets
    named: frozenset[str]
    strings: Strings

    def holds(self, opening: Opening) -> bool:
        """Say whether the division would be laid out the same at another opening."""
        if not self.named:
            return True
        return (opening.folio, self.wanted(opening)) == (
            self.opening.folio,
            self.wanted(self.opening),
        )

    def wanted(self, opening: Opening) -> Targets:
        """Return those targets of an opening that are named."""
        return tuple(target for target in opening.targets if target[0] in self.named)
