"""Reading: what is known of a page while its article is walked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from report.diagnostics import Place, Warn
from report.model.assets import Asset
from report.model.inlines import Direction
from report.readers.html.page import BLOCKS, Element, name_of, place_in
from report.readers.tongue import tag_of

DEEPEST: Final = 10
"""Lists, quotations and cells inside each other; what is deeper is set as one paragraph."""
DEEPEST_ELEMENT: Final = 120
"""Elements inside each other before the walk takes only their text."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a piece of the page.

    ``around`` is the language that the report has there; ``marked`` and ``direction`` are what
    the page says of it. ``depth`` counts the blocks that it stands in, ``level`` the elements.
    """

    around: str
    marked: str | None = None
    direction: Direction | None = None
    depth: int = 0
    level: int = 0

    def inside(self, element: Element) -> Setting:
        """Return the setting inside an element."""
        marked = tag_of(element.get("lang") or element.get(_XML_LANG)) or self.marked
        written = (element.get("dir") or "").lower()
        direction: Direction | None = self.direction
        if written == "rtl":
            direction = "rtl"
        elif written == "ltr":
            direction = "ltr"
        elif written == "auto":
            direction = None
        return replace(self, marked=marked, direction=direction, level=self.level + 1)

    def deeper(self, language: str | None = None) -> Setting:
        """Return the setting inside a block, which may be in a language of its own."""
        return replace(self, around=language or self.around, depth=self.depth + 1)


_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(slots=True)
class Reading:
    """The page: its name, where its links begin, its notes, labels and images."""

    name: str
    warn: Warn
    base: str | None = None
    references: Mapping[Element, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    blocky: frozenset[Element] = frozenset()
    assets: dict[str, Asset] = field(default_factory=dict)
    images: dict[str, str] = field(default_factory=dict)
    explained: set[tuple[str, str]] = field(default_factory=set)
    flattened: bool = False

    def at(self, element: Element) -> Place:
        """Return where an element begins."""
        return place_in(element, self.name)


def blocky_of(roots: Iterable[Element], images: frozenset[Element]) -> frozenset[Element]:
    """Return the elements that have a block somewhere inside, or an image that stands alone."""
    found: set[Element] = set()
    for root in roots:
        for element in reversed(list(root.iter())):
            if not isinstance(element.tag, str):
                continue
            parent = element.getparent()
            if parent is None:
                continue
            if element in images or element in found or name_of(element) in BLOCKS:
                found.add(parent)
    return frozenset(found | images)
