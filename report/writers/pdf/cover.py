"""The cover as an image: what shops, shelves and feeds show of a book, drawn from its cover sheet.

The sheet is laid out as print lays it out, so its text is shaped and ordered as in the book, and
then rasterised by PDFium. A cover drawn twice is equal, byte for byte.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

from report.compose.galley import Galley
from report.diagnostics import Diagnostic, Warn
from report.model.names import TRUETYPE_MEDIA_TYPE
from report.shelf import key_of
from report.writers.page import write_page
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
    galley = replace(galley, sheets=sheets)
    key = key_of("cover", _made_of(galley))
    drawn = galley.house.shelf.find(key)
    if drawn is None:
        said: list[Diagnostic] = []
        drawn = _drawn(write_plain(galley, said.append, _PAPER))
        for found in said:
            warn(found)
        # One of which there is something to say is drawn each time, so that it is said each time.
        if not said:
            galley.house.shelf.keep(key, drawn)
    return drawn


def _made_of(galley: Galley) -> Iterator[str | bytes]:
    """Yield all that the picture of a galley depends on."""
    images: list[bytes] = []

    def held(name: str, media_type: str, data: bytes) -> str:
        if media_type != TRUETYPE_MEDIA_TYPE:
            images.append(data)
        return f"{media_type}:{name}"

    options = galley.report.options
    yield write_page(galley, held, _PAPER)
    yield from images
    yield from (face.sha256 for face in galley.house.faces)
    yield repr((options.justify, options.unstretched))


def _drawn(printed: bytes) -> bytes:
    """Return the first page of a PDF as a PNG."""
    # Loaded when it is needed: the cover of a book that is set again stands on the shelf.
    import pypdfium2
    from PIL import Image

    document = pypdfium2.PdfDocument(printed)
    page = document[0]
    picture: Image.Image = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    few = picture.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    written = io.BytesIO()
    few.save(written, "PNG")
    document.close()
    return written.getvalue()
