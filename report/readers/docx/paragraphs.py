"""Paragraphs: what each paragraph of a document says, looks like and is numbered by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TypeAlias

from report.diagnostics import Place
from report.locales import direction_of
from report.model.blocks import Block, Figure, Paragraph
from report.model.inlines import Direction, Inline, Inlines, Isolate, Strong, Text
from report.model.walk import inline_text
from report.readers.docx.inlines import Around, Line, chosen_tag, is_rtl, read_line
from report.readers.docx.names import W, number, val, value_of
from report.readers.docx.numbering import DEEPEST
from report.readers.docx.package import Element
from report.readers.docx.reading import Reading
from report.readers.docx.styles import Look, outline
from report.readers.runs import is_empty, lines_of, tidy
from report.readers.tongue import own_language


@dataclass(slots=True)
class Item:
    """A place in a list: which list, how deep, and the number that it has there."""

    identity: str
    depth: int
    value: int


@dataclass(slots=True)
class Para:
    """A paragraph that has been read, before anyone knows what part it plays."""

    parts: list[Inline | Figure]
    at: Place
    level: int | None = None
    item: Item | None = None
    names: frozenset[str] = frozenset()
    size: int = 0
    bold: bool = False
    centred: bool = False
    direction_marked: bool = False
    rtl: bool = False
    caption: bool = False
    language: str | None = None
    bookmarks: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The words on one line."""
        return " ".join(inline_text(self.inlines).split())

    @property
    def inlines(self) -> Inlines:
        """What it says, without the figures in it."""
        return tuple(part for part in self.parts if not isinstance(part, Figure))


Piece: TypeAlias = "Para | Block"


def read_paragraph(reading: Reading, paragraph: Element) -> tuple[Para, bool]:
    """Return a paragraph, and whether the next one belongs to it (its end was deleted)."""
    reading.paragraph += 1
    properties = paragraph.find(f"{W}pPr")
    style = value_of(properties, "pStyle") or reading.styles.usual
    base = reading.styles.look(style).over(reading.styles.defaults)
    line = read_line(reading, paragraph, Around(style, base))
    level = outline(properties)
    if level is None:
        level = reading.styles.level(style)
    names = frozenset(reading.styles.names(style))
    size, bold = _weight(line, base)
    rtl = is_rtl(properties, reading, style)
    para = Para(
        line.parts,
        reading.at,
        level or None,
        None,
        names,
        size,
        bold,
        (value_of(properties, "jc") or val(reading.styles.property(style, "jc"))) == "center",
        rtl=rtl,
        caption=bool(line.sequence) or any("caption" in n or "تسمية" in n for n in names),
        language=_language(line),
        bookmarks=tuple(val(mark, "name") or "" for mark in paragraph.iter(f"{W}bookmarkStart")),
    )
    _number(reading, para, properties, style)
    return para, line.joined


def _weight(line: Line, base: Look) -> tuple[int, bool]:
    """Return the size of most letters, and whether all of them are bold."""
    sizes: Counter[int] = Counter()
    for look, count in line.looks:
        sizes[look.points] += count
    size = sizes.most_common(1)[0][0] if sizes else base.points
    said = [(look, count) for look, count in line.looks if count]
    return size, bool(said) and all(look.is_bold for look, _ in said)


def _language(line: Line) -> str | None:
    """Return the language that most letters are marked with."""
    found: Counter[str] = Counter()
    for look, count in line.looks:
        tag = chosen_tag(look.language_complex if look.rtl else look.language)
        if tag:
            found[tag] += count
    return found.most_common(1)[0][0] if found else None


def _number(reading: Reading, para: Para, properties: Element | None, style: str | None) -> None:
    """Count a paragraph of a list; words in its number («المادة 3») become words of the text."""
    numbered = None if properties is None else properties.find(f"{W}numPr")
    inherited = reading.styles.property(style, "numPr")
    identity = value_of(numbered, "numId") or value_of(inherited, "numId")
    if identity in {None, "0"} or not reading.lists.levels.get(identity or ""):
        return
    assert identity is not None
    written = value_of(numbered, "ilvl") or value_of(inherited, "ilvl")
    depth = min(max(number(written), 0), DEEPEST)
    if not para.text and not para.parts:
        return
    level = reading.lists.level(identity, depth)
    value = reading.lists.count(identity, depth)
    if level.silent:
        return
    if para.level or level.speaks:
        label = reading.lists.label(identity, depth)
        if label:
            para.parts.insert(0, Text(f"{label} ", at=para.at))
        return
    para.item = Item(identity, depth, value)


def joined(first: Para, second: Para) -> Para:
    """Return two paragraphs as one: the mark between them was deleted."""
    return replace(first, parts=[*first.parts, *second.parts])


def set_paragraphs(para: Para, language: str) -> list[Block]:
    """Return a paragraph as blocks, its images apart, its language said where it differs."""
    blocks: list[Block] = []
    run: list[Inline] = []
    for part in (*para.parts, None):
        if part is not None and not isinstance(part, Figure):
            run.append(part)
            continue
        for content in lines_of(tuple(run)):
            if not is_empty(content):
                blocks.append(spoken(Paragraph(content, at=para.at), para, language))
        run = []
        if part is not None:
            blocks.append(part)
    return blocks


def spoken(paragraph: Paragraph, para: Para, language: str) -> Paragraph:
    """Return a paragraph with its language, or its direction, where that is not the report's."""
    text = inline_text(paragraph.content)
    direction: Direction | None = "rtl" if para.rtl else None
    foreign = own_language(para.language, direction, text, language)
    if foreign is None and not para.rtl:
        foreign = own_language(None, "ltr", text, language) if len(text.split()) > 3 else None
    if foreign:
        plain = tuple(_bare(inline, foreign) for inline in paragraph.content)
        return replace(
            paragraph, content=tidy(tuple(i for part in plain for i in part)), language=foreign
        )
    if direction and direction != direction_of(language):
        return replace(paragraph, content=(Isolate(paragraph.content, "rtl"),))
    return paragraph


def _bare(inline: Inline, language: str) -> Inlines:
    """Return what an isolate holds, where the block says the same of all of it."""
    if isinstance(inline, Isolate) and inline.language == language:
        return inline.content
    return (inline,)


def without_bold(content: Inlines) -> Inlines:
    """Return a run that is bold from end to end without its bold."""
    if len(content) == 1 and isinstance(content[0], Strong):
        return content[0].content
    return content
