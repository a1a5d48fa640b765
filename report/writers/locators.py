"""Locators: what the entries of an index say of their places, the folios of the printed pages.

Places on one page are named once, and three pages or more in a row as a range.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace

from lxml import etree

from report.compose.galley import Galley, Sheet
from report.writers.pagemap import POSITION, Place

SHORTEST_RANGE = 3
"""Pages in a row that are named by the first and the last."""

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def has_locators(galley: Galley) -> bool:
    """Say whether a galley has an index."""
    return any(sheet.kind == "index" for sheet in galley.sheets)


def settled(galley: Galley, places: Mapping[str, Place]) -> Galley:
    """Return a galley whose index says folios; marks without a place are left out of it."""
    comma = galley.words["comma"]
    return replace(
        galley,
        sheets=tuple(
            _settled(sheet, places, comma) if sheet.kind == "index" else sheet
            for sheet in galley.sheets
        ),
    )


def _settled(sheet: Sheet, places: Mapping[str, Place], comma: str) -> Sheet:
    root = etree.fromstring(f"<sheet>{sheet.body}</sheet>", _PARSER)
    settle(root, places, comma)
    inside = etree.tostring(root, encoding="unicode").removeprefix("<sheet>")
    return replace(sheet, body=inside.removesuffix("</sheet>"))


def settle(root: etree._Element, places: Mapping[str, Place], comma: str) -> None:
    """Write folios into the index of a document, which is changed in place."""
    for holder in [one for one in root.iter(etree.Element) if one.get("class") == "locators"]:
        links = {link.get("href", "")[1:]: link for link in holder}
        first: dict[Place, etree._Element] = {}
        for name, link in links.items():
            if name in places:
                first.setdefault(places[name], link)
        _fill(holder, [(place, first[place]) for place in sorted(first)], comma)


def _fill(holder: etree._Element, found: list[tuple[Place, etree._Element]], comma: str) -> None:
    made: list[etree._Element] = []
    for run in _runs(found):
        parts = [run[0], run[-1]] if len(run) >= SHORTEST_RANGE else run
        for number, (place, link) in enumerate(parts):
            copy = deepcopy(link)
            copy.attrib.pop(POSITION, "")
            copy.text = place.folio
            if number and made:
                made[-1].tail = "–" if parts is not run else f"{comma} "
            elif made:
                made[-1].tail = f"{comma} "
            copy.tail = None
            made.append(copy)
    tail = holder.tail
    holder.clear()
    holder.set("class", "locators")
    holder.tail = tail
    holder.extend(made)


def _runs(
    found: Iterable[tuple[Place, etree._Element]],
) -> Iterator[list[tuple[Place, etree._Element]]]:
    """Yield places on pages that follow each other, as long as their folios count alike."""
    run: list[tuple[Place, etree._Element]] = []
    for place, link in found:
        if run:
            last = run[-1][0]
            alike = last.folio.isdecimal() == place.folio.isdecimal()
            if place.page != last.page + 1 or not alike:
                yield run
                run = []
        run.append((place, link))
    if run:
        yield run
