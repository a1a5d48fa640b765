"""Shaped: what Pango and HarfBuzz made of a line, read glyph by glyph and given codes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from weasyprint.logger import LOGGER
from weasyprint.text.ffi import TO_UNITS

from report.writers.pdf.clusters import NO_INK, Glyph, Piece, divide
from report.writers.pdf.faces import Setting, Step
from report.writers.pdf.glyphs import Item
from report.writers.pdf.lines import BLANKS, Placed, Run

SOFT_HYPHEN = "\u00ad"
_ZWJ = "\u200d"
_NOTDEF = 0
_EMPTY = 0x0FFFFFFF  # PANGO_GLYPH_EMPTY
_UNKNOWN = 0x10000000  # PANGO_GLYPH_UNKNOWN_FLAG
_FIELDS = 5  # of a PangoGlyphInfo: glyph, width, x offset, y offset, attributes (partly unset)
# Bidi controls, U+200B, U+2060, U+FEFF, U+00AD: they steer lines and breaks and are no text.
NO_TEXT = dict.fromkeys(
    (0xAD, 0x61C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF)
)


_Row = tuple[int, ...]
"""Number, width, offset to the right and offset down of a glyph, lengths in units of Pango."""


class DrawnLine(NamedTuple):
    """The text of a line as it is drawn, in UTF-8, and what of it is not of the book."""

    drawn: bytes
    stretch: frozenset[int]
    hyphen: int


@dataclass(slots=True)
class _Growing:
    """A run while it is read: level and font as Pango has them, and what has been placed."""

    level: int
    font: Any
    setting: Setting
    start: int
    placed: list[Placed] = field(default_factory=list)

    def done(self) -> Run:
        face, size, rtl, _ = self.setting
        return Run(rtl, self.start, size, face, tuple(self.placed))


class LineReader:
    """Reads the glyphs of a line from Pango and gives each character its code."""

    def __init__(self, stream: Any, line: DrawnLine) -> None:
        self._stream = stream
        self._line = line
        # Almost every line: nothing but text of the book, so that bytes are as good as characters.
        joined = line.drawn.startswith(_ZWJ.encode()) or line.drawn.endswith(_ZWJ.encode())
        self._plain = not (line.stretch or joined or line.hyphen >= 0)

    def runs(self, items: Iterable[Item]) -> list[Run]:
        """Return the runs of a line, from left to right; what is set alike is one run.

        Pango parts runs at every blank of a justified line.
        """
        runs: list[_Growing] = []
        x = 0.0
        for item in items:
            level, font = item.level, item.font
            if not runs or (runs[-1].level, runs[-1].font) != (level, font):
                face, size = self._stream.add_font(font)
                setting = face.setting(size, bool(level % 2))
                runs.append(_Growing(level, font, setting, item.offset))
            run = runs[-1]
            run.start = min(run.start, item.offset)
            placed = run.placed
            fresh = True
            for steps in self._clusters(item, run.setting):
                for code, text, width, step, kern in steps:
                    if kern and (fresh or not unicodedata.combining(placed[-1].text)):
                        x, code, width = _drawn_in(placed, fresh, x, code, kern, run.setting)
                        step = width
                    if code:
                        placed.append(Placed(x, width, code, text))
                        fresh = False
                    x += step
        return [run.done() for run in runs if run.placed]

    def _clusters(self, item: Item, setting: Setting) -> Iterator[tuple[Step, ...]]:
        """Yield the clusters of a run, from left to right, each divided into codes."""
        if not item.clusters:
            return
        fields = memoryview(item.infos).cast("i").tolist()
        rows = list(zip(*(fields[i::_FIELDS] for i in range(4)), strict=True))
        if max(rows)[0] >= _UNKNOWN:
            _say_missing(rows)
        offsets = memoryview(item.clusters).cast("i").tolist()
        count = len(offsets)
        origin, stop, rtl = item.offset, item.length, setting.rtl
        text = self._line.drawn
        known = setting.steps
        stretch: tuple[_Row, ...] = ()
        i = 0
        while i < count:
            start = offsets[i]
            j = i + 1
            while j < count and offsets[j] == start:
                j += 1
            end = stop if rtl or j == count else offsets[j]
            if rtl:
                stop = start
            said: str | bytes = text[origin + start : origin + end]
            glyph = rows[i:j]
            i = j
            if not self._plain:
                said = self._said(origin + start, origin + end)
                if not said and rtl and origin + start in self._line.stretch:
                    stretch += tuple(glyph)
                    continue
            key = (said, stretch, *glyph)
            steps = known.get(key)
            if steps is None:
                steps = known[key] = _divided(said, stretch, glyph, setting)
            yield steps
            stretch = ()

    def _said(self, start: int, stop: int) -> str:
        """Return the text of the book between two places of the drawn line."""
        line = self._line
        if start == line.hyphen:
            return SOFT_HYPHEN
        text = line.drawn[start:stop].decode()
        if not line.stretch.isdisjoint(range(start, stop)):
            places = [start + len(text[:i].encode()) for i in range(len(text))]
            text = "".join(c for c, at in zip(text, places, strict=True) if at not in line.stretch)
        # A joiner at the edge of a box is the press's: it joins letters across inline marks.
        if not start:
            text = text.removeprefix(_ZWJ)
        if stop == len(line.drawn):
            text = text.removesuffix(_ZWJ)
        return text


def _divided(
    said: str | bytes, stretch: Sequence[_Row], rows: Sequence[_Row], setting: Setting
) -> tuple[Step, ...]:
    """Divide a cluster, once for each way in which a face sets it."""
    face, size, rtl, _ = setting
    text = said.decode() if isinstance(said, bytes) else said
    if text != SOFT_HYPHEN:
        text = text.translate(NO_TEXT)
    em = round(size * TO_UNITS)
    glyphs: list[Glyph] = []
    for number, *lengths in (*stretch, *rows):
        number = NO_INK if number == _EMPTY else _NOTDEF if number >= _UNKNOWN else number
        advance, right, down = (round(length * face.upem / em) for length in lengths)
        glyphs.append(Glyph(number, advance, right, -down))
    whole = sum(row[1] for row in rows) / TO_UNITS
    pixels = size / face.upem
    if text in BLANKS or text == "\t":
        # As wide as the line made it, in whole units; what is left over the pen jumps.
        piece = Piece((), round(whole / pixels), text.replace("\t", " "))
        return (Step(face.code(piece), piece.text, piece.advance * pixels, whole),)
    if not text:
        return (Step(0, "", 0.0, whole),) if whole else ()
    steps: list[Step] = []
    for p in divide(glyphs, text, rtl=rtl, stretch=len(stretch)):
        kern = 0 if steps else _kern(p)
        width = max(p.advance, 0) * pixels
        steps.append(Step(face.code(p), p.text, width, p.advance * pixels, kern))
    return tuple(steps)


def _kern(piece: Piece) -> int:
    """Return how far the ink of a letter stands from its pen: kerning given as an offset."""
    if len(piece.parts) != 1 or unicodedata.combining(piece.text):
        return 0
    part = piece.parts[0]
    return 0 if part.y else part.x


def _drawn_in(
    placed: list[Placed], fresh: bool, x: float, code: int, kern: int, setting: Setting
) -> tuple[float, int, float]:
    """Begin a kerned letter where its ink stands; return its place, its code and its width.

    So the rasteriser finds its ink where it always was. The letter before goes on as far, lest
    a gap part the word; a blank before it, or the beginning of a run, need not.
    """
    face, pixels = setting.face, setting.size / setting.face.upem
    if not fresh and placed[-1].text not in BLANKS:
        last = placed[-1]
        wide = face.widened(last.code, kern)
        placed[-1] = last._replace(code=wide, width=max(face.pieces[wide].advance, 0) * pixels)
    code = face.drawn_in(code, kern)
    return x + kern * pixels, code, face.pieces[code].advance * pixels


def _say_missing(rows: Iterable[_Row]) -> None:
    """Log each glyph that no face has, in the words of WeasyPrint."""
    for number, *_ in rows:
        if number >= _UNKNOWN:
            codepoint = number - _UNKNOWN
            LOGGER.warning(
                '.notdef glyph rendered for Unicode string unsupported by fonts: "%s" (U+%04X)',
                chr(codepoint),
                codepoint,
            )
