"""Source: is the report whole and well written before it is set? Structure, then every line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from report.checks.source.brackets import BRACKETS
from report.checks.source.digits import DIGIT_RULES, numbers_of
from report.checks.source.displays import check_displays
from report.checks.source.frontmatter import all_lines
from report.checks.source.hebrew import HEBREW_RULES
from report.checks.source.letters import LETTER_RULES
from report.checks.source.lines import Line
from report.checks.source.origins import Manuscript
from report.checks.source.outline import check_outline
from report.checks.source.patterns import Hit, Rule, excerpt
from report.checks.source.persian import PERSIAN
from report.checks.source.punctuation import PUNCTUATION
from report.checks.source.structure import check_structure
from report.checks.source.usages import double_blanks, mixed_digits, mixed_tanwin, usage_of
from report.checks.source.words import WORDS
from report.diagnostics import MOST_ALIKE, Diagnostic, Place
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

_SIGNS = frozenset().union(*(rule.signs for rule in RULES))
_INTEGER = re.compile("[0-9]+")
"""A line in which no rule finds anything; every other cell of a long table is one."""

_MOST_KEPT = 4096
"""Lines that are remembered as sound: the cells of a table often say the same."""


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
    for _, same in groupby(hits_of(report, manuscript), key=lambda found: id(found[0])):
        yield from _told(tuple(same), manuscript)


def hits_of(report: Report, manuscript: Manuscript | None = None) -> Iterator[tuple[Line, Hit]]:
    """Yield what the rules of text find, with the line that it stands in."""
    lines = tuple(all_lines(report, manuscript))
    numbers = tuple((line, at, system) for line in lines for at, system in numbers_of(line))
    usage = usage_of(lines, numbers, report.metadata.language)
    yield from mixed_digits(numbers, usage)
    sound: set[object] = set()
    for line in lines:
        if manuscript:
            yield from ((line, hit) for hit in double_blanks(line, manuscript))
        kind = line.kind()
        if kind in sound or _INTEGER.fullmatch(line.text):
            continue
        rules = _looking_at(line.languages, _SIGNS.intersection(line.text))
        hits = [hit for rule in rules for hit in rule(line, usage)]
        yield from ((line, hit) for hit in hits)
        if not hits and len(sound) < _MOST_KEPT:
            sound.add(kind)


@lru_cache(maxsize=4096)
def _looking_at(languages: frozenset[str], signs: frozenset[str]) -> tuple[Rule, ...]:
    """Return the rules that may find anything in a line: few, in most lines."""
    return tuple(rule for rule in RULES if rule.looks_at(languages, signs))


def _told(hits: Sequence[tuple[Line, Hit]], manuscript: Manuscript | None) -> Iterator[Diagnostic]:
    """Yield the findings of a line; the last that is told of many alike says how many follow."""
    left = Counter(hit.code for _, hit in hits)
    told: Counter[str] = Counter()
    for line, hit in hits:
        told[hit.code] += 1
        left[hit.code] -= 1
        if told[hit.code] > MOST_ALIKE:
            continue
        fields = {"text": excerpt(line.typed, hit.start, hit.end), **hit.fields}
        found = finding(hit.code, _place(line, hit, manuscript), **fields)
        yield found.standing_for(left[hit.code] if told[hit.code] == MOST_ALIKE else 0)


def _place(line: Line, hit: Hit, manuscript: Manuscript | None) -> Place | None:
    """Return where a hit stands: at its character if the manuscript says so, else at its text."""
    piece = line.piece(hit.start)
    if piece is None or piece.at is None:
        return line.at
    if manuscript and (origins := manuscript.origins(piece.text, piece.at)):
        return manuscript.place(origins[hit.start - piece.start], piece.at.file)
    return piece.at
