"""Brackets: each opened is closed, in its order and the right way round; marks of quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from report.checks.source.lines import OBJECT, Line
from report.checks.source.patterns import (
    ARABIC,
    ARABIC_SCRIPT,
    DIGITS,
    LETTERS,
    RIGHT_TO_LEFT,
    VOWELS,
    Hit,
    Rule,
    Usage,
    pattern,
    rule,
)

_PARTNERS = {")": "(", "]": "[", "}": "{", "»": "«", "”": "“"}
_ANY = re.compile(r"[()\[\]{}«»“”]")
_NO_CURLY = re.compile(r"[()\[\]{}«»]")
_GUILLEMETS = frozenset({"ar", "fa"})
"""Where curly marks open and close as in English; Urdu writes them ”thus“, Hebrew ”thus”."""
# What looks like a bracket and is none: intervals, faces.
_NO_BRACKETS = re.compile(
    rf"[\[(]\s*-?[{DIGITS}.٫∞+-]+\s*[,،؛;]\s*[+-]?[{DIGITS}.٫∞]+\s*[\])]|[:;=][-']?[()\[\]]"
)
_COUNTS = re.compile(rf"(?:^|[\s(])(?:[{DIGITS}]{{1,3}}|[{LETTERS}A-Za-z]|[ivxIVX]{{1,4}})\)$")
_LONGEST_QUOTATION = 500
_DEEPEST = 100
"""Brackets open at once; what has more is no text."""
_MIRRORED = re.compile(r"(?:(?<=\s)|^)\)(?=\S)[^()]{2,80}(?<=\S)\((?=\s|$|[.،؛:])")
_TURNED = re.compile(rf"(?:(?<=\s)|^)»(?=\S)[^«»]{{2,200}}(?<=\S)«(?=\s|$|[.،؛:؟!{OBJECT}])")


def _judged(line: Line) -> bool:
    return line.language_at(0) in RIGHT_TO_LEFT


@rule(RIGHT_TO_LEFT, ")»")
def mirrored(line: Line, usage: Usage) -> Iterator[Hit]:
    """Find brackets and guillemets that were typed as they look and not as they open."""
    del usage
    if not _judged(line):
        return
    for match in _MIRRORED.finditer(line.text):
        yield Hit("T072", match.start(), match.end(), _swapped(line, match, "(", ")"))
    if line.language_at(0) in ARABIC_SCRIPT and _is_turned(line.text):
        for match in _TURNED.finditer(line.text):
            yield Hit("T074", match.start(), match.end(), _swapped(line, match, "«", "»"))


def _is_turned(text: str) -> bool:
    """Say whether every guillemet of a line stands the wrong way round."""
    return not re.sub("[^«»]", "", text).replace("»«", "")


def _swapped(line: Line, match: re.Match[str], opening: str, closing: str) -> str:
    return f"{opening}{line.typed[match.start() + 1 : match.end() - 1]}{closing}"


@rule(RIGHT_TO_LEFT, "()[]{}«»“”")
def unbalanced(line: Line, usage: Usage) -> Iterator[Hit]:
    """Find brackets without a partner, and pairs that cross."""
    del usage
    if not _judged(line) or _MIRRORED.search(line.text) or _TURNED.search(line.text):
        return
    text = _NO_BRACKETS.sub(lambda found: OBJECT * len(found.group()), line.text)
    marks = _ANY if line.language_at(0) in _GUILLEMETS else _NO_CURLY
    stack: list[tuple[str, int]] = []
    for match in marks.finditer(text):
        mark, index = match.group(), match.start()
        if len(stack) > _DEEPEST:
            return
        if mark not in _PARTNERS:
            stack.append((mark, index))
        elif stack and stack[-1][0] == _PARTNERS[mark]:
            stack.pop()
        elif any(opened == _PARTNERS[mark] for opened, _ in stack):
            yield Hit("T076", index, index + 1)
            last = max(n for n, (opened, _) in enumerate(stack) if opened == _PARTNERS[mark])
            del stack[last]
        elif not _closes_elsewhere(mark, text, index):
            yield Hit("T075", index, index + 1)
    # A quotation of several paragraphs opens each of them, and is closed once.
    yield from (
        Hit("T075", index, index + 1) for mark, index in stack if not (mark in "«“" and index == 0)
    )


def _closes_elsewhere(mark: str, text: str, index: int) -> bool:
    """Spare «1)» and «أ)», and the end of a quotation that began paragraphs before."""
    if mark == ")":
        return bool(_COUNTS.search(text[max(0, index - 12) : index + 1]))
    return mark in "»”" and not text[index + 1 : index + 5].strip(" .،؟!")


def _guillemets(match: re.Match[str]) -> str | None:
    """Return a quotation in the marks of the house; one of Latin letters keeps its own."""
    words = match.group("words")
    if not re.search(f"[{ARABIC}]", words) or "«" in words or "»" in words:
        return None
    return f"«{words}»"


@lru_cache(maxsize=8)
def _pairs_up(text: str) -> bool:
    """Say whether the quotation marks of a line pair up, in number at least."""
    return text.count('"') % 2 == 0 and text.count("“") == text.count("”")


def _is_no_quotation(line: Line, match: re.Match[str]) -> bool:
    """Spare marks that do not pair up in the line, quotations in quotations, and inches."""
    if not _pairs_up(line.text) or not re.search(f"[{ARABIC}]", match.group("words")):
        return True
    near = line.text[max(0, match.start() - _LONGEST_QUOTATION) : match.start()]
    return "«" in near.rpartition("»")[2]


BRACKETS: tuple[Rule, ...] = (
    mirrored,
    unbalanced,
    pattern(
        "T073",
        f'(?<![{LETTERS}{VOWELS}{DIGITS}])(?P<bad>"(?P<words>[^"“”\\s](?:[^"“”\\n]*[^"“”\\s])?)"'
        ")"
        f"(?![{LETTERS}{VOWELS}{DIGITS}])",
        _GUILLEMETS,
        instead=_guillemets,
        unless=_is_no_quotation,
        signs='"',
    ),
    pattern(
        "T077",
        '(?P<bad>“(?P<words>[^"“”\\n]+)”)',
        _GUILLEMETS,
        instead=_guillemets,
        unless=_is_no_quotation,
        signs="“",
    ),
)
"""The rules of brackets and quotation marks."""
