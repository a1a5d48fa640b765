"""Row habits: what the rows of a table that lost its separators show before they are parted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from report.readers.article.cues import Habits, Pairs
from report.readers.article.lines import Line
from report.readers.article.phrasebook import phrases
from report.readers.article.tokens import Token, tokens


def row_habits(lines: Sequence[Line], language: str, pairs: Pairs) -> Habits:
    """Return what the rows show before they are parted."""
    rows = [tokens(line.text, language) for line in lines]
    side_by_side = Counter(p for row in rows for p in {(a.key, b.key) for a, b in pairwise(row)})
    measures = Counter(
        after.key
        for row in rows[1:]
        for before, after in pairwise(row)
        if before.kind == "number" and after.kind in ("bare", "lower", "hebrew")
    )
    seen = Counter(word.key for row in rows[1:] for word in row)
    firsts = Counter(row[0].key for row in rows[1:])
    return Habits(
        capitals=_begin_with_capitals(lines),
        pairs=pairs,
        repeated=frozenset(pair for pair, count in side_by_side.items() if count > 1),
        # A word that stands after a number again and again, and nowhere else, is a unit.
        units=frozenset(w for w, n in measures.items() if n > 1 and n >= 0.6 * seen[w]),
        # Rows do not all begin with the same cell: that word opens longer ones.
        firsts=frozenset(w for w, n in firsts.items() if n > 1 and n >= 0.6 * (len(rows) - 1)),
        recurring=_recurring(rows[1:], language),
    )


def _recurring(rows: Sequence[Sequence[Token]], language: str) -> frozenset[str]:
    """Return the words that stand in many rows and lean on no other."""
    known = phrases(language)
    many = Counter(key for row in rows for key in {word.key for word in row if _is_word(word)})
    bound = known.forward | known.backward | known.units
    return frozenset(
        w for w, n in many.items() if n > 1 and n >= 0.4 * len(rows) and w not in bound
    )


def _is_word(token: Token) -> bool:
    return token.kind not in ("number", "date", "sign")


def _begin_with_capitals(lines: Sequence[Line]) -> bool:
    rows = [[word for word in line.text.split() if word[0].isalpha()] for line in lines[1:]]
    words = [word for row in rows for word in row if word[0].isascii()]
    firsts = [row[0][0] for row in rows if row]
    capital = sum(c.isupper() for c in firsts)
    return bool(words) and (
        capital >= 0.6 * len(firsts) and sum(w[0].isupper() for w in words) < 0.8 * len(words)
    )
