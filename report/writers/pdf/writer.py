"""Writer: lay out the galley, paint it, and finish the file."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from report.writers.pdf.engine import weasyprint  # first: it loads it lightly

# isort: split
from report.calm import calm
from report.compose.galley import Galley
from report.diagnostics import Warn
from report.locales import direction_of, locale_of
from report.writers.names import printed_identifier
from report.writers.page import style_parts, write_page
from report.writers.pagemap import PageMap, numbered
from report.writers.pdf.associated import Attachment
from report.writers.pdf.attachments import table_files
from report.writers.pdf.binding import Facts, bound
from report.writers.pdf.briefing import lay_out_brief
from report.writers.pdf.filling import FilledPage, filled_pages
from report.writers.pdf.folios import TEXT, folios, page_names
from report.writers.pdf.fontmap import font_map
from report.writers.pdf.indexing import with_index
from report.writers.pdf.joining import join_letters
from report.writers.pdf.justification import justification, justified
from report.writers.pdf.pagestarts import page_map
from report.writers.pdf.painting import painted
from report.writers.pdf.paper import Paper
from report.writers.pdf.patches import patched
from report.writers.pdf.records import recorded, say_missing
from report.writers.pdf.recto import BeginsVerso, recto_wanted
from report.writers.pdf.resources import SCHEME, ClosedFetcher
from report.writers.pdf.standards import Standard, render_options
from report.writers.pdf.tablefit import fit_tables

A4 = Paper()


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
) -> Printed:
    """Set a galley in pages and return the PDF.

    Every record on WeasyPrint's log is a finding (P001 to P003). Equal galleys give equal bytes.

    Args:
        galley: the report, composed.
        warn: is told of every finding.
        standard: what the file promises; a file for a printing house is PDF/X-4 instead.
        paper: what the book is printed on, and in which colours.
        carried: files to carry inside, besides the data of each table.
    """
    metadata = galley.report.metadata
    paper = replace(paper, brief=galley.report.options.profile == "brief")
    tongue = locale_of(galley.report)
    with recorded(warn) as records, patched(), calm():
        document, marks = with_index(
            fit_tables(numbered(galley), paper, warn),
            lambda fitted: lay_out(fitted, warn, standard, paper),
            lambda laid: folios(page_names(laid), tongue),
        )
        parts = [painted(document, warn, modern=standard.modern)]
        together = [page for part in parts for page in part.pages]
        labels = folios([page.name for page in together], tongue)
        pages = page_map(
            [page.start for page in together],
            list(dict.fromkeys(name for part in parts for name in part.sheets)),
            labels,
            printed_identifier(metadata, galley.edition),
        )
        pages = replace(pages, marks=marks)
        lines = tuple(filled_pages([page.widest for page in together], labels, warn))
        facts = Facts(
            metadata=metadata,
            edition=galley.edition,
            direction=direction_of(metadata.language),
            labels=labels,
            attachments=(*carried, *table_files(galley.report, tongue)),
            standard=standard,
        )
        data = bound(parts, facts)
    say_missing(records.missing, galley, warn)
    if paper.made_over:
        # Loaded when it is needed: most books are not made over.
        from report.writers.pdf.prepress import print_ready

        data = print_ready(data, paper, warn)
    return Printed(data, labels, pages, lines)


def write_plain(galley: Galley, warn: Warn, paper: str) -> bytes:
    """Set a galley on the paper that a style sheet describes, for a picture of its pages.

    The PDF promises nothing: it has no tags, no metadata and nobody reads it.
    """
    with recorded(warn), patched(), calm():
        return bytes(_render(galley, warn, Standard.PLAIN, paper).write_pdf())


def lay_out(
    galley: Galley, warn: Warn, standard: Standard = Standard.A3A_UA1, paper: Paper = A4
) -> weasyprint.Document:
    """Lay out the pages so that the text begins on a recto, without a blank page if that can be.

    The imprint stands at the foot of the contents; where that would bring the text to a verso,
    it gets a page of its own before them. A layout is given up where its text begins, so only
    the front matter is laid out again. A brief is fitted to its page instead.
    """
    if paper.brief:
        return lay_out_brief(partial(_render, galley, warn, standard), paper, warn)
    for apart in (False, True):
        with suppress(BeginsVerso), recto_wanted():
            document = _render(galley, warn, standard, paper.css, apart=apart)
            if _text_begins_recto(document):
                return document
        # A layout that is given up is full of cycles, and nobody else collects them now.
        document = None
        gc.collect()
    return _render(galley, warn, standard, paper.css)


def _render(
    galley: Galley, warn: Warn, standard: Standard, paper: str, *, apart: bool = False
) -> weasyprint.Document:
    fetcher = ClosedFetcher(warn)
    html = write_page(galley, fetcher.hold, paper, apart=apart)
    fetcher.parts = style_parts(galley, fetcher.hold, paper)
    page = weasyprint.HTML(string=html, base_url=f"{SCHEME}:", url_fetcher=fetcher)
    join_letters(page.etree_element)
    wanted = galley.report.options
    with justified(justification(wanted.justify, wanted.unstretched)):
        return page.render(font_config=font_map(galley.house.faces), **render_options(standard))


def _text_begins_recto(document: weasyprint.Document) -> bool:
    names = page_names(document)
    return TEXT not in names or names.index(TEXT) % 2 == 0
