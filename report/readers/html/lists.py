"""Lists: how a page numbers its items, and what hangs on each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from report.model.blocks import Block, Blocks, List, ListItem, Numbering
from report.readers.html.page import Element, elements, name_of, style_of
from report.readers.html.reading import Reading, Setting

Nested = Callable[[Reading, Element, Setting], Blocks]
_TYPES: Final[Mapping[str, Numbering]] = {
    "1": "decimal",
    "a": "alpha",
    "A": "alpha",
    "i": "roman",
    "I": "roman",
}
_STYLES: Final[Mapping[str, Numbering | None]] = {
    "decimal": "decimal",
    "decimal-leading-zero": "decimal",
    "arabic-indic": "decimal",
    "persian": "decimal",
    "urdu": "decimal",
    "lower-alpha": "alpha",
    "upper-alpha": "alpha",
    "lower-latin": "alpha",
    "upper-latin": "alpha",
    "lower-roman": "roman",
    "upper-roman": "roman",
    "hebrew": "abjad",
    "arabic-abjad": "abjad",
    "abjad": "abjad",
    "persian-alphabetic": "alpha",
    "disc": None,
    "circle": None,
    "square": None,
}
_LARGEST: Final = 100_000


def read_list(
    reading: Reading, element: Element, setting: Setting, nested: Nested
) -> List | list[Block] | None:
    """Return a list; its blocks where no item says anything but an image; ``None`` if empty."""
    items: list[ListItem] = []
    for child in elements(element):
        inner = setting.inside(child)
        if name_of(child) == "li":
            content = nested(reading, child, inner)
            if content:
                items.append(ListItem(content, at=reading.at(child)))
        elif content := nested(reading, _wrapped(child), setting):
            # A list right inside a list hangs on the item above it.
            if items:
                items[-1] = replace(items[-1], content=(*items[-1].content, *content))
            else:
                items.append(ListItem(content, at=reading.at(child)))
    if not items:
        return None
    if all(type(block).__name__ == "Figure" for item in items for block in item.content):
        return [block for item in items for block in item.content]
    numbering, start = _numbering(element)
    return List(tuple(items), numbering, start, at=reading.at(element))


def _wrapped(child: Element) -> Element:
    """Return a box around an element, so that it is read as a block in its turn."""
    box = child.makeelement("div", {})
    tail, child.tail = child.tail, None
    parent = child.getparent()
    if parent is not None:
        parent.replace(child, box)
    box.append(child)
    box.tail = tail
    return box


def _numbering(element: Element) -> tuple[Numbering | None, int]:
    style = style_of(element)
    written = style.get("list-style-type") or style.get("list-style", "").split(" ")[0]
    first = next((e for e in elements(element) if name_of(e) == "li"), None)
    if name_of(element) != "ol":
        return (_STYLES.get(written), 1) if written in _STYLES else (None, 1)
    numbering = _STYLES.get(written, _TYPES.get(element.get("type") or "1", "decimal"))
    start = element.get("start") or (first.get("value") if first is not None else None) or "1"
    value = int(start) if re.fullmatch(r"\d{1,6}", start) else 1
    return numbering, value if 0 <= value <= _LARGEST else 1
