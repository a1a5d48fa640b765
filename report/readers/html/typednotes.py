"""Typed notes: «[1]» in the text and «[1] …» below it become references with their notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from report.diagnostics import Warn
from report.readers.html.page import BLOCKS, Element, elements, name_of, place_in, text_of
from report.rules import finding

_NOTE: Final = re.compile(r"\s*\[(\d{1,3})\]\s*\S")
_REFERENCE: Final = re.compile(r"\[(\d{1,3})\]")
_FEWEST: Final = 2
_LITERAL: Final = frozenset({"pre", "code", "a", "script", "style", "textarea"})


def link_typed_notes(body: Element, name: str, warn: Warn) -> None:
    """Make links of references that somebody typed, as programs write them (S111).

    They are believed where the notes stand below one another, count up from one, and every one
    of them is referred to above.
    """
    notes = _notes(body)
    if len(notes) < _FEWEST:
        return
    referring = _referring(body, notes[0], len(notes))
    if {number for _, _, number in referring} != set(range(1, len(notes) + 1)):
        return
    for number, note in enumerate(notes, 1):
        note.set("id", f"typed-note-{number}")
    # From the last: what stands before a reference in the same text stays where it is.
    for element, tail, _ in dict.fromkeys(reversed(referring)):
        _link(element, tail=tail, most=len(notes))
    warn(finding("S111", place_in(notes[0], name), count=len(notes)))


def _notes(body: Element) -> list[Element]:
    """Return the last run of lines below one another that begin with [1], [2] and so on."""
    best: list[Element] = []
    run: list[Element] = []
    for element in body.iter("p", "li", "div"):
        if any(name_of(inner) in BLOCKS for inner in elements(element)):
            continue
        match = _NOTE.match(text_of(element))
        number = int(match[1]) if match else 0
        beside = bool(run) and element.getparent() is run[-1].getparent()
        if number == len(run) + 1 and (beside or not run):
            run.append(element)
        elif number == 1:
            run = [element]
        elif number or not text_of(element):
            continue
        if len(run) >= _FEWEST:
            best = run
    return best


def _referring(body: Element, first: Element, most: int) -> list[tuple[Element, bool, int]]:
    """Return the texts that refer to the notes: an element, whether its tail, the number."""
    found: list[tuple[Element, bool, int]] = []
    for element, tail, text in _texts(body, first):
        numbers = [int(match[1]) for match in _REFERENCE.finditer(text)]
        found += [(element, tail, number) for number in numbers if 1 <= number <= most]
    return found


def _texts(element: Element, stop: Element) -> Iterator[tuple[Element, bool, str]]:
    """Yield the texts of a page in order, up to an element, but for those of code and of links."""
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(inner.tag, str):
            continue
        if event == "start":
            if inner is stop:
                return
            if inner.text and name_of(inner) not in _LITERAL:
                yield inner, False, inner.text
        elif inner.tail and inner is not element:
            parent = inner.getparent()
            if parent is not None and name_of(parent) not in _LITERAL:
                yield inner, True, inner.tail


def _link(element: Element, *, tail: bool, most: int) -> None:
    """Set a raised link around each reference in the text or the tail of an element."""
    text = (element.tail if tail else element.text) or ""
    pieces = _REFERENCE.split(text)
    holder = element.getparent() if tail else element
    if holder is None:
        return
    at = holder.index(element) + 1 if tail else 0
    made: list[Element] = []
    opening = pieces[0]
    for number, after in zip(pieces[1::2], pieces[2::2], strict=True):
        if not 1 <= int(number) <= most:
            rest = f"[{number}]{after}"
            if made:
                made[-1].tail = (made[-1].tail or "") + rest
            else:
                opening += rest
            continue
        raised = etree.Element("sup")
        link = etree.SubElement(raised, "a", href=f"#typed-note-{int(number)}")
        link.text = f"[{number}]"
        raised.tail = after
        for new in (raised, link):
            new.sourceline = element.sourceline
        made.append(raised)
    if tail:
        element.tail = opening
    else:
        element.text = opening
    for offset, raised in enumerate(made):
        holder.insert(at + offset, raised)
