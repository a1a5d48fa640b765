"""The reader of pages: from bytes to a report, each step a function that says what it took."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from report.diagnostics import Diagnostic, Place, ReportError, Warn
from report.model.blocks import Block, Break, Paragraph
from report.model.document import Note, Report
from report.model.walk import inline_text
from report.readers.article.furniture import without_furniture
from report.readers.article.lines import fold, split_lines
from report.readers.article.tree import Head, grow, parted
from report.readers.html.blocks import read_blocks, read_flow
from report.readers.html.body import find_article, take_title, without_forerunners
from report.readers.html.chrome import (
    name_headings,
    reveal_noscript,
    strip_controls,
    without_chrome,
    without_machinery,
)
from report.readers.html.contents import labels_of, take_contents
from report.readers.html.figures import stands_alone
from report.readers.html.metadata import (
    Description,
    describe,
    metadata_of,
    page_language,
    take_byline,
    title_of,
)
from report.readers.html.notes import Notes, take_notes
from report.readers.html.page import (
    HEADINGS,
    Element,
    name_of,
    open_page,
    place_in,
    take_out,
    text_of,
    tokens_of,
)
from report.readers.html.reading import Reading, Setting, blocky_of
from report.readers.html.typednotes import link_typed_notes
from report.readers.shaping import Flow, shape
from report.readers.shaping.flow import said
from report.readers.source import Source
from report.rules import Phrase, finding

_SUBTITLE: Final = re.compile("sub-?(?:title|head)|standfirst|dek|deck|kicker|secondary-title")
_AT_TOP: Final = 4
"""Parts of the flow among which the title may stand as a line of text."""
_HEADING_WORDS: Final = 9
"""Words: a longer heading right under the title is a summary, not the first of the sections."""
_LEAVES = ("p", "h2", "h3", "h4", "h5", "h6", "li", "div")


def read_html(source: Source, warn: Warn) -> Report:
    r"""Read the article of a page.

    Raises :class:`ReportError` as :func:`report.readers.source.decode` does, for a page that is
    too large (S003) or nested too deep (S101), and when nothing but furniture is left (S020).

    >>> page = "<title>الماء | موقع</title><nav>الرئيسية</nav><h1>الماء</h1><p>قلّ <b>المطر</b>.</p>"
    >>> report = read_html(Source("a.html", "text/html", page.encode()), lambda finding: None)
    >>> report.metadata.title, len(report.body[0].content)
    ('الماء', 1)
    """
    findings: list[Diagnostic] = []
    try:
        return _read(source, findings.append)[0]
    finally:
        for found in sorted(findings, key=lambda found: (found.place or Place(source.name, 0))[1:]):
            warn(found)


def far_images(source: Source) -> Mapping[str, str]:
    """Return the addresses of the images of a page on other machines, by the names they get.

    >>> page = '<h1>الماء</h1><p>قلّ المطر.</p><img src="https://example.org/a/well.jpg">'
    >>> far_images(Source("a.html", "text/html", page.encode()))
    {'well.jpg': 'https://example.org/a/well.jpg'}
    """
    _, images = _read(source, lambda found: None)
    return {name: address for address, name in images.items()}


def _read(source: Source, warn: Warn) -> tuple[Report, Mapping[str, str]]:
    """Return the report, and the names of its images on other machines by their addresses."""
    name = source.name
    root = open_page(source, warn)
    strip_controls(root)
    name_headings(root)
    described = describe(root)
    without_machinery(root, name, warn)
    reveal_noscript(root)
    body = root if name_of(root) == "body" else root.find("body")
    if body is None:
        body = root
    heading = take_title(body, described.title)
    link_typed_notes(body, name, warn)
    notes = take_notes(body)
    without_chrome(body, heading, name, warn)
    named = text_of(heading) if heading is not None else ""
    article = find_article(root, heading, name, warn)
    take_byline(article, described, name, warn)
    without_forerunners(article, heading, name, warn)
    take_contents(article, name, warn)
    _without_phrases(article, name, warn)
    language = page_language(root, text_of(article)[:60_000], name, warn)
    roots = [article, *(holder for _, holder in notes.entries)]
    images = frozenset(i for r in roots for i in r.iter("img") if stands_alone(i))
    reading = Reading(
        name,
        warn,
        described.address,
        notes.references,
        labels_of(article),
        blocky_of(roots, images),
    )
    flow = read_flow(reading, article, Setting(language))
    flow = shape(flow, warn, described.questions)
    if not flow:
        raise ReportError(finding("S020", Place(name, 0)))
    title = title_of(described.title, named)
    flow, title = _titled(flow, title, name, warn)
    flow = _subtitled(flow, article, heading, described, warn)
    flow = _without_empty_heads(flow, bool(notes.entries), warn)
    body_parts, back = parted(grow(_levelled(flow, warn), language))
    report = Report(
        metadata_of(described, title, language, name, warn),
        body=body_parts,
        back=back,
        notes=_notes(reading, notes, language),
        assets=tuple(reading.assets.values()),
    )
    return report, reading.images


def _notes(reading: Reading, notes: Notes, language: str) -> tuple[Note, ...]:
    return tuple(
        Note(label, read_blocks(reading, holder, Setting(language, depth=1)), at=reading.at(holder))
        for label, holder in notes.entries
    )


def _titled(flow: Flow, title: str, name: str, warn: Warn) -> tuple[Flow, str]:
    """Take the title out of the flow, and every heading that repeats it."""
    keys = {fold(title)} if title else set()
    if not title:
        first = next((part for part in flow if isinstance(part, Head)), None)
        if first is None:
            opening = next((said(part) for part in flow if said(part)), name)
            title = " ".join(opening.split()[:8])
            warn(finding("S018", Place(name, 0), text=title))
            return flow, title
        title = " ".join(inline_text(first.title).split())
        keys = {fold(title)}
    kept: Flow = []
    at: Place | None = None
    for number, part in enumerate(flow):
        # At the top the title may stand as a mere line, where the page has no heading for it.
        line = number < _AT_TOP and isinstance(part, Paragraph) and fold(said(part)) in keys
        if line or (isinstance(part, Head) and fold(inline_text(part.title)) in keys):
            if at is None:
                at = part.at
                warn(finding("S017", at, text=title))
            else:
                warn(finding("S013", part.at, text=title, line=at.line))
        else:
            kept.append(part)
    if at is None:
        warn(finding("S017", Place(name, 0), text=title))
    return kept, title


def _subtitled(
    flow: Flow, article: Element, heading: Element | None, described: Description, warn: Warn
) -> Flow:
    """Take the heading right under the title, with no text between, into the metadata."""
    match flow:
        case [Head() as first, below, *_] if heading is not None and not isinstance(below, Head):
            text = " ".join(inline_text(first.title).split())
            marked = next((e for e in article.iter(*HEADINGS) if text_of(e) == text), None)
            named = marked is not None and any(
                _SUBTITLE.search(token) for token in tokens_of(marked)
            )
            if marked is not None and (named or (len(text.split()) > _HEADING_WORDS)):
                described.subtitle = text
                warn(finding("S029", first.at, text=text, part=Phrase("the subtitle")))
                return flow[1:]
    return flow


def _without_empty_heads(flow: Flow, noted: bool, warn: Warn) -> Flow:
    """Drop the headings that notes, now taken out, have left without text."""
    if not noted:
        return flow
    kept: Flow = []
    for number, part in enumerate(flow):
        below = flow[number + 1] if number + 1 < len(flow) else None
        empty = below is None or (isinstance(below, Head) and _is_above(part, below))
        text = inline_text(part.title) if isinstance(part, Head) else ""
        if isinstance(part, Paragraph) and below is None:
            text = said(part)  # «الهوامش:» in bold
        if empty and fold(text).rstrip(" :") in _OF_NOTES:
            kind = Phrase("the heading of the notes, which stand where they are referred to")
            warn(finding("S012", part.at, text=text, kind=kind))
        else:
            kept.append(part)
    while kept and isinstance(kept[-1], Break):
        kept.pop()  # the rule above the notes
    return kept


def _is_above(part: Head | Block, below: Head) -> bool:
    return isinstance(part, Head) and below.level <= part.level


_OF_NOTES = frozenset(
    map(
        fold,
        (
            *("الهوامش", "هوامش", "المراجع", "مراجع", "الحواشي", "حواشي", "المصادر", "مصادر"),
            *("المراجع والهوامش", "هوامش ومراجع", "پانویس", "پانوشت", "پی‌نوشت", "یادداشت‌ها"),
            *("منابع", "حوالہ جات", "حواشی", "הערות שוליים", "הערות", "notes", "references"),
            *("footnotes", "endnotes", "notes et références"),
        ),
    )
)


def _levelled(flow: Flow, warn: Warn) -> Flow:
    """Say where headings jump over a level; the press closes the gap."""
    above = 0
    for part in flow:
        if isinstance(part, Head):
            if above and part.level > above + 1:
                warn(finding("D005", part.at, level=part.level, above=above))
            above = part.level
    return flow


def _without_phrases(article: Element, name: str, warn: Warn) -> None:
    """Take out the lines that are furniture by their words: «شارك», «اقرأ أيضا», counters."""
    leaves = [e for e in article.iter(*_LEAVES) if _is_leaf(e, article)]
    texts = [text_of(e) for e in leaves]
    lines = split_lines("\n\n".join(texts), name)
    by_number = {2 * n + 1: e for n, e in enumerate(leaves)}
    kinds: dict[int, Diagnostic] = {}

    def keep(found: Diagnostic) -> None:
        if found.place:
            kinds[found.place.line] = found

    # What a page has after its article is told by its markup, not by standing below a phrase.
    without_furniture(lines, keep, tail=False)
    for number, found in sorted(kinds.items()):
        if (element := by_number.get(number)) is not None:
            warn(found.moved(place_in(element, name)))
            take_out(element)


def _within(element: Element, article: Element) -> Iterator[Element]:
    """Yield what lies around an element inside the article."""
    for around in element.iterancestors():
        if around is article:
            return
        yield around


def _is_leaf(element: Element, article: Element) -> bool:
    """Tell whether an element is a line of text of its own: a block, with no block inside."""
    apart = {"table", "figure", "pre", "details"}
    if any(name_of(around) in apart for around in _within(element, article)):
        return False
    blocks = {"p", "div", "li", "ul", "ol", "table", "h2", "h3", "h4", "h5", "h6", "figure", "img"}
    if any(
        e is not element and name_of(e) in blocks for e in element.iter() if isinstance(e.tag, str)
    ):
        return False
    text = text_of(element)
    return bool(text) and len(text.split()) <= 40
