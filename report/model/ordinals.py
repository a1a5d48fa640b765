"""Ordinals: the figures and letters that number the items of a list, written and read.

Manuscripts number lists with European, Arabic-Indic and Persian digits, with Arabic letters
in the order of the abjad (أ ب ج د) or of the alphabet (أ ب ت ث, الف ب پ ت), with Hebrew
letters, with Latin letters and with Roman numerals. One letter can belong to several of
them: «أ» opens two, ``i`` is a ninth letter or a first numeral. :func:`resolve` looks at all
the markers of a list before it decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from report.model.blocks import Numbering

ABJAD = tuple("أ ب ج د هـ و ز ح ط ي ك ل م ن س ع ف ص ق ر ش ت ث خ ذ ض ظ غ".split())
HEBREW = tuple(
    "א ב ג ד ה ו ז ח ט י יא יב יג יד טו טז יז יח יט כ כא כב כג כד כה כו כז כח כט ל".split()
)
_ALPHABET = tuple("أ ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه و ي".split())
_PERSIAN = tuple("الف ب پ ت ث ج چ ح خ د ذ ر ز ژ س ش ص ض ط ظ ع غ ف ق ک گ ل م ن و ه ی".split())
_PERSIAN_ABJAD = ("الف", *(letter.translate({0x643: "ک", 0x64A: "ی"}) for letter in ABJAD[1:]))
_LATIN = tuple("abcdefghijklmnopqrstuvwxyz")

_VARIANTS = {"ا": "أ", "ألف": "الف", "ه": "هـ"}
_ROMAN_DIGITS = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_LARGEST_ROMAN = 3999
_MOST_DIGITS = 9


def _places(*orders: Sequence[str]) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for order in orders:
        for place, letter in enumerate(order, start=1):
            if place not in (known := found.get(letter, ())):
                found[letter] = (*known, place)
    return found


_ABJAD_PLACES = _places(ABJAD, HEBREW, _PERSIAN_ABJAD)
_ALPHABET_PLACES = _places(_ALPHABET, _PERSIAN)
_ALPHA_PLACES = _places(_LATIN)


def ordinal(
    value: int, numbering: Numbering, *, hebrew: bool = False, persian: bool = False
) -> str | None:
    """Write the ``value``-th ordinal, or ``None`` where the letters do not reach.

    ``hebrew`` and ``persian`` choose the letters of those languages (Urdu writes the Persian ones).

    >>> ordinal(5, "abjad"), ordinal(3, "alpha"), ordinal(4, "roman"), ordinal(29, "abjad")
    ('هـ', 'c', 'iv', None)
    >>> ordinal(1, "abjad", persian=True), ordinal(3, "alphabet", persian=True)
    ('الف', 'پ')
    """
    if numbering == "decimal":
        return str(value) if value >= 0 else None
    if numbering == "roman":
        return _roman(value) if 1 <= value <= _LARGEST_ROMAN else None
    if numbering == "alpha":
        letters = _LATIN
    elif hebrew:
        letters = HEBREW
    elif persian:
        letters = _PERSIAN_ABJAD if numbering == "abjad" else _PERSIAN
    else:
        letters = ABJAD if numbering == "abjad" else _ALPHABET
    return letters[value - 1] if 1 <= value <= len(letters) else None


def readings(marker: str) -> tuple[tuple[Numbering, int], ...]:
    """Return what a marker can mean, likeliest first; nothing if it numbers nothing.

    >>> readings("٣"), readings("ج"), readings("نص")
    ((('decimal', 3),), (('abjad', 3), ('alphabet', 5), ('alphabet', 6)), ())
    """
    if marker.isdecimal():
        return (("decimal", int(marker)),) if len(marker) <= _MOST_DIGITS else ()
    word = marker.lower()
    word = _VARIANTS.get(word, word)
    abjad: list[tuple[Numbering, int]] = [("abjad", n) for n in _ABJAD_PLACES.get(word, ())]
    bare = "ه" if word == "هـ" else word
    alphabet: list[tuple[Numbering, int]] = [
        ("alphabet", n) for n in _ALPHABET_PLACES.get(bare, ())
    ]
    alpha: list[tuple[Numbering, int]] = [("alpha", n) for n in _ALPHA_PLACES.get(bare, ())]
    numeral = _from_roman(word)
    roman: list[tuple[Numbering, int]] = [("roman", numeral)] if numeral else []
    return (*roman, *abjad, *alpha) if word == "i" else (*abjad, *alphabet, *alpha, *roman)


def resolve(markers: Sequence[str]) -> tuple[Numbering, int]:
    """Decide how a list is numbered and where it starts, from the markers of all its items.

    The reading wins that most of the markers follow; of equals the likeliest of the first.

    >>> resolve(["أ", "ب", "ت"]), resolve(["أ", "ب", "ج"]), resolve(["i", "j"])
    (('alphabet', 1), ('abjad', 1), ('alpha', 9))
    >>> resolve(["الف", "ب", "ج"]), resolve(["الف", "ب", "پ"])
    (('abjad', 1), ('alphabet', 1))
    """
    choices = readings(markers[0])
    known = [frozenset(readings(marker)) for marker in markers]

    def followed(choice: tuple[Numbering, int]) -> int:
        numbering, start = choice
        return sum((numbering, start + n) in meanings for n, meanings in enumerate(known))

    return max(choices, key=followed)


def _roman(value: int) -> str:
    written = ""
    for worth, letters in _ROMAN_DIGITS:
        times, value = divmod(value, worth)
        written += letters * times
    return written


def _from_roman(word: str) -> int | None:
    if not re.fullmatch("[ivxlcdm]{1,15}", word):
        return None
    rest, value = word, 0
    for worth, letters in _ROMAN_DIGITS:
        while rest.startswith(letters):
            rest, value = rest[len(letters) :], value + worth
    return value if not rest and _roman(value) == word else None
