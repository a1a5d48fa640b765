"""Fences: the lines that open and close a fenced div, and lines that hold nothing but wrappers.

Each such line is one token; what it opens and what it closes is found out later, when the
tree is built, so that a div left open costs one finding and no text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from report.readers.markdown.attributes import NONE, Attributes, parse

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

_FENCE = re.compile(r":{3,}[ \t]*")
_NAME = re.compile(r"([^\s{}:#.=\"']+)[ \t]*")
_TAIL = re.compile(r"[ \t]*:*[ \t]*")
WRAPPER = re.compile(r"</?(?:div|p|center|span|section|article|main|br)(?:\s[^<>]*)?/?>", re.I)
_WRAPPERS_ONLY = re.compile(rf"(?:{WRAPPER.pattern}[ \t]*)+", re.I)


def read_fence(line: str) -> Attributes | None:
    """Read the line that opens a div, ``None`` for a line that does not.

    >>> read_fence("::: pullquote").classes
    ('pullquote',)
    >>> read_fence("::: {.note #n1}").label
    'n1'
    >>> read_fence(":::") is None
    True
    """
    fence = _FENCE.match(line)
    if fence is None:
        return None
    position, name, attributes = fence.end(), _NAME.match(line, fence.end()), NONE
    if name:
        position = name.end()
    if found := parse(line, position):
        attributes, position = found
    if not (name or found) or not _TAIL.fullmatch(line, position):
        return None
    classes = (name[1], *attributes.classes) if name else attributes.classes
    return Attributes(attributes.label, classes, attributes.values)


def fence_line(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Read a line of three colons or more, as a rule of markdown-it."""
    del end_line
    line = _bare_line(state, start_line)
    if not line.startswith(":::"):
        return False
    closes = not line.strip(": \t")
    attributes = None if closes else read_fence(line)
    if not closes and attributes is None:
        return False
    if not silent:
        token = state.push("div_close" if closes else "div_open", "div", 0)
        token.meta["attributes"] = attributes
        token.map = [start_line, start_line + 1]
        state.line = start_line + 1
    return True


def wrapper_line(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Read a line of ``<div dir="rtl">`` and its like, so that what follows stays Markdown."""
    del end_line
    line = _bare_line(state, start_line)
    if not line.startswith("<") or not _WRAPPERS_ONLY.fullmatch(line.rstrip(" \t")):
        return False
    if not silent:
        token = state.push("html_block", "", 0)
        token.content = line
        token.map = [start_line, start_line + 1]
        state.line = start_line + 1
    return True


def _bare_line(state: StateBlock, line: int) -> str:
    start = state.bMarks[line] + state.tShift[line]
    return "" if state.is_code_block(line) else state.src[start : state.eMarks[line]]
