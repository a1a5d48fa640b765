"""Endings: text that stops in the middle of a word or of a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from report.readers.article.lines import Line, count_words, ends_sentence, fold
from report.readers.article.phrasebook import phrases

Cut = Literal["word", "sentence"]

_WORDS = re.compile(r"[^\W\d_]+")


class Vocabulary:
    """The words of an article, to tell a word from the beginning of one."""

    def __init__(self, lines: Iterable[Line]) -> None:
        words = (word for line in lines for word in _WORDS.findall(line.key))
        self.words: Counter[str] = Counter(words)
        self.stems: Counter[str] = Counter()
        for word in self.words:
            for size in range(1, min(4, len(word))):
                self.stems[word[:size]] += 1

    def cut(self, text: str, language: str) -> Cut | None:
        """Tell whether a text stops too soon, only where that is beyond doubt.

        In a sentence: after a comma, or after a word that cannot be the last one (في, and).
        In a word: its last word is one to three letters that are no word of the language's
        short ones, stand nowhere else in the article, and begin other words of it.

        >>> vocabulary = Vocabulary(())
        >>> vocabulary.cut("يساهم البرنامج في تبادل الخبرات،", "ar")
        'sentence'
        """
        if ends_sentence(text) or count_words(text) < 5:
            return None
        tail = text.rstrip()
        if tail.endswith(("،", ",", "؛", ";", "-", "–")):
            return "sentence"
        found = _WORDS.findall(fold(tail))
        if not found or not fold(tail).endswith(found[-1]):
            return None
        last, known = found[-1], phrases(language)
        if last in known.forward and last not in known.full:
            return "sentence"
        short = known.forward | known.backward | known.full | known.units
        if len(last) > 3 or last in short or self.words[last] > 1:
            return None
        if len(last) <= 2 or self.stems[last] > 1:
            return "word" if _script_is_own(last, language) else None
        return None


def _script_is_own(word: str, language: str) -> bool:
    """Latin stubs in a right-to-left text («AI», «EU») are abbreviations."""
    return word.isascii() == (language in ("en", "fr"))


def ending(text: str, limit: int = 40) -> str:
    """Return the end of a text, for a message.

    >>> ending("واحد اثنان ثلاثة", 6)
    '… ثلاثة'
    """
    if len(text) <= limit:
        return text
    return "… " + text[-limit:].split(" ", 1)[-1]
