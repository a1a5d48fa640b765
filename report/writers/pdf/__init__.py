"""The PDF: WeasyPrint lays out and paints, the press sees to text, tags and metadata."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

with warnings.catch_warnings():
    # WeasyPrint looks for fonts of the machine when it is imported; the press wants none.
    warnings.filterwarnings("ignore", message="No fonts configured|FontConfig cannot load")
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

from report.compose.galley import Galley
from report.diagnostics import Warn
from report.writers.page import write_page
from report.writers.pdf.patches import patched
from report.writers.pdf.records import recorded, say_missing
from report.writers.pdf.resources import SCHEME, ClosedFetcher


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF and what is known of its pages: how many there are."""

    data: bytes
    pages: int


def write_pdf(galley: Galley, warn: Warn) -> Printed:
    """Set a galley in pages and return the PDF.

    Every record on WeasyPrint's log is a finding (P001 to P003). Equal galleys give equal bytes.
    """
    with recorded(warn) as records, patched():
        document = lay_out(galley, warn)
        data = bytes(document.write_pdf(pdf_variant="pdf/ua-1"))
    say_missing(records.missing, galley.report, warn)
    return Printed(data, len(document.pages))


def lay_out(galley: Galley, warn: Warn) -> weasyprint.Document:
    """Lay out the pages so that the text begins on a recto, without a blank page if that can be.

    The imprint stands at the foot of the contents; where that would bring the text to a verso,
    it gets a page of its own before them.
    """
    document = _render(galley, warn, apart=False)
    if _text_begins_recto(document):
        return document
    other = _render(galley, warn, apart=True)
    return other if _text_begins_recto(other) else document


def _render(galley: Galley, warn: Warn, *, apart: bool) -> weasyprint.Document:
    fetcher = ClosedFetcher(warn)
    html = write_page(galley, fetcher.hold, apart)
    page = weasyprint.HTML(string=html, base_url=f"{SCHEME}:", url_fetcher=fetcher)
    return page.render(font_config=FontConfiguration(), pdf_variant="pdf/ua-1")


def _text_begins_recto(document: weasyprint.Document) -> bool:
    for index, page in enumerate(document.pages):
        if "text" in page.anchors:
            return index % 2 == 0
    return True
