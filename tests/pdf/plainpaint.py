"""What the page looks like without the text layer: WeasyPrint's glyphs, at their exact places.

The comparison for the tests of looks: one code a glyph with the number of the glyph, each glyph by
itself where HarfBuzz put it, marks by text rise, visual order. It is WeasyPrint's own
painting but for its rounding: kerning cut to whole thousandths of an em, offsets of marks too
large by 1024/1000.
"""

from __future__ import annotations

from typing import Any

from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import TO_UNITS, ffi, pango

_EMPTY, _UNKNOWN = 0x0FFFFFFF, 0x10000000


def plain_line(original: Any) -> Any:
    """Replace ``draw_first_line``."""

    def paint(stream: Any, textbox: Any, *ignored: Any) -> list[Any]:
        matrix = ignored[-1]
        if textbox.style["font_size"] < 1e-6 or not textbox.text.strip():
            return []
        layout = textbox.pango_layout
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
        line, _ = layout.get_first_line()
        (a, b, _), (c, d, _), (e, f, _) = matrix
        text = layout.text.encode()
        x = 0.0
        node = line.runs[0]
        while node != ffi.NULL:
            item, glyphs = node.data.item, node.data.glyphs
            node = node.next
            font, size = stream.add_font(item.analysis.font)
            em = round(size * TO_UNITS)
            data = ffi.buffer(glyphs.glyphs, glyphs.num_glyphs * 20)
            rows = memoryview(data).cast("i").tolist()
            stream.set_font_size(font.hash, size)
            offsets = ffi.unpack(glyphs.log_clusters, glyphs.num_glyphs)
            for i, offset in enumerate(offsets):
                number, width, right, down = rows[5 * i : 5 * i + 4]
                if number != _EMPTY and not number & _UNKNOWN:
                    dx, dy = (round(v * font.upem / em) * size / font.upem for v in (right, down))
                    _measure(stream, font, item.analysis.font, number, em)
                    font.to_unicode.setdefault(number, "?")
                    stream.set_text_matrix(a, b, c, d, e + a * (x + dx), f + b * x)
                    stream.set_text_rise(-dy)
                    stream.show_text(f"<{number:04x}>")
                start = item.offset + offset
                blank = text[start : start + 1] in b" \t" or text[start : start + 2] == b"\xc2\xa0"
                exact = round(width * font.upem / em) * size / font.upem
                x += width / TO_UNITS if blank else exact
        stream.set_text_rise(0)
        return []

    return paint


def _measure(stream: Any, font: Font, pango_font: Any, number: int, em: int) -> None:
    if number not in font.widths:
        pango.pango_font_get_glyph_extents(pango_font, number, stream.ink_rect, stream.logical_rect)
        font.widths[number] = round(stream.logical_rect.width * 1000 / em, 4)
