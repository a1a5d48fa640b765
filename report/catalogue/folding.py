"""Folding: words as search compares them; the script of the site does the same by one table.

The table is ``templates/site/folding.json``. Alef with and without hamza, yeh and alef maksura,
teh marbuta and heh, harakat, tatweel and the article are one to who searches, as are the digits
of three scripts; so are Persian and Arabic kaf and yeh, and the final letters of Hebrew.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_LONGEST = 40
"""Letters of a term; what is longer is no word that anybody types."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Folding:
    """The table: signs that are dropped, letters that stand for others, prefixes that go."""

    dropped: frozenset[str]
    letters: Mapping[str, str]
    prefixes: tuple[str, ...]
    shortest: int

    def fold(self, text: str) -> str:
        """Return a text with its letters folded, its words still apart.

        >>> read_folding('{"dropped": "ـ", "letters": {"ى": "ي"}, "prefixes": [], "shortest": 3}'
        ...     ).fold("مُسْتَشفـى، أدرار")
        'مستشفي، ادرار'
        """
        kept = (
            self.letters.get(sign, sign)
            for sign in unicodedata.normalize("NFKD", text).lower()
            if sign not in self.dropped and unicodedata.category(sign)[0] != "M"
        )
        return "".join(kept)

    def terms(self, text: str) -> Iterator[str]:
        """Yield the terms of a text in its order, the article cut off."""
        for word in _WORD.findall(self.fold(text)):
            yield self._bare(word)[:_LONGEST]

    def _bare(self, word: str) -> str:
        for prefix in self.prefixes:
            if word.startswith(prefix) and len(word) - len(prefix) >= self.shortest:
                return word[len(prefix) :]
        return word


def read_folding(text: str) -> Folding:
    """Read the table from JSON."""
    form = json.loads(text)
    return Folding(
        frozenset(form["dropped"]),
        form["letters"],
        tuple(form["prefixes"]),
        form["shortest"],
    )
