"""Divisions: headings cut the flow of blocks into front, body and back matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from report.model.document import Division, Kind, NotePlace
from report.model.inlines import Inlines
from report.model.walk import inline_text
from report.readers.markdown.attributes import NONE, Attributes, trailing
from report.readers.markdown.blocks import read_blocks
from report.readers.markdown.inlines import Reading, read_run
from report.readers.markdown.tables import run_of
from report.readers.markdown.tree import Element, place_of

Matter = Literal["front", "body", "back"]
_KINDS: tuple[Kind, ...] = get_args(Kind)
_PLACES: tuple[NotePlace, ...] = get_args(NotePlace)
_MATTER: dict[str, Matter] = {"frontmatter": "front", "bodymatter": "body", "backmatter": "back"}
_USUAL: dict[Kind, Matter] = {
    "summary": "front",
    "foreword": "front",
    "appendix": "back",
    "faq": "back",
    "endnotes": "back",
    "glossary": "back",
    "bibliography": "back",
    "index": "back",
}


@dataclass(slots=True)
class _Part:
    """A heading and what follows it, up to the next heading. ``level`` is the heading's own."""

    level: int
    heading: Element | None = None
    elements: list[Element] = field(default_factory=list)
    parts: list[_Part] = field(default_factory=list)


@dataclass(slots=True)
class Divisions:
    """The three matters of a book, and the title if a heading gave it."""

    front: list[Division] = field(default_factory=list)
    body: list[Division] = field(default_factory=list)
    back: list[Division] = field(default_factory=list)
    title: str = ""


def read_divisions(reading: Reading, elements: Sequence[Element], *, titled: bool) -> Divisions:
    """Read the whole flow. Unless the report is ``titled``, its only first heading titles it."""
    found = Divisions()
    title = None if titled else _title_heading(elements)
    if title is not None:
        words = inline_text(read_run(reading, run_of(reading, title)))
        found.title = re.sub(r"[ \n]+", " ", words).strip(" ")
        reading.tell("M005", place_of(title, reading.lines), title=found.title)
        elements = [element for element in elements if element is not title]
    for part in _nest(reading, elements):
        division, matter = _division(reading, part)
        if not part.heading and not division.content:
            continue  # wrappers of HTML and definitions of notes before the first heading
        {"front": found.front, "body": found.body, "back": found.back}[matter].append(division)
    return found


def _title_heading(elements: Sequence[Element]) -> Element | None:
    """Return the first heading if it alone is of its level and nothing but wrappers precedes.

    A heading with attributes is a chapter that its author has marked as one.
    """
    headings = [element for element in elements if element.kind == "heading"]
    before = [element for element in elements if element.kind != "html_block"][:1]
    if not headings or before != headings[:1]:
        return None
    if trailing(headings[0].children[0].token.content)[1] is not NONE:
        return None
    first = _level(headings[0])
    return headings[0] if all(_level(other) > first for other in headings[1:]) else None


def _level(heading: Element) -> int:
    """Return the level of a heading; ``level=7`` goes on where Markdown's six end."""
    _, attributes, _ = trailing(heading.children[0].token.content)
    written = attributes.values.get("level", "")
    if re.fullmatch("[0-9]{1,2}", written):
        return max(1, int(written))
    return int(heading.token.tag[1:])


def _nest(reading: Reading, elements: Sequence[Element]) -> list[_Part]:
    """Put each heading under the nearest one above it of a lesser level."""
    levels = [_level(element) for element in elements if element.kind == "heading"]
    top = min(levels, default=1)
    root = _Part(top - 1)
    stack = [root]
    for element in elements:
        if element.kind != "heading":
            if stack == [root]:
                stack.append(_Part(top))
                root.parts.append(stack[-1])
            stack[-1].elements.append(element)
            continue
        part = _Part(_level(element), element)
        while stack[-1] is not root and (
            stack[-1].level >= part.level or stack[-1].heading is None
        ):
            stack.pop()
        above = stack[-1]
        beside = above.parts[-1].level if above.parts else above.level
        if part.level > above.level + 1 and beside != part.level:
            at = place_of(element, reading.lines)
            reading.tell("D005", at, level=part.level, above=above.level)
        above.parts.append(part)
        stack.append(part)
    return root.parts


def _division(reading: Reading, part: _Part) -> tuple[Division, Matter]:
    title: Inlines = ()
    attributes, at = NONE, None
    if part.heading:
        run = run_of(reading, part.heading)
        _, attributes, end = trailing(run.content)
        title = read_run(reading, run.cut(0, end))
        at = place_of(part.heading, reading.lines)
    elif part.elements:
        at = place_of(part.elements[0], reading.lines)
    kinds: list[Kind] = [kind for kind in _KINDS if kind in attributes.classes]
    kind: Kind = kinds[0] if kinds else "chapter"
    matters = [_MATTER[name] for name in attributes.classes if name in _MATTER]
    written = attributes.values.get("notes")
    notes: NotePlace | None = next((place for place in _PLACES if place == written), None)
    if written and notes is None:
        reading.tell("D020", at, name=f"notes={written}")
    _tell_spare(reading, attributes, part)
    division = Division(
        title,
        read_blocks(reading, part.elements),
        tuple(_division(reading, inner)[0] for inner in part.parts),
        kind,
        notes,
        label=attributes.label,
        language=attributes.language,
        at=at,
    )
    return division, matters[0] if matters else _USUAL.get(kind, "body")


def _tell_spare(reading: Reading, attributes: Attributes, part: _Part) -> None:
    if part.heading:
        known = (*(f".{name}" for name in (*_KINDS, *_MATTER)), "lang", "level", "notes")
        reading.tell_attributes(attributes, place_of(part.heading, reading.lines), *known)
