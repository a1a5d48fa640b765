"""Asides: pull quotes and callouts, which stand beside the run of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import cast

from report.model.blocks import CalloutKind
from report.readers.article.headings import Headings
from report.readers.article.lines import Line, count_words, fold
from report.readers.article.passages import Passage, Words, first_line
from report.readers.article.phrasebook import LANGUAGES, phrases, signs
from report.readers.article.tongues import foreign_language

_QUOTED = re.compile(r"[“«\"„”](.+)[”»\"“]", re.DOTALL)
_LIFTED = 6
"""Words: a shorter line may well stand in a paragraph by chance."""
_MOST_COMPARED = 200_000_000
"""Characters that are compared to find lifted lines, so that a huge source stays quick."""


def pull_quotes(
    passages: Sequence[Passage], headings: Headings, language: str, dropped: AbstractSet[int]
) -> dict[int, tuple[str, str | None]]:
    """Return the pull quotes: why each was taken for one, and its language if its own.

    A paragraph wholly in quotation marks and in another script is one, and so is a lone line
    that repeats, word for word, a part of a paragraph.
    """
    found: dict[int, tuple[str, str | None]] = {}
    lone: list[int] = []
    for index in headings.live:
        passage = passages[index]
        if index in dropped or index in headings.bodies or not isinstance(passage, Words):
            continue
        quoted = _QUOTED.fullmatch(passage.text)
        foreign = foreign_language(passage.text, language) if quoted else None
        if quoted and foreign and count_words(passage.text) >= 3:
            found[index] = ("it is wholly in quotation marks, and in another script", foreign)
        elif _LIFTED <= count_words(passage.text) <= 60 and len(passage.lines) == 1:
            lone.append(index)
    found |= _lifted(passages, lone)
    return found


def _lifted(passages: Sequence[Passage], lone: Sequence[int]) -> dict[int, tuple[str, str | None]]:
    keys = {i: p.key for i, p in enumerate(passages) if isinstance(p, Words)}
    whole = "\n".join(keys.values())
    if len(whole) * len(lone) > _MOST_COMPARED:
        return {}
    found: dict[int, tuple[str, str | None]] = {}
    for index in lone:
        core = keys[index].strip("“”«»\"' .…!؟?")
        if whole.count(core) < 2:
            continue
        longer = any(
            core in key and len(key) > len(core) + 15 for i, key in keys.items() if i != index
        )
        if longer:
            found[index] = ("it repeats a part of a paragraph", None)
    return found


def callouts(passages: Sequence[Passage], dropped: AbstractSet[int]) -> dict[int, CalloutKind]:
    """Return the paragraphs that open as notes and warnings do, with their kind."""
    found: dict[int, CalloutKind] = {}
    for index, passage in enumerate(passages):
        if index in dropped or not isinstance(passage, Words) or passage.mark or passage.broken:
            continue
        kind = callout_kind(passage.text)
        if kind:
            found[index] = kind
    return found


def callout_kind(text: str) -> CalloutKind | None:
    """Return the kind of callout that a paragraph opens, or ``None``.

    >>> callout_kind("⚠️ تحذيرات مهمة:"), callout_kind("ملاحظة: تُحفظ باردة."), callout_kind("ملاحظة")
    ('warning', 'note', None)
    """
    for kind, marks in signs().callouts.items():
        if text.startswith(marks):
            return cast(CalloutKind, kind)
    label, colon, _ = text.partition(":")
    if not colon or count_words(label) > 3:
        return None
    key = fold(label)
    for language in LANGUAGES:
        for kind, words in phrases(language).callouts.items():
            if key in words:
                return cast(CalloutKind, kind)
    return None


def has_own_text(passage: Passage) -> bool:
    """Tell whether a callout says something after its label, or is a sentence itself."""
    text = first_line(passage).text
    _, colon, rest = text.partition(":")
    return bool(rest.strip()) if colon else True


def split_label(line: Line) -> tuple[Line, Line | None]:
    """Part the label of a callout from its text; a sentence without a label has none.

    >>> from report.readers.article.lines import split_lines
    >>> title, rest = split_label(split_lines("تنبيه: خطر.", "f")[0])
    >>> title.text, rest.text
    ('تنبيه', 'خطر.')
    """
    label, colon, rest = line.text.partition(":")
    if colon and count_words(label) <= 8:
        return replace(line, text=label.strip()), line.cut(len(label) + 1) if rest.strip() else None
    return replace(line, text=""), line
