"""Lines: what raw text is made of, with their places, and the folding that compares them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from report.diagnostics import Place

_BLANK = " \t\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_WHITE = re.compile(f"[{_BLANK}]+")
# Blanks, and what does not show at the ends of a line: bidi marks, byte order marks.
_HIDDEN = "".join(map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060)))
_HIDDEN += "".join(map(chr, range(0x2066, 0x206A))) + "\ufeff"
_EDGES = (
    "".join(map(chr, range(0x2000, 0x200B)))
    + " \t\u00a0\u1680\u2028\u2029\u202f\u205f\u3000"
    + _HIDDEN
)
_DROPPED = (
    "".join(
        chr(c)
        for first, last in (
            (0x0591, 0x05BD),
            (0x0610, 0x061A),
            (0x064B, 0x065F),
            (0x200B, 0x200F),
            (0x202A, 0x202E),
            (0x2060, 0x2069),
        )
        for c in range(first, last + 1)
    )
    + "\u0640\u0670\ufeff\ufe0f"
)
_FOLDED = str.maketrans(
    "أإآٱىیکةؤئ۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩\u00a0\u202f\t’‘“”׳״",
    "ااااييكهوي01234567890123456789   ''\"\"'\"",
    _DROPPED,
)
_TAB = 4
FINAL = ".!?؟۔…"
"""Marks that end a sentence in the scripts that the press reads."""
CLOSING = "»”\"’')]}›״"
"""Marks that may stand after the end of a sentence."""
_WORD = re.compile(r"[^\W_]\S*")


@dataclass(frozen=True)
class Line:
    """One line that is not blank.

    ``text`` has no blanks at its ends but keeps those inside as they came. ``indent`` counts
    columns, a tab as four; ``gap`` counts the blank lines above.
    """

    at: Place
    text: str
    indent: int
    gap: int
    hidden: int = 0
    """How many marks that do not show were dropped from its ends."""

    @cached_property
    def key(self) -> str:
        """The line folded, to compare with phrases and other lines."""
        return fold(self.text)

    @cached_property
    def words(self) -> int:
        """How many words the line has."""
        return count_words(self.text)

    def cut(self, offset: int) -> Line:
        """Return the line from ``offset`` on, at its own place."""
        rest = self.text[offset:]
        skipped = len(rest) - len(rest.lstrip())
        column = self.at.column + offset + skipped
        return Line(self.at._replace(column=column), rest.strip(), self.indent, self.gap)


def split_lines(text: str, name: str) -> tuple[Line, ...]:
    r"""Return the lines of a text that are not blank.

    >>> [(line.at.line, line.at.column, line.text) for line in split_lines("a\n\n  b\n", "f")]
    [(1, 1, 'a'), (3, 3, 'b')]
    """
    return tuple(_lines(text, name))


def _lines(text: str, name: str) -> Iterator[Line]:
    gap = 1
    for number, raw in enumerate(text.split("\n"), 1):
        body = raw.strip(_EDGES)
        if not body:
            gap += 1
            continue
        start = raw.index(body)
        hidden = sum(c in _HIDDEN for c in raw[:start] + raw[start + len(body) :])
        indent = sum(_TAB if c == "\t" else 1 for c in raw[:start] if c not in _HIDDEN)
        yield Line(Place(name, number, start + 1), body, indent, gap, hidden)
        gap = 0


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Fold what writers of one word vary in: harakat, tatweel, hamza, yeh, case, digits.

    >>> fold("الأسئلةُ الشّائعة") == fold("الاسئله الشائعة")
    True
    """
    return " ".join(text.translate(_FOLDED).casefold().split())


def flat(text: str) -> str:
    """Set one blank for every run of white space."""
    return _WHITE.sub(" ", text).strip()


@lru_cache(maxsize=4096)
def count_words(text: str) -> int:
    """Count the words of a text: what has a letter or a digit between blanks.

    >>> count_words("الأمن - 2024")
    2
    """
    return len(_WORD.findall(text))


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends as a sentence does, closing marks aside.

    >>> ends_sentence("قال: «نعم.»"), ends_sentence("أسباب الأزمة")
    (True, False)
    """
    return text.rstrip(CLOSING + " ").endswith(tuple(FINAL))


def has_letters(text: str) -> bool:
    """Tell whether a text has at least one letter."""
    return any(c.isalpha() for c in text)


def joined(lines: Iterable[Line]) -> str:
    """Return the text of lines that are one paragraph."""
    return flat(" ".join(line.text for line in lines))
