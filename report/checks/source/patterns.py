"""Patterns: what a rule of spelling looks for, in which languages, and what stands instead.

A rule is a regular expression whose group ``bad`` is what is wrong (the whole, without one).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from report.checks.source.lines import Line

ARABIC = "\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f"
"""Letters of the Arabic script, the tatweel left out, for use inside brackets."""
VOWELS = "\u064b-\u065f\u0670"
HEBREW = "\u05d0-\u05ea"
POINTS = "\u05b0-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
LETTERS = f"{ARABIC}{HEBREW}"
DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9"

ARABIC_SCRIPT = frozenset({"ar", "fa", "ur"})
RIGHT_TO_LEFT = ARABIC_SCRIPT | {"he"}
AROUND = 24
"""Characters shown before and after what is wrong."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule found in a line, and what should stand ``instead`` where that is certain."""

    code: str
    start: int
    end: int
    instead: str | None = None
    fields: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Usage:
    """What the report does as a whole: its language, and for each custom which form prevails."""

    language: str
    digits: str
    tanwin_first: bool


Find = Callable[[Line, Usage], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """What looks at a line, and at which lines it need not look.

    Attributes:
        find: yields what it finds in a line.
        languages: those of which a line has one where anything is found; ``None`` for all.
        signs: characters of which a line has one where anything is found; none, if any line may.
    """

    find: Find
    languages: frozenset[str] | None = None
    signs: frozenset[str] = frozenset()

    def __call__(self, line: Line, usage: Usage) -> Iterator[Hit]:
        """Yield what is found in a line."""
        return self.find(line, usage)

    def looks_at(self, languages: frozenset[str], signs: frozenset[str]) -> bool:
        """Say whether anything may be found in a line of these languages and characters."""
        spoken = self.languages is None or not self.languages.isdisjoint(languages)
        return spoken and (not self.signs or not self.signs.isdisjoint(signs))


def rule(languages: frozenset[str] | None = None, signs: str = "") -> Callable[[Find], Rule]:
    """Make a rule of a function; ``signs`` are written as between brackets of an expression."""
    return lambda find: Rule(find, languages, _spelled(signs))


def _spelled(signs: str) -> frozenset[str]:
    """Return the characters between brackets of an expression.

    >>> sorted(_spelled("0-3%"))
    ['%', '0', '1', '2', '3']
    """
    return frozenset(
        re.sub(
            "(.)-(.)", lambda ends: "".join(map(chr, range(ord(ends[1]), ord(ends[2]) + 1))), signs
        )
    )


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression, compiled where a line may have what it looks for."""

    code: str
    expression: str
    languages: frozenset[str]
    instead: str | Callable[[re.Match[str]], str | None] | None
    unless: Callable[[Line, re.Match[str]], bool] | None

    def find(self, line: Line, usage: Usage) -> Iterator[Hit]:
        """Yield what is found in the runs of the languages of the rule."""
        del usage
        found = _compiled(self.expression)
        group: int | str = "bad" if "bad" in found.groupindex else 0
        for match in found.finditer(line.text):
            start, end = match.span(group)
            if line.language_at(start) not in self.languages:
                continue
            if self.unless and self.unless(line, match):
                continue
            instead = self.instead
            made = match.expand(instead) if isinstance(instead, str) else None
            if callable(instead):
                made = instead(match)
            if made != match.group(group):
                yield Hit(self.code, start, end, made and line.shown(start, end, made))


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


def pattern(
    code: str,
    expression: str,
    languages: frozenset[str] = ARABIC_SCRIPT,
    instead: str | Callable[[re.Match[str]], str | None] | None = None,
    unless: Callable[[Line, re.Match[str]], bool] | None = None,
    signs: str = "",
) -> Rule:
    """Make a rule of an expression; each match has one of ``signs`` in it or beside it.

    >>> from report.checks.source.lines import Piece
    >>> rule = pattern("T031", "(?<=ة)(?P<bad> +)(?=،)", instead="")
    >>> line = Line("كلمة ، أخرى", "كلمة ، أخرى", "paragraph", "ar", (), None)
    >>> [(hit.start, hit.instead) for hit in rule(line, Usage("ar", "", True))]
    [(4, '')]
    """
    found = Pattern(code, expression, languages, instead, unless)
    return Rule(found.find, languages, _spelled(signs))


def excerpt(text: str, start: int, end: int) -> str:
    """Return what is wrong with the words around it, cut at blanks.

    >>> excerpt("ارتفع الطلب على الماء ، ثم انخفض", 21, 22)
    'ارتفع الطلب على الماء ، ثم انخفض'
    """
    first = max(0, start - AROUND)
    if first:
        first = text.find(" ", first, start) + 1 or first
    last = min(len(text), end + AROUND)
    if last < len(text):
        last = max(text.rfind(" ", end, last), end) if " " in text[end:last] else last
    return text[first:last].strip()
