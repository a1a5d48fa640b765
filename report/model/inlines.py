"""Inlines: what stands inside a line. A closed union; every consumer matches it whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from report.diagnostics import Place

Direction = Literal["rtl", "ltr"]
Inlines: TypeAlias = "tuple[Inline, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What every node has: its place in the source, which is not part of its value."""

    at: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Text(Node):
    """Characters in logical order, NFC, never reshaped. One blank stands for any white space."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis(Node):
    """Stress. In Arabic script it is set by weight or colour, never by slanting."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Strong(Node):
    """Importance."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Superscript(Node):
    """Raised, as in m²; a note reference is a :class:`NoteRef`, not this."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Subscript(Node):
    """Lowered, as in CO₂."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Isolate(Node):
    """A run with a direction of its own (UAX #9, rule X5a/X5b), in ``language`` when known."""

    content: Inlines
    direction: Direction
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Link(Node):
    """A link out of the book; links inside it are :class:`CrossRef`."""

    content: Inlines
    target: str


@dataclass(frozen=True, slots=True)
class Code(Node):
    """Literal characters, always set left to right."""

    text: str


@dataclass(frozen=True, slots=True)
class NoteRef(Node):
    """A reference to the note with this label."""

    label: str


@dataclass(frozen=True, slots=True)
class CrossRef(Node):
    """A reference to a labelled part; without ``content`` the press words it («الجدول 2»).

    With ``page`` it gives the page that the part is printed on («ص 12»).
    """

    label: str
    content: Inlines = ()
    page: bool = False


@dataclass(frozen=True, slots=True)
class Term(Node):
    """A word that the glossary explains, under ``entry`` where it stands there in another form."""

    content: Inlines
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class IndexMark(Node):
    """A place that the index leads to; without ``content`` it marks the place and sets nothing.

    ``entry`` is what the index says, its parts parted by ``!`` («أمن!غذائي»); without it the
    index says the words of the content. ``see`` sends the reader to another entry instead of
    here, ``also`` to another entry besides.
    """

    content: Inlines = ()
    entry: str | None = None
    see: str | None = None
    also: str | None = None


@dataclass(frozen=True, slots=True)
class Cite(Node):
    """One source in a citation: words ``before`` it, its key, and where in it or words ``after``.

    ``bare`` leaves out the author, whom the sentence has named.
    """

    key: str
    before: str = ""
    after: str = ""
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Citation(Node):
    """A reference to sources of the bibliography; ``content`` is how the style words it."""

    cites: tuple[Cite, ...]
    content: Inlines = ()


@dataclass(frozen=True, slots=True)
class Day(Node):
    """A date, ``iso`` a year, year-month or day; ``content`` is how the press says it."""

    iso: str
    content: Inlines = ()


@dataclass(frozen=True, slots=True)
class LineBreak(Node):
    """A line break that the author asked for."""


@dataclass(frozen=True, slots=True)
class Gap(Node):
    """Text that the source does not have. The press marks it in its own words and adds nothing."""

    reason: Literal["truncated", "missing"] = "truncated"


Inline: TypeAlias = (
    Text
    | Emphasis
    | Strong
    | Superscript
    | Subscript
    | Isolate
    | Link
    | Code
    | NoteRef
    | CrossRef
    | Term
    | IndexMark
    | Citation
    | Day
    | LineBreak
    | Gap
)
