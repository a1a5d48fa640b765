"""Lines: what stands in a line as it is set, code by code, before it is said how it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

BLANKS = frozenset(" \u00a0")
HOLDS = "\u202c"
"""What a blank begins with that pdf.js is to keep wherever it stands."""


TALL = -1


class Placed(NamedTuple):
    """A character code in a line: where its pen stands and how far it goes, in pixels.

    0 stands for a code without ink, :data:`TALL` for one that has a height without ink.
    """

    x: float
    width: float
    code: int
    text: str


Show = tuple[Placed, ...]
"""Codes shown by one operator, in the order of the file."""


@dataclass(frozen=True, slots=True)
class Run:
    """Codes of one face, size and direction, from left to right.

    ``start`` is where the run stands in the text of its box, ``face`` what the caller sets it in.
    """

    rtl: bool
    start: int
    size: float
    face: Any
    placed: Show


class Phrase(NamedTuple):
    """Text from left to right in a line, and where in the page it begins and ends, in pixels.

    ``size`` is that of its largest part, ``rise`` how far one stands above another.
    """

    text: str
    begin: float
    end: float
    size: float
    rise: float = 0.0


class Line(NamedTuple):
    """The line around a box: where it goes, and whether pdfium turns its phrases round.

    pdfium does in every line of a book that opens from the right (``/Direction /R2L``), and else
    where right-to-left words are at least as many as left-to-right ones. Boxes are
    known by :func:`id`: after those ``closed`` a word cannot go on, and after those ``crossed``
    the line goes on from left to right. Those ``parted`` stand apart from what was shown before
    them without a blank between: across a gap, or in a line on the height of the one before, as in
    the next cell of a table. A phrase over several boxes is known in each of its boxes, with the
    character that the box begins at. ``rises`` says how far a box is raised or lowered, in pixels.
    """

    rtl: bool
    turned: bool
    closed: frozenset[int] = frozenset()
    crossed: frozenset[int] = frozenset()
    parted: frozenset[int] = frozenset()
    phrases: Mapping[int, tuple[Phrase, int]] = MappingProxyType({})
    rises: Mapping[int, float] = MappingProxyType({})
