"""Tongue: what a format says of language and direction, believed as far as the letters allow.

Pages in Arabic say ``lang="en"`` because their theme does, and word processors mark every comma
in American English. A mark counts where it says something that the letters do not deny.
"""

from __future__ import annotations

import re
from typing import Final

from report.locales import direction_of, primary
from report.model.inlines import Direction
from report.readers.article.tongues import Script, foreign_language, is_prose, letters, script_of

_TAG: Final = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}")
_HEBREW: Final = frozenset({"he", "yi", "iw"})
_LATIN: Final = frozenset(
    "af az bs ca cs cy da de en es et eu fi fr ga gl hr hu id is it lt lv ms mt nb nl nn no pl pt "
    "ro sk sl so sq sv sw tr uz vi".split()
)


def tag_of(written: str | None) -> str | None:
    """Return a language tag (BCP 47) if it is one.

    >>> tag_of("ar-MA"), tag_of("ar_MA"), tag_of("arabic language"), tag_of("x-none")
    ('ar-MA', 'ar-MA', None, None)
    """
    tag = (written or "").strip().replace("_", "-")
    if not _TAG.fullmatch(tag) or tag.lower() in {"und", "zxx", "mul"}:
        return None
    parts = tag.split("-")
    region = [p.upper() if len(p) == 2 else p.title() if len(p) == 4 else p for p in parts[1:]]
    return "-".join([parts[0].lower(), *region])


def agrees(language: str, text: str) -> bool:
    """Tell whether a text can be in a language, from its letters.

    >>> agrees("en", "الأمن الغذائي"), agrees("en", "food security"), agrees("fa", "امنیت")
    (False, True, True)
    """
    counts = letters(text)
    if not counts.total():
        return False
    first = primary(language)
    expected: Script | None = None
    if first in _HEBREW:
        expected = "hebrew"
    elif direction_of(language) == "rtl":
        expected = "arabic"
    elif first in _LATIN:
        expected = "latin"
    return expected is None or counts[expected] >= 0.5 * counts.total()


def own_language(
    marked: str | None, direction: Direction | None, text: str, around: str
) -> str | None:
    """Return the language of a block where it is not that of what surrounds it.

    Args:
        marked: the tag that the format gives the block, or ``None``.
        direction: the direction that it gives the block, or ``None``.
        text: what the block says.
        around: the language that surrounds it.
    """
    if marked and primary(marked) != primary(around) and agrees(marked, text):
        # A mark that no direction confirms says nothing of a name, or of a text in two languages.
        if direction or (script_of(text) and (len(text.split()) > 1 or primary(marked) != "en")):
            return marked
    if direction and direction != direction_of(around):
        foreign = foreign_language(text, around)
        if foreign and direction_of(foreign) == direction:
            return foreign
    return None


def run_language(marked: str | None, text: str, around: str) -> str | None:
    """Return the language that is worth saying of a run inside a line, or ``None``."""
    if not marked or primary(marked) == primary(around) or not agrees(marked, text):
        return None
    # A name or a code is the same in every language: only words are read in one.
    return marked if script_of(text) and (is_prose(text) or primary(marked) != "en") else None
