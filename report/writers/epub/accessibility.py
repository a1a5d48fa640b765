"""Accessibility metadata: what the book says of itself, each claim read off the book.

No conformance is claimed (``dcterms:conformsTo``): EPUB Accessibility 1.1, 4.2 asks for an
evaluation by a person, which a press cannot do for the editor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from report.model.assets import Asset
from report.model.names import MATHML, SVG, SVG_MEDIA_TYPE
from report.writers.epub.markup import elements, tag
from report.writers.epub.metadata import Statement
from report.writers.epub.navigation import Navigation

_HEADINGS = tuple(tag(f"h{level}") for level in range(1, 7))
_DRAWING = f"{{{SVG}}}svg"
_ANIMATED_PNG = b"acTL"


def claims(
    roots: tuple[etree._Element, ...],
    assets: Iterable[Asset],
    navigation: Navigation,
    words: Mapping[str, str],
) -> Iterator[Statement]:
    """Yield the ``schema:`` statements that hold (EPUB Accessibility 1.1, 2.2: discovery).

    ``alternativeText`` and textual sufficiency need an alternative on every image; ``none`` of
    the hazards needs every image to be still; page navigation needs a page list.
    """
    images = [image for root in roots for image in root.iter(tag("img"), _DRAWING)]
    described = all(_is_described(image) for image in images)
    yield _schema("accessMode", "textual")
    if images:
        yield _schema("accessMode", "visual")
    if described:
        yield _schema("accessModeSufficient", "textual")
    if images:
        yield _schema("accessModeSufficient", "textual,visual")
    for feature in _features(roots, bool(images) and described, navigation):
        yield _schema("accessibilityFeature", feature)
    still = all(_is_still(asset) for asset in assets)
    yield _schema("accessibilityHazard", "none" if still else "unknown")
    yield _schema("accessibilitySummary", words["accessibility_summary"])


def _is_described(image: etree._Element) -> bool:
    """Say whether an image has words instead of it: of HTML, or of SVG (SVG-AAM 1.0, 8.1)."""
    if image.tag != _DRAWING:
        return bool((image.get("alt") or "").strip())
    return bool((image.findtext(f"{{{SVG}}}title") or image.get("aria-label") or "").strip())


def _schema(name: str, value: str) -> Statement:
    return Statement("meta", value, None, {"property": f"schema:{name}"})


def _features(
    roots: tuple[etree._Element, ...], described: bool, navigation: Navigation
) -> Iterator[str]:
    every = [element for root in roots for element in elements(root)]
    if described:
        yield "alternativeText"
    if any(element.get("role") for element in every):
        yield "ARIA"
    yield "displayTransformability"
    if any(etree.QName(element).namespace == MATHML for element in every):
        yield "MathML"
    if navigation.pages:
        yield "pageBreakMarkers"
        yield "pageNavigation"
    yield "readingOrder"
    if any(element.tag in _HEADINGS for element in every):
        yield "structuralNavigation"
    yield "tableOfContents"


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
