"""Anchors: links to the headings of a manuscript by their words, as web editors make them.

«[المقدمة](#المقدمة)» leads to the heading «المقدمة» although no braces label it. The heading
gets the label that is asked for; nobody else does.
"""

from __future__ import annotations

from dataclasses import replace

from report.model.document import Division, Report
from report.model.inlines import CrossRef
from report.model.walk import inline_text, report_blocks, report_inlines


def label_headings(report: Report) -> Report:
    """Return the report with labels on the headings that links name by their words."""
    known = {division.label for _, division in report.divisions()}
    known |= {block.label for block in report_blocks(report)}
    wanted: dict[str, str] = {}
    for inline in report_inlines(report):
        if isinstance(inline, CrossRef) and inline.label not in known:
            wanted.setdefault(_letters(inline.label), inline.label)
    wanted.pop("", None)
    if not wanted:
        return report

    def labelled(divisions: tuple[Division, ...]) -> tuple[Division, ...]:
        return tuple(one(division) for division in divisions)

    def one(division: Division) -> Division:
        label = division.label or wanted.pop(_letters(inline_text(division.title)), None)
        return replace(division, label=label, divisions=labelled(division.divisions))

    return replace(
        report,
        front=labelled(report.front),
        body=labelled(report.body),
        back=labelled(report.back),
    )


def _letters(words: str) -> str:
    """Return letters and digits only: editors differ in what they do with all else.

    >>> _letters("هياكل-البيانات") == _letters("هياكل البيانات!")
    True
    """
    return "".join(character for character in words.lower() if character.isalnum())
