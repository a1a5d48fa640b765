"""Tree: the tokens of markdown-it as elements one inside the other, fenced divs included.

A div is opened by one line and closed by another. A container (an item, a quotation) that
ends closes the divs open in it; a closing line with nothing to close is only a line.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from markdown_it.token import Token

from report.diagnostics import Place, Warn
from report.readers.markdown.places import Lines
from report.rules import finding

_DEEPEST = 60
"""Containers, divs counted; markdown-it's own are cut off before by the grammar."""


@dataclass(slots=True)
class Element:
    """A token, or a pair of them, and what stands between the two."""

    kind: str
    token: Token
    offset: int = 0
    children: list[Element] = field(default_factory=list)

    @property
    def line(self) -> int:
        """The line of the manuscript that the element begins on, counted from 0."""
        return self.token.map[0] if self.token.map else 0


def grow(tokens: list[Token], lines: Lines, warn: Warn) -> Element:
    """Return the root element of a stream of block tokens."""
    root = Element("root", Token("root", "", 0))
    stack, ignored = [root], 0
    for token in tokens:
        here = stack[-1]
        offset = token.meta.get("at", here.offset)
        name = token.type
        if name == "div_open" and len(stack) >= _DEEPEST:
            ignored += 1
            warn(finding("D015", lines.place(offset)))
        elif name == "div_close" and ignored:
            ignored -= 1
        elif name == "div_close" and here.kind == "div":
            stack.pop()
        elif name == "div_close":
            warn(finding("D014", lines.place(offset), line=":::"))
        elif token.nesting < 0:
            _close(stack, name.removesuffix("_close"), lines, warn)
        else:
            element = Element(name.removesuffix("_open"), token, offset)
            here.children.append(element)
            if token.nesting > 0 or name == "div_open":
                stack.append(element)
    _close(stack, "root", lines, warn)
    return root


def _close(stack: list[Element], kind: str, lines: Lines, warn: Warn) -> None:
    """Take an element off the stack, and before it the divs that were left open inside."""
    while stack[-1].kind != kind:
        left_open = stack.pop()
        start, end = lines.line(left_open.line)
        warn(finding("D013", lines.place(left_open.offset), line=lines.text[start:end].strip()))
    stack.pop()


def place_of(element: Element, lines: Lines) -> Place:
    """Return where an element begins."""
    return lines.place(element.offset)
