"""The cover: its image, which shelves show and the cover document opens with.

The text of the cover stays text, behind the image: it can be read aloud, searched and resized.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from report.compose.galley import Galley
from report.writers.epub.documents import PAGEBREAK, Document
from report.writers.epub.markup import body, tag
from report.writers.epub.metadata import Statement
from report.writers.epub.package import Member

_NAME, _FILE = "cover-image", "cover.png"


def cover_member(image: bytes | None) -> Iterator[Member]:
    """Yield the image of the cover as the manifest lists it (EPUB 3.3, D.1.1: cover-image)."""
    if image is not None:
        yield Member(_NAME, _FILE, "image/png", image, (_NAME,))


def cover_statement(image: bytes | None) -> Iterator[Statement]:
    """Yield what EPUB 2 said of a cover; old reading systems and some shops look for it alone."""
    if image is not None:
        yield Statement("meta", "", None, {"name": "cover", "content": _NAME})


def show_cover(spine: Mapping[str, Document], galley: Galley, image: bytes | None) -> None:
    """Put the image before the text of the cover document, behind the mark of its page."""
    document = next((d for d in spine.values() if d.sheet.kind == "cover"), None)
    if image is None or document is None:
        return
    top = next(iter(body(document.root)))
    marks = sum(child.get("role") == PAGEBREAK for child in top)
    alternative = galley.words["cover_alternative"].format(title=galley.report.metadata.title)
    holder = etree.Element(tag("div"), {"class": "cover-image"})
    etree.SubElement(holder, tag("img"), {"src": _FILE, "alt": alternative})
    holder.tail = "\n"
    top.insert(marks, holder)
