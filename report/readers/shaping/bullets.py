"""Bullets: lists that their author typed by hand, with a sign or a number before each line."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from report.diagnostics import Warn
from report.model.blocks import Block, List, ListItem, Numbering, Paragraph
from report.model.inlines import Inlines
from report.model.walk import inline_text
from report.readers.article.marks import Mark, read_mark
from report.readers.article.tree import Head
from report.readers.runs import tidy
from report.readers.shaping.flow import Flow, cut, parted, said
from report.rules import finding

_FEWEST: Final = 2
_LONGEST: Final = 60
"""Words of an item with a number: longer ones are paragraphs that someone has numbered."""


def bulleted(flow: Flow, warn: Warn) -> Flow:
    """Return a flow in which lines with bullets in a row are lists."""
    shaped: Flow = []
    number = 0
    while number < len(flow):
        run = _run(flow, number)
        if len(run) >= _FEWEST:
            first = flow[number]
            warn(finding("S110", first.at, count=len(run), mark=_written(run[0][0], first)))
            shaped.append(_list(run, first))
            number += len({id(part) for _, _, part in run})
        else:
            shaped.append(flow[number])
            number += 1
    return shaped


def _written(mark: Mark, first: Head | Block) -> str:
    """Return a mark as the first line of a list has it."""
    return said(first)[: mark.length].strip()


Entry = tuple[Mark, Inlines, "Head | Block"]


def _run(flow: Flow, start: int) -> list[Entry]:
    """Return the lines with marks of one kind that begin at a part of the flow."""
    run: list[Entry] = []
    for number in range(start, len(flow)):
        part = flow[number]
        lines = parted(part.content) if isinstance(part, Paragraph) else []
        entries = [(_mark_of(line), line) for line in lines]
        if not entries or not all(mark for mark, _ in entries):
            break
        marks = [mark for mark, _ in entries if mark]
        if run and marks[0].style != run[0][0].style:
            break
        if any(mark.style != marks[0].style for mark in marks):
            break
        if run and part.language != run[0][2].language:
            break
        run += [(mark, line, part) for mark, line in entries if mark]
    return run if _counts(run) else []


def _mark_of(line: Inlines) -> Mark | None:
    text = inline_text(line).lstrip()
    mark = read_mark(text) if text else None
    if mark is None or mark.style.endswith("glued") or len(text) <= mark.length:
        return None
    numbered = bool(mark.readings)
    return None if numbered and len(text.split()) > _LONGEST else mark


def _counts(run: list[Entry]) -> bool:
    """Tell whether numbers count up from the first one, by one way of counting."""
    if not run or not run[0][0].readings:
        return bool(run)
    return _numbering(run) is not None


def _numbering(run: list[Entry]) -> tuple[Numbering, int] | None:
    for numbering, start in run[0][0].readings:
        if all(mark.value(numbering) == start + n for n, (mark, _, _) in enumerate(run)):
            return numbering, start
    return None


def _list(run: list[Entry], first: Head | Block) -> List:
    items = tuple(
        ListItem((Paragraph(tidy(cut(line, mark.length)), at=part.at),), at=part.at)
        for mark, line, part in run
    )
    numbering, start = _numbering(run) or (None, 1)
    found = List(items, numbering, start, at=first.at)
    return replace(found, language=first.language)
