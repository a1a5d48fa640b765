"""A line of the manuscript's Markdown as inlines: enough of it to write bidi lines in.

``**strong**``, ``_emphasis_``, a code span, ``[link](target)``, ``[isolate]{dir=ltr}``,
``^raised^``, ``~lowered~``, ``[^1]`` and ``\\`` before a sign that means itself.
"""

from __future__ import annotations

import re

from report.model.inlines import (
    Code,
    Emphasis,
    Inline,
    Inlines,
    Isolate,
    Link,
    NoteRef,
    Strong,
    Subscript,
    Superscript,
    Text,
)

_MARK = re.compile(
    r"\\(?P<escaped>.)"
    r"|`(?P<code>[^`]+)`"
    r"|\[\^(?P<note>\w+)\]"
    r"|\*\*(?P<strong>.+?)\*\*"
    r"|_(?P<emphasis>[^_]+)_"
    r"|\^(?P<raised>[^^ ]+)\^"
    r"|~(?P<lowered>[^~ ]+)~"
)
_SPAN = re.compile(r"\((?P<target>[^)\s]*)\)|\{dir=(?P<direction>rtl|ltr)\}")


def inlines(source: str) -> Inlines:
    """Parse a line."""
    parsed: list[Inline] = []
    text = ""
    position = 0
    while position < len(source):
        found = _span(source, position) or _mark(source, position)
        if found is None:
            text += source[position]
            position += 1
            continue
        inline, position = found
        if isinstance(inline, Text):
            text += inline.text
            continue
        if text:
            parsed.append(Text(text))
            text = ""
        parsed.append(inline)
    return (*parsed, Text(text)) if text else tuple(parsed)


def _mark(source: str, position: int) -> tuple[Inline, int] | None:
    mark = _MARK.match(source, position)
    if mark is None:
        return None
    kind, inside = mark.lastgroup, mark.group(mark.lastgroup or 0)
    made: dict[str | None, Inline] = {
        "escaped": Text(inside),
        "code": Code(inside),
        "note": NoteRef(inside),
        "strong": Strong(inlines(inside)),
        "emphasis": Emphasis(inlines(inside)),
        "raised": Superscript(inlines(inside)),
        "lowered": Subscript(inlines(inside)),
    }
    return made[kind], mark.end()


def _span(source: str, position: int) -> tuple[Inline, int] | None:
    if source[position] != "[":
        return None
    depth = 0
    for index in range(position, len(source)):
        depth += {"[": 1, "]": -1}.get(source[index], 0)
        if depth:
            continue
        after = _SPAN.match(source, index + 1)
        if after is None:
            return None
        content = inlines(source[position + 1 : index])
        if after["direction"]:
            direction = "rtl" if after["direction"] == "rtl" else "ltr"
            return Isolate(content, direction), after.end()
        return Link(content, after["target"]), after.end()
    return None
