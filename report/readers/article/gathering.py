"""Gathering: lines become passages: code, tables, list items, rules, and words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from report.diagnostics import Warn
from report.readers.article.code import find_code, is_fenced
from report.readers.article.cues import Pairs
from report.readers.article.furniture import is_rule
from report.readers.article.grids import find_grids
from report.readers.article.habits import Habit, habit_of
from report.readers.article.lines import Line, ends_sentence, fold
from report.readers.article.lostcells import may_be_rows, propose, said_in
from report.readers.article.marks import Mark, believed
from report.readers.article.passages import (
    Entry,
    Grid,
    Literal,
    Marked,
    Passage,
    Ruled,
    Words,
    indent,
)
from report.readers.article.rowlines import (
    MOST_WORK,
    is_table_caption,
    is_table_source,
    work_of,
)
from report.readers.article.stacks import Stack, may_be_stacked, unstack
from report.readers.article.tongues import foreign_language
from report.rules import finding

_HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_SHORT_LINE = 12
"""Words: attached lines no longer than this, three or more, are verse or an address."""

_MOST_ROWS = 300
"""Attached lines that may be one table."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found at a line, before the words are gathered."""

    literals: dict[int, Literal]
    grids: dict[int, Grid]
    marks: dict[int, Mark]


def gather(lines: Sequence[Line], language: str, warn: Warn) -> list[Passage]:
    """Return the passages of an article, in order; every line is in one of them."""
    literals = find_code(lines)
    taken = {i + k for i, literal in literals.items() for k in range(len(literal.lines))}
    grids = {i: grid for i, grid in find_grids(lines).items() if i not in taken}
    taken |= {i + k for i, grid in grids.items() for k in range(len(grid.lines))}
    marks = {i: mark for i, mark in believed(lines).items() if i not in taken}
    habit = habit_of(lines, taken | marks.keys())
    for literal in literals.values():
        if not is_fenced(literal):
            first = literal.lines[0]
            count = len(literal.lines)
            warn(finding("S027", first.at, count=count, text=first.text))
    passages = _passages(lines, _Found(literals, grids, marks), habit, language, warn)
    _note_joined(passages, habit, warn)
    return _settle_numbers(passages)


def _passages(
    lines: Sequence[Line], found: _Found, habit: Habit, language: str, warn: Warn
) -> list[Passage]:
    passages: list[Passage] = []
    pairs: Pairs | None = None
    left = MOST_WORK
    index = 0
    while index < len(lines):
        line = lines[index]
        if index in found.literals or index in found.grids:
            whole = found.literals.get(index) or found.grids[index]
            passages.append(whole)
            index += len(whole.lines)
            continue
        if index in found.marks:
            mark = found.marks[index]
            passages.append(Entry(line, mark, (line.cut(mark.length),)))
            index += 1
            continue
        marked = _marked(lines, index)
        if marked:
            passages.append(marked)
            index += len(marked.lines)
            continue
        if is_table_caption(line.text) and index + 1 < len(lines) and not lines[index + 1].gap:
            passages.append(Words((line,)))
            index += 1
            line = lines[index]
        begins = line.gap or (index > 0 and is_table_caption(lines[index - 1].text))
        chunk = _chunk(lines, index, found, _MOST_ROWS) if begins and not habit.width else []
        if 0 < work_of(chunk) <= left and (may_be_rows(chunk) or may_be_stacked(chunk)):
            left -= work_of(chunk)
            pairs = pairs if pairs is not None else _pairs(lines)
            spoken = foreign_language(said_in(chunk), language) or language
            blocks = _rows(chunk, spoken, pairs, warn)
            if blocks:
                passages.extend(blocks)
                index += len(chunk)
                continue
        _join(passages, line, habit)
        index += 1
    return passages


def _marked(lines: Sequence[Line], index: int) -> Marked | Ruled | None:
    """Return a heading that the source marks as Markdown does, or a rule."""
    line = lines[index]
    hashes = _HASHES.match(line.text)
    if hashes:
        return Marked((line.cut(hashes.end()),), len(hashes[1]))
    below = lines[index + 1] if index + 1 < len(lines) else None
    if below and not below.gap and _UNDERLINE.fullmatch(below.text) and line.words <= 16:
        if line.gap and not ends_sentence(line.text):
            return Marked((line, below), 1 if below.text[0] == "=" else 2)
    return Ruled((line,)) if is_rule(line.text) else None


def _chunk(lines: Sequence[Line], start: int, found: _Found, most: int) -> list[Line]:
    """Return the lines without a gap between them that nothing else has claimed.

    Of more than ``most`` only one more is returned.
    """
    chunk = [lines[start]]
    for index in range(start + 1, len(lines)):
        claimed = index in found.literals or index in found.grids or index in found.marks
        if lines[index].gap or claimed or is_table_source(lines[index].text) or len(chunk) > most:
            break
        chunk.append(lines[index])
    return chunk


def _rows(chunk: list[Line], language: str, pairs: Pairs, warn: Warn) -> list[Passage]:
    """Return attached lines as a table with its cells proposed, or as lines kept apart."""
    proposal = propose(chunk, language, pairs) if may_be_rows(chunk) else None
    stack = unstack(chunk, language) if may_be_stacked(chunk) else None
    stands = proposal is not None and proposal.stands
    if stack and not (proposal and stands and proposal.columns >= stack.sure):
        return _stacked(stack, warn)
    if proposal and stands:
        rows = zip(proposal.grid.lines, proposal.sure, strict=True)
        for number, (line, sure) in enumerate(rows):
            if number in proposal.grid.whole:
                warn(finding("S024", line.at, text=line.text))
            else:
                count = len(proposal.grid.rows[number])
                percent = min(99, int(100 * sure))
                warn(finding("S023", line.at, count=count, percent=percent, text=line.text))
        return _titled(proposal.grid, proposal.title)
    if proposal:
        warn(finding("S024", chunk[0].at, text=chunk[0].text))
    if all(line.words <= _SHORT_LINE for line in chunk):
        return [Words(tuple(chunk), broken=True)]
    return []


def _stacked(stack: Stack, warn: Warn) -> list[Passage]:
    """Return attached lines as a table of which each line is a cell."""
    percent = min(99, int(100 * stack.sure))
    rows, width = len(stack.grid.rows), len(stack.grid.rows[0])
    first = stack.grid.lines[0]
    warn(finding("S038", first.at, rows=rows, width=width, percent=percent, text=first.text))
    return _titled(stack.grid, stack.title)


def _titled(grid: Grid, title: Line | None) -> list[Passage]:
    return [Words((title,)), grid] if title else [grid]


def _pairs(lines: Sequence[Line]) -> Pairs:
    """Return the pairs of words that stand side by side in sentences of the article."""
    found: set[tuple[str, str]] = set()
    for line in lines:
        if ends_sentence(line.text):
            words = fold(line.text).split()
            for before, after in pairwise(words):
                if before[-1].isalnum():
                    found.add((before, after.rstrip(".،,؛:!؟?»)")))
    return frozenset(found)


def _join(passages: list[Passage], line: Line, habit: Habit) -> None:
    """Add a line to the passage that it continues, or begin a new one."""
    above = passages[-1] if passages else None
    if isinstance(above, Entry) and not line.gap:
        hung = (
            line.indent > above.line.indent or line.indent >= above.line.indent + above.mark.length
        )
        last = above.lines[-1]
        if (hung and not ends_sentence(last.text)) or (
            not habit.sentences and habit.goes_on(last, line)
        ):
            passages[-1] = replace(above, lines=(*above.lines, line))
            return
    if isinstance(above, Words) and not above.broken and habit.goes_on(above.lines[-1], line):
        passages[-1] = replace(above, lines=(*above.lines, line))
        return
    passages.append(Words((line,)))


def _note_joined(passages: Sequence[Passage], habit: Habit, warn: Warn) -> None:
    joined = [p for p in passages if isinstance(p, Words) and len(p.lines) > 1 and not p.broken]
    if not joined:
        return
    reason = "a line continues a sentence"
    if habit.width:
        reason = f"they were broken at about {habit.width} characters"
    elif habit.sentences:
        reason = "they were broken after each sentence"
    count = sum(len(p.lines) for p in joined)
    warn(finding("S028", joined[0].lines[0].at, count=count, reason=reason))


def _settle_numbers(passages: list[Passage]) -> list[Passage]:
    """Turn numbered items that head text of their own into headings, number and all."""
    settled = list(passages)
    for sequence in _sequences(passages):
        texts = [passages[i] for i in sequence]
        between = [passages[a + 1 : b] for a, b in pairwise(sequence)]
        apart = sum(
            any(isinstance(p, Words | Marked) and indent(p) <= indent(passages[a]) for p in inside)
            for a, inside in zip(sequence, between, strict=False)
        )
        short = all(isinstance(e, Entry) and _is_short(e) for e in texts)
        if short and apart and 2 * apart >= len(between):
            for index in sequence:
                entry = passages[index]
                if isinstance(entry, Entry):
                    settled[index] = Words((entry.line,), mark=entry.mark)
    return settled


def _is_short(entry: Entry) -> bool:
    ends = entry.text.rstrip(' »”"')[-1:]
    return len(entry.lines) == 1 and entry.line.words <= 16 and ends not in ".،;؛…۔"


def _sequences(passages: Sequence[Passage]) -> list[list[int]]:
    """Return the runs of numbered items of one style that count up, as indexes."""
    runs: list[list[int]] = []
    open_runs: dict[tuple[str, int], list[int]] = {}
    for index, passage in enumerate(passages):
        if not isinstance(passage, Entry) or not passage.mark.readings:
            continue
        key = (passage.mark.style, passage.line.indent)
        run = open_runs.get(key)
        above = passages[run[-1]] if run else None
        if run and isinstance(above, Entry) and follows(above.mark, passage.mark):
            run.append(index)
        else:
            open_runs[key] = [index]
            runs.append(open_runs[key])
    return [run for run in runs if len(run) > 1]


def follows(before: Mark, after: Mark) -> bool:
    """Tell whether a number or letter is the next one after another."""
    return any(after.value(numbering) == value + 1 for numbering, value in before.readings)
