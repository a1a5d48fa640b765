"""Headings: bold lines that stand alone above text, where a source marks its headings so."""

from __future__ import annotations

from dataclasses import replace

from report.diagnostics import Warn
from report.model.blocks import List, Paragraph, Table
from report.model.inlines import Strong
from report.readers.article.headings import is_shaped
from report.readers.article.tree import Head
from report.readers.shaping.flow import Flow, content_of, is_bold, said, words_of
from report.rules import finding

_LONGEST_WORDS = 14
_TITLES = 1
"""Headings that a source may mark that marks none: its title."""


def bold_headings(flow: Flow, warn: Warn) -> Flow:
    """Return a flow in which bold lines above text are headings, where there are two or more.

    Where the source marks headings, a bold line is what its author made it: a bold line.
    """
    if sum(isinstance(part, Head) for part in flow) > _TITLES:
        return flow
    found = {n for n in range(len(flow)) if _heads(flow, n)}
    if len(found) < 2:
        return flow
    shaped: Flow = []
    level = 1
    for number, part in enumerate(flow):
        if isinstance(part, Head):
            level = part.level
        if number not in found:
            shaped.append(part)
            continue
        content = content_of(part)
        title = content[0].content if isinstance(content[0], Strong) else content
        head = Head(title, level + 1, "chapter", part.at)
        warn(finding("S015", part.at, text=said(part), level=head.level))
        shaped.append(head)
    return shaped


def _heads(flow: Flow, number: int) -> bool:
    """Tell whether a part is a bold line of the shape of a heading, with text below it."""
    part = flow[number]
    if not is_bold(part) or number + 1 >= len(flow):
        return False
    words = words_of(part)
    if words is None or not is_shaped(words) or len(words.text.split()) > _LONGEST_WORDS:
        return False
    below = flow[number + 1]
    return isinstance(below, Paragraph | List | Table) and not is_bold(below)


def relevelled(flow: Flow) -> Flow:
    """Return a flow whose highest heading is a chapter, whatever level its source gave it."""
    top = min((part.level for part in flow if isinstance(part, Head)), default=1)
    return [
        replace(part, level=part.level - top + 2) if isinstance(part, Head) else part
        for part in flow
    ]
