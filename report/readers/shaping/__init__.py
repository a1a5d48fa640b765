"""Shaping: what formats with markup leave unsaid, told from the words and from the place.

Pages and documents mark a heading as a bold line, type bullets by hand, number tables in the
words of a paragraph, write questions as «س:». Each guess is a finding.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from report.diagnostics import Warn
from report.model.blocks import Break
from report.readers.article.tree import Head
from report.readers.shaping.bullets import bulleted
from report.readers.shaping.captions import captioned
from report.readers.shaping.flow import Flow
from report.readers.shaping.headings import bold_headings
from report.readers.shaping.questions import asked

__all__ = ["Flow", "shape"]


def shape(flow: Flow, warn: Warn, asked_for: AbstractSet[str] = frozenset()) -> Flow:
    """Return a flow with its guesses made.

    Args:
        flow: headings and blocks in the order of the source.
        warn: is told of each guess.
        asked_for: questions that the source names elsewhere, folded.
    """
    flow = asked(flow, warn, asked_for)
    flow = captioned(flow, warn)
    flow = bulleted(flow, warn)
    flow = bold_headings(flow, warn)
    return _without_idle_breaks(flow)


def _without_idle_breaks(flow: Flow) -> Flow:
    """Drop the rules that part nothing: at the ends, beside headings and beside each other."""
    kept: Flow = []
    for number, part in enumerate(flow):
        if isinstance(part, Break):
            after = flow[number + 1] if number + 1 < len(flow) else None
            before = kept[-1] if kept else None
            if not (_is_text(before) and _is_text(after)):
                continue
        kept.append(part)
    return kept


def _is_text(part: object) -> bool:
    return part is not None and not isinstance(part, Break | Head)
