"""Indexing: the index is set when it is known on which pages its places came to stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from report.compose.galley import Galley
from report.writers.locators import has_locators, settled
from report.writers.pagemap import Place

MOST_LAYOUTS = 3
"""Layouts until the folios of the index are those of the pages; one is enough but for an index
that stands before what it leads to."""

LayOut = Callable[[Galley], Any]
FoliosOf = Callable[[Any], Sequence[str]]


def with_index(
    galley: Galley, lay_out: LayOut, folios_of: FoliosOf
) -> tuple[Any, Mapping[str, Place]]:
    """Lay out a galley; if it has an index, again with the folios of the places that it leads to.

    Returns the document and where its marks stand; without an index there are none.
    """
    document = lay_out(galley)
    places: Mapping[str, Place] = {}
    if not has_locators(galley):
        return document, places
    for _ in range(MOST_LAYOUTS):
        found = places_of(document, folios_of(document))
        if found == places:
            break
        places = found
        document = lay_out(settled(galley, places))
    return document, places


def places_of(document: Any, folios: Sequence[str]) -> dict[str, Place]:
    """Return the page of each mark of a laid out document, by its id."""
    found: dict[str, Place] = {}
    for number, (page, folio) in enumerate(zip(document.pages, folios, strict=True)):
        for name in page.anchors:
            if name.startswith("mark-"):
                found.setdefault(name, Place(number, folio))
    return found
