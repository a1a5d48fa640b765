"""Cues: how likely one cell ends between two words, from the words alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from report.readers.article.lines import fold
from report.readers.article.phrasebook import Phrases, phrases
from report.readers.article.tongues import letters

TokenClass = Literal["number", "definite", "bare", "hebrew", "capital", "lower", "sign"]

_NUMBER = re.compile(r"[~≈<>±+\-−–]?[$€£]?\d[\d.,٫٬/:×x\-–]*\d?[%٪°$€£+]?[a-zA-Z]{0,3}")
_OPENING, _CLOSING = "([{«“", ")]}»”"
_JOINT = re.compile(r".*[،,;؛/&+:]$")
_EMPTY = frozenset("✓✗✔✘❌✅☑☒✕×–—-")
_ARTICLES = ("ال", "وال", "بال", "لل", "كال", "فال")
_NISBA = re.compile(r".{3,}(ي|ية|يون|يين|يات|يا)")
_GROUP = 12
"""Words that a bracket may hold; an unbalanced bracket must not swallow the row."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a row, or a bracketed group, which is never split.

    ``start`` and ``end`` are offsets in the row.
    """

    text: str
    key: str
    start: int
    end: int
    kind: TokenClass
    joint: bool


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of a row; brackets hold together what is inside them.

    >>> [token.text for token in tokens("مجموعة العمل (FATF مقرها باريس)، فرنسا")]
    ['مجموعة', 'العمل', '(FATF مقرها باريس)،', 'فرنسا']
    """
    spans = [match.span() for match in re.finditer(r"\S+", text)]
    found: list[Token] = []
    index = 0
    while index < len(spans):
        last = _group_end(text, spans, index)
        start, end = spans[index][0], spans[last][1]
        found.append(_token(text[start:end], start, end))
        index = last + 1
    return tuple(found)


def _group_end(text: str, spans: list[tuple[int, int]], index: int) -> int:
    depth = 0
    for last in range(index, min(index + _GROUP, len(spans))):
        word = text[slice(*spans[last])]
        depth += sum(c in _OPENING for c in word) - sum(c in _CLOSING for c in word)
        if depth <= 0:
            return last
    return index


def _token(text: str, start: int, end: int) -> Token:
    core = text.strip("،,;؛:.()[]{}«»“”\"'")
    return Token(text, fold(core), start, end, _class_of(core), bool(_JOINT.match(text)))


def _class_of(core: str) -> TokenClass:
    if not any(c.isalnum() for c in core):
        return "sign"
    if _NUMBER.fullmatch(core):
        return "number"
    counts = letters(core)
    if counts["hebrew"]:
        return "hebrew"
    if counts["arabic"]:
        return "definite" if core.startswith(_ARTICLES) and len(core) > 3 else "bare"
    return "capital" if core[0].isupper() or core[0].isdigit() else "lower"


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds of a cut for each cue; set by climbing on tests/readers/tables/dev.txt."""

    prior: float = -0.6
    bracket: float = 1.0
    answer: float = 2.5
    forward: float = -6.0
    backward: float = -3.5
    prefixed: float = -4.0
    number_number: float = 3.5
    number_unit: float = -4.0
    number_word: float = 0.8
    word_number: float = 1.6
    script: float = 1.4
    lower_capital: float = 2.2
    to_lower: float = -2.0
    known_pair: float = -3.0
    definite_bare: float = 2.6
    after_adjective: float = 1.4
    agreeing: float = -2.6
    definite_definite: float = -0.2
    annexed: float = -2.2
    bare_agreeing: float = -2.0
    bare_bare: float = -0.5
    ezafe: float = -2.5
    plain: float = 0.2
    measured: float = 1.8
    head_opens: float = 1.5
    head_leans: float = -2.0
    head_ends: float = 1.0


WEIGHTS = Weights()

Pairs = frozenset[tuple[str, str]]
"""Pairs of words that stand side by side in the running text, folded."""


class Cues:
    """The cues of one language, and whether its Latin cells begin with a capital."""

    def __init__(
        self, language: str, capitals: bool, pairs: Pairs = frozenset(), weights: Weights = WEIGHTS
    ) -> None:
        self.language = language
        self.words: Phrases = phrases(language)
        self.counted = self.words.units | {m for month in self.words.months for m in month}
        self.capitals = capitals
        self.pairs = pairs
        self.weights = weights

    def cuts(self, words: Sequence[Token]) -> list[float]:
        """Return, for each word, the log-odds that a cell begins with it (the first: none)."""
        prior = self.weights.prior
        return [0.0] + [prior + self._between(words, i) for i in range(1, len(words))]

    def head_cuts(self, words: Sequence[Token], prior: float) -> list[float]:
        """Return the same for the head, where words that often head columns are known."""
        weights, known = self.weights, self.words
        scores = [0.0]
        for index in range(1, len(words)):
            before, after = words[index - 1], words[index]
            score = prior + self._between(words, index)
            if after.key in known.head_leaning or after.key in known.head_alone:
                score += weights.head_opens
            if before.key in known.head_leaning:
                score += weights.head_leans
            elif before.key in known.head_alone:
                score += weights.head_ends
            scores.append(score)
        return scores

    def _between(self, words: Sequence[Token], index: int) -> float:
        before, after = words[index - 1], words[index]
        weights = self.weights
        if before.joint or after.text[0] in "،,;؛/&+":
            return -8.0
        score = self._bound(before, after)
        if before.text[-1] in ")]" and after.kind != "sign":
            return weights.bracket + score
        if (before.key, after.key) in self.pairs:
            score += weights.known_pair
        earlier = words[index - 2] if index > 1 else None
        score += self._kinds(earlier, before, after)
        lettered = ("definite", "bare")
        if before.kind in lettered and after.kind in lettered:
            if self.language == "ar":
                score += self._arabic(earlier, before, after)
            else:
                score += self._ezafe(before, after)
        if before.kind == after.kind == "hebrew":
            score += self._hebrew(before, after)
        return score

    def _bound(self, before: Token, after: Token) -> float:
        """Words that lean on the word after or before them."""
        words, weights = self.words, self.weights
        verb = after.text[0] in "يتنأ" and after.key not in words.full
        negated = before.key in words.forward and verb
        if before.key in words.full and not negated:
            return weights.answer
        score = 0.0
        if before.key in words.forward:
            score += weights.forward
        if after.key in words.backward:
            score += weights.backward
        if after.key in words.full:
            score += weights.answer
        if after.text.startswith(("وال", "لل", "بال", "كال")):
            score += weights.prefixed
        elif len(after.key) > 3 and after.key not in words.whole_waw:
            joins = (self.language == "ar" and after.text[0] == "و") or (
                self.language == "he" and after.text[0] == "ו"
            )
            score += weights.prefixed if joins else 0.0
        return score

    def _kinds(self, earlier: Token | None, before: Token, after: Token) -> float:
        """Numbers, signs and changes of script."""
        weights = self.weights
        pair = (before.kind, after.kind)
        measured = earlier is not None and earlier.kind == "number"
        if "sign" in pair:
            lone = before if before.kind == "sign" else after
            return 3.0 if lone.text in _EMPTY else -1.0
        if pair == ("number", "number"):
            dated = before.text.isdecimal() and len(before.text) <= 2
            return weights.number_number - (1.0 if dated else 0.0)
        if before.kind == "number":
            return weights.number_unit if after.key in self.counted else weights.number_word
        if before.key in self.counted and measured:
            return -2.0 if after.key in self.counted else weights.measured
        if after.kind == "number":
            return -2.0 if before.key in self.counted else weights.word_number
        latin = ("capital", "lower")
        if (before.kind in latin) != (after.kind in latin):
            return weights.script
        if before.kind in latin and self.capitals:
            if after.kind == "lower":
                return weights.to_lower
            return weights.lower_capital if before.kind == "lower" else 0.2
        return 0.0

    def _arabic(self, earlier: Token | None, before: Token, after: Token) -> float:
        """Definiteness: «الأمنية دول» parts, «التقارير الأمنية» and «أمن الحدود» bind."""
        weights = self.weights
        adjective = _agrees(before, after)
        done = _is_adjective(before) or (earlier is not None and _agrees(earlier, before))
        if earlier is not None and earlier.key in ("لا", "لم", "لن") and before.text[0] in "يتنأ":
            return weights.annexed
        if before.kind == "definite" and after.kind == "bare":
            return weights.definite_bare
        if before.kind == "definite":
            if adjective:
                return weights.agreeing
            return weights.after_adjective if done else weights.definite_definite
        if after.kind == "definite":
            return 0.6 * weights.after_adjective if done else weights.annexed
        if adjective:
            return weights.bare_agreeing
        return weights.after_adjective if done else weights.bare_bare

    def _ezafe(self, before: Token, after: Token) -> float:
        """Persian and Urdu: a noun in -های leans on what follows, an adjective in -ی follows."""
        if before.text.endswith(("های", "ۀ", "هٔ")):
            return self.weights.ezafe
        if self.language == "fa" and after.text.endswith("ی") and len(after.key) > 3:
            return 0.3 * self.weights.ezafe
        return self.weights.plain

    def _hebrew(self, before: Token, after: Token) -> float:
        first, second = before.text.startswith("ה"), after.text.startswith("ה")
        if first and not second:
            return 1.0
        return -1.2 if second else 0.0


def _core(token: Token) -> str:
    return token.text.rstrip("،,.")


def _agrees(noun: Token, word: Token) -> bool:
    """Tell whether a word can be an adjective of the noun before it."""
    if noun.kind != word.kind:
        return False
    first, second = _core(noun), _core(word)
    if second.endswith("ة"):
        participle = second.startswith(("الم", "م"))
        return first.endswith(("ة", "ات")) or second.endswith("ية") or participle
    return bool(_NISBA.fullmatch(second)) or second.startswith("الم")


def _is_adjective(token: Token) -> bool:
    core = _core(token)
    if token.kind == "definite":
        return bool(_NISBA.fullmatch(core)) and len(core) > 5
    return core.endswith("ية") or (core.startswith("م") and core.endswith("ة") and len(core) > 4)
