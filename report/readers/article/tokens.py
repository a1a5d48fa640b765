"""Tokens: the words of a row, and the groups of words that no cell border can part.

A bracketed group, a date, a span of numbers («09:00 – 10:30») and the name of a country or a
city that has several words each count as one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import Literal

from report.locales.gazetteer import months, names
from report.readers.article.lines import fold
from report.readers.article.phrasebook import LANGUAGES, phrases
from report.readers.article.tongues import letters

TokenClass = Literal[
    "number", "date", "definite", "bare", "hebrew", "capital", "lower", "sign", "address"
]

NUMBER = re.compile(
    r"[~≈<>±+\-−–(]?[$€£]?\d[\d.,٫٬/:×x\-–\u00a0\u202f]*\d?[%٪°$€£+)]?[a-zA-Z]{0,3}"
)
OPENING, CLOSING = "([{«“", ")]}»”"
_EDGES = "،,;؛:.()[]{}«»“”\"'"
_JOINT = re.compile(r".*[،,;؛/&+:]$")
_ADDRESS = re.compile(r"\S+@\S+\.\w+|https?:\S+|www\.\S+|\S+\.(?:org|com|net|gov|info|pdf)\b\S*")
_DASHES = frozenset("–-—−")
_DAY = re.compile(r"\d{1,2}(?:er)?")
_YEAR = re.compile(r"\d{4}(?:[مهـ]{1,2}|هـ)?")
_THOUSANDS = re.compile(r"\d{1,3}")
_THREE = re.compile(r"\d{3}(?:[.,]\d+)?%?")
ARTICLES = ("ال", "وال", "بال", "لل", "كال", "فال")
_GROUP = 12
"""Words that a bracket may hold; an unbalanced bracket must not swallow the row."""
_LONGEST_NAME = 5
"""Words of the name of a country."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a row, or a group that is never split.

    ``start`` and ``end`` are offsets in the row; ``name`` says that it is a place's name.
    """

    text: str
    key: str
    start: int
    end: int
    kind: TokenClass
    joint: bool
    name: bool = False


def tokens(text: str, language: str = "") -> tuple[Token, ...]:
    """Return the words of a row; groups hold together what is inside them.

    >>> [token.text for token in tokens("مجموعة العمل (FATF مقرها باريس)، فرنسا")]
    ['مجموعة', 'العمل', '(FATF مقرها باريس)،', 'فرنسا']
    >>> [token.text for token in tokens("09:00 – 10:30 افتتاح 3 مارس 2024 الدار البيضاء", "ar")]
    ['09:00 – 10:30', 'افتتاح', '3 مارس 2024', 'الدار البيضاء']
    """
    spans = [match.span() for match in re.finditer(r"\S+", text)]
    keys = [fold(text[start:end].strip(_EDGES)) for start, end in spans]
    found: list[Token] = []
    index = 0
    while index < len(spans):
        last = _group_end(text, spans, index)
        kind: TokenClass | None = None
        named = False
        if last == index:
            words = [text[slice(*span)] for span in spans[index : index + _LONGEST_NAME + 1]]
            near = keys[index : index + _LONGEST_NAME + 1]
            if size := _dated(words, near):
                kind, last = "date", index + size - 1
            elif size := _spanned(near) or (_grouped(near) if language == "fr" else 0):
                kind, last = "number", index + size - 1
            elif size := _named(words, near, language):
                named, last = True, index + size - 1
        start, end = spans[index][0], spans[last][1]
        found.append(_token(text[start:end], start, end, kind, named))
        index = last + 1
    return tuple(found)


def _group_end(text: str, spans: list[tuple[int, int]], index: int) -> int:
    depth = 0
    for last in range(index, min(index + _GROUP, len(spans))):
        word = text[slice(*spans[last])]
        depth += sum(c in OPENING for c in word) - sum(c in CLOSING for c in word)
        if depth <= 0:
            return last
    return index


def _dated(words: Sequence[str], keys: Sequence[str]) -> int:
    """Return how many words from the first on are a date: «30 ماي 1997», «March 2026»."""
    day = bool(_DAY.fullmatch(keys[0])) and words[0][-1] not in "،,;؛"
    for first in (1, 0) if day else (0,):
        length = _month(keys[first:])
        if not length:
            continue
        after = first + length
        if after < len(keys) and words[after - 1][-1] not in "،؛;" and _YEAR.fullmatch(keys[after]):
            return after + 1
        english = first == 0 and after < len(keys) and _DAY.fullmatch(keys[after])
        if english and words[after].endswith(",") and after + 1 < len(keys):
            return after + 2 if _YEAR.fullmatch(keys[after + 1]) else 0
        return after if day and first else 0
    return 0


def _month(keys: Sequence[str]) -> int:
    """Return how many words from the first on name a month."""
    known = _months()
    for size in (2, 1):
        said = " ".join(keys[:size])
        if len(keys) >= size and (said in known or (said[:1] == "ב" and said[1:] in known)):
            return size
    return 0


@cache
def _months() -> frozenset[str]:
    own = (m for language in LANGUAGES for names in phrases(language).months for m in names)
    return frozenset(own) | frozenset(fold(m) for language in LANGUAGES for m in months(language))


def _spanned(keys: Sequence[str]) -> int:
    """Return 3 for two numbers of one form with a dash between: «09:00 – 10:30»."""
    if len(keys) < 3 or keys[1] not in _DASHES:
        return 0
    first, second = shape_of(keys[0]), shape_of(keys[2])
    years = bool(_YEAR.fullmatch(keys[0]) and _YEAR.fullmatch(keys[2])) and keys[0] < keys[2]
    return 3 if first == second and (":" in first or years) else 0


def _grouped(keys: Sequence[str]) -> int:
    """Return how many words are one number, its thousands set apart by blanks: «62 400»."""
    if not _THOUSANDS.fullmatch(keys[0]) or keys[0].startswith("0"):
        return 0
    size = 1
    while size < len(keys) and _THREE.fullmatch(keys[size]):
        size += 1
    return size if size > 1 else 0


def _named(words: Sequence[str], keys: Sequence[str], language: str) -> int:
    """Return how many words from the first on are the name of a place."""
    known = _places(language).get(keys[0], frozenset()) if language else frozenset()
    for size in range(min(len(keys), _LONGEST_NAME), 0, -1):
        whole = all(word[-1] not in "،,;؛:)" for word in words[: size - 1])
        if whole and " ".join(keys[:size]) in known:
            return size
    return 0


@cache
def _places(language: str) -> Mapping[str, AbstractSet[str]]:
    """Return the names of places, folded, by the first of their words."""
    found: dict[str, set[str]] = {}
    for name in names(language):
        key = fold(name)
        found.setdefault(key.split()[0], set()).add(key)
    return found


def _token(text: str, start: int, end: int, kind: TokenClass | None, named: bool) -> Token:
    core = text.strip(_EDGES)
    if kind is None:
        kind = class_of(core)
        if named and kind == "bare":
            kind = "definite"
    return Token(text, fold(core), start, end, kind, bool(_JOINT.match(text)), named)


def class_of(core: str) -> TokenClass:
    """Return the class of a word without the marks at its ends."""
    if not any(c.isalnum() for c in core):
        return "sign"
    if NUMBER.fullmatch(core):
        return "number"
    if _ADDRESS.fullmatch(core):
        return "address"
    counts = letters(core)
    if counts["hebrew"]:
        return "hebrew"
    if counts["arabic"]:
        if core.startswith(ARTICLES) and len(core) > 3:
            return "definite"
        return "definite" if _is_proper(core) else "bare"
    return "capital" if core[0].isupper() or core[0].isdigit() else "lower"


def _is_proper(core: str) -> bool:
    """Tell whether a word is a name: one of the list, or a country in -يا."""
    return fold(core) in phrases("ar").proper or (core.endswith("يا") and len(core) > 4)


@cache
def shape_of(key: str) -> str:
    """Return the form of a folded number: which signs it has, and how long it is, roughly.

    >>> shape_of("44,1"), shape_of("09:30"), shape_of("164000"), shape_of("15%")
    ('9,9', '9:9', '99', '9%')
    """
    shape = re.sub(r"\d+", "9", key)
    return "99" if shape == "9" and len(key) > 3 else shape
