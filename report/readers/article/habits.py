"""Habits: how the source breaks its lines, told from all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import pairwise

from report.readers.article.lines import Line, ends_sentence
from report.readers.article.rowlines import attached_rows

WIDEST = 140
"""Characters: text files are wrapped at 60 to 100; a longer line is a paragraph."""
NARROWEST = 30
_OPEN_ENDS = ",;\"'”’)"
"""Marks that a line of Latin may end with in the middle of a sentence."""
_FEW = 6
"""Lines: of fewer nothing can be told."""
FULL = 0.68
"""Share of the measure that a wrapped line fills; a shorter one ends its paragraph."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How lines are broken: at a width (0: not), or after each sentence."""

    width: int = 0
    sentences: bool = False

    def goes_on(self, line: Line, after: Line) -> bool:
        """Tell whether ``after``, directly below ``line``, continues its paragraph."""
        if after.gap:
            return False
        if self.width and len(line.text) >= FULL * self.width:
            return True
        if self.sentences:
            return ends_sentence(line.text) and ends_sentence(after.text)
        # A line that begins in lower case continues a sentence, whatever the habit.
        last = line.text[-1]
        open_ended = (last.isascii() and last.isalpha()) or last in _OPEN_ENDS
        return after.text[0].islower() and open_ended


def habit_of(lines: Sequence[Line], taken: AbstractSet[int] = frozenset()) -> Habit:
    """Tell the habit of plain lines: those not ``taken`` by a list, a table or code.

    Wrapped lines fill a measure and end wherever it ends; lines of one sentence each end
    with its mark and have none inside. One paragraph a line, the usual shape, is neither.
    """
    pairs = [
        (line, after)
        for index, (line, after) in enumerate(pairwise(lines))
        if not after.gap and index not in taken and index + 1 not in taken
    ]
    if len(pairs) < 3:
        return Habit()
    lengths = sorted(len(line.text) for line, _ in pairs)
    width = lengths[int(0.95 * (len(lengths) - 1))]
    if NARROWEST <= width <= WIDEST:
        full = [line for line, _ in pairs if len(line.text) >= FULL * width]
        open_ended = sum(not ends_sentence(line.text) for line in full)
        wordy = sum(line.words for line in full) >= 5 * len(full)
        inside = sum(_has_inner_end(line.text) for line in full)
        if (
            len(full) >= 0.7 * len(pairs)
            and open_ended >= 0.5 * len(full)
            and wordy
            and inside >= 0.04 * len(full)
        ):
            return Habit(width=width)
    chunks = sum(1 for i, line in enumerate(lines) if line.gap and i not in taken)
    single = [line for line, _ in pairs if ends_sentence(line.text)]
    inner = sum(_has_inner_end(line.text) for line in single)
    # Some extractors leave a blank before the full stop of each sentence that they cut off.
    spaced_stops = sum(line.text.endswith(" .") for line in single) >= 0.8 * len(single)
    enough = 3 if spaced_stops and single else 6
    grouped = len(pairs) >= enough and chunks >= 2 and len(single) >= 0.9 * len(pairs)
    return Habit(sentences=grouped and inner <= 0.05 * len(single))


def spaced(lines: tuple[Line, ...], is_table: Callable[[Sequence[Line]], bool]) -> tuple[Line, ...]:
    """Return lines with the blank lines that a copy took away or doubled set right.

    Without any blank line each line is a paragraph of its own; only rows of a table, told by
    their tabs or by where they stand and by ``is_table``, still belong together. Wrapped text
    is left as it is. With a blank line after every line, one stands for none and three for one.
    """
    gaps = sum(1 for line in lines if line.gap)
    single = sum(1 for line in lines if line.gap == 1)
    odd = all(line.gap % 2 for line in lines[1:])
    if len(lines) >= _FEW and odd and 0.1 * gaps <= single <= 0.9 * gaps:
        return (lines[0], *(replace(line, gap=(line.gap - 1) // 2) for line in lines[1:]))
    if len(lines) < _FEW or gaps > 1 + 0.05 * len(lines) or habit_of(lines).width:
        return lines
    rows = attached_rows(lines, is_table)
    return tuple(
        line
        if line.gap or n in rows or ("\t" in line.text and "\t" in above.text)
        else replace(line, gap=1)
        for n, (above, line) in enumerate(zip((lines[0], *lines), lines, strict=False))
    )


def _has_inner_end(text: str) -> bool:
    """Tell whether a sentence ends inside the line."""
    return any(mark in text for mark in (". ", "؟ ", "? ", "! ", "۔ "))
