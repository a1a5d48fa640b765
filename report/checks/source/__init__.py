"""Source: is the report whole and well written before it is set? Structure, then every line."""

from __future__ import annotations

from collections.abc import Iterator

from report.checks.source.brackets import BRACKETS
from report.checks.source.digits import DIGIT_RULES
from report.checks.source.displays import check_displays
from report.checks.source.hebrew import HEBREW_RULES
from report.checks.source.letters import LETTER_RULES
from report.checks.source.lines import Line, lines_of
from report.checks.source.origins import Manuscript
from report.checks.source.outline import check_outline
from report.checks.source.patterns import Hit, Rule, excerpt
from report.checks.source.persian import PERSIAN
from report.checks.source.punctuation import PUNCTUATION
from report.checks.source.structure import check_structure
from report.checks.source.usages import double_blanks, mixed_digits, mixed_tanwin, usage_of
from report.checks.source.words import WORDS
from report.diagnostics import Diagnostic, Place
from report.model.document import Report
from report.rules import finding

RULES: tuple[Rule, ...] = (
    *PUNCTUATION,
    *DIGIT_RULES,
    *LETTER_RULES,
    *PERSIAN,
    *HEBREW_RULES,
    *BRACKETS,
    *WORDS,
    mixed_tanwin,
)
"""The rules that look at one line at a time."""


def check_report(report: Report, manuscript: Manuscript | None = None) -> Iterator[Diagnostic]:
    """Yield what is wrong with a report, its structure first, then its text in reading order.

    Args:
        report: the report as it was read, before any filter.
        manuscript: what it was read from; with it each finding stands at its very character.

    >>> from report.model.blocks import Paragraph
    >>> from report.model.document import Division, Metadata
    >>> from report.model.inlines import Text
    >>> chapter = Division((), (Paragraph((Text("الأمن, والغذاء."),)),))
    >>> [found.code for found in check_report(Report(Metadata(title="موجز"), body=(chapter,)))]
    ['T030']
    """
    yield from check_structure(report)
    yield from check_outline(report)
    yield from check_displays(report)
    for line, hit in hits_of(report, manuscript):
        yield _told(line, hit, manuscript)


def hits_of(report: Report, manuscript: Manuscript | None = None) -> Iterator[tuple[Line, Hit]]:
    """Yield what the rules of text find, with the line that it stands in."""
    lines = tuple(lines_of(report))
    usage = usage_of(lines, report.metadata.language)
    yield from mixed_digits(lines, usage)
    for line in lines:
        if manuscript:
            yield from ((line, hit) for hit in double_blanks(line, manuscript))
        for rule in RULES:
            for hit in rule(line, usage):
                yield line, hit


def _told(line: Line, hit: Hit, manuscript: Manuscript | None) -> Diagnostic:
    fields = {"text": excerpt(line.typed, hit.start, hit.end), **hit.fields}
    return finding(hit.code, _place(line, hit, manuscript), **fields)


def _place(line: Line, hit: Hit, manuscript: Manuscript | None) -> Place | None:
    """Return where a hit stands: at its character if the manuscript says so, else at its text."""
    piece = line.piece(hit.start)
    if piece is None or piece.at is None:
        return line.at
    if manuscript and (origins := manuscript.origins(piece.text, piece.at)):
        return manuscript.place(origins[hit.start - piece.start], piece.at.file)
    return piece.at
