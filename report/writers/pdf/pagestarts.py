"""Page starts: the first thing of the flow on each page, read off the boxes of the layout.

What is set on every page, or stands elsewhere in the other book, begins no page: running heads,
folios, notes at the foot, the repeated head of a table, markers, leaders, generated text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from weasyprint.formatting_structure import boxes

from report.writers.pagemap import POSITION, Page, PageMap, Position, inked, position_of

_NOTE = "footnote"


def sheet_names(root: Element) -> tuple[str, ...]:
    """Return the names of the sheets that pages are laid out from, in the order of print."""
    written = (element.get(POSITION) for element in root.iter())
    return tuple(dict.fromkeys(position_of(w, 0).sheet for w in written if w))


def page_map(
    starts: Sequence[Position | None], sheets: Sequence[str], folios: Sequence[str], source: str
) -> PageMap:
    """Return where each page of a book begins.

    A page without anything of the flow begins where the next one does; pages after the last one
    that has something are not in the map.

    Args:
        starts: what :class:`PageStarts` says of all pages.
        sheets: the names of the sheets in the order of print.
        folios: what is printed on the pages.
        source: the URN of the edition.
    """
    known: list[Position] = []
    following: Position | None = None
    for start in reversed(starts):
        following = start or following
        if following is not None:
            known.append(following)
    return PageMap(source, tuple(sheets), tuple(map(Page, folios, reversed(known))))


@dataclass(slots=True)
class _Own:
    """The text directly in an element, blanks apart, and where in the whole its pieces stand."""

    begins: int
    text: str = ""
    counts: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    read: int = 0

    def add(self, text: str, place: int) -> int:
        """Add a piece that stands at ``place`` of the whole; return where the next one stands."""
        plain = "".join(text[index] for index in inked(text))
        if plain:
            self.counts.append(len(self.text))
            self.places.append(place)
            self.text += plain
        return place + len(plain)

    def place(self, character: int) -> int:
        """Return where in the whole a character stands."""
        piece = bisect_right(self.counts, character) - 1
        return self.places[piece] + character - self.counts[piece]

    def take(self, text: str) -> int | None:
        """Read on by the text of a box; return the first character that is the element's own.

        A line may end with a hyphen that the text does not have.
        """
        first: int | None = None
        for index in inked(text):
            if self.read < len(self.text) and self.text[self.read] == text[index]:
                first = self.read if first is None else first
                self.read += 1
        return first


def _run_of(root: Element) -> Mapping[Element, _Own]:
    """Return the own text of each element in the flow, in document order."""
    run: dict[Element, _Own] = {}

    def walk(element: Element, place: int) -> int:
        run[element] = own = _Own(place)
        place = own.add(element.text or "", place)
        for child in element:
            if child.get("class") != _NOTE:
                place = walk(child, place)
            place = own.add(child.tail or "", place)
        return place

    walk(root, 0)
    return run


class _Found(NamedTuple):
    """Something of the flow on a page; an image stands before the text behind it."""

    place: int
    is_text: bool
    start: Position


class PageStarts:
    """Goes through the boxes page by page, and knows how much of each element it has met."""

    def __init__(self, root: Element) -> None:
        """Begin before the first page.

        Args:
            root: the HTML of a :func:`~report.writers.pagemap.numbered` galley.
        """
        self._run = _run_of(root)
        self._heads: dict[Element, int] = {}
        self._number = 0

    def of(self, page: Any) -> Position | None:
        """Return where the next page of a layout begins, ``None`` where nothing of the text is."""
        self._number += 1
        found = min(
            (found for box in page._page_box.children for found in self._visit(box)), default=None
        )
        return found.start if found else None

    def _visit(self, box: Any) -> Iterator[_Found]:
        box = getattr(box, "_box", box)
        if self._is_aside(box):
            return
        if isinstance(box, boxes.TextBox):
            yield from self._text(box)
        elif isinstance(box, boxes.ReplacedBox):
            yield from self._image(box)
        else:
            for child in getattr(box, "children", ()):
                yield from self._visit(child)

    def _is_aside(self, box: Any) -> bool:
        """Say whether a box is no part of the flow of the text."""
        if isinstance(box, boxes.MarginBox | boxes.FootnoteAreaBox) or box.is_leader:
            return True
        if "::" in (box.element_tag or ""):
            return True
        if not isinstance(box, boxes.TableRowGroupBox) or not (box.is_header or box.is_footer):
            return False
        return self._heads.setdefault(box.element, self._number) != self._number

    def _text(self, box: Any) -> Iterator[_Found]:
        own, written = self._run.get(box.element), box.element.get(POSITION)
        if own is None or written is None:
            return
        character = own.take(box.text)
        if character is not None:
            yield _Found(own.place(character), True, position_of(written, character))

    def _image(self, box: Any) -> Iterator[_Found]:
        written = box.element.get(POSITION) if box.element is not None else None
        if written is not None:
            yield _Found(self._run[box.element].begins, False, position_of(written, 0))
