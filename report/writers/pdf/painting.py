"""Painting: the pages of a layout are painted once, and become a part that needs no layout.

What WeasyPrint would paint straight into a file is painted into streams of their own. What only
the file knows is left open: the numbers of objects, the codes of faces that other parts share, and
where the colour profile stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import pydyf
from pydyf import _to_bytes
from weasyprint.pdf.stream import Stream

from report.diagnostics import Warn
from report.writers.pdf.filling import widest_line
from report.writers.pdf.folios import page_name
from report.writers.pdf.links import close_links
from report.writers.pdf.pagestarts import PageStarts, sheet_names
from report.writers.pdf.parts import (
    COLOURS,
    PROFILE,
    Filling,
    PaintedPage,
    Part,
    UsedFace,
    codes_shown,
)
from report.writers.pdf.shortcuts import roomy
from report.writers.pdf.tags import Artifacts, TreeBuilder
from report.writers.pdf.tree import Link, Mark, Tree

_SCALE = 0.75
"""Points in a CSS pixel."""


class Painter:
    """Paints page after page, each as soon as it has been laid out; its boxes can be dropped then.

    Use it where WeasyPrint is :func:`~report.writers.pdf.patches.patched`.
    """

    def __init__(
        self, root: Element, faces: dict[Any, Any], intent: str | None, warn: Warn, *, modern: bool
    ) -> None:
        """Begin a part.

        Args:
            root: the HTML that the pages are laid out from.
            faces: what has been set in each face, by WeasyPrint's keys; more will be added.
            intent: the name of the colour profile.
            warn: is told of links that a book may not have (P210).
            modern: whether the structure is that of PDF 2.0.
        """
        self._root, self._faces, self._intent, self._warn = root, faces, intent, warn
        self._resources = _resources()
        self._images: dict[str, Any] = {}
        self._builder = TreeBuilder(root, modern=modern)
        self._starts = PageStarts(root)
        self._pages: list[PaintedPage] = []
        self._contents = Filling()
        self._shown: dict[bytes, dict[bytes, None]] = {}
        self._marks: list[tuple[Any, Artifacts]] = []

    def paint(self, page: Any) -> None:
        """Paint a page of WeasyPrint's."""
        close_links(page, self._warn)
        page.links = [(*link[:3], _noted(link[3])) for link in page.links]
        stream = self._stream(page)
        artifacts = self._builder.page(len(self._pages), page, stream._tags)
        for mcid in _set_aside(artifacts, stream.stream):
            artifacts.pop(mcid, None)
        self._marks.append((stream._tags, artifacts))
        content = _written(stream.stream)
        codes_shown([content], self._shown)
        self._contents.add(content)
        self._pages.append(
            PaintedPage(
                width=page.width,
                height=page.height,
                bleed=page.bleed,
                name=page_name(page),
                links=page.links,
                anchors=page.anchors,
                bookmarks=page.bookmarks,
                bookmarked=list(_bookmarked(page._page_box)),
                start=self._starts.of(page),
                widest=widest_line(page),
            )
        )

    def part(self) -> Part:
        """Return the pages that have been painted, once."""
        groups = _closed(self._resources, self._images)
        tree = self._builder.tree()
        self._tie(tree, groups)
        codes_shown((_written(group.stream) for _, group in groups), self._shown)
        faces = _used_faces(self._faces, self._shown)
        names = sheet_names(self._root)
        return Part(self._pages, self._contents.closed(), self._resources, faces, tree, names)

    @roomy
    def _stream(self, page: Any) -> Any:
        """Paint a page; the first item of its stream turns the page over."""
        bleed = page.bleed
        rectangle = (
            -bleed["left"],
            -bleed["top"],
            page.width + bleed["left"] + bleed["right"],
            page.height + bleed["top"] + bleed["bottom"],
        )
        intent = self._intent
        profiles = {intent: SimpleNamespace(pdf_reference=PROFILE)} if intent else {}
        stream = Stream(
            self._faces,
            rectangle,
            self._resources,
            self._images,
            {},
            profiles,
            intent,
            compress=True,
        )
        stream.transform(d=-1, f=page.height * _SCALE)
        page.paint(stream, _SCALE)
        return stream

    def _tie(self, tree: Tree, groups: Sequence[tuple[Any, Any]]) -> None:
        """Tie marks to the groups they are in.

        What is painted with opacity stands in a group of its own and not in the page's stream
        (ISO 32000-1, 14.8.2.2 and 14.7.4.4).
        """
        of_marks = {id(marks): number for number, (marks, _) in enumerate(self._marks)}
        places: dict[tuple[int, int], Any] = {}
        for marks, group in groups:
            number = of_marks[id(marks)]
            found = _set_aside(self._marks[number][1], group.stream)
            places |= {(number, mcid): group for mcid in found}
        if not places:
            return
        for node in tree.document.walk():
            for kid in node.kids:
                if isinstance(kid, Mark):
                    kid.group = places.get((kid.page, kid.mcid))


def painted(document: Any, warn: Warn, *, modern: bool) -> Part:
    """Paint the pages of a document that has been laid out.

    Args:
        document: WeasyPrint's document; it has been painted then, and can be dropped.
        warn: is told of links that a book may not have (P210).
        modern: whether the structure is that of PDF 2.0.
    """
    root = document.pages[0]._page_box.children[0].element
    painter = Painter(root, document.fonts, document.output_intent, warn, modern=modern)
    for page in document.pages:
        painter.paint(page)
    return painter.part()


def _set_aside(artifacts: Artifacts, items: list[Any]) -> list[int]:
    """Turn marks that are no text into artifacts; return the numbers of all marks."""
    found: list[int] = []
    for at, item in enumerate(items):
        if isinstance(item, pydyf.Dictionary) and "MCID" in item:
            mcid = item["MCID"]
            found.append(mcid)
            if (properties := artifacts.get(mcid)) is not None:
                items[at - 1] = "/Artifact"
                items[at] = pydyf.Dictionary(
                    {k: pydyf.Array(v) if isinstance(v, list) else v for k, v in properties.items()}
                )
    return found


def _written(items: Iterable[Any]) -> bytes:
    """Write the items of a content stream as the file will have them."""
    return b"\n".join(map(_to_bytes, items))


def _used_faces(
    faces: Mapping[Any, Any], shown: Mapping[bytes, Iterable[bytes]]
) -> dict[str, UsedFace]:
    by_name = {face.hash.encode(): face for face in faces.values()}
    used: dict[str, UsedFace] = {}
    for name, codes in shown.items():
        face = by_name[name]
        pieces = tuple((code, face.pieces[int(code, 16)]) for code in codes)
        used[face.hash] = UsedFace(face, pieces)
    return used


def _noted(box: Any) -> Link:
    """Give a box the link that it is, for the structure and for the file."""
    link: Link = Link()
    box.link_annotation = link
    return link


def _resources() -> Any:
    return pydyf.Dictionary(
        {
            "ExtGState": pydyf.Dictionary(),
            "XObject": pydyf.Dictionary(),
            "Pattern": pydyf.Dictionary(),
            "Shading": pydyf.Dictionary(),
            "ColorSpace": COLOURS,
            "Font": None,
        }
    )


def _bookmarked(box: Any) -> Iterator[Any]:
    """Yield the element of each bookmark, in the order in which WeasyPrint gathers them."""
    if box.bookmark_label and box.style["bookmark_level"] != "none":
        yield box.element
    for child in box.all_children():
        yield from _bookmarked(child)


def _closed(resources: Any, images: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    """Make what content streams name independent of WeasyPrint, in place.

    Returns each group with the marks of the page that it belongs to.
    """
    groups: list[tuple[Any, Any]] = []
    known: dict[int, Any] = {}

    def plain(stream: Any) -> Any:
        if id(stream) not in known:
            known[id(stream)] = made = pydyf.Stream(stream.stream, stream.extra, stream.compress)
            groups.append((stream._tags, made))
            if (own := stream.extra.get("Resources")) is not None:
                close(own)
        return known[id(stream)]

    def close(held: Any) -> None:
        for kind in ("XObject", "Pattern"):
            for key, drawn in held.get(kind, {}).items():
                if drawn is None:
                    image = images[key]
                    ratio = max(image["dpi_ratios"])
                    drawn = image["image"].get_x_object(image["interpolate"], ratio)
                held[kind][key] = plain(drawn) if isinstance(drawn, Stream) else drawn
        for state in held.get("ExtGState", {}).values():
            if "SMask" in state and "G" in state["SMask"]:
                state["SMask"]["G"] = plain(state["SMask"]["G"])

    close(resources)
    return groups
