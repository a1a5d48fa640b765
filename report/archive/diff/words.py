"""Words: two texts compared sentence by sentence and word by word, exact to the character."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

Fate = Literal["kept", "removed", "added"]

_JOINERS = frozenset("\u200c\u200d")
# What ends a sentence in the scripts of the house, and what may close behind it.
_ENDS = frozenset(".!?؟۔…\n")
_CLOSERS = frozenset("»”\"'’)]}\u2069")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters with one fate: kept and removed are the text before, kept and added after."""

    fate: Fate
    text: str


Runs = tuple[Run, ...]


def compare_texts(before: str, after: str) -> Runs:
    """Compare two texts: sentences first, then the words of sentences that differ.

    >>> [(run.fate, run.text) for run in compare_texts("نشر التقرير.", "نشر البيان.")]
    [('kept', 'نشر '), ('removed', 'التقرير'), ('added', 'البيان'), ('kept', '.')]
    """
    runs: list[Run] = []
    for ours, theirs in _aligned(sentences(before), sentences(after)):
        if ours == theirs:
            runs += [Run("kept", text) for text in ours]
        else:
            runs += _compare_words("".join(ours), "".join(theirs))
    return merged(runs)


def before_of(runs: Iterable[Run]) -> str:
    """Return the text as it was."""
    return "".join(run.text for run in runs if run.fate != "added")


def after_of(runs: Iterable[Run]) -> str:
    """Return the text as it is now."""
    return "".join(run.text for run in runs if run.fate != "removed")


def sentences(text: str) -> list[str]:
    """Part a text after each sentence; the parts joined are the text.

    A mark between digits («3.5») or letters («www.who.int») ends none.

    >>> sentences("ما الأمن؟ هو 3.5 من كل شيء.")
    ['ما الأمن؟ ', 'هو 3.5 من كل شيء.']
    """
    parts: list[str] = []
    start = at = 0
    while at < len(text):
        at += 1
        if text[at - 1] not in _ENDS:
            continue
        while at < len(text) and (text[at] in _ENDS or text[at] in _CLOSERS):
            at += 1
        if at == len(text) or text[at].isspace() or text[at - 1] == "\n":
            while at < len(text) and text[at].isspace():
                at += 1
            parts.append(text[start:at])
            start = at
    return parts + ([text[start:]] if start < len(text) else [])


def words(text: str) -> list[str]:
    """Part a text into words, blanks and single signs; the parts joined are the text.

    Marks belong to the letter before them: a word is never parted inside a vocalized letter.

    >>> words("كتابٌ، 3 مرات")
    ['كتابٌ', '،', ' ', '3', ' ', 'مرات']
    """
    parts: list[str] = []
    for kind, group in groupby(text, _kind):
        letters = list(group)
        parts += letters if kind == "sign" else ["".join(letters)]
    return parts


def _kind(sign: str) -> str:
    if sign.isspace():
        return "blank"
    return "word" if unicodedata.category(sign)[0] in "LMN" or sign in _JOINERS else "sign"


def _compare_words(before: str, after: str) -> Iterator[Run]:
    ours, theirs = words(before), words(after)
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for _, start, end, other_start, other_end in matcher.get_opcodes():
        removed, added = "".join(ours[start:end]), "".join(theirs[other_start:other_end])
        if removed == added:
            yield Run("kept", removed)
        else:
            yield Run("removed", removed)
            yield Run("added", added)


def _aligned(
    ours: Sequence[str], theirs: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for _, start, end, other_start, other_end in matcher.get_opcodes():
        yield ours[start:end], theirs[other_start:other_end]


def merged(runs: Iterable[Run]) -> Runs:
    """Join runs of one fate that stand side by side, and drop empty ones.

    A blank that was kept between two changes belongs to them: «الأمن القومي» for «الدفاع الوطني»
    reads better whole than word by word.
    """
    made: list[Run] = []
    for run in _without_islands([run for run in runs if run.text]):
        if not run.text:
            continue
        if made and made[-1].fate == run.fate:
            made[-1] = Run(run.fate, made[-1].text + run.text)
        else:
            made.append(run)
    return tuple(made)


def _without_islands(runs: Sequence[Run]) -> Iterator[Run]:
    """Yield runs, removed ones before added ones between two that are kept."""
    removed = added = ""
    for place, run in enumerate(runs):
        island = (
            run.fate == "kept"
            and run.text.isspace()
            and 0 < place < len(runs) - 1
            and runs[place - 1].fate != "kept"
            and runs[place + 1].fate != "kept"
        )
        if run.fate == "removed" or island:
            removed += run.text
        if run.fate == "added" or island:
            added += run.text
        if run.fate == "kept" and not island:
            yield from (Run("removed", removed), Run("added", added), run)
            removed = added = ""
    yield from (Run("removed", removed), Run("added", added))
