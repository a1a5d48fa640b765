"""Joins: which letters of the Arabic script take hold of the next, and what keeps them together.

A browser shapes a word as one even where an element begins inside it («م<b>د</b>رسة»);
WeasyPrint shapes each element alone, so the letters at the boundary fall apart.
"""

from __future__ import annotations

import unicodedata

ZERO_WIDTH_JOINER = "\u200d"
ZERO_WIDTH_NON_JOINER = "\u200c"

# Joining_Type of ArabicShaping.txt (Unicode 15): what is not listed of the Arabic letters joins
# on both sides.
_RIGHT_JOINING = frozenset(
    "آأؤإاةدذرزوٱٲٳٵٶٷڈډڊڋڌڍڎڏڐڑڒړڔڕږڗژڙۀۃۄۅۆۇۈۉۊۋۍۏےۓەۮۯݙݚݛݫݬݱݳݴݸݹࡰࡱࡲࡳࡴࡵࡶࡷࡸࡹࡺࡻࡼࡽࡾࡿࢀࢁࢂࢎࢪࢫࢬࢮࢱࢲࢹ"
)
_NON_JOINING = frozenset("ءٴࢇࢭ\u06dd\u08e2")
_JOIN_CAUSING = frozenset("ـ\u0883\u0884\u0885") | {ZERO_WIDTH_JOINER}
_ARABIC = ((0x0620, 0x06FF), (0x0750, 0x077F), (0x0870, 0x08FF))


def _is_arabic_letter(character: str) -> bool:
    number = ord(character)
    inside = any(first <= number <= last for first, last in _ARABIC)
    return inside and unicodedata.category(character) in {"Lo", "Lm"}


def joins_next(character: str) -> bool:
    """Say whether a letter joins the one after it: type D or C.

    >>> joins_next("ب"), joins_next("د"), joins_next("ء")
    (True, False, False)
    """
    if character in _JOIN_CAUSING:
        return True
    single = character in _RIGHT_JOINING or character in _NON_JOINING
    return _is_arabic_letter(character) and not single


def joins_previous(character: str) -> bool:
    """Say whether a letter joins the one before it: type D, R or C.

    >>> joins_previous("ب"), joins_previous("د"), joins_previous("ء")
    (True, True, False)
    """
    return joins_next(character) or character in _RIGHT_JOINING


def is_transparent(character: str) -> bool:
    """Say whether a character stands on a letter and does not part it from the next: type T."""
    joiners = {ZERO_WIDTH_JOINER, ZERO_WIDTH_NON_JOINER}
    return unicodedata.category(character) in {"Mn", "Me", "Cf"} and character not in joiners


def joined(before: str, after: str) -> bool:
    """Say whether the last letter of ``before`` and the first of ``after`` join.

    >>> joined("م", "درسة"), joined("مد", "رسة"), joined("مُ", "درسة")
    (True, False, True)
    """
    last = next((c for c in reversed(before) if not is_transparent(c)), " ")
    first = next((c for c in after if not is_transparent(c)), " ")
    return joins_next(last) and joins_previous(first)


def bridged(before: str, after: str) -> tuple[str, str]:
    r"""Return two neighbouring texts with what makes them join when each is shaped alone.

    For the PDF only, on the texts on both sides of an inline boundary: EPUB readers shape
    the word whole, and U+200D in it would spoil their search.

    >>> bridged("م", "د") == ("م\u200d", "\u200dد"), bridged("د", "رسة") == ("د", "رسة")
    (True, True)
    """
    if not joined(before, after):
        return before, after
    return before + ZERO_WIDTH_JOINER, ZERO_WIDTH_JOINER + after
