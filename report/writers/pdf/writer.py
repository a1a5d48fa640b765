"""Writer: lay out the galley, paint it, and finish the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import report.writers.pdf.engine  # noqa: F401  # first: it loads WeasyPrint lightly

# isort: split
from report.calm import calm
from report.compose.galley import Galley
from report.diagnostics import Warn
from report.locales import direction_of, locale_of
from report.writers.names import printed_identifier
from report.writers.pagemap import PageMap, numbered
from report.writers.pdf.associated import Attachment
from report.writers.pdf.attachments import table_files
from report.writers.pdf.binding import Facts, bound
from report.writers.pdf.briefing import set_brief
from report.writers.pdf.coding import Coding
from report.writers.pdf.collating import Collator, Hands
from report.writers.pdf.divisions import divided
from report.writers.pdf.filling import FilledPage, filled_pages
from report.writers.pdf.folios import folios
from report.writers.pdf.hands import OwnHands
from report.writers.pdf.indexing import with_index
from report.writers.pdf.laying import Look
from report.writers.pdf.openings import Opening
from report.writers.pdf.pagestarts import page_map
from report.writers.pdf.paper import Paper
from report.writers.pdf.parts import Part
from report.writers.pdf.patches import patched
from report.writers.pdf.records import recorded, say_missing
from report.writers.pdf.standards import Standard
from report.writers.pdf.tablefit import fit_tables

A4 = Paper()

HandsOf = Callable[[Galley, Standard, str, Warn], Hands]


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, the folio of each of its pages as printed, and where in the text they begin.

    ``lines`` tells of the widest line of each page.
    """

    data: bytes
    folios: tuple[str, ...]
    pages: PageMap
    lines: tuple[FilledPage, ...] = ()


def write_pdf(
    galley: Galley,
    warn: Warn,
    standard: Standard = Standard.A3A_UA1,
    paper: Paper = A4,
    carried: Sequence[Attachment] = (),
    hands: HandsOf = OwnHands,
    mapped: Callable[[PageMap], None] = lambda pages: None,
) -> Printed:
    """Set a galley in pages and return the PDF.

    Every record on WeasyPrint's log is a finding (P001 to P003). Equal galleys give equal bytes.

    Args:
        galley: the report, composed.
        warn: is told of every finding.
        standard: what the file promises; a file for a printing house is PDF/X-4 instead.
        paper: what the book is printed on, and in which colours.
        carried: files to carry inside, besides the data of each table.
        hands: returns who lays out and paints a galley on the paper of a style sheet.
        mapped: is told where the pages begin, before they are bound.
    """
    metadata = galley.report.metadata
    paper = replace(paper, brief=galley.report.options.profile == "brief")
    tongue = locale_of(galley.report)
    with recorded(warn), patched(), calm():
        fitted = fit_tables(numbered(galley), paper, warn)
        coding = Coding(galley.house.shelf)
        with _collated(fitted, standard, paper, warn, hands, coding) as collated:
            parts, marks = with_index(fitted, collated, tongue)
        pages = [page for part in parts for page in part.pages]
        labels = folios([page.name for page in pages], tongue)
        began = page_map(
            [page.start for page in pages],
            list(dict.fromkeys(name for part in parts for name in part.sheets)),
            labels,
            printed_identifier(metadata, galley.edition),
        )
        began = replace(began, marks=marks)
        mapped(began)
        for found in (finding for part in parts for finding in part.findings):
            warn(found)
        lines = tuple(filled_pages([page.widest for page in pages], labels, warn))
        missing = frozenset().union(*(part.missing for part in parts))
        facts = Facts(
            metadata=metadata,
            edition=galley.edition,
            direction=direction_of(metadata.language),
            labels=labels,
            attachments=(*carried, *table_files(galley.report, tongue)),
            standard=standard,
        )
        data = bound(parts, facts, coding)
    say_missing(missing, galley, warn)
    if paper.made_over:
        # Loaded when it is needed: most books are not made over.
        from report.writers.pdf.prepress import print_ready

        data = print_ready(data, paper, warn)
    return Printed(data, labels, began, lines)


@contextmanager
def _collated(
    galley: Galley,
    standard: Standard,
    paper: Paper,
    warn: Warn,
    hands: HandsOf,
    coding: Coding,
) -> Iterator[Callable[[Galley], list[Part]]]:
    """Yield what sets a galley, and others that differ from it in few sheets."""
    if paper.brief:
        yield lambda book: [set_brief(book, standard, paper, warn)]
        return
    called = hands(galley, standard, paper.css, warn)
    try:
        yield Collator(called, coding, total=called.shelf.total).parts
    finally:
        called.close()


def write_plain(galley: Galley, warn: Warn, paper: str) -> bytes:
    """Set a galley on the paper that a style sheet describes, for a picture of its pages.

    The PDF promises nothing: it has no tags, no metadata and nobody reads it.
    """
    with recorded(warn), patched(), calm():
        look = Look(galley, Standard.PLAIN, paper, warn)
        (division,) = divided(galley)
        laid = look.lay(division, Opening(), warn)
        return bytes(laid.document(Opening()).write_pdf(uncompressed_pdf=True))
