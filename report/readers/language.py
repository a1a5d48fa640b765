"""Language: which language a text is in, where its author does not say."""

from __future__ import annotations

import re
from collections import Counter

_PERSIAN_ONLY = frozenset("پچژگکی")
_URDU_ONLY = frozenset("ٹڈڑںےہھ")
_ARABIC_ONLY = frozenset("ةىيكأإ")
_SAMPLE = 20_000
"""Code points: enough to tell, little to count."""


def guess_language(text: str) -> str:
    """Return ``ar``, ``fa``, ``ur``, ``he`` or ``en`` by the letters that only one of them uses.

    >>> guess_language("بررسی و مقایسه"), guess_language("الأسئلة الشائعة"), guess_language("שלום")
    ('fa', 'ar', 'he')
    """
    letters = Counter(re.findall(r"[^\W\d_]", text[:_SAMPLE]))
    arabic = sum(count for letter, count in letters.items() if "\u0600" <= letter <= "\u06ff")
    hebrew = sum(count for letter, count in letters.items() if "\u05d0" <= letter <= "\u05ea")
    if hebrew > arabic:
        return "he"
    if arabic < 0.2 * letters.total() or not arabic:
        return "en"
    score = {
        "ar": sum(letters[letter] for letter in _ARABIC_ONLY),
        "fa": sum(letters[letter] for letter in _PERSIAN_ONLY),
        "ur": sum(letters[letter] for letter in _URDU_ONLY) * 3,
    }
    return max(score, key=lambda language: score[language])
