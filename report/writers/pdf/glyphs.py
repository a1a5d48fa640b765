"""Glyphs: what Pango has made of a line, read out of its memory.

A line is shaped when it is broken, and what came of it is kept until the line is painted, in the
bytes that Pango holds it in: a kilobyte a line. WeasyPrint keeps nothing, and shapes it again.
"""

from __future__ import annotations

from struct import pack, unpack
from typing import Any, NamedTuple

from weasyprint.text.line_break import Layout

from report.writers.pdf.calls import ffi, gobject

_GLYPH = 20
"""Bytes of a PangoGlyphInfo: glyph, width, x offset, y offset and attributes, four each."""
_FIELDS = 5
_CLUSTER = 4
_BLANKS = frozenset({b" ", b"\xc2\xa0", " ", "\u00a0"})


class Item(NamedTuple):
    """A run of a line: bidi level, font, and the bytes of the text that it is of.

    ``infos`` are as many PangoGlyphInfo as ``clusters`` are numbers of where in the text they are.
    """

    level: int
    font: Any
    offset: int
    length: int
    infos: bytes
    clusters: bytes


def items_of(pango_line: Any) -> list[Item]:
    """Return the items of a line, from left to right; their fonts live as long as the line."""
    items: list[Item] = []
    node = pango_line.runs
    while node != ffi.NULL:
        glyph_item = node.data
        node = node.next
        item, glyphs = glyph_item.item, glyph_item.glyphs
        count = glyphs.num_glyphs
        analysis = item.analysis
        items.append(
            Item(
                analysis.level,
                analysis.font,
                item.offset,
                item.length,
                ffi.buffer(glyphs.glyphs, count * _GLYPH)[:],
                ffi.buffer(glyphs.log_clusters, count * _CLUSTER)[:],
            )
        )
    return items


def kept(items: list[Item], fonts: dict[Any, Any]) -> list[Item]:
    """Return items whose fonts live as long as ``fonts``, which holds those of a book."""
    for item in items:
        if item.font not in fonts:
            held = ffi.cast("PangoFont *", gobject.g_object_ref(item.font))
            fonts[item.font] = ffi.gc(held, gobject.g_object_unref)
    return items


def length(items: list[Item]) -> int:
    """Return how long a line is, in units of Pango: the sum of its widths."""
    return sum(sum(memoryview(item.infos).cast("i")[1::_FIELDS]) for item in items)


def widened(items: list[Item], text: bytes, units: int) -> list[Item] | None:
    """Return the items of a line whose blanks are wider by so many units of Pango.

    Pango has set each of them alone, since it was to widen them. ``None`` where it has not.
    """
    made: list[Item] = []
    for item in items:
        said = text[item.offset : item.offset + item.length]
        if said not in _BLANKS:
            if not _BLANKS.isdisjoint(said.decode()):
                return None
            made.append(item)
            continue
        if len(item.infos) != _GLYPH:
            return None
        number, width, *rest = unpack("5i", item.infos)
        made.append(item._replace(infos=pack("5i", number, width + units, *rest)))
    return made


class KeptLayout(Layout):  # type: ignore[misc]
    """A layout that was shaped when its line was broken; what it needs of Pango comes back.

    Whoever has given it another text, or wants the layout itself, has it made anew.
    """

    ascent = underline_position = strikethrough_position = None

    def __init__(
        self,
        text: str,
        max_width: float | None,
        direction: int,
        items: list[Item],
        spacing: float = 0.0,
    ) -> None:
        self.justification_spacing = spacing
        self.text = self._said = text
        self.max_width = max_width
        self.first_line_direction = direction
        self._items = items

    @property
    def items(self) -> list[Item] | None:
        """What the text was shaped to, ``None`` if it is another by now."""
        return self._items if self.text == self._said else None

    def reactivate(self, style: Any) -> None:
        """Be ready to be painted."""
        self._style = style

    def deactivate(self) -> None:
        """Be done with it."""
        if "layout" in self.__dict__:
            super().deactivate()

    def __getattr__(self, name: str) -> Any:
        if name not in {"layout", "language", "style"}:
            raise AttributeError(name)
        super().reactivate(self._style)
        return self.__dict__[name]


def natural(layout: Any, text: str) -> list[Item] | None:
    """Return what a layout has shaped a text to, if it has, and its blanks are as the face's."""
    if not isinstance(layout, KeptLayout) or layout.text != text or layout.justification_spacing:
        return None
    return layout.items
