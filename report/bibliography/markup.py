"""Markup: what a style has worded in a little HTML, as inlines in the marks of the language."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from report.model.inlines import (
    Emphasis,
    Inline,
    Inlines,
    Link,
    Strong,
    Subscript,
    Superscript,
    Text,
)

_TAG = re.compile(r"<(/?)(\w+)[^>]*>")
_KINDS: dict[str, Callable[[Inlines], Inline]] = {
    "i": Emphasis,
    "b": Strong,
    "sup": Superscript,
    "sub": Subscript,
}
_ADDRESS = re.compile(r"https?://[^\s<>«»،]+?(?=[.,;)]*(?:\s|$))")
_CODE = re.compile(r"\S*(?:[A-Za-z]|/)\S*")
_LATIN_DIGITS = "0123456789"


def inlines_of(text: str, *, rtl: bool = False, digits: str | None = None) -> Inlines:
    """Return the inlines of a worded text.

    Args:
        text: text with the tags ``i``, ``b``, ``sup`` and ``sub``, its characters escaped.
        rtl: use the comma, the semicolon and the joined «و» of Arabic script.
        digits: the ten digits of the house, for numbers outside addresses and codes.

    >>> [type(one).__name__ for one in inlines_of("<i>أمن</i>, https://example.org.", rtl=True)]
    ['Emphasis', 'Text', 'Link', 'Text']
    """
    stack: list[tuple[str, list[Inline]]] = [("", [])]
    position = 0
    for tag in _TAG.finditer(text):
        stack[-1][1].extend(_plain(text[position : tag.start()], rtl, digits))
        position = tag.end()
        if not tag[1]:
            stack.append((tag[2], []))
        elif len(stack) > 1:
            name, inside = stack.pop()
            made = _KINDS.get(name)
            marked: list[Inline] = [made(joined(inside))] if made and inside else inside
            stack[-1][1].extend(marked)
    stack[-1][1].extend(_plain(text[position:], rtl, digits))
    return joined(one for _, inside in stack for one in inside)


def joined(content: Iterator[Inline] | Inlines | list[Inline]) -> Inlines:
    """Return a run in which no two texts stand side by side."""
    made: list[Inline] = []
    for inline in content:
        if isinstance(inline, Text) and made and isinstance(made[-1], Text):
            made[-1] = Text(made[-1].text + inline.text)
        else:
            made.append(inline)
    return tuple(made)


def _plain(text: str, rtl: bool, digits: str | None) -> Iterator[Inline]:
    text = html.unescape(text)
    position = 0
    for address in _ADDRESS.finditer(text):
        yield from _text(text[position : address.start()], rtl, digits)
        yield Link((Text(address[0]),), address[0])
        position = address.end()
    yield from _text(text[position:], rtl, digits)


def _text(text: str, rtl: bool, digits: str | None) -> Iterator[Inline]:
    if not text:
        return
    if rtl:
        text = re.sub(r",(?=\s|$)", "،", text)
        text = re.sub(r";(?=\s|$)", "؛", text)
        text = re.sub(r"(?<=\s)و (?=\w)", "و", text)
    if digits:
        text = _with_digits(text, digits)
    yield Text(re.sub(r"\.{2,}(?=\s|$)", ".", text))


def _with_digits(text: str, digits: str) -> str:
    table = str.maketrans(_LATIN_DIGITS, digits)
    pieces, position = [], 0
    for code in _CODE.finditer(text):
        pieces += [text[position : code.start()].translate(table), code[0]]
        position = code.end()
    return "".join((*pieces, text[position:].translate(table)))
