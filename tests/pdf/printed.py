"""Small books to print: pages with one number each, and a page with everything that has colour."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from pathlib import Path

import weasyprint
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from report.writers.pdf.paper import Paper

MM = 72 / 25.4
AMIRI = Path(__file__).parents[2] / "fonts" / "amiri" / "Amiri-Regular.ttf"
FACE = (
    f"@font-face {{ font-family: Test; src: url({AMIRI.as_uri()}) }} html {{ font-family: Test }}"
)
"""A face of its own for every page: once a house is open, the machine has none."""


def numbered(
    pages: int,
    size: tuple[float, float] = (148, 210),
    *,
    bleed: float = 0,
    rotate: int = 0,
    rtl: bool = True,
    sizes: Sequence[tuple[float, float]] = (),
) -> bytes:
    """Make a book whose pages show their number, framed, on a grey ground into the bleed."""
    book = Pdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    font = book.make_indirect(font)
    for number in range(1, pages + 1):
        width, height = sizes[number - 1] if sizes else size
        w, h, b = width * MM, height * MM, bleed * MM
        page = book.add_blank_page(page_size=(w, h))
        page.MediaBox = Array([-b, -b, w + b, h + b])
        page.TrimBox, page.BleedBox = Array([0, 0, w, h]), page.MediaBox
        page.Resources = Dictionary(Font=Dictionary(F=font))
        ground = f"0.8 g {-b} {-b} {w + 2 * b} {h + 2 * b} re f 0 g"
        text = f"BT /F 40 Tf {w / 2 - 30} {h / 2} Td ({number}) Tj ET 20 20 60 10 re f"
        page.Contents = book.make_stream(f"{ground if b else ''} {text}".encode())
        if rotate:
            page.Rotate = rotate
    if rtl:
        book.Root.ViewerPreferences = Dictionary(Direction=Name.R2L)
    out = io.BytesIO()
    book.save(out, static_id=True)
    return out.getvalue()


def picture(kind: str) -> Image.Image:
    """Make a picture of 64 dots a side: every red, green and blue by turns."""
    ramp = Image.linear_gradient("L").resize((64, 64))
    image = Image.merge("RGB", (ramp, ramp.rotate(90), ramp.rotate(180)))
    if kind == "alpha":
        image.putalpha(ramp)
    return image


def data_url(image: Image.Image, form: str) -> str:
    coded = io.BytesIO()
    image.save(coded, form)
    return f"data:image/{form.lower()};base64,{base64.b64encode(coded.getvalue()).decode()}"


CHART = """<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60"><defs>
<linearGradient id="a"><stop offset="0" stop-color="#0d4a4a"/>
<stop offset="0.5" stop-color="#d8b465"/><stop offset="1" stop-color="#9a4a12"/></linearGradient>
<linearGradient id="b"><stop offset="0" stop-color="#0d4a4a" stop-opacity="0"/>
<stop offset="1" stop-color="#0d4a4a"/></linearGradient></defs>
<rect width="200" height="30" fill="url(#a)"/><rect y="30" width="200" height="30" fill="url(#b)"/>
</svg>"""


def coloured(paper: Paper, variant: str = "pdf/a-3a") -> bytes:
    """Make a book of two pages: a cover with a ground, and a page with all that has colour."""
    images = "".join(
        f'<img alt="x" src="{data_url(picture(kind), form)}" style="width: 40px">'
        for kind, form in (("plain", "PNG"), ("plain", "JPEG"), ("alpha", "PNG"))
    )
    html = f"""<html lang="en"><head><title>Inks</title>
<meta name="dcterms.created" content="2026-11-24T00:00:00Z">
<meta name="dcterms.modified" content="2026-11-24T00:00:00Z">
<style>
{FACE}
:root {{ --bleed: 0mm; }}
@page {{ margin: var(--head) var(--outer) var(--foot) var(--inner); }}
@page cover {{ background: #0d4a4a; margin: 0; }}
body {{ color: #1d2326; margin: 0; }}
section {{ color: #ffffff; height: 100vh; page: cover; }}
a {{ color: #0d4a4a; }}
div {{ background: #f9eee4; height: 40px; }}
{paper.css}</style></head>
<body><section><p>Cover</p></section><p>Text in the ink of the house, and
<a href="https://example.org/">a link</a>.</p><div></div>{images}{CHART}</body></html>"""
    return bytes(weasyprint.HTML(string=html).write_pdf(pdf_variant=variant))


def opened(pdf: bytes) -> Pdf:
    return Pdf.open(io.BytesIO(pdf))


def text_of(pdf: bytes, page: int, box: tuple[float, float, float, float] | None = None) -> str:
    """Return the text of a page, or of a part of it: left, bottom, right, top."""
    import pypdfium2

    found = pypdfium2.PdfDocument(pdf)[page].get_textpage()
    return str(found.get_text_bounded(*box) if box else found.get_text_bounded()).strip()


def rendered(pdf: bytes, page: int, dpi: float = 72) -> Image.Image:
    import pypdfium2

    return pypdfium2.PdfDocument(pdf)[page].render(scale=dpi / 72).to_pil().convert("RGB")
