"""Brief: a report on a page or two, chosen from what it says, for who will not read the rest.

What the author has marked is taken first: a division of the kind ``summary``, a callout of key
points (``::: key``), a table or a chart that is ``.key``. Without marks there are rules: the
description or the opening for the summary, the first list for the points, the first table or chart.
Nothing is shortened: what does not fit is told by :mod:`report.writers.pdf.briefing`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import zip_longest

from markupsafe import Markup

from report.compose.galley import NavPoint, Sheet
from report.compose.marks import stamp_words
from report.compose.numbering import division_notes, number
from report.compose.references import cross_reference
from report.compose.sheets import Desk, emblem, maybe, online_symbol, set_notes
from report.compose.xhtml import set_blocks, set_inlines
from report.diagnostics import Diagnostic
from report.filters.isolates import isolate_text
from report.locales import direction_of, locale_of
from report.model.blocks import Block, Blocks, Callout, Chart, Figure, List, Paragraph, Table
from report.model.document import Division, Report
from report.model.inlines import (
    Citation,
    CrossRef,
    IndexMark,
    Inline,
    Inlines,
    Link,
    NoteRef,
    Term,
    Text,
)
from report.model.targets import leads_out
from report.model.walk import (
    all_blocks,
    all_inlines,
    children,
    inline_text,
    map_division,
    own_inlines,
    report_blocks,
    with_children,
)
from report.rules import finding

SUMMARY, POINTS, EXHIBIT = "brief-summary", "brief-points", "brief-exhibit"
"""The labels of the parts of a brief."""

_COMMA = re.compile(r"[،,]\s*$")

_OPENING = 90
"""Words: an opening is taken by whole paragraphs until it has so many."""


def brief_of(report: Report) -> Report:
    """Return the report that a brief is: a summary, points and an exhibit, as divisions.

    References to what the brief does not hold keep their words and lead nowhere.
    """
    words = locale_of(report).words
    summary = _summary(report)
    points = _points(report, summary)
    exhibits = _exhibits(report, (*summary, *points))
    chosen = (
        (SUMMARY, words["summary"], summary),
        (POINTS, words["callout_key"], points),
        (EXHIBIT, "", exhibits),
    )
    parts = tuple(
        Division((Text(title),) if title else (), blocks, label=label)
        for label, title, blocks in chosen
        if blocks
    )
    loosen = _loosener(report)
    body = tuple(map_division(part, loosen) for part in parts)
    called = {
        inline.label
        for part in body
        for block in all_blocks(part.content)
        for run in own_inlines(block)
        for inline in all_inlines(run)
        if isinstance(inline, NoteRef)
    }
    notes = tuple(note for note in report.notes if note.label in called)
    shown = {b.asset for p in body for b in all_blocks(p.content) if isinstance(b, Figure)}
    shown.add(report.options.emblem or "")
    assets = tuple(asset for asset in report.assets if asset.name in shown)
    return replace(report, front=(), body=body, back=(), notes=notes, assets=assets)


def check_brief(report: Report) -> Iterator[Diagnostic]:
    """Yield what a brief of the report has to guess or do without (B001, B002)."""
    if not _marked_summary(report) and not report.metadata.description:
        first = next(iter(_summary(report)), None)
        yield finding("B001", first.at if first else None)
    if not report.metadata.contact and not report.metadata.online:
        yield finding("B002", None)


def _marked_summary(report: Report) -> Blocks:
    for _, part in report.divisions():
        if part.kind == "summary" and part.content:
            return part.content
    return ()


def _summary(report: Report) -> Blocks:
    if marked := _marked_summary(report):
        return tuple(block for block in marked if not _is_key(block))
    if report.metadata.description:
        direction = direction_of(report.metadata.language)
        return (Paragraph(isolate_text(report.metadata.description, direction)),)
    return _opening(report)


def _opening(report: Report) -> Blocks:
    """Return the first paragraphs of the first division that has any."""
    for _, part in report.divisions():
        taken: list[Block] = []
        words = 0
        for block in part.content:
            if isinstance(block, Paragraph) and words < _OPENING:
                taken.append(block)
                words += sum(len(_words(run)) for run in own_inlines(block))
            elif taken:
                break
        if taken:
            return tuple(taken)
    return ()


def _words(run: Inlines) -> list[str]:
    return [word for i in all_inlines(run) if isinstance(i, Text) for word in i.text.split()]


def _points(report: Report, summary: Blocks) -> Blocks:
    lists: list[Blocks] = []
    inside = set(map(id, all_blocks(summary)))
    for block in report_blocks(report):
        if isinstance(block, Callout) and _is_key(block) and block.content:
            return block.content
        if isinstance(block, List) and id(block) not in inside:
            lists.append((block,))
    return lists[0] if lists else ()


def _is_key(block: Block) -> bool:
    return isinstance(block, Callout) and block.kind == "key"


def _exhibits(report: Report, taken: Blocks) -> Blocks:
    """Return what is marked as key; else the first table, chart or image, in this order."""
    inside = set(map(id, all_blocks(taken)))
    blocks = [block for block in report_blocks(report) if id(block) not in inside]
    marked: list[Block] = [b for b in blocks if isinstance(b, Table | Chart) and b.key]
    kinds = (Table, Chart, Figure)
    first = next((b for kind in kinds for b in blocks if isinstance(b, kind)), None)
    chosen = marked or ([first] if first else [])
    # One exhibit needs no number to be told from others.
    return tuple(replace(b, label=None) if len(chosen) == 1 else b for b in chosen)


def _loosener(report: Report) -> Callable[[Inlines, str | None], Inlines]:
    """Return an edit that takes away what leads to parts that the brief does not have."""
    numbers, tongue = number(report), locale_of(report)

    def loosen(run: Inlines, language: str | None) -> Inlines:
        parts = (part for inline in _without_pages(run) for part in loose(inline, language))
        return tuple(parts)

    def loose(inline: Inline, language: str | None) -> Inlines:
        match inline:
            case CrossRef(label, content):
                said = loosen(content, language)
                return said or (Text(cross_reference(label, numbers, tongue)),)
            case Term(content) | IndexMark(content) | Citation(content=content):
                return loosen(content, language)
            case Link(content, target) if not leads_out(target):
                return loosen(content, language)
            case _:
                return (with_children(inline, loosen(children(inline), language)),)

    return loosen


def _without_pages(run: Inlines) -> Iterator[Inline]:
    """Leave out references to pages, with the comma that stands between them and what is named.

    The brief is on other pages, and the name of the part stands before: «في التوصيات، ص ٨».
    """
    for inline, following in zip_longest(run, run[1:]):
        match inline:
            case CrossRef(content=(), page=True):
                continue
            case Text(text) if isinstance(following, CrossRef) and following.page:
                yield replace(inline, text=_COMMA.sub("", text))
            case _:
                yield inline


def brief_points(report: Report) -> tuple[NavPoint, ...]:
    """Return the navigation of a brief: its title and the parts that have one."""
    parts = tuple(
        NavPoint(inline_text(part.title), part.label)
        for part in report.body
        if part.title and part.label
    )
    return (NavPoint(report.metadata.title, "brief", parts),)


def brief_sheet(desk: Desk) -> Sheet:
    """Lay out the one sheet of a brief (``brief/brief.xhtml.jinja``)."""
    metadata, words = desk.report.metadata, desk.locale.words
    parts = [_part(desk, part) for part in desk.report.body]
    names = [person.name for person in metadata.contributors if person.role == "aut"]
    lines = [(words["contact"], metadata.contact), (words["full_report"], metadata.online)]
    body = desk.templates.get_template("brief/brief.xhtml.jinja").render(
        words=words,
        title=desk.phrase(metadata.title),
        subtitle=maybe(desk, metadata.subtitle),
        publisher=maybe(desk, metadata.publisher),
        emblem=emblem(desk),
        stamp=maybe(desk, " · ".join(filter(None, stamp_words(desk.report)))),
        series=maybe(desk, metadata.series),
        date=maybe(desk, metadata.date and desk.locale.date(metadata.date)),
        authors=[desk.phrase(name) for name in names],
        parts=parts,
        lines=[(word, desk.linked(value)) for word, value in lines if value],
        code=online_symbol(desk),
    )
    return desk.bare_sheet("brief", metadata.title, body, "bodymatter", "body")


def _part(desk: Desk, part: Division) -> dict[str, Markup | str | None]:
    setting = desk.setting(2)
    inside = set_blocks(part.content, setting)
    if called := [n for n in division_notes(part, desk.numbers) if n in setting.called]:
        inside += "\n" + set_notes(desk, called, setting)
    return {
        "label": part.label,
        "title": Markup(set_inlines(part.title, setting)),
        "content": Markup(inside),
    }
