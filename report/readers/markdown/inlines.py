"""Inlines: the tokens of a run of text become what stands inside a line."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from markdown_it.token import Token

from report.diagnostics import Place, Warn
from report.locales import direction_of
from report.model.blocks import Paragraph
from report.model.document import Note
from report.model.inlines import (
    Citation,
    Code,
    CrossRef,
    Day,
    Emphasis,
    Gap,
    IndexMark,
    Inline,
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
from report.model.unchanged import edited
from report.model.walk import inline_text
from report.readers.markdown.attributes import Attributes
from report.readers.markdown.brackets import MARKS, attributes_of
from report.readers.markdown.grammar import grammar
from report.readers.markdown.html import (
    MEANT,
    address_of,
    is_break,
    is_harmless,
    is_separator,
    tag_of,
)
from report.readers.markdown.places import Lines, Run
from report.rules import finding

DEEPEST = 40
"""Inlines one inside the other; deeper marks are dropped and their words kept."""
_SCHEMES = re.compile(r"(?:https?|mailto|tel):", re.I)
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_ISO = re.compile("([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_PLAIN = re.compile(rf"[^\s{MARKS}][^{MARKS}]*")
"""What no rule of the grammar reacts to, but for ends of lines: most runs are so."""
_FLAT = frozenset({"s", "flat"})


@dataclass(slots=True)
class Reading:
    """One manuscript on its way: its text, who is told, the notes met so far."""

    lines: Lines
    warn: Warn
    env: dict[str, Any]
    notes: list[Note] = field(default_factory=list)

    def tell(self, code: str, place: Place | None, **fields: str | int) -> None:
        """Report a finding."""
        self.warn(finding(code, place, **fields))

    def tell_attributes(self, attributes: Attributes, place: Place, *known: str) -> None:
        """Report the classes and keys that mean nothing where they stand."""
        for name in attributes.names():
            if name not in known:
                self.tell("D020", place, name=name)

    def free_label(self) -> str:
        """Return a label for a note that was written inside a line."""
        taken = {label[1:] for label in self.env.get("footnotes", {}).get("refs", {})}
        taken |= {note.label for note in self.notes}
        number = len(self.notes) + 1
        while f"note-{number}" in taken:
            number += 1
        return f"note-{number}"


@dataclass(slots=True)
class _Frame:
    """An inline that is open, and what it holds so far."""

    kind: str
    token: Token
    tag: str = ""
    content: list[Inline] = field(default_factory=list)
    words: list[Text] = field(default_factory=list)

    def add(self, inline: Inline) -> None:
        """Append an inline; text goes on where text ended."""
        if isinstance(inline, Text):
            self.words.append(inline)
        else:
            self.done().append(inline)

    def done(self) -> list[Inline]:
        """Return the content, the text that was gathered last as one."""
        if self.words:
            joined = "".join(text.text for text in self.words)
            self.content.append(edited(self.words[0], text=joined))
            self.words.clear()
        return self.content


class _RunReader:
    def __init__(self, reading: Reading, run: Run, *, cell: bool) -> None:
        self.reading = reading
        self.run = run
        self.cell = cell
        self.frames = [_Frame("root", Token("root", "", 0))]
        self.too_deep = False
        self.left_out: set[str] = set()

    def place(self, token: Token) -> Place:
        return self.run.place(token.meta.get("at", 0) - (token.type == "strong_open"))

    def read(self, tokens: list[Token]) -> Inlines:
        for token in tokens:
            if token.nesting > 0:
                self.open(token)
            elif token.nesting < 0:
                self.end_tags()
                self.close()
            else:
                self.leaf(token)
        self.end_tags()
        return _tidy(self.frames[0].done(), whole=True)

    def open(self, token: Token) -> None:
        kind = token.type.removesuffix("_open")
        if self.is_full(self.place(token)):
            kind = "flat"
        elif kind == "s":
            self.reading.tell("D021", self.place(token))
        self.frames.append(_Frame(kind, token))

    def is_full(self, at: Place) -> bool:
        """Say whether no more inlines may be opened inside those that are; tell it once."""
        full = len(self.frames) > DEEPEST
        if full and not self.too_deep:
            self.too_deep = True
            self.reading.tell("D015", at)
        return full

    def leaf(self, token: Token) -> None:
        at = self.place(token)
        add = self.frames[-1].add
        match token.type:
            case "text" | "text_special":
                if token.content:
                    add(Text(token.content, at=at))
            case "softbreak":
                add(Text(" ", at=at))
            case "hardbreak":
                add(LineBreak(at=at))
            case "code_inline":
                literal = token.content.replace("\\|", "|") if self.cell else token.content
                add(Code(literal, at=at))
            case "note_reference":
                add(NoteRef(token.meta["label"], at=at))
            case "mention":
                add(CrossRef(token.meta["label"], at=at))
            case "citation":
                cites = token.meta["cites"]
                add(Citation(tuple(replace(cite, at=at) for cite in cites), at=at))
            case "html_inline":
                self.html(token, at)

    def html(self, token: Token, at: Place) -> None:
        """Read a tag: what Markdown can say is taken for that, the rest is left out."""
        markup = token.content
        tag, closes = tag_of(markup)
        if is_break(markup):
            self.frames[-1].add(LineBreak(at=at))
        elif closes and tag == self.frames[-1].tag:
            self.close()
        elif tag in MEANT and not closes and not self.is_full(at):
            self.reading.tell("D031", at, markup=markup)
            meta = {"at": token.meta["at"], "href": address_of(markup)}
            self.frames.append(_Frame(MEANT[tag], Token(tag, "", 0, meta=meta), tag=tag))
        elif not is_separator(markup) and not (closes and tag in self.left_out):
            self.left_out.add(tag)
            self.reading.tell("D009" if is_harmless(markup) else "D008", at, markup=markup)

    def end_tags(self) -> None:
        """Take away the tags that nothing has closed; what they hold stays."""
        while self.frames[-1].tag:
            frame = self.frames.pop()
            for inline in frame.done():
                self.frames[-1].add(inline)

    def close(self) -> None:
        frame = self.frames.pop()
        at = self.place(frame.token)
        made = self.wrap(frame, _tidy(frame.done(), whole=frame.kind == "note"), at)
        for inline in made:
            self.frames[-1].add(inline)

    def wrap(self, frame: _Frame, content: Inlines, at: Place) -> Inlines:
        match frame.kind:
            case "link":
                return self.link(frame.token, content, at)
            case "span":
                return self.span(attributes_of(frame.token), content, at)
            case "image":
                self.reading.tell("D011", at, name=frame.token.meta["href"])
                return (Text(inline_text(content), at=at),) if content else ()
            case "note" if content:
                label = self.reading.free_label()
                self.reading.notes.append(Note(label, (Paragraph(content, at=at),), at=at))
                return (NoteRef(label, at=at),)
            case kind if kind not in _FLAT and content:
                return (_marked(kind, content, at),)
            case _:
                return content

    def link(self, token: Token, content: Inlines, at: Place) -> Inlines:
        href, title = token.meta.get("href", token.attrs.get("href", "")), token.meta.get("title")
        attributes = attributes_of(token)
        inside = href.startswith("#") and len(href) > 1
        self.reading.tell_attributes(attributes, at, *((".page",) if inside else ()))
        if title:
            self.reading.tell("D023", at, title=title)
        if inside:
            label = href[1:]
            known = label in self.reading.env["labels"]
            page = "page" in attributes.classes
            return (CrossRef(label if known else _decoded(label), content, page, at=at),)
        inside = any(frame.kind == "link" for frame in self.frames)
        if inside or not _SCHEMES.match(href):
            self.reading.tell("D010", at, address=href)
            return content
        return (Link(content or (Text(href, at=at),), href, at=at),)

    def span(self, attributes: Attributes, content: Inlines, at: Place) -> Inlines:
        known = {".truncated", ".missing", ".date", "lang", "dir", *(f".{name}" for name in _MARKS)}
        led = _LED.intersection(attributes.classes)
        keys = {f".{name}" for name in led} | ({"entry"} if led else set())
        keys |= {"see", "also"} if "index" in led else set()
        self.reading.tell_attributes(attributes, at, *known, *keys)
        if "truncated" in attributes.classes:
            return (Gap("truncated", at=at),)
        if "missing" in attributes.classes:
            return (Gap("missing", at=at),)
        if "date" in attributes.classes:
            if iso := _day(inline_text(content)):
                return (Day(iso, at=at),)
            self.reading.tell("D120", at, text=inline_text(content))
        for name in reversed(attributes.classes):
            if name in _MARKS and content:
                content = (_marked(name, content, at),)
        language, written = attributes.language, attributes.values.get("dir")
        if written not in {None, "rtl", "ltr"}:
            self.reading.tell("D020", at, name=f"dir={written}")
            written = None
        if content and (language or written):
            rtl = (written or direction_of(language or "")) == "rtl"
            content = (Isolate(content, "rtl" if rtl else "ltr", language, at=at),)
        return _led(attributes, content, at) if led else content


_MARKS = frozenset({"em", "emphasis", "strong", "sup", "sub"})


_LED = frozenset({"term", "index"})


def _led(attributes: Attributes, content: Inlines, at: Place) -> Inlines:
    """Make of a run what glossary and index know; a place in the index may have no words."""
    values = attributes.values
    entry = values.get("entry") or None
    if "term" in attributes.classes and content:
        content = (Term(content, None if "index" in attributes.classes else entry, at=at),)
    if "index" not in attributes.classes or not (content or entry):
        return content
    see, also = values.get("see") or None, values.get("also") or None
    return (IndexMark(content, entry, see, also, at=at),)


def _marked(kind: str, content: Inlines, at: Place) -> Inline:
    match kind:
        case "strong":
            return Strong(content, at=at)
        case "sup":
            return Superscript(content, at=at)
        case "sub":
            return Subscript(content, at=at)
        case _:
            return Emphasis(content, at=at)


def _day(text: str) -> str | None:
    """Return a date as ISO 8601 has it, a year, year-month or day, in whatever digits it is typed.

    >>> _day("٢٠٢٤-٠٧-٢٠"), _day("2024-02-30"), _day("2024-7-20")
    ('2024-07-20', None, None)
    """
    iso = "".join(str(unicodedata.decimal(c, c)) for c in text.strip())
    if (found := _ISO.fullmatch(iso)) is None:
        return None
    try:
        date(*(int(part or 1) for part in found.groups()))
    except ValueError:
        return None
    return iso


def _decoded(label: str) -> str:
    """Return a label as it was before a browser copied it: ``%D8%A3`` is «أ»."""
    return _PERCENT.sub(
        lambda found: bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "replace"), label
    )


def _tidy(content: list[Inline], *, whole: bool = False) -> Inlines:
    """Make one blank of any white space; none stays beside a line break or around a run."""
    tidy: list[Inline] = []
    last = len(content) - 1
    for n, inline in enumerate(content):
        if isinstance(inline, Text):
            text = _BLANKS.sub(" ", inline.text)
            if (n == 0 and whole) or (n > 0 and isinstance(content[n - 1], LineBreak)):
                text = text.lstrip(" ")
            if (n == last and whole) or (n < last and isinstance(content[n + 1], LineBreak)):
                text = text.rstrip(" ")
            if text:
                tidy.append(edited(inline, text=text))
        else:
            tidy.append(inline)
    while whole and tidy and isinstance(tidy[-1], LineBreak):
        tidy.pop()
    while whole and tidy and isinstance(tidy[0], LineBreak):
        tidy.pop(0)
    return tuple(tidy)


def tokens_of(reading: Reading, run: Run) -> list[Token]:
    """Return the inline tokens of a run."""
    return grammar().inline.parse(run.content, grammar(), reading.env, [])


def read_run(reading: Reading, run: Run, *, cell: bool = False) -> Inlines:
    """Read a run of text; in a ``cell`` of a pipe table, code holds its bars escaped."""
    text = run.content
    if _PLAIN.fullmatch(text) and "  \n" not in text:
        return _tidy([Text(text, at=run.place(0))], whole=True)
    return _RunReader(reading, run, cell=cell).read(tokens_of(reading, run))


@dataclass(frozen=True, slots=True)
class Image:
    """An image that stands alone in its line."""

    name: str
    alternative: str
    title: str
    attributes: Attributes
    offset: int


def read_images(reading: Reading, run: Run) -> tuple[Image, ...]:
    """Return the images of a run that holds nothing else, none of a run of text."""
    if not run.content.startswith("!["):
        return ()
    outermost: list[list[Token]] = []
    depth = 0
    for token in tokens_of(reading, run):
        inside, depth = depth > 0, depth + token.nesting
        if inside:
            outermost[-1].append(token)
        elif token.type == "image_open":
            outermost.append([token])
        elif token.nesting or token.type.startswith("code") or token.content.strip():
            return ()
    return tuple(_image(reading, run, opening, inner) for opening, *inner, _ in outermost)


def _image(reading: Reading, run: Run, opening: Token, inner: list[Token]) -> Image:
    words = _RunReader(reading, run, cell=False).read(inner)
    return Image(
        opening.meta["href"],
        inline_text(words),
        opening.meta["title"],
        attributes_of(opening),
        run.offset(opening.meta["at"]),
    )
