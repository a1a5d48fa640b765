"""Usages: what a report does in two ways, told once, where the rarer way first stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from report.checks.source.digits import SYSTEMS
from report.checks.source.lines import Line
from report.checks.source.origins import Manuscript
from report.checks.source.patterns import ARABIC, Hit, Usage, rule
from report.locales import primary
from report.rules import Phrase

_TANWIN = re.compile(f"(?<=[{ARABIC}])(?:ًا|اً)")
_AR = frozenset({"ar"})
Number = tuple[Line, int, str]
"""A line, where in it a number begins, and the digits that it is in."""

_NAMES = {"latn": "0123", "arab": "٠١٢٣", "arabext": "۰۱۲۳"}


def usage_of(lines: Sequence[Line], numbers: Sequence[Number], language: str) -> Usage:
    """Return what prevails in a report."""
    digits = Counter(system for *_, system in numbers)
    tanwin = Counter(found[0] for line in lines for found in _TANWIN.findall(line.text))
    most = max(SYSTEMS, key=lambda name: (digits[name], name == "latn"))
    return Usage(primary(language), most, tanwin["ً"] >= tanwin["ا"])


def mixed_digits(numbers: Sequence[Number], usage: Usage) -> Iterator[tuple[Line, Hit]]:
    """Yield the first number in other digits than most, and how many there are."""
    counts = Counter(system for *_, system in numbers)
    rare = [entry for entry in numbers if entry[2] != usage.digits]
    if not rare:
        return
    line, index, system = rare[0]
    end = index + 1
    yield (
        line,
        Hit(
            "T051",
            index,
            end,
            fields={
                "most": Phrase(_NAMES[usage.digits]),
                "count": counts[usage.digits],
                "others": len(rare),
                "rare": Phrase(_NAMES[system]),
            },
        ),
    )


@rule(_AR, "\u064b")
def mixed_tanwin(line: Line, usage: Usage) -> Iterator[Hit]:
    """Find the fathatan that stands on the other side of its alef than in most of the report."""
    usual = "ًا" if usage.tanwin_first else "اً"
    for match in _TANWIN.finditer(line.text):
        if match.group() != usual and line.language_at(match.start()) == "ar":
            yield Hit("T078", match.start(), match.end(), usual)


def double_blanks(line: Line, manuscript: Manuscript) -> Iterator[Hit]:
    """Find the blanks that the reader folded into one; those that indent or end a line are none."""
    for piece in line.pieces:
        origins = manuscript.origins(piece.text, piece.at)
        if not origins or isinstance(origins, range):
            continue
        for index in (found.start() for found in re.finditer(" ", piece.text)):
            typed = manuscript.text[origins[index] : origins[index + 1]]
            if len(typed) > 1 and "\n" not in typed:
                yield Hit("T043", piece.start + index, piece.start + index + 1, " ")
