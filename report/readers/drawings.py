"""Drawings: an SVG file as a picture and nothing else.

In an ``<img>`` browsers run no script and fetch nothing, but not every reading system is a
browser, and an archive outlives all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from report.model.names import SVG, XLINK, XML

MOST_SHAPES: Final = 100_000
"""Shapes once every ``use``, pattern and mask is drawn out. Maps of whole countries have fewer."""

_ACTIVE: Final = frozenset(
    """script foreignObject iframe audio video handler listener
    animate animateColor animateMotion animateTransform set""".split()
)
"""What runs, holds another document, or moves: a page stands still."""

_BASE: Final = f"{{{XML}}}base"
_HREF: Final = ("href", f"{{{XLINK}}}href")
_INSIDE: Final = re.compile(r"#[^\s]+|data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_URL: Final = re.compile(r"""url\(\s*(?P<quote>["']?)(?P<target>[^)"']*)(?P=quote)\s*\)""", re.I)
_IMPORT: Final = re.compile(r"@import[^;]*;?", re.I)
_ESCAPE: Final = re.compile(r"\\[0-9A-Fa-f]")
_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


class DrawingError(ValueError):
    """A file that is no drawing, or one that cannot be drawn in a reasonable time."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing, and what was taken out of it. A document type goes with its entities resolved."""

    data: bytes
    removed: tuple[str, ...] = ()


def clean_drawing(data: bytes) -> Drawing:
    """Take out of an SVG file what is not drawing: scripts, foreign documents, references.

    Raises :class:`DrawingError` for what is no SVG, and for one whose references multiply past
    :data:`MOST_SHAPES` or lead back to themselves.

    >>> clean_drawing(b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>').removed
    ('onload',)
    """
    root = _parsed(data)
    if root.tag != f"{{{SVG}}}svg":
        raise DrawingError("it is XML, but no SVG")
    removed = dict.fromkeys((*_without_instructions(root), *_without_active(root)))
    for element in root.iter(etree.Element):
        removed |= dict.fromkeys(_without_references(element))
    _count(root)
    if not removed and not root.getroottree().docinfo.doctype:  # type: ignore[attr-defined]
        return Drawing(data)
    return Drawing(etree.tostring(root, encoding="utf-8", xml_declaration=True), tuple(removed))


def letters_of(data: bytes) -> str:
    """Return the right-to-left text that a drawing leaves to its reader to set; empty for none.

    WeasyPrint neither joins nor orders it, and the faces of the house do not reach it.
    """
    root = _parsed(data)
    texts = ("".join(map(str, text.itertext())) for text in root.iter(f"{{{SVG}}}text"))
    said = " ".join(" ".join(texts).split())
    return said if _RIGHT_TO_LEFT.search(said) else ""


def _parsed(data: bytes) -> etree._Element:
    # The stubs do not know that internal entities alone can be resolved (lxml 5).
    internal: Any = "internal"
    parser = etree.XMLParser(resolve_entities=internal, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DrawingError(f"it is not well formed XML ({error.msg})") from None


def _without_instructions(root: etree._Element) -> Iterator[str]:
    """Take out processing instructions: they name style sheets elsewhere."""
    for node in (*root.iter(etree.ProcessingInstruction), *_beside(root)):
        if isinstance(node, etree._ProcessingInstruction):
            yield "a processing instruction"
            if node.getparent() is None:
                root.append(node)  # what stands beside the root leaves only through it
            _take_out(node)


def _beside(root: etree._Element) -> tuple[etree._Element, ...]:
    return (*root.itersiblings(preceding=True), *root.itersiblings())


def _without_active(root: etree._Element) -> Iterator[str]:
    for element in list(root.iter(etree.Element)):
        name = etree.QName(element)
        if name.localname in _ACTIVE and element is not root:
            yield f"<{name.localname}>"
            _take_out(element)


def _take_out(element: etree._Element) -> None:
    """Remove an element and keep the text behind it."""
    parent, above = element.getparent(), element.getprevious()
    assert parent is not None, "the root is not taken out"
    if element.tail and above is not None:
        above.tail = (above.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _without_references(element: etree._Element) -> Iterator[str]:
    """Take out of one element what acts and what leads out of the file."""
    for name, value in _attributes(element):
        local = etree.QName(name).localname
        if local.lower().startswith("on") or name == _BASE:
            yield local
            del element.attrib[name]
        elif name in _HREF and not _leads_in(value):
            yield f"{local}={value.strip()[:60]}"
            del element.attrib[name]
        elif (kept := _without_urls(value)) != value:
            yield f"{local}={value.strip()[:60]}"
            element.set(name, kept)
    if element.tag == f"{{{SVG}}}style" and element.text:
        kept = _without_urls(_IMPORT.sub("", element.text))
        if kept != element.text:
            yield "url() in <style>"
            element.text = kept


def _without_urls(value: str) -> str:
    """Replace every URL that leads out; CSS that spells letters in numbers may hide one."""
    if _ESCAPE.search(value):
        return ""
    return _URL.sub(lambda url: url[0] if _leads_in(url["target"]) else "none", value)


def _leads_in(target: str) -> bool:
    return _INSIDE.fullmatch(target.strip()) is not None


def _attributes(element: etree._Element) -> list[tuple[str, str]]:
    return [(str(name), str(value)) for name, value in element.attrib.items()]


def _count(root: etree._Element) -> None:
    """Count the shapes that are drawn, each as often as something refers to it."""
    by_id: dict[str, etree._Element] = {}
    for element in root.iter(etree.Element):
        if name := element.get("id"):
            by_id.setdefault(name, element)
    known: dict[etree._Element, int] = {}
    open_now: set[etree._Element] = set()

    def cost(element: etree._Element) -> int:
        if element in known:
            return known[element]
        if element in open_now:
            raise DrawingError("its parts refer to themselves")
        open_now.add(element)
        total = 1
        for inner in (*element.iterchildren(etree.Element), *_referred(element, by_id)):
            total += cost(inner)
            if total > MOST_SHAPES:
                raise DrawingError(f"it draws more than {MOST_SHAPES} shapes")
        open_now.discard(element)
        known[element] = total
        return total

    try:
        cost(root)
    except RecursionError:
        raise DrawingError("its parts are nested too deep") from None


def _referred(
    element: etree._Element, by_id: Mapping[str, etree._Element]
) -> Iterator[etree._Element]:
    if element.tag == f"{{{SVG}}}a":
        return  # a link draws nothing of what it leads to
    for name, value in _attributes(element):
        targets = [value.strip()] if name in _HREF else [u["target"] for u in _URL.finditer(value)]
        for target in targets:
            if target.startswith("#") and target[1:] in by_id:
                yield by_id[target[1:]]
