"""The galley: type set but not yet paged, and the house that it is set in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from report.compose.themes import Theme
from report.model.customs import Justify
from report.model.document import Chapters, Edition, Report
from report.model.inlines import Direction
from report.shelf import Shelf

Matter = Literal["cover", "front", "body", "back"]


@dataclass(frozen=True, slots=True)
class Face:
    """One font file of the house, as ``fonts/FONTS.toml`` describes it.

    ``weight`` is the CSS number; ``sha256`` is that of ``data`` and has been checked.
    """

    family: str
    weight: int
    style: Literal["normal", "italic"]
    file: str
    version: str
    sha256: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class House:
    """Templates and style sheets by file name, and the faces: read once, at the edge.

    ``theme`` and ``justify`` are for a report that asks for none, where a project says so;
    ``unstretched`` are the words that stay as they are written in all of its reports. ``lock`` is
    the SHA-256 of the list of locked dependencies, where the house lies beside one. On the
    ``shelf`` stands what was made for one book and may be taken for another.
    """

    templates: Mapping[str, str]
    styles: Mapping[str, str]
    faces: tuple[Face, ...]
    theme: str | None = None
    justify: Justify = "auto"
    unstretched: tuple[str, ...] = ()
    lock: str | None = None
    shelf: Shelf = field(default_factory=Shelf, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document of the book: a file in the EPUB, a run of pages in the PDF.

    ``name`` is the stem of its file, from its label and stable from edition to edition.
    ``body`` is an XHTML fragment, well formed, whose ids are unique in the whole galley and
    whose inner links are ``#id``. ``kind`` is a term of the EPUB structural semantics
    vocabulary (``cover``, ``titlepage``, ``toc``, ``chapter``, ``appendix``, ``colophon`` …).
    """

    name: str
    title: str
    body: str
    matter: Matter
    kind: str
    language: str
    direction: Direction


@dataclass(frozen=True, slots=True)
class NavPoint:
    """A line of a navigation list: ``target`` is an id in some sheet; ``title`` is plain text."""

    title: str
    target: str
    children: tuple[NavPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Galley:
    """The report composed: sheets in reading order and what navigates them.

    ``contents`` nests as the divisions do; ``tables`` and ``figures`` are flat, empty where
    the report has none. ``words`` are the press's own words in the report's language,
    ``theme`` is the look that the report is set in. ``chapters`` says how they begin, and is
    ``run``, ``page`` or ``recto``.
    """

    report: Report
    edition: Edition
    house: House
    sheets: tuple[Sheet, ...]
    contents: tuple[NavPoint, ...]
    tables: tuple[NavPoint, ...]
    figures: tuple[NavPoint, ...]
    words: Mapping[str, str]
    theme: Theme
    chapters: Chapters = "run"
