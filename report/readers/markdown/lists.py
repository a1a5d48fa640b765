"""Lists: bullets and the ordinals of every script, nested as real files indent them.

CommonMark nests a list only under the column of its parent's text. Manuscripts are indented
by two, three or four blanks whatever the marker; here whatever is indented by at least two
blanks beyond a marker belongs to its item.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.model.ordinals import readings, resolve

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

_BULLET = re.compile(r"([-*+•])(?=[ \t]|$)")
_ORDINAL = re.compile(r"(?:\((\w{1,9})\)|(\w{1,9})([.)-]))(?=[ \t]|$)")
_INDENT = 2
_LONGEST_DASHED = 3
"""Digits: «٣- » numbers an item, «2026- » opens a sentence."""
_LOOK_AHEAD = 50
"""Lines searched for the item that proves a letter to be a marker."""


@dataclass(frozen=True, slots=True)
class Marker:
    """The marker of an item: where its line goes on, its ordinal, the shape around it."""

    end: int
    family: str
    ordinal: str | None = None

    @property
    def doubtful(self) -> bool:
        """A letter and a full stop open a list or a sentence: «أ. محمد»."""
        return self.family[0] in ".-" and bool(self.ordinal) and not self.family.endswith("digit")

    def follows(self, first: Marker) -> bool:
        """Say whether this can number the item after ``first``."""
        if self.family != first.family or self.ordinal is None or first.ordinal is None:
            return False
        next_ones = {(numbering, n + 1) for numbering, n in readings(first.ordinal)}
        return not next_ones.isdisjoint(readings(self.ordinal))


def find_marker(text: str, start: int, end: int) -> Marker | None:
    """Read the marker of a list item at ``text[start]``, or ``None``.

    >>> find_marker("أ) نص", 0, 5)
    Marker(end=2, family=')arabic', ordinal='أ')
    """
    if bullet := _BULLET.match(text, start, end):
        return Marker(bullet.end(), bullet[1])
    found = _ORDINAL.match(text, start, end)
    if found is None:
        return None
    ordinal, shape = (found[1], "(") if found[1] else (found[2], found[3])
    if not readings(ordinal):
        return None
    digits = ordinal.isdecimal()
    if shape == "-" and digits and len(ordinal) > _LONGEST_DASHED:
        return None
    return Marker(found.end(), shape + ("digit" if digits else _script(ordinal)), ordinal)


def _script(ordinal: str) -> str:
    if ordinal.isascii():
        return "latin"
    return "hebrew" if "\u05d0" <= ordinal[0] <= "\u05ea" else "arabic"


def list_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Read a list, as a rule of markdown-it."""
    if state.is_code_block(start_line):
        return False
    if (
        state.listIndent >= 0
        and state.sCount[start_line] - state.listIndent >= 4
        and state.sCount[start_line] < state.blkIndent
    ):
        return False
    marker = _marker(state, start_line)
    if marker is None:
        return False
    inside = state.sCount[start_line] >= state.blkIndent
    if inside and marker.doubtful and not _sequel(state, start_line, end_line, marker):
        return False
    if silent:
        return not (inside and state.parentType == "paragraph") or _interrupts(
            state, start_line, marker
        )
    _push_list(state, start_line, end_line, marker)
    return True


def _marker(state: StateBlock, line: int) -> Marker | None:
    return find_marker(
        state.src, state.bMarks[line] + state.tShift[line], max(0, state.eMarks[line])
    )


def _interrupts(state: StateBlock, line: int, marker: Marker) -> bool:
    """Say whether a marker ends the paragraph above it: a wrapped line may begin like one."""
    if not state.src[marker.end : state.eMarks[line]].strip():
        return False
    if marker.ordinal is None:
        return True
    return not marker.family.startswith("(") and any(n == 1 for _, n in readings(marker.ordinal))


def _sequel(state: StateBlock, line: int, end_line: int, marker: Marker) -> bool:
    """Say whether the item after ``marker`` is there, at the same indent."""
    indent = state.sCount[line]
    for further in range(line + 1, min(end_line, line + _LOOK_AHEAD)):
        if state.isEmpty(further) or state.sCount[further] > indent:
            continue
        if state.sCount[further] < indent:
            return False
        after = _marker(state, further)
        if after or state.isEmpty(further - 1):
            return bool(after and after.follows(marker))
    return False


def _push_list(state: StateBlock, start_line: int, end_line: int, first: Marker) -> None:
    ordered = first.ordinal is not None
    kind = "ordered_list" if ordered else "bullet_list"
    opening = state.push(f"{kind}_open", "ol" if ordered else "ul", 1)
    opening.map = [start_line, start_line]
    terminators = state.md.block.ruler.getRules("list")
    parent, state.parentType = state.parentType, "list"
    ordinals, line, marker = [], start_line, first
    while True:
        _push_item(state, line, end_line, marker)
        if marker.ordinal:
            ordinals.append(marker.ordinal)
        line = state.line
        if line >= end_line or state.sCount[line] < state.blkIndent or state.is_code_block(line):
            break
        following = _marker(state, line)
        if following is None or following.family != first.family:
            break
        if any(rule(state, line, end_line, True) for rule in terminators):
            break
        marker = following
    if ordinals:
        opening.meta["numbering"] = resolve(ordinals)
    opening.map[1] = line
    state.push(f"{kind}_close", opening.tag, -1)
    state.parentType = parent


def _push_item(state: StateBlock, line: int, end_line: int, marker: Marker) -> None:
    column = state.sCount[line]
    beginning = state.bMarks[line] + state.tShift[line]
    after = offset = column + marker.end - beginning
    position, limit = marker.end, state.eMarks[line]
    while position < limit and state.src[position] in " \t":
        tab = state.src[position] == "\t"
        offset += 4 - (offset + state.bsCount[line]) % 4 if tab else 1
        position += 1
    empty = position >= limit
    indent = after + 1 if empty or offset - after > 4 else offset
    opening = state.push("list_item_open", "li", 1)
    opening.map = [line, line]
    opening.meta["at"] = beginning
    kept = (state.listIndent, state.bMarks[line], state.tShift[line], state.sCount[line])
    outer = state.listIndent = state.blkIndent
    state.blkIndent = _content_indent(state, line, end_line, column, indent)
    state.bMarks[line], state.tShift[line] = position, 0
    state.sCount[line] = state.blkIndent
    if empty and state.isEmpty(line + 1):
        state.line = min(line + 2, end_line)
    else:
        state.md.block.tokenize(state, line, end_line)
    state.blkIndent = outer
    state.listIndent, state.bMarks[line], state.tShift[line], state.sCount[line] = kept
    state.push("list_item_close", "li", -1)
    opening.map[1] = state.line


def _content_indent(state: StateBlock, line: int, end_line: int, column: int, usual: int) -> int:
    """Return the least indent of what belongs to the item, at most the column of its text."""
    least = usual
    for further in range(line + 1, end_line):
        if state.isEmpty(further):
            continue
        if state.sCount[further] < column + _INDENT:
            break
        least = min(least, state.sCount[further])
    return least
