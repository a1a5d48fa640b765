"""Kashida: where a word of Arabic script may be drawn out to fill a line, and how gladly.

The joint between two letters of a word can be drawn out; scribes have an order in which they do,
and word processors have kept it (Microsoft's list of priorities, as LibreOffice records it in
``i18nutil/kashida.cxx``). A word is drawn out at one joint at most, never beside a mark, never
where letters are stacked, never in the article, and never where a name must stay as it is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from report.filters.joins import ZERO_WIDTH_JOINER, is_transparent, joins_next, joins_previous

TATWEEL = "\u0640"
WORD = re.compile(
    "[\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06ef\u06fa-\u06ff"
    "\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08e1\u08e3-\u08ff\u200d]+"
)
"""A word, or what of it stands between two U+200C: letters, their marks, and joiners of boxes."""

_SHORTEST = 4
"""Letters: shorter words become all line and no letter."""
_SEEN_SAD = frozenset("سشصضݭݰݽښۺڛڜڝڞۻ")
_ALEF = frozenset("اأإآٱٲٳ")
_HEH = frozenset("ههہھۀۂۃةە")
_DAL = frozenset("دذڈڌڍڎ")
_REH = frozenset("رزڑژڒړڕږڗڙ")
_YEH = frozenset("يىیئېۍ")
_YEH_BARREE = frozenset("ےۓ")
_TAH_LAM_KAF = frozenset("طظلكکگڪګڭ")
_WAW = frozenset("وؤۆۇۈۉۊۋ")
_AIN_QAF_FEH = frozenset("عغقفڤڨڧ")
_BEH = frozenset("بتثنيئپٹٺیىںڻ")
_STACKED_UNDER_LAM = frozenset("لجحخچمهہھ") | _ALEF
_ARTICLE = re.compile("(?:[وف]?[بك]?ال|[وف]?لل)")
_PREFIX = re.compile("[وفبكل]{1,2}")
_FORGIVEN = 3
_MOST = {1: 3, 2: 3, 3: 3, 4: 2, 5: 2, 6: 1}
"""How many tatweels a joint of each rank bears before it looks torn."""


class Joint(NamedTuple):
    """A joint of a word: the tatweels go before the character at ``at``.

    ``rank`` counts from 1, the joint that scribes draw out first; ``most`` is how many tatweels
    it bears.
    """

    at: int
    rank: int
    most: int


def joint(word: str, never: frozenset[str] = frozenset()) -> Joint | None:
    """Return the joint at which a word is best drawn out, or ``None`` where it has none.

    Of two joints of one rank it is the one nearer to the end. ``never`` holds words that stay as
    they are, with or without «و», «ف», «ب», «ك», «ل» before them.

    >>> joint("السياسة"), joint("محمد"), joint("محمد", frozenset({"محمد"}))
    (Joint(at=6, rank=1, most=3), Joint(at=3, rank=2, most=3), None)
    """
    if TATWEEL in word or ZERO_WIDTH_JOINER in word or _is_kept(word, never):
        return None
    found = joints(word)
    return min(found, key=lambda one: (one.rank, -one.at)) if found else None


def joints(word: str) -> tuple[Joint, ...]:
    """Return every joint of a word at which it may be drawn out, as its letters stand.

    >>> [j.at for j in joints("الله")], [j.at for j in joints("كتاب")]
    ([], [2])
    """
    at = [i for i, character in enumerate(word) if not is_transparent(character)]
    letters = "".join(word[i] for i in at)
    if len(letters) < _SHORTEST:
        return ()
    article = _ARTICLE.match(letters)
    first = article.end() if article else 0
    found: list[Joint] = []
    for k in range(1, len(letters)):
        marked = at[k] - at[k - 1] > 1 or (at[k + 1] if k + 1 < len(at) else len(word)) > at[k] + 1
        if marked or k <= first or not _hold(letters[k - 1], letters[k]):
            continue
        rank = _rank(letters, k)
        # A first letter drawn away from its word is forgiven for the best joints only.
        if rank and (rank <= _FORGIVEN or k > first + 1):
            found.append(Joint(at[k], rank, _MOST[rank]))
    return tuple(found)


def bare(word: str) -> str:
    """Return a word without its marks and tatweels, as names are compared.

    >>> bare("مُحَمَّد")
    'محمد'
    """
    return "".join(c for c in word if not is_transparent(c) and c != TATWEEL)


def _is_kept(word: str, never: frozenset[str]) -> bool:
    plain = bare(word)
    if plain in never:
        return True
    prefix = _PREFIX.match(plain)
    return prefix is not None and any(plain[n:] in never for n in range(1, prefix.end() + 1))


def _hold(before: str, after: str) -> bool:
    """Say whether two letters hold each other by a line, not in a stack of both."""
    if not (joins_next(before) and joins_previous(after)):
        return False
    return not (before == "ل" and after in _STACKED_UNDER_LAM)


def _rank(letters: str, k: int) -> int:
    """Return the rank of the joint before letter ``k``; 0 where it is not drawn out."""
    before, letter, after = letters[k - 1], letters[k], letters[k + 1 : k + 2]
    last = not after
    ends = last or not (joins_next(letter) and joins_previous(after))
    if before in _SEEN_SAD:
        return 2 if last and letter in _YEH else 1
    if letter in _DAL or (last and letter in _HEH):
        return 2
    if letter in _ALEF or (last and letter in _TAH_LAM_KAF):
        return 3
    if letter in _BEH and not ends and after in _REH | _YEH:
        return 4
    if letter in _WAW or (last and letter in _AIN_QAF_FEH):
        return 5
    # Before the last yeh the line would run into its bowl (LibreOffice, tdf#65344).
    return 6 if ends and letter not in _YEH | _YEH_BARREE else 0
