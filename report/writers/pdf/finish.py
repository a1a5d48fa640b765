"""Finish: what is done to WeasyPrint's PDF before it is written, and what before it is painted.

The PDF writer calls, inside :func:`report.writers.pdf.patches.patched`::

    document = weasyprint.HTML(…).render(**render_options(standard), …)
    prepare(document, warn)
    document.write_pdf(finisher=finisher(facts), **write_options(standard, edition.work))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pydyf

from report.diagnostics import Warn
from report.model.document import Edition, Metadata
from report.model.inlines import Direction
from report.writers.pdf.arrange import arranged
from report.writers.pdf.associated import Attachment
from report.writers.pdf.attachments import attach
from report.writers.pdf.destinations import lead_to_structure, sort_destinations
from report.writers.pdf.links import close_links
from report.writers.pdf.metadata import prefer, write_metadata, write_page_labels
from report.writers.pdf.standards import Standard
from report.writers.pdf.structure import (
    find_marks,
    page_streams,
    pages,
    set_artifacts,
    write_structure,
)
from report.writers.pdf.tags import build_tree
from report.writers.pdf.tree import Tree


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


def prepare(document: Any, warn: Warn) -> None:
    """Close the links of a document that has been laid out and not yet painted."""
    close_links(document, warn)


def finisher(facts: Facts) -> Callable[[Any, Any], None]:
    """Return what ``Document.write_pdf`` calls before it writes."""

    def run(document: Any, pdf: Any) -> None:
        finish(document, pdf, facts)

    return run


def finish(document: Any, pdf: Any, facts: Facts) -> None:
    """Tag the pages, write metadata, labels and attachments as the standard asks.

    Args:
        document: WeasyPrint's document, painted while the replacements were in place.
        pdf: the pydyf file, complete but for what is done here.
        facts: what the file says of itself.

    Raises :class:`ValueError` when there are not as many labels as pages, or attachments are not
    fit to be carried.
    """
    if facts.labels and len(facts.labels) != len(document.pages):
        raise ValueError(f"{len(facts.labels)} labels for {len(document.pages)} pages")
    streams = page_streams(pdf)
    places = find_marks(pdf, streams)
    tree = arranged(build_tree(document, streams, modern=facts.standard.modern))
    set_artifacts(tree.artifacts, places)
    _take_off(pdf, tree)
    attach(pdf, tree, facts.attachments, facts.edition.issued)
    write_structure(pdf, tree, places)
    sort_destinations(pdf)
    if facts.standard.modern:
        lead_to_structure(document, pdf, tree)
    write_metadata(pdf, facts.metadata, facts.edition, facts.standard)
    prefer(pdf, facts.direction)
    write_page_labels(pdf, facts.labels)
    if facts.standard.archival:
        _sharpen(pdf)


def _take_off(pdf: Any, tree: Tree) -> None:
    """Take annotations that have no place in the structure off their pages.

    A link in a running head, or in the head of a table that a later page repeats, belongs to no
    structure element (ISO 14289-1, 7.18.5).
    """
    for page in pages(pdf):
        kept = [reference for reference in page.get("Annots", ()) if reference not in tree.adrift]
        if kept:
            page["Annots"] = pydyf.Array(kept)
        else:
            page.pop("Annots", None)


def _sharpen(pdf: Any) -> None:
    """Switch off the smoothing of images, which PDF/A forbids (ISO 19005-3, 6.2.8)."""
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and stream.extra.get("Subtype") == "/Image":
            stream.extra.pop("Interpolate", None)
