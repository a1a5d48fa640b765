"""Lines: each run of text of a report as one string, with what must not be judged hidden.

Code, note references and addresses are no text of the author's language: they stand as one
U+FFFC, or as many as they have characters, so that no rule of spelling meets them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, assert_never

from report.diagnostics import Place
from report.locales import primary
from report.model.blocks import (
    Block,
    BlockQuote,
    Blocks,
    Break,
    Callout,
    Chart,
    CodeBlock,
    DefinitionList,
    Faq,
    Figure,
    List,
    Paragraph,
    PullQuote,
    Row,
    Table,
)
from report.model.document import Report
from report.model.inlines import (
    Citation,
    Code,
    CrossRef,
    Day,
    Emphasis,
    Gap,
    IndexMark,
    Inlines,
    Isolate,
    LineBreak,
    Link,
    NoteRef,
    Strong,
    Subscript,
    Superscript,
    Term,
    Text,
)
from report.model.walk import inline_text

Role = Literal["heading", "paragraph", "item", "head", "cell", "aside"]
"""What a line is to the reader; an aside is a caption, a source, a term, an attribution."""

OBJECT = "\ufffc"
UNKNOWN = "und"
"""The language of a run that has a direction of its own and does not say its language."""

_IN_ADDRESSES = re.compile("[A-Za-z@#]")
"""What no address is without."""
_ASCII_ADDRESS = r"[!-'*-;=?-Z_a-z~]"
ADDRESS = re.compile(
    rf"(?:https?|ftp|mailto|tel|file):{_ASCII_ADDRESS}*[A-Za-z0-9/#=_~]"
    rf"|\bwww\.{_ASCII_ADDRESS}*[A-Za-z0-9/#=_~]"
    r"|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|(?<![A-Za-z0-9._-])(?=[0-9._-]*[A-Za-z])[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+"
    r"(?:/[!-'*-;=?-Z_a-z~]*[A-Za-z0-9/#=_~])?"
    r"|(?<!\S)[#@][\w-]+"
)
"""What leads somewhere: URLs, mail addresses, names with dots, file names, tags, handles."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One :class:`Text` of a line: where it starts in the line and in the source."""

    start: int
    text: str
    at: Place | None
    language: str


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text: ``text`` with addresses hidden, ``typed`` with them."""

    text: str
    typed: str
    role: Role
    language: str
    pieces: tuple[Piece, ...]
    at: Place | None

    def piece(self, index: int) -> Piece | None:
        """Return the piece that a code point of the line belongs to."""
        found = bisect_right(self.pieces, index, key=lambda piece: piece.start) - 1
        if found < 0:
            return None
        piece = self.pieces[found]
        return piece if index < piece.start + len(piece.text) else None

    def kind(self) -> tuple[object, ...]:
        """Return what the rules see of a line: lines of one kind have the same hits."""
        pieces = tuple((p.start, len(p.text), p.language) for p in self.pieces)
        return self.text, self.typed, self.role, self.language, pieces

    def shown(self, start: int, end: int, text: str) -> str:
        """Return a text made of a part of the line with the hidden addresses of that part in it."""
        hidden = iter(
            typed
            for typed, character in zip(self.typed[start:end], self.text[start:end], strict=True)
            if character == OBJECT
        )
        return "".join(next(hidden, OBJECT) if c == OBJECT else c for c in text)

    @property
    def languages(self) -> frozenset[str]:
        """The primary languages of the line and of all runs in it."""
        return frozenset((primary(self.language), *(piece.language for piece in self.pieces)))

    def language_at(self, index: int) -> str:
        """Return the primary language of a code point: that of its run, else of the line."""
        piece = self.piece(index)
        return piece.language if piece else primary(self.language)


def lines_of(report: Report) -> Iterator[Line]:
    r"""Yield the lines of a report in reading order, those of notes last.

    >>> from report.model.document import Division, Metadata
    >>> text = (Text("انظر "), Code("x , y"), Text(" في a@b.co."))
    >>> body = (Division((), (Paragraph(text),)),)
    >>> [line] = lines_of(Report(Metadata(title="ت"), body=body))
    >>> line.text.replace(OBJECT, "_")
    'انظر _ في ______.'
    """
    language = report.metadata.language
    for _, division in report.divisions():
        here = division.language or language
        yield from _line(division.title, "heading", here, division.at)
        yield from _blocks(division.content, "paragraph", here)
    for note in report.notes:
        yield from _blocks(note.content, "paragraph", language)


def plain_line(text: str, language: str, at: Place) -> Line:
    """Return a text without markup as a line of its own, as the title is one."""
    return next(_line((Text(text, at=at),), "heading", language, at))


def _blocks(blocks: Blocks, role: Role, language: str) -> Iterator[Line]:
    for block in blocks:
        yield from _block(block, role, block.language or language)


def _block(block: Block, role: Role, language: str) -> Iterator[Line]:
    match block:
        case Paragraph(content):
            yield from _line(content, role, language, block.at)
        case List(items):
            for item in items:
                yield from _blocks(item.content[:1], "item", language)
                yield from _blocks(item.content[1:], role, language)
        case Table():
            yield from _line(block.caption, "aside", language, block.at)
            yield from _rows(block.head, "head", language)
            yield from _rows(block.body, "cell", language)
            for aside in (*block.notes, block.source):
                yield from _line(aside, "aside", language, block.at)
        case Chart():
            yield from _line(block.caption, "aside", language, block.at)
            yield from _rows((block.head,), "head", language)
            yield from _rows(block.rows, "cell", language)
            yield from _line(block.source, "aside", language, block.at)
        case Figure(caption=caption, credit=credit):
            yield from _line(caption, "aside", language, block.at)
            yield from _line(credit, "aside", language, block.at)
        case PullQuote(content, attribution) | BlockQuote(content, attribution):
            yield from _blocks(content, "paragraph", language)
            yield from _line(attribution, "aside", language, block.at)
        case Callout(content, title=title):
            yield from _line(title, "aside", language, block.at)
            yield from _blocks(content, "paragraph", language)
        case Faq(pairs):
            for pair in pairs:
                here = pair.language or language
                yield from _line(pair.question, "aside", here, pair.at)
                yield from _blocks(pair.answer, "paragraph", here)
        case DefinitionList(entries):
            for entry in entries:
                yield from _line(entry.term, "aside", language, entry.at)
                for meaning in entry.meanings:
                    yield from _blocks(meaning, "paragraph", language)
        case CodeBlock() | Break():
            return
        case _:
            assert_never(block)


def _rows(rows: tuple[Row, ...], role: Role, language: str) -> Iterator[Line]:
    for row in rows:
        for cell in row.cells:
            yield from _blocks(cell.content, role, language)


@dataclass(slots=True)
class _Gathering:
    parts: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    length: int = 0

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def gather(self, content: Inlines, language: str) -> None:
        for inline in content:
            match inline:
                case Text(text):
                    self.pieces.append(Piece(self.length, text, inline.at, language))
                    self.add(text)
                case Isolate(inside, language=own):
                    self.gather(inside, primary(own) if own else UNKNOWN)
                case Link(inside, target):
                    shown = inline_text(inside)
                    if shown == target or ADDRESS.fullmatch(shown):
                        self.add(OBJECT)
                    else:
                        self.gather(inside, language)
                case CrossRef(content=inside) if inside:
                    self.gather(inside, language)
                case (
                    Emphasis(inside)
                    | Strong(inside)
                    | Superscript(inside)
                    | Subscript(inside)
                    | Term(inside)
                    | IndexMark(inside)
                ):
                    self.gather(inside, language)
                case LineBreak():
                    self.add("\n")
                case Code() | NoteRef() | CrossRef() | Citation() | Day() | Gap():
                    self.add(OBJECT)
                case _:
                    assert_never(inline)


def _line(content: Inlines, role: Role, language: str, at: Place | None) -> Iterator[Line]:
    if not content:
        return
    gathering = _Gathering()
    gathering.gather(content, primary(language))
    typed = "".join(gathering.parts)
    hidden = typed
    if _IN_ADDRESSES.search(typed):
        hidden = ADDRESS.sub(lambda found: OBJECT * len(found.group()), typed)
    yield Line(hidden, typed, role, language, tuple(gathering.pieces), content[0].at or at)
