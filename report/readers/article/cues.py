"""Cues: how likely one cell ends between two words, from the words alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from report.readers.article.phrasebook import Phrases, phrases
from report.readers.article.tokens import ARTICLES, OPENING, Token

_EMPTY = frozenset("✓✗✔✘❌✅☑☒✕×–—-")
_NISBA = re.compile(r".{3,}(ية|يون|يين|يات|يا)|.{3,}[^ادذروي]ي")
_YEAR = re.compile(r"(?:1[2-9]|2[01])\d\d(?:[-–/](?:\d\d|\d{4}))?")
_HEAD_LAST = frozenset({"en", "ur"})
"""Languages that set the modifier before the noun; the others set it after."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds of a cut for each cue; set by climbing on the tables of tests/readers/tables."""

    prior: float = 0.25
    persian: float = 0.11
    urdu: float = 0.55
    hebrew: float = -0.31
    latin: float = 0.06
    recurs: float = 0.69
    recurred: float = -0.22
    status_status: float = 2.31
    bracketed: float = -3.18
    bracket: float = 4.23
    answer: float = 3.74
    forward: float = -7.8
    backward: float = -3.53
    prefixed: float = -1.79
    number_number: float = 4.05
    number_unit: float = -5.04
    number_word: float = 2.41
    word_number: float = 2.63
    script: float = 2.02
    lower_capital: float = 2.2
    to_lower: float = -3.07
    known_pair: float = -2.5
    repeated_pair: float = -1.77
    definite_bare: float = 1.81
    after_adjective: float = 1.46
    agreeing: float = -2.53
    agreeing_weak: float = -0.83
    done_definite: float = -0.14
    bare_agreeing_weak: float = -0.64
    definite_definite: float = -0.12
    annexed: float = -1.78
    bare_agreeing: float = -1.89
    bare_bare: float = -1.02
    ezafe: float = -0.57
    plain: float = 0.51
    measured: float = 1.03
    first_repeats: float = -4.13
    status: float = 0.84
    status_ends: float = 1.75
    capital_capital: float = 0.4
    honoured: float = 2.73
    office: float = 1.65
    body: float = 1.16
    place: float = 1.2
    places: float = 1.2
    dated: float = 2.59
    unit_number: float = 1.53
    doubled: float = 4.01
    sums: float = 4.0
    head_inside: float = -1.87
    head_opens: float = 2.18
    head_leans: float = -2.04
    head_modified: float = -1.07
    head_repeats: float = 2.32


WEIGHTS = Weights()

Pairs = frozenset[tuple[str, str]]
"""Pairs of words that stand side by side in the running text, folded."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What all rows of a table show together, before they are parted.

    ``capitals``: Latin cells begin with one. ``pairs`` stand side by side in sentences of the
    article, ``repeated`` ones in several rows. ``units`` follow numbers again and again;
    ``firsts`` open most rows; ``recurring`` words stand in many, wherever.
    """

    capitals: bool = False
    pairs: Pairs = frozenset()
    repeated: Pairs = frozenset()
    units: frozenset[str] = frozenset()
    firsts: frozenset[str] = frozenset()
    recurring: frozenset[str] = frozenset()


class Cues:
    """The cues of one language for one table."""

    def __init__(self, language: str, habits: Habits, weights: Weights = WEIGHTS) -> None:
        self.language = language
        self.words: Phrases = phrases(language)
        self.counted = self.words.units | (habits.units - self.words.full)
        self.habits = habits
        self.weights = weights
        own = {"fa": weights.persian, "ur": weights.urdu, "he": weights.hebrew}
        self.prior = own.get(language, 0.0 if language == "ar" else weights.latin)

    def cuts(self, words: Sequence[Token]) -> list[float]:
        """Return, for each word, the log-odds that a cell begins with it (the first: none)."""
        prior, doubled = self.weights.prior + self.prior, self.weights.doubled
        scores = [0.0] + [prior + self._between(words, i) for i in range(1, len(words))]
        for index in _doubled(words):
            scores[index] += doubled
        return scores

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

    def headed(self, words: Sequence[Token]) -> float:
        """Return how much a row is a head: the share of words that head columns."""
        return sum(self.names_column((word,)) for word in words) / len(words)

    def spared(self, words: Sequence[Token], cuts: Sequence[int]) -> int:
        """Return how many nouns that head columns stand where the cells of a head go on."""
        last = self.language in _HEAD_LAST
        edges = {cut - 1 for cut in cuts[1:]} if last else set(cuts[:-1])
        nouns = [i for i, word in enumerate(words) if self._noun(word) in self.words.head_nouns]
        return sum(index not in edges for index in nouns)

    def counts(self, words: Sequence[Token]) -> bool:
        """Tell whether a row holds a number that is no year: few heads do."""
        return any(w.kind == "number" and not _YEAR.fullmatch(w.key) for w in words)

    def names_column(self, words: Sequence[Token]) -> bool:
        """Tell whether a word of a line is one that heads columns: without it it is no head."""
        known = self.words
        return any(
            word.key in known.head_leaning or self._noun(word) in known.head_nouns for word in words
        )

    def opens_sums(self, words: Sequence[Token]) -> int:
        """Return how many words from the first on say that a row holds sums, or 0."""
        for size in (2, 1):
            if " ".join(word.key for word in words[:size]) in self.words.totals:
                return min(size, len(words))
        return 0

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
        if after.text[0] in OPENING and before.kind != "number":
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
        score += self._openers(before, after)
        earlier = words[index - 2] if index > 1 else None
        score += self._kinds(earlier, before, after)
        if after.key in self.words.status and before.key in self.words.status:
            score += weights.status_status
        elif after.key in self.words.status and (before.kind != "bare" or self.language != "ar"):
            score += weights.status
        lone = earlier is None or earlier.kind != "bare" or earlier.key in self.words.status
        if before.key in self.words.status and lone:
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

    def _openers(self, before: Token, after: Token) -> float:
        """Words that open a cell: persons and bodies; names of places are cells of their own."""
        words, weights = self.words, self.weights
        score = weights.honoured * (after.key in words.honorifics)
        if before.key in words.honorifics:
            return -8.0
        score += weights.recurs * (after.key in self.habits.recurring)
        score += weights.recurred * (before.key in self.habits.recurring)
        score += weights.office * (after.key in words.offices)
        score += weights.body * (after.key in words.bodies)
        if before.name and after.name:
            return score + weights.places
        return score + weights.place * (before.name + after.name)

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
        if "date" in pair or "address" in pair:
            return weights.dated
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
        if before.key in self.counted and measured and after.kind != "number":
            return -2.0 if after.key in self.counted else weights.measured
        if after.kind == "number":
            if before.key not in self.counted:
                return weights.word_number
            return weights.unit_number if measured else -2.0
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


def _doubled(words: Sequence[Token]) -> list[int]:
    """Return where the same words begin again that end there: «شفشاون | شفشاون»."""
    keys = [word.key for word in words]
    return [
        index
        for index in range(1, len(keys))
        for size in range(1, min(3, index, len(keys) - index) + 1)
        if keys[index - size : index] == keys[index : index + size]
        and any(words[k].kind not in ("number", "sign") for k in range(index, index + size))
    ]


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
        if not core.startswith(ARTICLES):
            return False
        core = core[2:]
        return bool(_NISBA.fullmatch(core)) or _is_participle(core)
    return (core.endswith("ية") and len(core) > 4) or _is_participle(core)


def _is_participle(core: str) -> bool:
    return core.startswith("م") and core.endswith("ة") and len(core) > 4
