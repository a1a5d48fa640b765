"""Joining: letters of one word take hold of each other where an inline element begins in it.

WeasyPrint shapes each inline element alone, so that «م<b>د</b>رسة» falls apart. In the tree of the
page, which nobody but WeasyPrint reads, both sides get the joiner that keeps them together; the
text layer leaves it out again. Headings stay as they are, for their text is taken for the outline
and the running heads.
"""

from __future__ import annotations

from typing import Any

from report.filters.joins import bridged

_INLINE = frozenset(
    "a abbr b cite code data dfn em i kbd mark q s samp small span strong sub sup u var".split()
)
_LEFT_ALONE = frozenset("head h1 h2 h3 h4 h5 h6 script style svg math template".split())


def join_letters(root: Any) -> None:
    r"""Put joiners on both sides of each inline boundary inside a word, in place.

    >>> from xml.etree import ElementTree
    >>> paragraph = ElementTree.fromstring("<p>م<b>د</b>رسة</p>")
    >>> join_letters(paragraph)
    >>> paragraph.text == "م\u200d", paragraph[0].text == "\u200dد", paragraph[0].tail
    (True, True, 'رسة')
    """
    _Joining().visit(root)


class _Joining:
    """A walk through a tree; ``last`` is the text before, as long as nothing parts it."""

    def __init__(self) -> None:
        self._last: tuple[Any, str] | None = None

    def visit(self, element: Any) -> None:
        name = _name(element)
        inline = name in _INLINE
        if not inline:
            self._last = None
        if name not in _LEFT_ALONE:
            self._read(element, "text")
            for child in element:
                self.visit(child)
                self._read(child, "tail")
        if not inline:
            self._last = None

    def _read(self, element: Any, place: str) -> None:
        text = getattr(element, place)
        if not text:
            return
        if self._last:
            holder, where = self._last
            before, text = bridged(getattr(holder, where), text)
            setattr(holder, where, before)
            setattr(element, place, text)
        self._last = element, place


def _name(element: Any) -> str:
    """Return the local name of an element; nothing for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
