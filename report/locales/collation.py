"""Collation: the order of glossaries, indexes and bibliographies, in each language its own.

Letters in the order of CLDR's tailorings for Arabic, Persian, Urdu and Hebrew; marks, tatweel and
the hand of a letter (hamza, madda, final forms) count only between words otherwise alike. In
Arabic the article is passed over, as every Arabic index does. What begins in another script
comes after.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from report.locales import primary

_ORDERS: Mapping[str, str] = {
    "ar": "ءابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "fa": "ءآابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
    "ur": "ءابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھیے",
    "he": "אבגדהוזחטיכלמנסעפצקרשת",
}
_FOLDED: Mapping[str, Mapping[str, str]] = {
    "ar": {"ٱ": "ا", "ة": "ه", "ى": "ي", "ک": "ك", "ی": "ي", "پ": "ب", "چ": "ج", "گ": "ك"},
    "fa": {"ٱ": "ا", "ة": "ه", "ى": "ی", "ي": "ی", "ك": "ک", "ۀ": "ه"},
    "ur": {"ٱ": "ا", "ة": "ہ", "ى": "ی", "ي": "ی", "ك": "ک", "ه": "ہ", "ۃ": "ہ"},
    "he": {"ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ"},
}
_HEADS: Mapping[str, Mapping[str, str]] = {"ar": {"ا": "أ", "ه": "هـ"}}
_ARTICLE = re.compile(r"^[\W_]*ال(?=\w{2})")
_DIGITS, _OWN, _LATIN, _FURTHER = range(4)


class Key(NamedTuple):
    """What entries are sorted by: script, letters, then the very characters."""

    scripts: tuple[int, ...]
    letters: tuple[tuple[int, int], ...]
    written: str


@cache
def sort_key(text: str, language: str) -> Key:
    """Return the key of an entry in the order of a language.

    >>> sorted(["الأمن", "بحر", "WHO", "أبواب", "إبل"], key=lambda word: sort_key(word, "ar"))
    ['إبل', 'أبواب', 'الأمن', 'بحر', 'WHO']
    """
    letters = tuple(_weights(text, primary(language)))
    return Key(letters[0][:1] if letters else (_FURTHER,), letters, text)


def letter_head(text: str, language: str) -> str:
    """Return the letter that an entry stands under in an index, ``0`` for figures.

    >>> letter_head("الأمن الغذائي", "ar"), letter_head("who", "ar"), letter_head("3G", "en")
    ('أ', 'W', '0')
    """
    name = primary(language)
    first = next(iter(_weights(text, name)), None)
    if first is None:
        return ""
    script, weight = first
    if script == _OWN and name in _ORDERS:
        letter = _ORDERS[name][weight]
        return _HEADS.get(name, {}).get(letter, letter)
    return "0" if script == _DIGITS else chr(weight).upper()


def fold_term(text: str, language: str) -> str:
    """Return a term as the glossary is asked for it: without marks, case and articles.

    >>> fold_term("الأَمْن الغذائي", "ar") == fold_term("أمن غذائي", "ar")
    True
    """
    plain = unicodedata.normalize("NFC", text).casefold().replace("ـ", "")
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.findall(r"\w+", bare)
    if primary(language) == "ar":
        words = [_ARTICLE.sub("", word) for word in words]
    return " ".join(words)


def _weights(text: str, name: str) -> list[tuple[int, int]]:
    if name == "ar":
        text = _ARTICLE.sub("", text)
    order, folded = _ORDERS.get(name, ""), _FOLDED.get(name, {})
    weights: list[tuple[int, int]] = []
    for character in text.casefold():
        # A letter that the language counts on its own stays whole; others lose their marks.
        base = character if character in order else unicodedata.normalize("NFD", character)[0]
        base = folded.get(character, folded.get(base, base))
        if base in order:
            weights.append((_OWN, order.index(base)))
        elif base.isdecimal():
            weights.append((_DIGITS, int(base)))
        elif base.isalpha() and not unicodedata.category(base).startswith("M") and base != "ـ":
            latin = unicodedata.name(base, "").startswith("LATIN")
            own = latin and not order
            weights.append((_OWN if own else _LATIN if latin else _FURTHER, ord(base)))
        elif base.isspace() and weights:
            weights.append((_DIGITS - 1, 0))  # a word before the longer one that it begins
    return weights
