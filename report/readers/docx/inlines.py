"""Inlines: the runs of a paragraph, with fields, links, notes and marks, become inlines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from report.locales import direction_of
from report.model.blocks import Figure
from report.model.inlines import (
    CrossRef,
    Direction,
    Emphasis,
    Inline,
    Inlines,
    Isolate,
    LineBreak,
    Link,
    NoteRef,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from report.model.targets import leads_out
from report.readers.docx.equations import linear
from report.readers.docx.media import figures_of
from report.readers.docx.names import R, W, chosen, local, switch, val
from report.readers.docx.package import Element
from report.readers.docx.reading import Field, Reading
from report.readers.docx.styles import Look, look_of
from report.readers.docx.symbols import symbol
from report.readers.tongue import run_language, tag_of
from report.rules import finding

_TARGET: Final = re.compile(r'HYPERLINK\s+(?:\\\w\s+)*"([^"]{1,4000})"', re.IGNORECASE)
_ANCHOR: Final = re.compile(r'\\l\s+"?([^"\s]+)"?')
USUAL_REGIONS: Final = frozenset({"ar-SA", "fa-IR", "he-IL", "ur-PK", "en-US", "fr-FR"})
"""What Word writes when nobody has chosen a country."""
_DROPPED: Final = frozenset(
    {"TOC", "PAGE", "NUMPAGES", "PAGEREF", "SECTIONPAGES", "INDEX", "XE", "TC", "RD"}
)
_HIDDEN_CHARACTERS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(slots=True)
class Line:
    """What a paragraph holds: inlines and the figures between them, and how it looks."""

    parts: list[Inline | Figure] = field(default_factory=list)
    looks: list[tuple[Look, int]] = field(default_factory=list)
    sequence: str = ""
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds a run: the look of its paragraph, a link, a direction."""

    style: str | None
    look: Look
    target: str | None = None
    label: str | None = None
    direction: Direction | None = None


def read_line(reading: Reading, paragraph: Element, around: Around) -> Line:
    """Read the runs of a paragraph."""
    line = Line()
    _walk(reading, paragraph, around, line)
    mark = paragraph.find(f"{W}pPr/{W}rPr/{W}del")
    if mark is not None:
        line.joined = True
        reading.changed("deletions")
    return line


def _walk(reading: Reading, element: Element, around: Around, line: Line) -> None:
    for child in chosen(element):
        match local(child):
            case "w:r":
                _run(reading, child, around, line)
            case "w:hyperlink":
                _walk(reading, child, _linked(reading, child, around), line)
            case "w:ins" | "w:moveTo":
                reading.changed("insertions")
                _walk(reading, child, around, line)
            case "w:del" | "w:moveFrom":
                reading.changed("deletions")
            case "w:fldSimple":
                reading.fields.append(Field(val(child, "instr") or "", showing=True))
                _note_sequence(reading, line)
                _walk(reading, child, around, line)
                reading.fields.pop()
            case "w:sdt":
                _walk_content(reading, child, around, line)
            case "w:smartTag" | "w:customXml" | "w:sdtContent" | "w:ruby" | "w:rubyBase":
                _walk(reading, child, around, line)
            case "w:dir" | "w:bdo":
                direction: Direction = "rtl" if val(child) == "rtl" else "ltr"
                inner = Around(around.style, around.look, around.target, around.label, direction)
                _walk(reading, child, inner, line)
            case "m:oMath" | "m:oMathPara":
                if _shows(reading):
                    text = linear(child)
                    line.parts.append(Text(f" {text} ", at=reading.at))
                    reading.warn(finding("S107", reading.at, text=text))
            case "w:commentRangeStart" | "w:bookmarkStart" | "w:proofErr" | "w:pPr":
                pass
            case _:
                pass


def _walk_content(reading: Reading, control: Element, around: Around, line: Line) -> None:
    if control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
        reading.left_out["prompts of empty fields"] += 1
        return
    content = control.find(f"{W}sdtContent")
    if content is not None:
        _walk(reading, content, around, line)


def _linked(reading: Reading, element: Element, around: Around) -> Around:
    identity = element.get(f"{R}id")
    link = reading.package.relationships(reading.part).get(identity or "")
    target = link.target if link is not None and link.outside else None
    anchor = val(element, "anchor")
    label = reading.labels.get(anchor or "") if target is None else None
    if target is not None and not leads_out(target):
        reading.warn(finding("S104", reading.at, target=target[:200]))
        target = None
    return Around(around.style, around.look, target, label, around.direction)


def _shows(reading: Reading) -> bool:
    """Tell whether text stands outside of instructions and of fields that no book needs."""
    return all(f.showing and f.kind not in _DROPPED for f in reading.fields)


def _run(reading: Reading, run: Element, around: Around, line: Line) -> None:
    properties = run.find(f"{W}rPr")
    own = look_of(properties)
    character = _style_of(properties)
    look = own.over(reading.styles.look(character)) if character else own
    whole = look.over(around.look)
    pieces: list[Inline] = []
    for child in chosen(run):
        tag = local(child)
        if tag == "w:fldChar":
            _flush(reading, pieces, whole, around, line)
            pieces = []
            _field(reading, child, line)
        elif tag == "w:instrText" and reading.fields and not reading.fields[-1].showing:
            reading.fields[-1].instruction += child.text or ""
        elif not _shows(reading):
            _count_dropped(reading, child, tag)
        elif tag in {"w:drawing", "w:pict", "w:object"}:
            _flush(reading, pieces, whole, around, line)
            pieces = []
            line.parts += figures_of(reading, child)
            _boxes(reading, child)
        else:
            pieces += _piece(reading, child, tag)
    if whole.hidden:
        if pieces:
            reading.left_out["hidden runs"] += 1
        return
    _flush(reading, pieces, whole, around, line)


def _count_dropped(reading: Reading, child: Element, tag: str) -> None:
    kind = next((f.kind for f in reading.fields if f.kind in _DROPPED), "")
    if tag == "w:t" and kind in {"PAGE", "PAGEREF", "NUMPAGES"} and reading.fields[0].kind != "TOC":
        reading.left_out["numbers of pages"] += 1


def _boxes(reading: Reading, drawing: Element) -> None:
    """Keep the text boxes of a drawing; they stand after the paragraph that they hang on."""
    for box in drawing.iter(f"{W}txbxContent"):
        if not any(a.tag == f"{W}txbxContent" for a in _up_to(box, drawing)) and not _is_fallback(
            box
        ):
            reading.boxes.append(box)


def _up_to(element: Element, top: Element) -> Iterator[Element]:
    for around in element.iterancestors():
        if around is top:
            return
        yield around


def _is_fallback(element: Element) -> bool:
    return any(local(around) == "mc:Fallback" for around in element.iterancestors())


def _field(reading: Reading, mark: Element, line: Line) -> None:
    match val(mark, "fldCharType"):
        case "begin":
            if len(reading.fields) < 64:
                reading.fields.append(Field())
        case "separate" if reading.fields:
            reading.fields[-1].showing = True
            _note_sequence(reading, line)
        case "end" if reading.fields:
            _note_sequence(reading, line)
            ended = reading.fields.pop()
            if ended.kind == "TOC":
                reading.left_out["lists of contents"] += 1
        case _:
            pass


def _note_sequence(reading: Reading, line: Line) -> None:
    """Remember that a paragraph counts tables or figures: it is a caption."""
    words = reading.fields[-1].instruction.split() if reading.fields else []
    if len(words) > 1 and words[0].upper() == "SEQ":
        line.sequence = words[1]


def _style_of(properties: Element | None) -> str | None:
    return None if properties is None else val(properties.find(f"{W}rStyle"))


def _piece(reading: Reading, child: Element, tag: str) -> Iterator[Inline]:
    at = reading.at
    match tag:
        case "w:t":
            if child.text:
                yield Text(_HIDDEN_CHARACTERS.sub("", child.text), at=at)
        case "w:tab" | "w:ptab":
            yield Text(" ", at=at)
        case "w:br":
            if val(child, "type") in {None, "textWrapping"}:
                yield LineBreak(at=at)
        case "w:cr":
            yield LineBreak(at=at)
        case "w:noBreakHyphen":
            yield Text("\u2011", at=at)
        case "w:sym":
            yield Text(symbol(val(child, "font") or "", val(child, "char") or ""), at=at)
        case "w:footnoteReference" | "w:endnoteReference":
            kind = "footnotes" if tag == "w:footnoteReference" else "endnotes"
            key = (kind, val(child, "id") or "")
            label = reading.notes.setdefault(key, str(len(reading.notes) + 1))
            yield NoteRef(label, at=at)
        case "w:commentReference":
            reading.left_out["comments"] += 1
        case "w:ruby":
            yield Text("".join(t.text or "" for t in child.iter(f"{W}t")), at=at)
        case _:
            return


def _flush(reading: Reading, pieces: list[Inline], look: Look, around: Around, line: Line) -> None:
    """Put the pieces of a run into the marks that its look means."""
    if not pieces or look.hidden:
        return
    content: Inlines = tuple(pieces)
    text = "".join(piece.text for piece in pieces if isinstance(piece, Text))
    line.looks.append((look, len(text.strip())))
    notes = all(isinstance(piece, NoteRef) for piece in pieces)
    if look.raised == "superscript" and not notes:
        content = (Superscript(content, at=reading.at),)
    elif look.raised == "subscript":
        content = (Subscript(content, at=reading.at),)
    if look.is_italic and not around.look.is_italic and not notes:
        content = (Emphasis(content, at=reading.at),)
    if look.is_bold and not around.look.is_bold and not notes:
        content = (Strong(content, at=reading.at),)
    language = (
        run_language(chosen_tag(look.language), text, reading.language) if not look.rtl else None
    )
    direction = around.direction
    if language or direction not in {None, direction_of(reading.language)}:
        content = (Isolate(content, direction or direction_of(language or "en"), language),)
    line.parts += _in_link(reading, content, around)


def _in_link(reading: Reading, content: Inlines, around: Around) -> Inlines:
    target, label = around.target, around.label
    for opened in reading.fields:
        if opened.kind == "HYPERLINK":
            match = _TARGET.search(opened.instruction)
            anchor = _ANCHOR.search(opened.instruction)
            if match and leads_out(match[1]):
                target = match[1]
            elif anchor:
                label = reading.labels.get(anchor[1], label)
    if target:
        return (Link(content, target, at=reading.at),)
    return (CrossRef(label, content, at=reading.at),) if label else content


def chosen_tag(written: str | None) -> str | None:
    """Return a language tag without the country that Word adds to it by itself.

    >>> chosen_tag("en-US"), chosen_tag("ar-MA")
    ('en', 'ar-MA')
    """
    tag = tag_of(written)
    return tag[:2] if tag and tag in USUAL_REGIONS else tag


def is_rtl(properties: Element | None, reading: Reading, style: str | None) -> bool:
    """Tell whether a paragraph runs from right to left (w:bidi)."""
    own = switch(properties, "bidi")
    if own is not None:
        return own
    inherited = reading.styles.property(style, "bidi")
    return inherited is not None and (val(inherited) or "1") not in {"0", "false", "off"}
