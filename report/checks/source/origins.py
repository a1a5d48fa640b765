"""Origins: where each character of a text of the report stands in the manuscript.

A reader joins lines, folds blanks and takes escapes away. What it did is done again here, one
character after the other; where the two do not agree there is no answer, and so no correction.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Sequence

from report.diagnostics import Place

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BREAK = re.compile(r"[ \t]*\n[ \t]*(?:>[ \t]*)*")
# What the reader leaves out and joins the text across: dead links, tags, struck text.
_LEFT_OUT = re.compile(r"\]\([^()\s]*(?:[ \t]+\"[^\"\n]*\")?\)(?:\{[^{}\n]*\})?|\[|<[^<>\n]*>|~~")
_BLANKS = re.compile(r"[ \t\r\f\v]+")
_REMEMBERED = 16
"""Texts whose origins are kept: the findings of one line come one after the other."""
_ESCAPABLE = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class Manuscript:
    r"""The text of a source as it was typed, its lines ended by ``\n``.

    >>> Manuscript("نص\nثان").offset(Place("a.md", 2, 1))
    3
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._known: dict[tuple[str, Place | None], Sequence[int] | None] = {}

    def offset(self, place: Place) -> int | None:
        """Return the offset of a place, ``None`` where there is none such."""
        if not 1 <= place.line <= len(self.starts):
            return None
        offset = self.starts[place.line - 1] + place.column - 1
        return offset if offset <= len(self.text) else None

    def place(self, offset: int, file: str) -> Place:
        """Return the place of an offset."""
        line = bisect_right(self.starts, offset)
        return Place(file, line, offset - self.starts[line - 1] + 1)

    def origins(self, text: str, place: Place | None) -> Sequence[int] | None:
        r"""Return the offset of each character of a text that begins at a place, and its end.

        ``None`` when the manuscript does not say that text there; a range when it says it
        letter by letter.

        >>> Manuscript("قال\n> \\*نعم").origins("قال *نعم", Place("a.md", 1, 1))
        [0, 1, 2, 3, 7, 8, 9, 10, 11]
        """
        key = (text, place)
        if key not in self._known:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            self._known[key] = self._traced(text, place)
        return self._known[key]

    def _traced(self, text: str, place: Place | None) -> Sequence[int] | None:
        offset = self.offset(place) if place else None
        if offset is None:
            return None
        if self.text.startswith(text, offset):
            return range(offset, offset + len(text) + 1)
        origins = []
        for character in text:
            met = self._meet(character, offset)
            while met is None and (left_out := _LEFT_OUT.match(self.text, offset)):
                offset = left_out.end()
                met = self._meet(character, offset)
            if met is None:
                return None
            start, offset = met
            origins.append(start)
        return [*origins, offset]

    def _meet(self, character: str, offset: int) -> tuple[int, int] | None:
        """Return where a character of the report stands at an offset, and where it ends."""
        typed = self.text
        if character == " ":
            for blank in (_BREAK, _BLANKS):
                if found := blank.match(typed, offset):
                    return offset, found.end()
            return None
        found = _ENTITY.match(typed, offset)
        if found and html.unescape(found.group()) == character:
            return offset, found.end()
        if typed.startswith(character, offset):
            if character == "\\" and typed[offset + 1 : offset + 2] == "\\":
                return offset, offset + 2
            return offset, offset + 1
        if typed.startswith("\\", offset) and character in _ESCAPABLE:
            matches = typed.startswith(character, offset + 1)
            return (offset + 1, offset + 2) if matches else None
        return None
