"""Row lines: which lines of a text without blank lines may be the rows of one table.

A copy without blank lines leaves each row as lone as a heading. Rows stand in a run of short lines
that are no sentences: below «جدول 1: …» as far as the source line, or between the heading above
them and the one below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from report.readers.article.lines import Line, ends_sentence, fold
from report.readers.article.marks import read_mark
from report.readers.article.phrasebook import every

_LONGEST = 14
"""Words of a row that is one line."""
_FEWEST = 4
"""Rows, the head among them, without a caption."""
MOST_WORK = 40_000
"""Squares of words, over all rows of one text: judging them takes time."""
_FEWEST_NAMED = 3
"""Rows, the head among them, below a caption."""


def attached_rows(
    lines: Sequence[Line], is_table: Callable[[Sequence[Line]], bool]
) -> frozenset[int]:
    r"""Return the lines that go on with the table of the line above them.

    ``is_table`` judges lines that may be rows, their head first.

    >>> from report.readers.article.lines import split_lines
    >>> text = "نص طويل.\nجدول 1: السدود\nالحوض السعة\nسبو 558\nأم الربيع 496\nالمصدر: الوزارة"
    >>> sorted(attached_rows(split_lines(text, "f"), lambda rows: len(rows) == 3))
    [2, 3, 4, 5]
    """
    found: set[int] = set()
    left = MOST_WORK
    for run in _runs(lines):
        rows = _rows_of(lines, run)
        work = work_of(lines[rows.start : rows.stop])
        if 0 < work <= left:
            left -= work
            if is_table(lines[rows.start : rows.stop]):
                named = is_table_caption(lines[rows.start - 1].text)
                sourced = rows.stop < len(lines) and is_table_source(lines[rows.stop].text)
                found.update(range(rows.start + (not named), rows.stop + sourced))
    return frozenset(found)


def work_of(lines: Sequence[Line]) -> int:
    """Return what it takes to part lines, in squares of words."""
    return sum(line.words**2 for line in lines)


def _runs(lines: Sequence[Line]) -> Iterator[range]:
    """Yield the runs of lines that each may be a row or a heading."""
    start = 0
    for index in range(len(lines) + 1):
        short = index < len(lines) and _is_short(lines[index])
        if short and not (lines[index].gap and index > start):
            continue
        if index - start > 1:
            yield range(start, index)
        start = index if short else index + 1


def _is_short(line: Line) -> bool:
    if is_table_caption(line.text):
        return True
    plain = line.words <= _LONGEST and not ends_sentence(line.text)
    if is_table_source(line.text):
        return False
    return plain and line.text[-1] not in ":：،؛,;" and read_mark(line.text) is None


def _rows_of(lines: Sequence[Line], run: range) -> range:
    """Return the lines of a run that may be rows, the head among them."""
    named = next((n for n in run if is_table_caption(lines[n].text)), None)
    sourced = run.stop < len(lines) and is_table_source(lines[run.stop].text)
    # A short line right above a paragraph, a list or the end heads what stands below it.
    ends = sourced or run.stop == len(lines) or lines[run.stop].gap
    stop = run.stop if ends else run.stop - 1
    # Without a blank line above them, rows stand below a heading.
    alone = named is None and lines[run.start].gap and run.start
    first = run.start if alone else run.start + 1 if named is None else named + 1
    fewest = _FEWEST if named is None else _FEWEST_NAMED
    if stop - first < fewest:
        return range(0)
    # What stands above the text are titles, bylines and menus.
    if named is None and not any(_is_text(line) for line in lines[: run.start]):
        return range(0)
    return range(first, stop)


def _is_text(line: Line) -> bool:
    return line.words >= _LONGEST and ends_sentence(line.text)


def is_table_caption(text: str) -> bool:
    """Tell whether a line names a table: «جدول 1: …».

    >>> is_table_caption("جدول رقم 1: نسبة الملء"), is_table_caption("جدول أعمال اللجنة")
    (True, False)
    """
    words = fold(text).split()
    named = bool(words) and words[0].rstrip(":.0123456789") in every("table")
    return named and (":" in text or any(c.isdigit() for c in text)) and len(words) <= 30


def is_table_source(text: str) -> bool:
    """Tell whether a line says where the numbers of a table are from: «المصدر: …»."""
    key = fold(text)
    return any(key.startswith((f"{word}:", f"{word} :")) for word in every("source"))
