"""Destinations: in PDF 2.0 every link inside the book leads to a part of its structure.

ISO 14289-2, 8.8 asks for structure destinations (ISO 32000-2, 12.3.2.3). The place on the page
stands beside it for viewers that know PDF 1.7 only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

import pydyf

from report.writers.pdf.structure import text_bytes
from report.writers.pdf.tree import Annotation, Node, Tree


def sort_destinations(pdf: Any) -> None:
    """Sort the names of destinations by their bytes, as viewers search them.

    WeasyPrint sorts by code points, which puts «note-ب» before «z»: a viewer that halves the list
    then finds neither.
    """
    held = pdf.catalog.get("Names", {}).get("Dests")
    if held is not None:
        names = held["Names"]
        pairs = [(names[at], names[at + 1]) for at in range(0, len(names), 2)]
        pairs.sort(key=lambda pair: text_bytes(pair[0].string))
        held["Names"] = pydyf.Array([part for pair in pairs for part in pair])


def lead_to_structure(pdf: Any, tree: Tree, bookmarked: Iterable[Element]) -> None:
    """Give links, named destinations and the outline their structure destinations.

    The tree has been written. ``bookmarked`` are the elements of the outline in its order.
    """
    named = _named(pdf, tree)
    for node in tree.document.walk():
        for kid in node.kids:
            if isinstance(kid, Annotation) and (name := kid.dictionary.pop("Dest", None)):
                kid.dictionary["A"] = named[name.string]
    for item, element in zip(_outline(pdf), bookmarked, strict=True):
        found = tree.of_element.get(element)
        held = found if found is not None and tree.holds(found) else tree.document
        item["A"] = _go_to(item.pop("Dest"), held)


def _named(pdf: Any, tree: Tree) -> dict[str, Any]:
    """Turn the name tree of destinations into actions that know the structure."""
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    actions: dict[str, Any] = {}
    for at in range(0, len(names), 2):
        name = names[at].string
        actions[name] = _go_to(names[at + 1], tree.of_id(name) or tree.document)
        names[at + 1] = actions[name]
    return actions


def _go_to(place: Any, node: Node) -> Any:
    """Return an action that goes to a node, or to its place on the page."""
    structure = pydyf.Array([node.written.reference, *place[1:]])
    return pydyf.Dictionary({"Type": "/Action", "S": "/GoTo", "D": place, "SD": structure})


def _outline(pdf: Any) -> Iterator[Any]:
    """Yield the items of the outline, each before those below it."""

    def below(holder: Any) -> Iterator[Any]:
        reference = holder.get("First")
        while reference is not None:
            item = pdf.objects[int(reference.split()[0])]
            yield item
            yield from below(item)
            reference = item.get("Next")

    if (outlines := pdf.catalog.get("Outlines")) is not None:
        yield from below(pdf.objects[int(outlines.split()[0])])
