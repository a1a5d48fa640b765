"""Headings: which lone lines head what follows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from statistics import fmean

from report.readers.article.lines import (
    CLOSING,
    count_words,
    ends_sentence,
    fold,
    has_letters,
)
from report.readers.article.passages import (
    Entry,
    Grid,
    Literal,
    Marked,
    Passage,
    Ruled,
    Words,
    first_line,
    gap,
)
from report.readers.article.phrasebook import LANGUAGES, every, phrases

MOST_WORDS, MOST_LETTERS = 17, 130
LONG = 15
"""Words: a paragraph from here on."""
LABEL_WORDS = 4
_RUN = 5
"""Lone lines in a row that are links, a menu or an address, not headings."""
SECTION = re.compile(r"(\d{1,2}(?:\.\d{1,2})+\.?|\d{1,2}(?:-\d{1,2})+[-.)])\s+\S")
"""The number of a section within a section: 1.2, 1-2-."""
_ADDRESS = re.compile(r"https?:|www\.|\S@\S+\.\w")
_LABELLED = re.compile(r"[^:：.؟?]{2,40}[:：]\s+\S")
_DATED = re.compile(
    r"(?<!\d)(\d{1,2}\s+[^\W\d_]+(\s[^\W\d_]+)?\s+\d{4}|"
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})$"
)
_ARROWS = "▶►→←»›«‹▸➤➢*|#@+=/\\_~<>"


def is_shaped(passage: Passage) -> bool:
    r"""Tell whether a passage has the shape of a heading: short, and no sentence.

    >>> from report.readers.article.lines import split_lines
    >>> [is_shaped(Words((line,))) for line in split_lines("أسباب الأزمة\nنزل المطر.", "f")]
    [True, False]
    """
    if isinstance(passage, Marked):
        return True
    if not isinstance(passage, Words) or len(passage.lines) > 1:
        return False
    text = passage.text
    if len(text) > MOST_LETTERS or not 1 <= count_words(text) <= MOST_WORDS:
        return False
    if not has_letters(text) or _ADDRESS.search(text) or text[0] in _ARROWS:
        return False
    if text[0].islower() or _is_quoted(text):
        return False
    if _DATED.search(text) and count_words(text) <= 6:
        return False
    # «B - beginner, A - advanced» explains signs.
    if text.count(" - ") + text.count(" – ") > 1:
        return False
    return not _ends_as_sentence(passage)


def _ends_as_sentence(words: Words) -> bool:
    core = words.text.rstrip(CLOSING + " ")
    last = core[-1:]
    if last in "،,;؛…" or core.endswith(".."):
        return True
    if last == "!":
        return count_words(core) > 8
    if last in ".۔":
        return not (is_division(words.text) and count_words(core) <= 4)
    return False


def _is_quoted(text: str) -> bool:
    return (text[0], text[-1]) in {("“", "”"), ("«", "»"), ('"', '"'), ("„", "“"), ("”", "”")}


def is_division(text: str) -> bool:
    """Tell whether a line opens as «الفصل الأول», «المادة 3», “Chapter 2” do."""
    return division_rank(text) is not None


def division_rank(text: str) -> int | None:
    """Return the rank of the division that a line names (0 a part, 1 a chapter …), or ``None``."""
    words = fold(text).split()
    if len(words) < 2:
        return None
    counted = words[1].strip(":.-–)۔").isdecimal() or words[1].startswith("ال") or len(words) == 2
    return _ranks().get(words[0]) if counted else None


@cache
def _ranks() -> dict[str, int]:
    return {
        name: rank
        for language in LANGUAGES
        for rank, names in enumerate(phrases(language).divisions)
        for name in names
    }


def is_label(text: str) -> bool:
    """Tell whether a line ends with the colon of a label or a lead-in."""
    return text.endswith((":", "："))


def leads_in(text: str) -> bool:
    """Tell whether a line with a colon is the end of a sentence that announces a list."""
    key = fold(text).rstrip(" :：")
    words = key.split()
    if len(words) > LABEL_WORDS:
        return True
    return any(key == phrase or key.endswith(" " + phrase) for phrase in every("lead_in"))


class Headings:
    """The headings of an article, as far as the lines and their places tell."""

    def __init__(
        self,
        passages: Sequence[Passage],
        skipped: AbstractSet[int],
        bodies: AbstractSet[int] = frozenset(),
        known: AbstractSet[str] = frozenset(),
        contents: int | None = None,
    ) -> None:
        self.passages = passages
        self.live = [
            i
            for i, passage in enumerate(passages)
            if (i not in skipped or i in bodies) and not isinstance(passage, Ruled)
        ]
        self.order = {index: position for position, index in enumerate(self.live)}
        self.bodies = bodies
        self.known = known
        self.contents = contents
        self.strict = not _is_punctuated(passages)
        found = {i for i in self.live if i not in bodies and self._is_placed(i)}
        found = self._with_body(found)
        found = self._without_labels(found)
        self.found = self._without_runs(self._with_body(found))

    def before(self, index: int) -> int | None:
        """Return the passage above, left-out ones aside."""
        position = self.order[index]
        return self.live[position - 1] if position else None

    def after(self, index: int) -> int | None:
        """Return the passage below, left-out ones aside."""
        position = self.order[index] + 1
        return self.live[position] if position < len(self.live) else None

    def _is_placed(self, index: int) -> bool:
        """Tell whether a passage of the right shape stands where a heading can."""
        passage = self.passages[index]
        if isinstance(passage, Marked):
            return True
        if not is_shaped(passage) or not (gap(passage) or self._is_numbered_inside(index)):
            return False
        text = first_line(passage).text
        below = self.after(index)
        if below is None:
            return False
        under = self.passages[below]
        attached = not gap(under)
        if attached and isinstance(under, Words):
            longer = count_words(under.text) >= 2 * count_words(text) or ends_sentence(under.text)
            numbered = under.mark is not None or SECTION.match(under.text) is not None
            return (longer or numbered) and not is_label(text)
        if attached and (is_label(text) or below == self.contents):
            return False
        if self.strict and fold(text) not in self.known:
            short = count_words(text) <= 8
            return short and not (
                isinstance(under, Words) and count_words(under.text) < 2 * count_words(text)
            )
        return True

    def _is_numbered_inside(self, index: int) -> bool:
        """Tell whether a numbered line stands between paragraphs without blank lines."""
        passage, above = self.passages[index], self.before(index)
        if not isinstance(passage, Words) or above is None:
            return False
        numbered = passage.mark is not None or SECTION.match(passage.text)
        return bool(numbered) and not isinstance(self.passages[above], Entry)

    def _with_body(self, found: set[int]) -> set[int]:
        """Keep the candidates below which, other headings aside, text follows."""
        kept: set[int] = set()
        reached = False
        for index in reversed(self.live):
            if index in found:
                if reached or isinstance(self.passages[index], Marked):
                    kept.add(index)
            else:
                reached = index in self.bodies or self._is_body(index)
        return kept

    def _is_body(self, index: int) -> bool:
        passage = self.passages[index]
        if isinstance(passage, Entry | Grid | Literal):
            return True
        text = passage.text if isinstance(passage, Words | Marked) else ""
        if ends_sentence(text) or is_label(text) or count_words(text) >= 8:
            return True
        return text[:1] in tuple(_ARROWS) and count_words(text) >= 3

    def _without_labels(self, found: set[int]) -> set[int]:
        """Drop the lines with a colon that label or announce what follows.

        «المواد المطلوبة:» under a heading or after a list heads a section; the same after a
        paragraph announces a list, unless the article has several that do head sections and
        its paragraphs do not open with labels themselves.
        """
        labels = [i for i in found if self._has_label(i)]
        kept = found - set(labels)
        sure: set[int] = set()
        weak: set[int] = set()
        for index in labels:
            text = first_line(self.passages[index]).text
            if leads_in(text) or self._among_labelled(index):
                continue
            above = self.before(index)
            under_text = (
                above is not None and above not in found and isinstance(self.passages[above], Words)
            )
            (weak if under_text else sure).add(index)
        return kept | sure | (weak if len(sure) >= 2 else set())

    def _has_label(self, index: int) -> bool:
        passage = self.passages[index]
        return isinstance(passage, Words) and is_label(passage.text) and not passage.mark

    def _among_labelled(self, index: int) -> bool:
        """Tell whether the paragraph above, or the one below the list, opens with a label."""
        near = [self.before(index)]
        below = self.after(index)
        while below is not None and isinstance(self.passages[below], Entry):
            below = self.after(below)
        near.append(below)
        return any(
            i is not None
            and isinstance(p := self.passages[i], Words)
            and not is_shaped(p)
            and bool(_LABELLED.match(p.text))
            for i in near
        )

    def _without_runs(self, found: set[int]) -> set[int]:
        """Of many lone lines in a row only the last heads anything; numbers and marks stay."""
        kept = set(found)
        run: list[int] = []
        for index in [*self.live, -1]:
            if index in found:
                run.append(index)
                continue
            if len(run) >= _RUN:
                kept -= {i for i in run[:-1] if not self._is_numbered(i)}
            run = []
        return kept

    def _is_numbered(self, index: int) -> bool:
        passage = self.passages[index]
        if isinstance(passage, Marked):
            return True
        known = fold(first_line(passage).text).rstrip(" :") in self.known
        return known or (
            isinstance(passage, Words)
            and (passage.mark is not None or is_division(passage.text) or is_label(passage.text))
        )


def _is_punctuated(passages: Sequence[Passage]) -> bool:
    """Tell whether the paragraphs of the article end as sentences do."""
    long = [p.text for p in passages if isinstance(p, Words) and count_words(p.text) >= LONG]
    return not long or fmean(ends_sentence(text) or is_label(text) for text in long) >= 0.5
