"""Citations: what the style says in the text, and the list of what is cited."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from report.diagnostics import Warn
from report.locales import direction_of, locale, primary
from report.model.blocks import Block, List, ListItem, Paragraph
from report.model.document import Division, Report
from report.model.inlines import Citation, Inline, Inlines, Text
from report.model.walk import (
    children,
    map_inlines,
    report_blocks,
    report_inlines,
    with_children,
)
from report.rules import Phrase, finding

if TYPE_CHECKING:
    from report.bibliography.wording import Entry, Wording

PREFIX = "source-"
"""Begins the label of every entry of the bibliography."""


def cite(report: Report, warn: Warn) -> Report:
    """Word the citations of a report in its style and fill its bibliography.

    A key that no file of sources has is told of (D201) and stands as it is. The entries of
    each script have their own group, those of the report's own first. A second time changes
    nothing.
    """
    cited = [one for one in report_inlines(report) if isinstance(one, Citation)]
    if _is_done(report) or not (cited or report.references):
        return report
    known = {reference.key: reference for reference in report.references}
    keys = dict.fromkeys(cite.key for citation in cited for cite in citation.cites)
    for citation in cited:
        for one in citation.cites:
            if one.key not in known:
                warn(finding("D201", one.at, key=one.key))
    asked = known if "*" in report.options.nocite else report.options.nocite
    for key in asked:
        if key not in known:
            warn(finding("D201", None, key=key))
    listed = [known[key] for key in dict.fromkeys((*keys, *asked)) if key in known]

    # Loaded when a report cites: the processor is large.
    from report.bibliography.wording import Wording

    tongue = locale(report.metadata.language)
    wording = Wording(_style(report, warn), listed, tongue) if listed else None

    def edit(content: Inlines, language: str | None) -> Inlines:
        return tuple(_worded(inline, wording) for inline in content)

    report = map_inlines(report, edit)
    if wording is None:
        return report
    filled = _Filling(wording, report)
    return replace(
        report,
        front=filled.matter(report.front),
        body=filled.matter(report.body),
        back=filled.matter(report.back),
    )


def _is_done(report: Report) -> bool:
    return any(
        isinstance(block, Paragraph) and (block.label or "").startswith(PREFIX)
        for block in report_blocks(report)
    )


def _style(report: Report, warn: Warn) -> str:
    from report.bibliography.wording import STYLES

    wanted = report.options.citation_style
    if wanted is None or wanted in STYLES:
        return wanted or STYLES[0]
    warn(finding("D205", None, style=wanted, known=Phrase(", ".join(STYLES))))
    return STYLES[0]


def _worded(inline: Inline, wording: Wording | None) -> Inline:
    if isinstance(inline, Citation):
        known = [one for one in inline.cites if wording and one.key in wording.items]
        lost = [one for one in inline.cites if one not in known]
        content: Inlines = ()
        if wording and known:
            content = wording.citation(known, label_of)
        missing = tuple(Text(f"[{one.key}]") for one in lost)
        return replace(inline, content=(*content, *missing))
    inside = children(inline)
    return with_children(inline, tuple(_worded(i, wording) for i in inside)) if inside else inline


def label_of(key: str) -> str:
    """Return the label of the entry of a source.

    >>> label_of("qasim2021"), label_of("a:b")
    ('source-qasim2021', 'source-6783a31e')
    """
    if re.fullmatch(r"[A-Za-z0-9._-]+", key):
        return PREFIX + key
    return PREFIX + sha256(key.encode()).hexdigest()[:8]


class _Filling:
    """The entries of a bibliography, put into the first division that asks for them."""

    def __init__(self, wording: Wording, report: Report) -> None:
        self.entries = wording.entries()
        self.language = report.metadata.language
        self.words = locale(self.language).words
        self.numeric = wording.numeric
        self.full = False

    def matter(self, divisions: tuple[Division, ...]) -> tuple[Division, ...]:
        return tuple(self._filled(division) for division in divisions)

    def _filled(self, division: Division) -> Division:
        if division.kind != "bibliography" or self.full:
            return division
        self.full = True
        own = [entry for entry in self.entries if self._is_own(entry)]
        foreign = [entry for entry in self.entries if not self._is_own(entry)]
        if self.numeric or not (own and foreign):
            return replace(division, content=(*division.content, self._list(self.entries)))
        groups = (("sources_own", own), ("sources_foreign", foreign))
        inner = tuple(
            Division(
                (Text(self.words[word]),),
                (self._list(tuple(entries)),),
                label=word.replace("_", "-"),
            )
            for word, entries in groups
        )
        return replace(division, divisions=(*division.divisions, *inner))

    def _is_own(self, entry: Entry) -> bool:
        return direction_of(entry.language) == direction_of(self.language)

    def _list(self, entries: tuple[Entry, ...]) -> Block:
        """Return entries as a list in the language of the first, the others in their own."""
        around = primary(self.language)
        first = entries[0].language
        items = tuple(
            ListItem(
                (
                    Paragraph(
                        entry.content,
                        label=label_of(entry.key),
                        language=None if entry.language == first else entry.language,
                    ),
                )
            )
            for entry in entries
        )
        return List(items, language=None if first == around else first)
