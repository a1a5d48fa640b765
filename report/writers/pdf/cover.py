"""The cover as an image: what shops, shelves and feeds show of a book, drawn from its cover sheet.

The sheet is laid out as print lays it out, so its text is shaped and ordered as in the book, and
then rasterised by PDFium. A cover drawn twice is equal, byte for byte.
"""

from __future__ import annotations

import io
from dataclasses import replace

import pypdfium2
from PIL import Image

from report.compose.galley import Galley
from report.diagnostics import Warn
from report.writers.pdf.writer import write_plain

WIDTH = 1400
"""Pixels, on a page of 2 to 3; Apple's store asks for no less."""

_PAPER = "@page { size: 160mm 240mm; } html { font-size: 11pt; }"
_COLOURS = 64
"""The cover has five and what lies between them at the edges of letters.

They are found by an octree, which keeps the grounds and takes a quarter of the time of a median
cut; a PNG that is optimised takes five times as long to write and is a seventh smaller.
"""


def draw_cover(galley: Galley, warn: Warn) -> bytes | None:
    """Draw the cover of a galley as a PNG; one without a cover sheet has none.

    What WeasyPrint says of it becomes findings, as when it lays out the book.
    """
    sheets = tuple(sheet for sheet in galley.sheets if sheet.matter == "cover")
    if not sheets:
        return None
    document = pypdfium2.PdfDocument(write_plain(replace(galley, sheets=sheets), warn, _PAPER))
    try:
        return _rasterised(document)
    finally:
        document.close()


def _rasterised(document: pypdfium2.PdfDocument) -> bytes:
    """Return the first page as a PNG."""
    page = document[0]
    picture: Image.Image = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    few = picture.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    written = io.BytesIO()
    few.save(written, "PNG")
    return written.getvalue()
