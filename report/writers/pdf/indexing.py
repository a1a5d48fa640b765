"""Indexing: the index is set when it is known on which pages its places came to stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from report.compose.galley import Galley
from report.locales import Locale
from report.writers.locators import has_locators, settled
from report.writers.pagemap import Place
from report.writers.pdf.folios import folios
from report.writers.pdf.parts import Part

MOST_LAYOUTS = 3
"""Layouts until the folios of the index are those of the pages; one is enough but for an index
that stands before what it leads to."""

LayOut = Callable[[Galley], list[Part]]


def with_index(
    galley: Galley, lay_out: LayOut, locale: Locale
) -> tuple[list[Part], Mapping[str, Place]]:
    """Lay out a galley; if it has an index, again with the folios of the places that it leads to.

    Returns the parts and where its marks stand; without an index there are none.
    """
    parts = lay_out(galley)
    places: Mapping[str, Place] = {}
    if not has_locators(galley):
        return parts, places
    for _ in range(MOST_LAYOUTS):
        found = places_of(parts, locale)
        if found == places:
            break
        places = found
        parts = lay_out(settled(galley, places))
    return parts, places


def places_of(parts: Iterable[Part], locale: Locale) -> dict[str, Place]:
    """Return the page of each mark of a book, by its id."""
    pages = [page for part in parts for page in part.pages]
    labels = folios([page.name for page in pages], locale)
    found: dict[str, Place] = {}
    for number, (page, folio) in enumerate(zip(pages, labels, strict=True)):
        for name in page.anchors:
            if name.startswith("mark-"):
                found.setdefault(name, Place(number, folio))
    return found
