"""Cues: how likely one cell ends between two words, from the words alone."""

from __future__ import annotations

import re
from collections import Counter
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
_NISBA = re.compile(r".{3,}(ية|يون|يين|يات|يا)|.{3,}[^ادذروي]ي")
_HEAD_LAST = frozenset({"en", "ur"})
"""Languages that set the modifier before the noun; the others set it after."""
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
        if core.startswith(_ARTICLES) and len(core) > 3:
            return "definite"
        return "definite" if _is_proper(core) else "bare"
    return "capital" if core[0].isupper() or core[0].isdigit() else "lower"


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds of a cut for each cue; set by climbing on the tables of tests/readers/tables."""

    prior: float = -0.5
    bracketed: float = -3.0
    bracket: float = 4.2
    answer: float = 3.6
    forward: float = -8.0
    backward: float = -3.4
    prefixed: float = -1.7
    number_number: float = 4.0
    number_unit: float = -6.0
    number_word: float = 1.5
    word_number: float = 3.0
    script: float = 2.0
    lower_capital: float = 2.0
    to_lower: float = -2.9
    known_pair: float = -2.5
    repeated_pair: float = -1.5
    definite_bare: float = 2.0
    after_adjective: float = 1.2
    agreeing: float = -3.0
    agreeing_weak: float = -1.0
    done_definite: float = 0.7
    bare_agreeing_weak: float = -0.6
    definite_definite: float = -0.3
    annexed: float = -2.5
    bare_agreeing: float = -1.4
    bare_bare: float = -0.4
    ezafe: float = -0.3
    plain: float = -0.08
    measured: float = 1.35
    first_repeats: float = -4.0
    status: float = 1.5
    status_ends: float = 0.8
    capital_capital: float = 0.5
    head_inside: float = -2.0
    head_opens: float = 2.0
    head_leans: float = -2.0
    head_modified: float = -1.0
    head_repeats: float = 2.66


WEIGHTS = Weights()

Pairs = frozenset[tuple[str, str]]
"""Pairs of words that stand side by side in the running text, folded."""


def _is_proper(core: str) -> bool:
    """Tell whether a word is a name: one of the list, or a country in -يا."""
    return fold(core) in phrases("ar").proper or (core.endswith("يا") and len(core) > 4)


@dataclass(frozen=True, slots=True)
class Habits:
    """What all rows of a table show together, before they are parted.

    ``capitals``: Latin cells begin with one. ``pairs`` stand side by side in sentences of the
    article, ``repeated`` ones in several rows. ``units`` follow numbers again and again;
    ``firsts`` open most rows.
    """

    capitals: bool = False
    pairs: Pairs = frozenset()
    repeated: Pairs = frozenset()
    units: frozenset[str] = frozenset()
    firsts: frozenset[str] = frozenset()


class Cues:
    """The cues of one language for one table."""

    def __init__(self, language: str, habits: Habits, weights: Weights = WEIGHTS) -> None:
        self.language = language
        self.words: Phrases = phrases(language)
        months = {month for names in self.words.months for month in names}
        self.counted = self.words.units | months | (habits.units - self.words.full)
        self.habits = habits
        self.weights = weights

    def cuts(self, words: Sequence[Token]) -> list[float]:
        """Return, for each word, the log-odds that a cell begins with it (the first: none)."""
        prior = self.weights.prior
        return [0.0] + [prior + self._between(words, i) for i in range(1, len(words))]

    def head_cuts(self, words: Sequence[Token], prior: float) -> list[float]:
        """Return the same for the head, where words that often head columns are known."""
        weights, known = self.weights, self.words
        counts = Counter(word.key for word in words if word.kind != "number")
        scores = [0.0]
        opened = bool(words) and counts[words[0].key] > 1
        for index in range(1, len(words)):
            before, after = words[index - 1], words[index]
            score = self._between(words, index)
            if counts[after.key] > 1:
                score += weights.head_repeats
            elif opened:
                # «الهاتف القديم الهاتف الجديد»: what follows a repeated word belongs to it.
                score += weights.head_inside
            opened = opened or counts[after.key] > 1
            if before.key in known.head_leaning or self._leans(before):
                score += weights.head_leans
            elif self.language in _HEAD_LAST:
                named = self._noun(before) in known.head_nouns
                modifies = not named and self._noun(after) in known.head_nouns
                score += weights.head_opens if named else weights.head_leans * modifies
            elif after.key in known.head_leaning or self._noun(after) in known.head_nouns:
                score = max(score, 0.0) + weights.head_opens
            elif self._noun(before) in known.head_nouns and self.language != "ar":
                score += weights.head_modified
            scores.append(score + prior)
        return scores

    def names_column(self, words: Sequence[Token]) -> bool:
        """Tell whether a word of a line is one that heads columns: without it it is no head."""
        known = self.words
        return any(
            word.key in known.head_leaning or self._noun(word) in known.head_nouns for word in words
        )

    def _noun(self, word: Token) -> str:
        """Return a word without its article, as the list of nouns has it."""
        key = word.key
        if self.language == "ar" and word.kind == "definite":
            return key[2:] if key.startswith("ال") else key[3:]
        return key[1:] if self.language == "he" and key[:1] == "ה" and len(key) > 3 else key

    def _leans(self, word: Token) -> bool:
        """Tell whether a noun leans on the next: an Arabic one without the article does."""
        return self.language == "ar" and word.kind == "bare" and word.key in self.words.head_nouns

    def _between(self, words: Sequence[Token], index: int) -> float:
        before, after = words[index - 1], words[index]
        weights = self.weights
        if before.joint or (after.kind == "sign" and after.text[0] in "،,;؛/&+"):
            return -8.0
        third = words[index + 1] if index + 1 < len(words) else None
        score = self._bound(before, after, third)
        if after.text[0] in _OPENING and before.kind != "number":
            score += weights.bracketed
        if before.text[-1] in ")]" and after.kind != "sign":
            return weights.bracket + score
        pair = (before.key, after.key)
        if index == 1 and before.key in self.habits.firsts and before.kind != "number":
            score += weights.first_repeats
        if pair in self.habits.pairs:
            score += weights.known_pair
        if pair in self.habits.repeated and "number" not in (before.kind, after.kind):
            score += weights.repeated_pair
        earlier = words[index - 2] if index > 1 else None
        score += self._kinds(earlier, before, after)
        if after.key in self.words.status and before.kind in ("definite", "number"):
            score += weights.status
        if before.key in self.words.status and (earlier is None or earlier.kind != "bare"):
            score += weights.status_ends
        counted = before.key in self.counted and earlier is not None and earlier.kind == "number"
        lettered = ("definite", "bare")
        if not counted and before.kind in lettered and after.kind in lettered:
            if self.language != "ar":
                score += self._ezafe(before, after)
            elif _is_verbal(words, index):
                score += weights.annexed
            else:
                score += self._arabic(earlier, before, after)
        if before.kind == after.kind == "hebrew":
            score += self._hebrew(before, after)
        return score

    def _bound(self, before: Token, after: Token, third: Token | None) -> float:
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
        verb_follows = third is not None and third.kind == "bare" and third.text[0] in "يتن"
        if after.key in words.full and not (after.key in words.forward and verb_follows):
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
        if len(after.key) == 1 and after.kind == "bare":
            return -3.0
        if before.key in self.counted and measured:
            return -2.0 if after.key in self.counted else weights.measured
        if after.kind == "number":
            return -2.0 if before.key in self.counted else weights.word_number
        latin = ("capital", "lower")
        if (before.kind in latin) != (after.kind in latin):
            return weights.script
        if before.kind in latin and self.habits.capitals:
            if after.kind == "lower":
                return weights.to_lower
            return weights.lower_capital if before.kind == "lower" else weights.capital_capital
        return 0.0

    def _arabic(self, earlier: Token | None, before: Token, after: Token) -> float:
        """Definiteness: «الأمنية دول» parts, «التقارير الأمنية» and «أمن الحدود» bind."""
        weights = self.weights
        adjective, agrees = _is_adjective(after), _agrees(before, after)
        # An adjective follows a noun: «كيفية» at the beginning of a row is none.
        follows = earlier is not None and earlier.kind == before.kind and not earlier.joint
        done = follows and _is_adjective(before)
        if earlier is not None and follows and not done and _agrees(earlier, before):
            return weights.done_definite
        if before.kind == "definite" and after.kind == "bare":
            return weights.definite_bare
        if before.kind == "definite":
            if adjective:
                return weights.agreeing
            if done:
                return weights.after_adjective
            return weights.agreeing_weak if agrees else weights.definite_definite
        if after.kind == "definite":
            return weights.done_definite if done else weights.annexed
        if adjective:
            return weights.bare_agreeing
        if done:
            return weights.after_adjective
        return weights.bare_agreeing_weak if agrees else weights.bare_bare

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


def _is_verbal(words: Sequence[Token], index: int) -> bool:
    """Tell whether a verb binds two words: «العاكس يطفئ», «البطارية لا تحتفظ», «لا يوجد شحن»."""
    before, after = words[index - 1], words[index]
    third = words[index + 1] if index + 1 < len(words) else None
    earlier = words[index - 2] if index > 1 else None
    negated = ("لا", "لم", "لن")
    if earlier is not None and earlier.key in negated and before.text[0] in "يتنأ":
        return True
    if before.kind != "definite":
        return False
    if after.key in negated:
        return third is not None and third.kind == "bare" and third.text[0] in "يت"
    return after.kind == "bare" and after.text[0] == "ي" and len(after.key) > 3


def _agrees(noun: Token, word: Token) -> bool:
    """Tell whether a word could be an adjective of the noun before it.

    Both are feminine, or it is a masculine participle with the article («السبب المحتمل»).
    """
    first, second = _core(noun), _core(word)
    if second.endswith("ة"):
        return first.endswith(("ة", "ات"))
    return second.startswith("الم") and len(second) > 5 and not first.startswith("الم")


def _is_adjective(token: Token) -> bool:
    """Tell whether a word has the shape of an adjective: أمنية, السيبراني, المتطورة, مشتركة."""
    core = _core(token)
    if token.kind == "definite":
        if not core.startswith(_ARTICLES):
            return False
        core = core[2:]
        return bool(_NISBA.fullmatch(core)) or _is_participle(core)
    return (core.endswith("ية") and len(core) > 4) or _is_participle(core)


def _is_participle(core: str) -> bool:
    return core.startswith("م") and core.endswith("ة") and len(core) > 4
