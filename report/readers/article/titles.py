"""Titles: the line that names the article, and the lines that repeat it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from report.readers.article.credits import read_credit
from report.readers.article.headings import is_shaped
from report.readers.article.lines import count_words, ends_sentence, flat, fold
from report.readers.article.passages import Entry, Marked, Passage, Ruled, Words, first_line, gap
from report.readers.article.phrasebook import every
from report.readers.article.tongues import letters

_NEAR = 12
"""Passages from the top among which the title is looked for."""
_PARAGRAPH = 25
"""Words: after a paragraph this long the text has begun."""
_SITE = re.compile(r"\s+[|–—»-]\s+")
_OPENING = 8


@dataclass(frozen=True, slots=True)
class Title:
    """The title, the passage it was taken from, and the passages that repeat it."""

    text: str
    index: int | None
    subtitle: int | None = None
    repeats: tuple[int, ...] = ()


def find_title(passages: Sequence[Passage], language: str) -> Title:
    """Return the title of an article: the first line that can be one, best in its language.

    Without such a line the title is the opening words of the text; the caller says so.
    """
    candidates = [i for i in _top(passages) if _can_be(passages[i], language)]
    own = [i for i in candidates if _is_own(passages[i], language)]
    # «المملكة المغربية / وزارة الماء / تقرير حول …»: the line that names what it is.
    named = [
        i for i in own if _words(passages[i])[:1] and _words(passages[i])[0] in every("genres")
    ]
    index = next(iter(named or own or candidates), None)
    if index is None:
        return Title(_opening(passages), None)
    text = _text(passages[index])
    heads = {fold(text[: match.start()]) for match in _SITE.finditer(text)}
    for other in candidates:
        # «العنوان | اسم الموقع» above «العنوان»: the shorter one is the title.
        short = _text(passages[other])
        if other != index and fold(short) in heads:
            keys = heads | {fold(text)}
            return Title(short, other, _subtitle(passages, other), _repeats(passages, other, keys))
    return Title(text, index, _subtitle(passages, index), _repeats(passages, index, {fold(text)}))


def _top(passages: Sequence[Passage]) -> list[int]:
    top: list[int] = []
    for index, passage in enumerate(passages[:_NEAR]):
        if isinstance(passage, Words | Marked):
            text = passage.text
            if count_words(text) >= _PARAGRAPH and ends_sentence(text):
                break
            top.append(index)
        elif not isinstance(passage, Ruled):
            break
    return top


def _can_be(passage: Passage, language: str) -> bool:
    if isinstance(passage, Marked):
        return passage.level == 1
    if not isinstance(passage, Words) or len(passage.lines) > 2 or not gap(passage):
        return False
    text = passage.text
    if passage.key in every("formulas"):
        return False
    if count_words(text) > 30 or read_credit(first_line(passage), language):
        return False
    shaped = is_shaped(passage) or (count_words(text) > 1 and not ends_sentence(text))
    quoted = text[0] in '“«"' and text[-1] in '”»"'
    return shaped and not quoted and not text.endswith((":", "،", ",", "؛"))


def _words(passage: Passage) -> list[str]:
    return fold(_text(passage)).split()


def _is_own(passage: Passage, language: str) -> bool:
    counts = letters(_text(passage))
    script = {"he": "hebrew", "en": "latin", "fr": "latin"}.get(language, "arabic")
    return any(count and name == script for name, count in counts.items())


def _subtitle(passages: Sequence[Passage], index: int) -> int | None:
    """A line directly under the title, without a blank line between, is the subtitle."""
    below = index + 1
    if below >= len(passages):
        return None
    passage = passages[below]
    alone = below + 1 >= len(passages) or gap(passages[below + 1]) > 0
    if isinstance(passage, Words) and not gap(passage) and alone and is_shaped(passage):
        return None if passage.key == fold(_text(passages[index])) else below
    return None


def _repeats(passages: Sequence[Passage], index: int, keys: set[str]) -> tuple[int, ...]:
    return tuple(
        i
        for i, passage in enumerate(passages)
        if i != index and isinstance(passage, Words | Marked) and passage.key in keys
    )


def _text(passage: Passage) -> str:
    return passage.text if isinstance(passage, Words | Marked) else ""


def _opening(passages: Sequence[Passage]) -> str:
    """Return the first words of the text, for an article that names itself nowhere."""
    for passage in passages:
        if isinstance(passage, Words | Entry | Marked) and count_words(passage.text):
            words = flat(passage.text).split(" ")
            opening = " ".join(words[:_OPENING]).rstrip("،,:؛;.")
            return f"{opening} …" if len(words) > _OPENING else opening
    return flat(first_line(passages[0]).text)
