"""Pipes: the rule for pipe tables. A table is one token that holds its cells as runs of text.

Two things differ from GitHub's: a row with more cells than the head keeps them all, and a
line that begins like a caption ends the table.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.model.blocks import Align

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

_RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*(?::?-+:?)?[ \t]*")
_DASHES = re.compile(r":?-+:?")
_CAPTION = re.compile(r"(?:Table)?:[ \t]")


@dataclass(frozen=True, slots=True)
class PipeCell:
    """The text of a cell as it is typed and its offset in the manuscript."""

    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class PipeTable:
    """The rows of a table, the head first; rows are as long as they are typed."""

    aligns: tuple[Align, ...]
    rows: tuple[tuple[PipeCell, ...], ...]


def pipe_table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Read a pipe table, as a rule of markdown-it."""
    if start_line + 2 > end_line or state.sCount[start_line + 1] < state.blkIndent:
        return False
    if state.is_code_block(start_line) or state.is_code_block(start_line + 1):
        return False
    under = _line(state, start_line + 1)
    if "-" not in under or under.strip("|-: \t") or "|" not in _line(state, start_line):
        return False
    if not _RULE.fullmatch(under):
        return False
    aligns = tuple(_align(dashes) for dashes in _DASHES.findall(under))
    head = _cells(state, start_line)
    if len(head) != len(aligns) and (len(aligns) < 2 or "|" not in under):
        return False
    if silent:
        return True
    rows, line = [head], start_line + 2
    terminators = state.md.block.ruler.getRules("blockquote")
    while line < end_line and state.sCount[line] >= state.blkIndent and not state.isEmpty(line):
        if state.is_code_block(line) or _CAPTION.match(_line(state, line)):
            break
        if any(rule(state, line, end_line, True) for rule in terminators):
            break
        rows.append(_cells(state, line))
        line += 1
    token = state.push("pipe_table", "table", 0)
    token.meta["table"] = PipeTable(aligns, tuple(rows))
    token.map = [start_line, line]
    state.line = line
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _align(dashes: str) -> Align:
    """Read the colons: they stand at the start, at the end or on both sides of the column."""
    if dashes.endswith(":"):
        return "center" if dashes.startswith(":") else "end"
    return "start"


def _cells(state: StateBlock, line: int) -> tuple[PipeCell, ...]:
    offset, limit = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    row = state.src[offset:limit].rstrip(" \t")
    bars = [n for n in _bars(row)]
    edges = [-1, *bars, len(row)]
    if bars and bars[0] == 0:
        edges = edges[1:]
    if bars and bars[-1] == len(row) - 1 and len(edges) > 2:
        edges = edges[:-1]
    cells = []
    for before, after in itertools.pairwise(edges):
        piece = row[before + 1 : after]
        bare = piece.lstrip(" \t")
        start = offset + before + 1 + len(piece) - len(bare)
        cells.append(PipeCell(bare.rstrip(" \t"), start))
    return tuple(cells)


def _bars(row: str) -> list[int]:
    """Return where the bars are that part cells: those without a backslash before them."""
    return [found.start() for found in re.finditer(r"\\.|\|", row) if found[0] == "|"]
