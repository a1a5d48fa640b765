"""Passages: the stretches of raw text before anyone knows what part they play."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from report.diagnostics import Place
from report.readers.article.lines import Line, fold, joined
from report.readers.article.marks import Mark


@dataclass(frozen=True)
class Words:
    """A paragraph, or a line that may be a heading.

    ``mark`` is the number of a numbered heading, which stays in its text. ``broken`` says
    that the line ends were meant (verse, an address).
    """

    lines: tuple[Line, ...]
    mark: Mark | None = None
    broken: bool = False

    @cached_property
    def text(self) -> str:
        """The words, one blank between any two."""
        return joined(self.lines)

    @cached_property
    def key(self) -> str:
        """The words folded, to compare with phrases."""
        return fold(self.text)


@dataclass(frozen=True)
class Entry:
    """A list item: its first line begins after its mark, ``line`` is the whole of it."""

    line: Line
    mark: Mark
    lines: tuple[Line, ...]

    @cached_property
    def text(self) -> str:
        """The words without the mark."""
        return joined(self.lines)

    @cached_property
    def key(self) -> str:
        """The words folded, to compare with phrases."""
        return fold(self.text)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose cells are known: rows of cells, each a line or nothing."""

    lines: tuple[Line, ...]
    rows: tuple[tuple[Line | None, ...], ...]
    head: int
    whole: tuple[int, ...] = ()
    """Rows that were kept whole: their one cell spans all columns."""


@dataclass(frozen=True, slots=True)
class Literal:
    """Lines of code."""

    lines: tuple[Line, ...]
    text: str
    syntax: str | None = None


@dataclass(frozen=True)
class Marked:
    """A heading that the source itself marks (``## …``, or a line underlined with ===)."""

    lines: tuple[Line, ...]
    level: int

    @cached_property
    def text(self) -> str:
        """The words without the marks."""
        return joined(self.lines[:1])

    @cached_property
    def key(self) -> str:
        """The words folded, to compare with phrases."""
        return fold(self.text)


@dataclass(frozen=True, slots=True)
class Ruled:
    """A line of dashes or stars that parts two passages."""

    lines: tuple[Line, ...]


Passage: TypeAlias = Words | Entry | Grid | Literal | Marked | Ruled


def first_line(passage: Passage) -> Line:
    """Return the line that a passage begins with."""
    return passage.line if isinstance(passage, Entry) else passage.lines[0]


def place(passage: Passage) -> Place:
    """Return where a passage begins."""
    return first_line(passage).at


def gap(passage: Passage) -> int:
    """Return how many blank lines stand above a passage."""
    return first_line(passage).gap


def indent(passage: Passage) -> int:
    """Return the indent of a passage, in columns."""
    return first_line(passage).indent
