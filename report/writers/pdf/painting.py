"""Painting: the pages of a layout are painted once, and become a part that needs no layout.

What WeasyPrint would paint straight into a file is painted into streams of their own. What only
the file knows is left open: the numbers of objects, the codes of faces that other parts share, and
where the colour profile stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import pydyf
from pydyf import _to_bytes
from weasyprint.pdf.stream import Stream

from report.diagnostics import Warn
from report.writers.pdf.filling import widest_line
from report.writers.pdf.folios import page_names
from report.writers.pdf.links import close_links
from report.writers.pdf.pagestarts import page_starts, sheet_names
from report.writers.pdf.parts import COLOURS, PROFILE, PaintedPage, Part, UsedFace, codes_shown
from report.writers.pdf.shortcuts import roomy
from report.writers.pdf.tags import Artifacts, build_tree
from report.writers.pdf.tree import Link, Mark, Tree

_SCALE = 0.75
"""Points in a CSS pixel."""


def painted(document: Any, warn: Warn, *, modern: bool) -> Part:
    """Paint the pages of a document that has been laid out.

    Call it where WeasyPrint is :func:`~report.writers.pdf.patches.patched`.

    Args:
        document: WeasyPrint's document; it has been painted then, and can be dropped.
        warn: is told of links that a book may not have (P210).
        modern: whether the structure is that of PDF 2.0.
    """
    close_links(document, warn)
    for page in document.pages:
        page.links = [(*link[:3], _noted(link[3])) for link in page.links]
    resources = _resources()
    images: dict[str, Any] = {}
    streams = [_stream(document, page, resources, images) for page in document.pages]
    tree, artifacts = build_tree(document, streams, modern=modern)
    groups = _closed(resources, images)
    _settle(tree, artifacts, streams, groups)
    contents = [_taken(stream) for stream in streams]
    starts = page_starts(document)
    pages = [
        PaintedPage(
            width=page.width,
            height=page.height,
            bleed=page.bleed,
            name=name,
            links=page.links,
            anchors=page.anchors,
            bookmarks=page.bookmarks,
            bookmarked=list(_bookmarked(page._page_box)),
            content=content,
            start=start,
            widest=widest_line(page),
        )
        for page, name, content, start in zip(
            document.pages, page_names(document), contents, starts, strict=True
        )
    ]
    faces = _used_faces(document, [*contents, *(_written(group.stream) for _, group in groups)])
    return Part(pages, resources, faces, tree, sheet_names(document))


def _written(items: Iterable[Any]) -> bytes:
    """Write the items of a content stream as the file will have them."""
    return b"\n".join(map(_to_bytes, items))


def _taken(stream: Any) -> bytes:
    """Write the content stream of a page and empty it: many small items weigh more than one."""
    written = _written(stream.stream[1:])
    stream.stream.clear()
    return written


def _used_faces(document: Any, contents: Iterable[bytes]) -> dict[str, UsedFace]:
    by_name = {face.hash.encode(): face for face in document.fonts.values()}
    used: dict[str, UsedFace] = {}
    for name, codes in codes_shown(contents).items():
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


@roomy
def _stream(document: Any, page: Any, resources: Any, images: dict[str, Any]) -> Any:
    """Paint a page; the first item of its stream turns the page over and is the file's own."""
    bleed = page.bleed
    rectangle = (
        -bleed["left"],
        -bleed["top"],
        page.width + bleed["left"] + bleed["right"],
        page.height + bleed["top"] + bleed["bottom"],
    )
    intent = document.output_intent
    profiles = {intent: SimpleNamespace(pdf_reference=PROFILE)} if intent else {}
    stream = Stream(
        document.fonts, rectangle, resources, images, {}, profiles, intent, compress=True
    )
    stream.transform(d=-1, f=page.height * _SCALE)
    page.paint(stream, _SCALE)
    return stream


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


def _settle(
    tree: Tree, artifacts: Artifacts, streams: Sequence[Any], groups: Iterable[tuple[Any, Any]]
) -> None:
    """Turn marks that are no text into artifacts, and tie the others to the groups they are in.

    What is painted with opacity stands in a group of its own and not in the page's stream
    (ISO 32000-1, 14.8.2.2 and 14.7.4.4).
    """
    of_tags = {id(stream._tags): number for number, stream in enumerate(streams)}
    places: dict[tuple[int, int], tuple[Any, int, Any]] = {}
    whole = [(stream._tags, stream, None) for stream in streams]
    for tags, stream, group in (*whole, *((tags, group, group) for tags, group in groups)):
        number = of_tags[id(tags)]
        for at, item in enumerate(stream.stream):
            if isinstance(item, pydyf.Dictionary) and "MCID" in item:
                places[number, item["MCID"]] = (stream, at, group)
    for mark, properties in artifacts.items():
        stream, at, _ = places[mark]
        stream.stream[at - 1] = "/Artifact"
        stream.stream[at] = pydyf.Dictionary(
            {k: pydyf.Array(v) if isinstance(v, list) else v for k, v in properties.items()}
        )
    for node in tree.document.walk():
        for kid in node.kids:
            if isinstance(kid, Mark):
                _, _, group = places[kid.page, kid.mcid]
                kid.group = group
