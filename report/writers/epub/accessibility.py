"""Accessibility metadata: what the book says of itself, each claim read off the book.

Conformance is claimed only in the name of a person or body who has evaluated the book: EPUB
Accessibility 1.1, 4.2 asks for an evaluation, of which a press can do but a part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from report.model.assets import Asset
from report.model.names import MATHML, SVG, SVG_MEDIA_TYPE
from report.writers.epub.markup import elements, tag
from report.writers.epub.metadata import Statement
from report.writers.epub.navigation import Navigation

CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"

_HEADINGS = frozenset(tag(f"h{level}") for level in range(1, 7))
_DRAWING, _TABLE = f"{{{SVG}}}svg", tag("table")
_IMAGES = frozenset({tag("img"), _DRAWING})
_ANIMATED_PNG = b"acTL"


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in the documents of a book.

    ``described`` says that every image has an alternative, ``captioned`` that every table has a
    caption and headers with a scope, ``nested`` that no heading skips a level.
    """

    images: bool
    described: bool
    tables: bool
    captioned: bool
    headings: bool
    nested: bool
    roles: bool
    formulas: bool
    still: bool


def look(roots: Iterable[etree._Element], assets: Iterable[Asset]) -> Findings:
    """Look through the documents of a book, and the images that it carries."""
    every = [element for root in roots for element in elements(root)]
    images = [element for element in every if element.tag in _IMAGES]
    tables = [element for element in every if element.tag == _TABLE]
    headings = [element.tag for element in every if element.tag in _HEADINGS]
    names = {element.tag for element in every}
    return Findings(
        images=bool(images),
        described=all(map(_is_described, images)),
        tables=bool(tables),
        captioned=all(map(_is_captioned, tables)),
        headings=bool(headings),
        nested=_are_nested(headings),
        roles=any(element.get("role") for element in every),
        formulas=any(etree.QName(name).namespace == MATHML for name in names),
        still=all(map(_is_still, assets)),
    )


def claims(
    found: Findings,
    navigation: Navigation,
    words: Mapping[str, str],
    certifier: str | None = None,
) -> Iterator[Statement]:
    """Yield the statements that hold (EPUB Accessibility 1.1, 2.2: discovery; 4.2: conformance).

    ``certifier`` is who has evaluated the book; nobody's word goes against what was found.
    """
    yield _schema("accessMode", "textual")
    if found.images:
        yield _schema("accessMode", "visual")
    if found.described:
        yield _schema("accessModeSufficient", "textual")
    if found.images:
        yield _schema("accessModeSufficient", "textual,visual")
    for feature, holds in _features(found, navigation):
        if holds:
            yield _schema("accessibilityFeature", feature)
    yield _schema("accessibilityHazard", "none" if found.still else "unknown")
    yield _schema("accessibilitySummary", _summary(found, navigation, words))
    if certifier and found.described and found.captioned and found.nested:
        property_ = {"property": "dcterms:conformsTo", "id": "conformance"}
        yield Statement("meta", CONFORMANCE, None, property_)
        refining = {"refines": "#conformance", "property": "a11y:certifiedBy"}
        yield Statement("meta", certifier, None, refining)


def _schema(name: str, value: str) -> Statement:
    return Statement("meta", value, None, {"property": f"schema:{name}"})


def _features(found: Findings, navigation: Navigation) -> Iterator[tuple[str, bool]]:
    """Yield the features that readers look for, and whether the book has each."""
    pages = bool(navigation.pages)
    yield "alternativeText", found.images and found.described
    yield "ARIA", found.roles
    yield "displayTransformability", True
    yield "MathML", found.formulas
    yield "pageBreakMarkers", pages
    yield "pageNavigation", pages
    yield "readingOrder", True
    yield "structuralNavigation", found.headings and found.nested
    yield "tableOfContents", True
    yield "unlocked", True


def _summary(found: Findings, navigation: Navigation, words: Mapping[str, str]) -> str:
    """Say the same in sentences of the book's language, for a person to read."""
    sentences = (
        ("text", True),
        ("headings", found.headings and found.nested),
        ("tables", found.tables and found.captioned),
        ("images", found.images and found.described),
        ("unseen", found.images and not found.described),
        ("pages", bool(navigation.pages)),
    )
    return " ".join(words[f"accessible_{name}"] for name, holds in sentences if holds)


def _is_described(image: etree._Element) -> bool:
    """Say whether an image has words instead of it: of HTML, or of SVG (SVG-AAM 1.0, 8.1)."""
    if image.tag != _DRAWING:
        return bool((image.get("alt") or "").strip())
    return bool((image.findtext(f"{{{SVG}}}title") or image.get("aria-label") or "").strip())


def _is_captioned(table: etree._Element) -> bool:
    heads = list(table.iter(tag("th")))
    return table.find(tag("caption")) is not None and all(head.get("scope") for head in heads)


def _are_nested(headings: Iterable[str]) -> bool:
    """Say whether no heading goes down by more than one level, over the whole book."""
    levels = [int(heading[-1]) for heading in headings]
    return all(below - above <= 1 for above, below in zip([0, *levels], levels, strict=False))


def _is_still(asset: Asset) -> bool:
    """Say whether an image surely does not move; for a type not looked into, say no."""
    match asset.media_type:
        case "image/jpeg":
            return True
        case "image/png":
            return _ANIMATED_PNG not in asset.data
        case media_type if media_type == SVG_MEDIA_TYPE:
            return b"<animate" not in asset.data and b"<set" not in asset.data
        case _:
            return False
