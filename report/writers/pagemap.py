"""The page map: where in the flow of the text each page of the printed book begins.

Both books are made from the same sheets. Before they part, every element of a sheet has its
number, so that a place found on a laid-out page can be found again in a document of the EPUB.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from report.compose.galley import Galley, Sheet
from report.compose.sheets import HALF_TITLE

POSITION = "data-position"
"""The attribute that carries the sheet and the number of an element into the layout."""

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the flow of a sheet: before a character of the text that is an element's own.

    ``element`` counts the elements of the sheet's body from 1 in document order. ``character``
    counts from 0 what :func:`inked` counts, in the text directly in the element: the blanks that
    layout takes away and adds do not shift it. An image is named by itself and character 0.
    """

    sheet: str
    element: int
    character: int


@dataclass(frozen=True, slots=True)
class Page:
    """A printed page: its folio as printed («١٢», «ب») and where it begins."""

    folio: str
    start: Position


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a mark is printed: the page, counted from 0, and the folio that it bears."""

    page: int
    folio: str


@dataclass(frozen=True, slots=True)
class PageMap:
    """The pages of one printed edition in their order; ``source`` is the URN of that edition.

    ``sheets`` are the names of the sheets as they are printed one after the other, which the
    galley may have in another order. A blank page begins where the next one does. ``marks`` says
    where the places stand that the index leads to, by their ids.
    """

    source: str
    sheets: tuple[str, ...]
    pages: tuple[Page, ...]
    marks: Mapping[str, Place] = field(default_factory=dict)


def inked(text: str) -> Iterator[int]:
    """Yield the indices of the characters that count for a position: all but white space.

    >>> list(inked(" نص "))
    [1, 2]
    """
    return (index for index, character in enumerate(text) if not character.isspace())


def numbered(galley: Galley) -> Galley:
    """Return a galley whose elements carry their positions, for the layout to read back.

    The half title has none: it is in the printed book alone.
    """
    return replace(
        galley,
        sheets=tuple(
            sheet if sheet.name == HALF_TITLE else _numbered(sheet) for sheet in galley.sheets
        ),
    )


def _numbered(sheet: Sheet) -> Sheet:
    root = etree.fromstring(f"<sheet>{sheet.body}</sheet>", _PARSER)
    for number, element in enumerate(root.iter(etree.Element)):
        if number:
            element.set(POSITION, f"{sheet.name} {number}")
    inside = etree.tostring(root, encoding="unicode").removeprefix("<sheet>")
    return replace(sheet, body=inside.removesuffix("</sheet>"))


def position_of(written: str, character: int) -> Position:
    """Return the position of a character of the element that carries ``written``.

    >>> position_of("water 7", 12)
    Position(sheet='water', element=7, character=12)
    """
    sheet, _, number = written.rpartition(" ")
    return Position(sheet, int(number), character)
