"""Tongues: the script and the language of a text, from its letters and telling words."""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal

from report.readers.article.lines import fold
from report.readers.article.phrasebook import phrases

Script = Literal["arabic", "hebrew", "latin"]

_LETTERS: dict[Script, str] = {
    "arabic": "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc",
    "hebrew": "\u05d0-\u05ea\ufb1d-\ufb4f",
    "latin": "A-Za-z\u00c0-\u024f",
}
_SCRIPTS = {script: re.compile(f"[{letters}]") for script, letters in _LETTERS.items()}
# Letters that one language of the Arabic script writes and the others do not.
_OF_URDU = re.compile("[ٹڈڑںےہھۓ]")
_OF_PERSIAN = re.compile("[پچژگکی]")
_OF_ARABIC = re.compile("[يىةكأإؤ]")
_OWN: dict[Script, tuple[str, ...]] = {
    "arabic": ("ar", "fa", "ur"),
    "hebrew": ("he",),
    "latin": ("en", "fr"),
}
_FOREIGN = {
    language: re.compile(f"[{''.join(_LETTERS[other] for other in _LETTERS if other != script)}]")
    for script, languages in _OWN.items()
    for language in languages
}


def letters(text: str) -> Counter[Script]:
    """Count the letters of each script.

    >>> letters("منظمة WHO")["arabic"]
    5
    """
    return Counter({script: len(pattern.findall(text)) for script, pattern in _SCRIPTS.items()})


def script_of(text: str) -> Script | None:
    """Return the script of nine tenths of the letters, or ``None`` if there is none such.

    >>> script_of("Morocco’s National Security"), script_of("منظمة WHO") is None
    ('latin', True)
    """
    counts = letters(text)
    script, count = counts.most_common(1)[0]
    return script if count and count >= 0.9 * counts.total() else None


def language_of(text: str) -> str:
    """Return the language of a whole text: ``ar``, ``fa``, ``ur``, ``he``, ``en`` or ``fr``.

    The script decides first: a report in Arabic that quotes a page of English is Arabic, so
    the right-to-left scripts win from a quarter of the letters on. Then the letters that
    only Urdu and Persian write; then, for Latin, the words of running text.

    >>> language_of("یہ ایک رپورٹ ہے"), language_of("این یک گزارش است"), language_of("هذا تقرير")
    ('ur', 'fa', 'ar')
    """
    counts = letters(text)
    total = counts.total()
    for script in ("arabic", "hebrew"):
        if counts[script] and counts[script] >= 0.25 * total:
            return _arabic_script(text) if script == "arabic" else "he"
    return _telling(text, "latin") or "en"


def _arabic_script(text: str) -> str:
    urdu = len(_OF_URDU.findall(text))
    persian = len(_OF_PERSIAN.findall(text))
    arabic = len(_OF_ARABIC.findall(text))
    if urdu and urdu >= 0.3 * (persian + arabic):
        return "ur"
    if persian > 2 * arabic:
        return "fa"
    if arabic > 4 * persian:
        return "ar"
    return _telling(text, "arabic") or ("fa" if persian > arabic else "ar")


def foreign_language(text: str, surrounding: str) -> str | None:
    """Return the language of a text wholly in another script than what surrounds it.

    >>> foreign_language("Water is the first condition of peace.", "ar")
    'en'
    >>> foreign_language("الماء أولًا (Water)", "ar") is None
    True
    """
    if surrounding in _FOREIGN and not _FOREIGN[surrounding].search(text):
        return None
    script = script_of(text)
    if script is None or surrounding in _OWN[script]:
        return None
    if script == "latin":
        return _telling(text, "latin") or "en"
    return language_of(text)


def is_prose(text: str) -> bool:
    """Tell whether a Latin text is running words, not a name or a code.

    >>> is_prose("Salesforce CRM"), is_prose("Place panel in direct sunlight")
    (False, True)
    """
    words = fold(text).split()
    telling = phrases("en").telling | phrases("fr").telling
    return len(words) >= 4 and any(word.strip(".,;:!?()") in telling for word in words)


def _telling(text: str, script: Script) -> str | None:
    words = Counter(word.strip('.,;:!?()،؛«»"') for word in fold(text[:100_000]).split())
    scores = {
        language: sum(words[word] for word in phrases(language).telling)
        for language in _OWN[script]
    }
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] else None
