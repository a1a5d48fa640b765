"""Binding: parts become one file, with one structure, one outline and each face once.

Equal parts in equal order give equal bytes, wherever they were made: what depends on the order
(the codes of faces, the numbers of objects and pages) is settled here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pydyf
from weasyprint import Document
from weasyprint.pdf import _use_references
from weasyprint.pdf.metadata import DocumentMetadata

from report.model.document import Edition, Metadata
from report.model.inlines import Direction
from report.writers.pdf.arrange import arranged
from report.writers.pdf.associated import Attachment
from report.writers.pdf.attachments import attach
from report.writers.pdf.coding import Coding
from report.writers.pdf.destinations import lead_to_structure, sort_destinations
from report.writers.pdf.metadata import prefer, write_metadata, write_page_labels
from report.writers.pdf.parts import COLOURS, PROFILE, PaintedPage, Part
from report.writers.pdf.standards import Standard, render_options, write_options
from report.writers.pdf.structure import pages, write_structure
from report.writers.pdf.tree import Annotation, Mark, Node, Tree


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file says of itself besides its pages.

    ``labels`` are the folios of the pages as printed, one a page. ``attachments`` may come in any
    order.
    """

    metadata: Metadata
    edition: Edition
    direction: Direction
    labels: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    standard: Standard = Standard.A3A_UA1


def bound(parts: Sequence[Part], facts: Facts, coding: Coding | None = None) -> bytes:
    """Return the file of parts; they are used up.

    Call it where WeasyPrint is :func:`~report.writers.pdf.patches.patched`.

    Args:
        parts: in their order, at least one.
        facts: what the file says of itself.
        coding: the codes of the book, if some of its parts have been taken already.

    Raises :class:`ValueError` when there are not as many labels as pages, or attachments are not
    fit to be carried.
    """
    together = [page for part in parts for page in part.pages]
    if facts.labels and len(facts.labels) != len(together):
        raise ValueError(f"{len(facts.labels)} labels for {len(together)} pages")
    intent = "srgb" if render_options(facts.standard) else None
    # The map of faces is asked for by forms, of which there are none.
    no_faces = SimpleNamespace(font_map=None)
    document = Document(together, DocumentMetadata(), None, no_faces, {}, intent)
    coding = coding or Coding()
    coding.finish(parts)
    document.fonts = coding.faces
    options = write_options(facts.standard, facts.edition.work)

    def finisher(document: Any, pdf: Any) -> None:
        _finish(document, pdf, parts, facts)

    return bytes(document.write_pdf(finisher=finisher, **options))


def _finish(document: Any, pdf: Any, parts: Sequence[Part], facts: Facts) -> None:
    """Give a file that WeasyPrint has made of parts all that the standard asks for."""
    _share_resources(document, pdf, parts)
    tree = arranged(_one_tree(parts))
    _take_off(pdf, parts)
    attach(pdf, tree, facts.attachments, facts.edition.issued)
    write_structure(pdf, tree)
    sort_destinations(pdf)
    if facts.standard.modern:
        bookmarked = (e for part in parts for page in part.pages for e in page.bookmarked)
        lead_to_structure(pdf, tree, bookmarked)
    write_metadata(pdf, facts.metadata, facts.edition, facts.standard)
    prefer(pdf, facts.direction)
    write_page_labels(pdf, facts.labels)
    if facts.standard.archival:
        _sharpen(pdf)
    tree.dissolve()


def _share_resources(document: Any, pdf: Any, parts: Sequence[Part]) -> None:
    """Give the pages of each part its resources; images of one name are one.

    The pages of the first part have those that WeasyPrint has made for all.
    """
    of_pages = pages(pdf)
    shared = pdf.objects[int(of_pages[0]["Resources"].split()[0])]
    references = {COLOURS: shared["ColorSpace"]}
    if document.output_intent in document.color_profiles:
        references[PROFILE] = document.color_profiles[document.output_intent].pdf_reference
    images: dict[str, Any] = {}
    at = 0
    for part in parts:
        held = part.resources
        for key, drawn in held["XObject"].items():
            if drawn.extra.get("Subtype") == "/Image":
                held["XObject"][key] = images.setdefault(key, drawn)
        _settle(held, references)
        held["Font"] = shared["Font"]
        held["XObject"] = pydyf.Dictionary(held["XObject"])
        _number(pdf, held, document.color_profiles)
        if part is parts[0]:
            shared.update(held)
        else:
            pdf.add_object(held)
            for page in of_pages[at : at + len(part.pages)]:
                page["Resources"] = held.reference
        at += len(part.pages)


def _number(pdf: Any, resources: Any, profiles: Any) -> None:
    """Put what resources name into the file; an image that is there already stays one."""
    there = {}
    for key, drawn in resources["XObject"].items():
        if drawn.number is not None:
            there[key] = drawn.reference
    for key in there:
        del resources["XObject"][key]
    _use_references(pdf, resources, {}, profiles)
    resources["XObject"].update(there)


def _settle(value: Any, references: Mapping[bytes, bytes]) -> None:
    """Put references of the file where a part has left them open."""
    items: Any = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(items):
        if isinstance(inner, bytes):
            value[key] = references.get(inner, inner)
        elif isinstance(inner, pydyf.Stream):
            _settle(inner.extra, references)
        elif isinstance(inner, dict | list):
            _settle(inner, references)


def _one_tree(parts: Sequence[Part]) -> Tree:
    """Return the tree of all parts, its pages counted from the first of the book."""
    first = parts[0].tree
    at = 0
    for part in parts:
        tree = part.tree
        for node in (*tree.document.walk(), *(n for note in tree.footnotes for n in note.walk())):
            for kid in list(node.kids):
                if isinstance(kid, Mark | Annotation):
                    kid.page += at
                if isinstance(kid, Annotation) and kid.dictionary is None:
                    node.kids.remove(kid)
        at += len(part.pages)
        if tree is first:
            continue
        _append(first.document, tree.document)
        first.footnotes.extend(tree.footnotes)
        first.calls.update(tree.calls)
        first.parents.update(tree.parents)
        first.of_element.update(tree.of_element)
        for identifier, element in tree.of_identifier.items():
            first.of_identifier.setdefault(identifier, element)
    return first


def _append(whole: Node, more: Node) -> None:
    """Append what a node holds to another; a matter of the book that goes on stays one part."""
    kids = list(more.kids)
    last = whole.kids[-1] if whole.kids else None
    if kids and isinstance(last, Node) and isinstance(kids[0], Node) and _goes_on(last, kids[0]):
        _append(last, kids[0])
        kids = kids[1:]
    for kid in kids:
        if isinstance(kid, Node):
            kid.parent = whole
    whole.kids += kids


def _goes_on(node: Node, following: Node) -> bool:
    if node.role != "Part" or following.role != "Part":
        return False
    matters = [n.source.get("class") for n in (node, following) if n.source is not None]
    return len(matters) == 2 and matters[0] == matters[1]


def _take_off(pdf: Any, parts: Sequence[Part]) -> None:
    """Take annotations that have no place in the structure off their pages.

    A link in a running head, or in the head of a table that a later page repeats, belongs to no
    structure element (ISO 14289-1, 7.18.5).
    """
    together: list[PaintedPage] = [page for part in parts for page in part.pages]
    for page, written in zip(together, pages(pdf), strict=True):
        adrift = {
            link.link_annotation.reference
            for *_, link in page.links
            if link.adrift and link.link_annotation is not None
        }
        kept = [reference for reference in written.get("Annots", ()) if reference not in adrift]
        if kept:
            written["Annots"] = pydyf.Array(kept)
        else:
            written.pop("Annots", None)


def _sharpen(pdf: Any) -> None:
    """Switch off the smoothing of images, which PDF/A forbids (ISO 19005-3, 6.2.8)."""
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and stream.extra.get("Subtype") == "/Image":
            stream.extra.pop("Interpolate", None)
