"""The report: metadata, front, body and back matter as divisions, notes, assets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from report.model.assets import Asset
from report.model.blocks import BlockNode, Blocks
from report.model.customs import Calendar, Digits, Justify
from report.model.inlines import Inlines, Node

Role = Literal["aut", "edt", "trl", "ill", "ctb", "pbl"]
Kind = Literal[
    "chapter",
    "summary",
    "foreword",
    "introduction",
    "conclusion",
    "appendix",
    "faq",
    "endnotes",
    "glossary",
    "bibliography",
    "index",
]
NotePlace = Literal["foot", "end"]
SummaryPlace = Literal["before", "after"]
Profile = Literal["report", "brief"]
Chapters = Literal["auto", "run", "page", "recto"]


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person or body with a MARC relator code.

    ``sort`` is the form that lists sort by, ``latin`` the name as catalogues abroad write it.
    """

    name: str
    role: Role = "aut"
    sort: str | None = None
    latin: str | None = None


@dataclass(frozen=True, slots=True)
class ParallelTitle:
    """The title in another language, a BCP 47 tag."""

    language: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the title page, the imprint and every catalogue say.

    ``language`` is a BCP 47 tag. ``date`` is the date of publication as the house gives it
    (ISO 8601, year, year-month or day). ``identifier`` is a URN, URL or ISBN of the work;
    without one the press derives it from what it publishes. ``isbn`` is that of the printed
    book and the PDF, ``isbn_epub`` that of the EPUB, because each form has its own (ISO 2108,
    4.3). A subject may begin with a scheme and its code: «thema:JPS العلاقات الدولية».
    ``certified_by`` has evaluated the books and found that they conform to EPUB Accessibility
    1.1 with WCAG 2.2 at level AA. ``contact`` is where readers write to. A ``status`` other
    than ``final`` (``draft``, ``review`` or words of one's own) and a ``classification`` («سري»)
    are marked on every page.
    """

    title: str
    language: str = "ar"
    subtitle: str | None = None
    title_sort: str | None = None
    titles: tuple[ParallelTitle, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    publisher: str | None = None
    place: str | None = None
    date: str | None = None
    identifier: str | None = None
    isbn: str | None = None
    isbn_epub: str | None = None
    doi: str | None = None
    description: str | None = None
    subjects: tuple[str, ...] = ()
    rights: str | None = None
    licence: str | None = None
    series: str | None = None
    series_number: str | None = None
    online: str | None = None
    certified_by: str | None = None
    contact: str | None = None
    status: str | None = None
    classification: str | None = None


@dataclass(frozen=True, slots=True)
class Division(BlockNode):
    """A part with a heading: its own blocks first, then the divisions inside it.

    The text before the first heading is a division without a ``title``. Depth is nesting:
    a division in ``Report.body`` is a chapter, one inside it a section. ``notes`` says where
    the notes of a chapter stand, if not where those of the report do. What an index, a
    bibliography and the endnotes hold, the press gathers from the report.
    """

    title: Inlines
    content: Blocks = ()
    divisions: tuple[Division, ...] = ()
    kind: Kind = "chapter"
    notes: NotePlace | None = None


@dataclass(frozen=True, slots=True)
class Note(Node):
    """A note and the label that references answer to."""

    label: str
    content: Blocks


@dataclass(frozen=True, slots=True)
class Reference:
    """A source that the report may cite, as CSL-JSON: an object with its keys in their order."""

    key: str
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the author asks of the press beside what the report says.

    ``notes`` stand at the foot of their pages or together at the end. The ``summary`` stands
    before the contents or after them. ``bibliography`` names the files of sources,
    ``citation_style`` the style that words them (``chicago-author-date``, ``apa``, ``ieee``),
    and ``nocite`` the keys of sources to list though nothing cites them, ``*`` for all.
    ``emblem`` names the image of the publisher's sign on the cover. ``theme`` names a look of the
    house; the ``profile`` is the whole report, or its brief on a page or two. ``chapters`` run on,
    or begin on a page or a recto of their own; ``auto`` lets them run on unless the book and its
    chapters are long. ``digits`` are those of the whole book,
    ``calendars`` those by which it says dates, both of the region where they are not given.
    ``justify`` says how lines are filled, ``unstretched`` names the words that stay as they are
    written.
    """

    notes: NotePlace = "foot"
    summary: SummaryPlace = "after"
    half_title: bool = False
    emblem: str | None = None
    theme: str | None = None
    profile: Profile = "report"
    chapters: Chapters = "auto"
    bibliography: tuple[str, ...] = ()
    citation_style: str | None = None
    nocite: tuple[str, ...] = ()
    digits: Digits = "source"
    calendars: tuple[Calendar, ...] = ()
    justify: Justify = "auto"
    unstretched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report as structured content: what every reader makes and every writer takes."""

    metadata: Metadata
    front: tuple[Division, ...] = ()
    body: tuple[Division, ...] = ()
    back: tuple[Division, ...] = ()
    notes: tuple[Note, ...] = ()
    assets: tuple[Asset, ...] = field(default=(), repr=False)
    options: Options = field(default_factory=Options)
    references: tuple[Reference, ...] = field(default=(), repr=False)

    def note(self, label: str) -> Note | None:
        """Return the note with this label, or ``None``."""
        return next((n for n in self.notes if n.label == label), None)

    def asset(self, name: str) -> Asset | None:
        """Return the asset with this name, or ``None``."""
        return next((a for a in self.assets if a.name == name), None)

    def divisions(self) -> Iterator[tuple[int, Division]]:
        """Yield every division with its depth (1 for chapters), in reading order."""

        def walk(divisions: tuple[Division, ...], depth: int) -> Iterator[tuple[int, Division]]:
            for division in divisions:
                yield depth, division
                yield from walk(division.divisions, depth + 1)

        yield from walk(self.front + self.body + self.back, 1)


@dataclass(frozen=True, slots=True)
class Edition:
    """What is published: the work, the number of the edition, and when: the only clock.

    ``work`` is a URI. ``issued`` has a time zone; the writers give it in UTC.
    """

    work: str
    number: int
    issued: datetime

    def __post_init__(self) -> None:
        if self.issued.tzinfo is None:
            raise ValueError("an edition's time of issue needs a time zone")
        if self.number < 1:
            raise ValueError("editions are counted from 1")
