"""Captions: paragraphs beside tables and images that say «جدول 1» or «المصدر»."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Final

from report.diagnostics import Warn
from report.model.blocks import Block, Chart, Figure, Paragraph, Table
from report.model.inlines import Inlines
from report.model.walk import inline_text
from report.readers.article.lines import fold
from report.readers.article.phrasebook import every
from report.readers.article.tree import Head
from report.readers.runs import tidy, unbolded
from report.readers.shaping.flow import Flow, cut, said
from report.rules import Phrase, finding

_LONGEST: Final = 40
"""Words of a caption; a longer paragraph speaks of the table."""
_FIGURES: Final = (
    "شكل الشكل رسم صورة الصورة figure fig. fig image نمودار شکل تصویر איור תרשים תמונה"
)
_NUMBER: Final = (
    r"\s*(?:رقم|شماره|no\.?|n°|מס['׳]?)?\s*[(\[]?\s*"
    r"[\d٠-٩۰-۹]+(?:[-.–][\d٠-٩۰-۹]+)*\s*[)\]]?\s*[:：.\-–—]?\s*"
)


def captioned(flow: Flow, warn: Warn) -> Flow:
    """Return a flow whose tables and figures have taken their captions and sources."""
    shaped = list(flow)
    number = 0
    while number < len(shaped):
        part = shaped[number]
        if isinstance(part, Table | Figure) and not part.caption:
            for beside in (number - 1, number + 1):
                caption = _caption(shaped, beside, part)
                if caption:
                    kind = "table" if isinstance(part, Table) else "figure"
                    at = shaped[beside].at
                    warn(finding("S109", at, text=said(shaped[beside]), kind=Phrase(kind)))
                    shaped[number] = part = replace(part, caption=caption)
                    del shaped[beside]
                    number -= beside < number
                    break
        if isinstance(part, Table) and not part.source and number + 1 < len(shaped):
            if source := _source(shaped[number + 1]):
                shaped[number] = replace(part, source=source)
                del shaped[number + 1]
        number += 1
    return [_unnumbered(part) for part in shaped]


def _caption(flow: Flow, number: int, part: Table | Figure) -> Inlines:
    """Return a paragraph as the caption of what it stands beside, without its number."""
    if not 0 <= number < len(flow):
        return ()
    beside = flow[number]
    if not isinstance(beside, Paragraph) or len(said(beside).split()) > _LONGEST:
        return ()
    match = _opening(isinstance(part, Table)).match(inline_text(beside.content))
    if not match or not match[0].strip():
        return ()
    return unbolded(tidy(cut(beside.content, match.end())) or beside.content)


@cache
def _opening(table: bool) -> re.Pattern[str]:
    """Return what opens a numbered caption: the press numbers tables and figures itself."""
    words = sorted(every("table"), key=len, reverse=True) if table else _FIGURES.split()
    return re.compile(rf"\s*(?:{'|'.join(map(re.escape, words))}){_NUMBER}(?=\S|$)", re.IGNORECASE)


def _source(part: Head | Block) -> Inlines:
    if not isinstance(part, Paragraph) or len(said(part).split()) > 25:
        return ()
    key = fold(said(part))
    for word in every("source"):
        if match := re.match(rf"\W*{re.escape(word)}\s*[:：]\s*", key):
            return tidy(cut(part.content, match.end()))
    return ()


def _unnumbered(part: Head | Block) -> Head | Block:
    """Return a table or a figure whose caption does not begin with its number."""
    if not isinstance(part, Table | Figure | Chart) or not part.caption:
        return part
    part = replace(part, caption=unbolded(part.caption))
    match = _opening(isinstance(part, Table)).match(inline_text(part.caption))
    rest = tidy(cut(part.caption, match.end())) if match else ()
    return replace(part, caption=rest) if rest else part
