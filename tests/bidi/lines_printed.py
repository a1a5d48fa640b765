"""The lines of the suite in a PDF, and the order of their glyphs read back from it."""

from __future__ import annotations

import unicodedata
from ctypes import byref, c_double
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import reference
import weasyprint
from suite import Line
from weasyprint.text.fonts import FontConfiguration

from report.compose.numbering import Numbers
from report.compose.setting import Setting
from report.compose.xhtml import set_inlines
from report.filters.isolates import isolate
from report.locales import direction_of, locale
from report.model.inlines import Code, Inlines, Isolate, LineBreak, NoteRef, Text
from report.model.walk import children
from report.writers.pdf.patches import patched

FONTS = Path(__file__).parent.parent.parent / "fonts"
NOTES = {"1": 1, "2": 2, "3": 3}
WIDE, NARROW = 420, 34
"""Widths of the column in millimetres: no line breaks in the one, nearly all in the other."""

_MARGIN = 15
_PITCH = 48
"""Between base lines, in points: raised and lowered signs stay with their line."""

_PAGE = """
@font-face {{ font-family: Text; src: url("{fonts}/amiri/Amiri-Regular.ttf"); }}
@font-face {{ font-family: Text; font-weight: 700; src: url("{fonts}/amiri/Amiri-Bold.ttf"); }}
@font-face {{ font-family: More;
  src: url("{fonts}/plex-sans-arabic/IBMPlexSansArabic-Regular.ttf"); }}
@font-face {{ font-family: Hebrew;
  src: url("{fonts}/frank-ruhl-libre/FrankRuhlLibre_400Regular.ttf"); }}
@font-face {{ font-family: Code; src: url("{fonts}/plex-mono/IBMPlexMono-Regular.ttf"); }}
@page {{ size: {width}mm 297mm; margin: {margin}pt; }}
html, body {{ margin: 0; }}
p {{ font: 12pt/{pitch}pt Text, Hebrew, More; margin: 0; break-after: page; }}
em {{ font-style: normal; }}
code {{ font-family: Code, Text; }}
.noteref {{ font-size: 60%; vertical-align: super; }}
"""


@dataclass(frozen=True)
class Glyph:
    """A character of the PDF, where its pen stood, and the box of its ink in points."""

    character: str
    x: float
    ink: tuple[float, float, float, float]


def reference_text(content: Inlines, language: str) -> str:
    """Return a line as plain text, its isolates as the characters U+2066, U+2067 and U+2069."""
    said = ""
    for inline in content:
        match inline:
            case Text(text):
                said += text
            case Code(text):
                said += f"{reference.LRI}{text}{reference.PDI}"
            case Isolate(inside, direction):
                opening = reference.LRI if direction == "ltr" else reference.RLI
                said += f"{opening}{reference_text(inside, language)}{reference.PDI}"
            case NoteRef(label):
                said += locale(language).number(NOTES[label])
            case LineBreak():
                said += "\u2028"
            case _:
                said += reference_text(children(inline), language)
    return said


def shows(character: str) -> bool:
    """Say whether a character leaves a glyph of its own on the page."""
    return not character.isspace() and unicodedata.category(character) not in {"Cf", "Cc", "Mn"}


def markup(line: Line) -> str:
    """Set a line as the press does: isolated, then composed."""
    setting = Setting(locale(line.language), Numbers({}, NOTES), line.language)
    set_line = set_inlines(isolate(line.content, line.base), setting)
    direction = direction_of(line.language)
    assert direction == line.base
    return f'<p lang="{line.language}" dir="{direction}">{set_line}</p>'


def print_lines(lines: tuple[Line, ...], width: int) -> bytes:
    """Print each line on a page of its own."""
    style = _PAGE.format(fonts=FONTS.as_uri(), width=width + 10, pitch=_PITCH, margin=_MARGIN)
    body = "".join(map(markup, lines))
    html = f"<html><head><style>{style}</style></head><body>{body}</body></html>"
    with patched():
        return bytes(weasyprint.HTML(string=html).write_pdf(font_config=FontConfiguration()))


def read_page(page: pdfium.PdfPage) -> list[list[Glyph]]:
    """Read the lines of a page from the top, the glyphs of each from left to right."""
    text = page.get_textpage()
    top = page.get_height() - _MARGIN
    lines: dict[int, list[Glyph]] = {}
    for index in range(text.count_chars()):
        character = chr(pdfium_c.FPDFText_GetUnicode(text, index))
        if pdfium_c.FPDFText_IsGenerated(text, index) == 1 or not shows(character):
            continue
        x, y = c_double(), c_double()
        pdfium_c.FPDFText_GetCharOrigin(text, index, byref(x), byref(y))
        glyph = Glyph(character, x.value, text.get_charbox(index))
        lines.setdefault(int((top - y.value) // _PITCH), []).append(glyph)
    return [sorted(lines[number], key=lambda glyph: glyph.x) for number in sorted(lines)]


def opens_to_the_right(page: pdfium.PdfPage, glyph: Glyph) -> bool:
    """Say whether a bracket is drawn as ``(``: its ink at half height lies at its left."""
    left, bottom, right, top = glyph.ink
    width, height = page.get_size()
    crop = (left, bottom, width - right, height - top)
    image = page.render(scale=16, crop=crop).to_pil().convert("L")
    middle = image.height // 2
    ink = [x for x in range(image.width) if image.getpixel((x, middle)) < 128]
    return sum(ink) / len(ink) < image.width / 2
