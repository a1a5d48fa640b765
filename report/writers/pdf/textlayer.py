"""Text layer: every character of the book is in the PDF, once, in order, under its own code.

WeasyPrint gives a glyph one meaning, that of its first use in the book, and a cluster of glyphs
one text on one of them (Kozea/WeasyPrint#2841). Letters are lost where a skeleton serves several,
ligatures come out reversed, marks turn into the numbers of their glyphs. Here every pair of ink
and character has a code of its own (:mod:`report.writers.pdf.clusters`), the embedded face a
glyph for every code (:mod:`report.writers.pdf.composites`), and a line is shown in an
order that readers can follow (:mod:`report.writers.pdf.reading`).

Advances hold the kerning and ink holds the offsets of marks, in units of the font: nothing is left
between codes but the blanks that are wider than the font has them, so that no reader sees a gap in
a word or a mark on another line, and no rounding moves a glyph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from itertools import zip_longest
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from weasyprint.formatting_structure import boxes
from weasyprint.logger import LOGGER
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import TO_UNITS, ffi, pango

from report.diagnostics import ReportError
from report.rules import finding
from report.writers.pdf.clusters import NO_INK, Glyph, Piece, divide
from report.writers.pdf.composites import rebuilt
from report.writers.pdf.reading import BLANKS, Line, Placed, Reading, Run, Show

_MOST_CODES = 0xFFFF
_NOTDEF = 0
_EMPTY = 0x0FFFFFFF  # PANGO_GLYPH_EMPTY
_UNKNOWN = 0x10000000  # PANGO_GLYPH_UNKNOWN_FLAG
_FIELDS = 5  # of a PangoGlyphInfo: glyph, width, x offset, y offset, attributes
_TATWEEL = "\u0640"
_SOFT_HYPHEN = "\u00ad"
_ZWJ = "\u200d"
# Bidi controls, U+200B, U+2060, U+FEFF, U+00AD: they steer lines and breaks and are no text.
_NO_TEXT = dict.fromkeys(
    (0xAD, 0x61C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF)
)

_RTL_WORD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+")
_LTR_START = re.compile("[^\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]*[0-9A-Za-z\u00aa-\u024f٠-٩۰-۹]")
_LTR_WORD = re.compile("[A-Za-z\u00aa-\u024f]+")
_readings: WeakKeyDictionary[Any, Reading] = WeakKeyDictionary()
_around: ContextVar[Line | None] = ContextVar("line around the box painted", default=None)


class _Line(NamedTuple):
    """The text of a line as it is drawn, in UTF-8, and what of it is not of the book."""

    drawn: bytes
    stretch: frozenset[int]
    hyphen: int


class _Step(NamedTuple):
    """One code of a cluster: its text, its width, and how far the next code stands, in pixels."""

    code: int
    text: str
    width: float
    step: float


class Face(Font):  # type: ignore[misc]
    """A face of the book as WeasyPrint embeds it, with a code for each piece that is set."""

    file_content: bytes

    def __init__(self, pango_font: Any, description: Any, font_size: float) -> None:
        super().__init__(pango_font, description, font_size)
        self.codes: dict[Piece, int] = {}
        self.pieces: list[Piece] = []
        self.clusters: dict[tuple[Any, ...], tuple[_Step, ...]] = {}
        self.lacking: dict[tuple[Any, ...], tuple[int, ...]] = {}
        if self.bitmap or self.png or self.svg or self.colr or "CFF2" in self.tables:
            refused = (
                f"the face {self.family} has bitmap, colour or CFF2 glyphs, which carry no text"
            )
            raise ReportError(finding("P001", None, message=refused))

    def code(self, piece: Piece) -> int:
        """Return the code of a piece, a new one at its first use; codes begin at 1."""
        code = self.codes.get(piece)
        if code is None:
            self.pieces.append(piece)
            code = self.codes[piece] = len(self.pieces)
            if code > _MOST_CODES:
                refused = f"the face {self.family} needs more than {_MOST_CODES} codes"
                raise ReportError(finding("P001", None, message=refused))
            self.widths[code] = _number(max(piece.advance, 0) * 1000 / self.upem)
            self.to_unicode[code] = piece.text
        return code

    def renamed(self, code: int, text: str) -> int:
        """Return the code that shows the same ink and stands for another text."""
        parts, advance, said = self.pieces[code - 1]
        return code if said == text else self.code(Piece(parts, advance, text))

    def clean(self, to_unicode: Any, hinting: bool) -> None:
        """Write the face anew, with a glyph for every code and no other."""
        used = {part.number for piece in self.codes for part in piece.parts}
        self.missing = dict.fromkeys(used & {_NOTDEF})  # keeps the outline of .notdef
        super().clean(dict.fromkeys(sorted(used | {_NOTDEF}), ""), hinting)
        self.missing = {}
        self.file_content = rebuilt(self.file_content, self.index, self.pieces)


def face(original: Any) -> type[Face]:
    """Replace the class of embedded fonts."""
    return Face


def one_face(original: Any) -> Callable[..., tuple[Face, float]]:
    """Replace ``Stream.add_font``: give fonts of one name one table of codes.

    WeasyPrint knows fonts by what Pango says of them and names them in the PDF by a digest of
    what it has made of that; where two end with one name, the later would overwrite the other.
    """

    def add_font(stream: Any, pango_font: Any) -> tuple[Face, float]:
        known = len(stream._fonts)
        added, size = original(stream, pango_font)
        if len(stream._fonts) > known:
            twin = next(font for font in stream._fonts.values() if font.hash == added.hash)
            for key in [key for key, font in stream._fonts.items() if font is added]:
                stream._fonts[key] = twin
            added = twin
        return added, size

    return add_font


def _number(value: float) -> int | float:
    rounded = round(value, 4)
    return int(rounded) if rounded == int(rounded) else rounded


def painted_line(original: Any) -> Callable[..., list[Any]]:
    """Replace ``draw_first_line``: show a line of text in codes of the press."""

    def paint(
        stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any
    ) -> list[Any]:
        style = textbox.style
        if style["font_size"] < 1e-6 or not textbox.text:
            return []
        if text_overflow == "ellipsis" or block_ellipsis != "none":
            LOGGER.warning("an ellipsis would cut text out of the book; the line is set whole")
        layout = textbox.pango_layout
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
        pango_line, _ = layout.get_first_line()
        runs = _Reader(stream, _line_of(textbox)).runs(pango_line)
        # A marker stands in no line.
        line = _around.get() or Line(style["direction"] == "rtl", turned=False)
        at: float | None = None
        reading = _readings.setdefault(stream, Reading())
        ends = {"closed": id(textbox) in line.closed, "crossed": id(textbox) in line.crossed}
        for run, show in reading.shows(runs, line, **ends):
            x = show[0].x
            if at is None:
                (a, b, _), (c, d, _), (e, f, _) = matrix
                stream.set_text_matrix(a, b, c, d, e + a * x, f + b * x)
            elif x != at:
                stream.move_text_to(x - at, 0)
            at = x
            # A font operator before each: pypdf begins anew there.
            stream._current_font = None
            stream.set_font_size(run.face.hash, run.size)
            stream.show_text(_operand(run, show))
        return []

    return paint


def _operand(run: Run, show: Show) -> str:
    """Return the array of a TJ operator: strings of codes and, between them, how the pen jumps."""
    written = ["<"]
    pen = show[0].x
    for x, width, code, text in show:
        jump = round((pen - x) * 1000 / run.size, 3)
        if abs(jump) > 0.05:
            written.append(f">{_number(jump)}<")
            pen -= jump * run.size / 1000
        if not code:
            advance = round(width * run.face.upem / run.size)
            code = run.face.code(Piece((), advance, text))
            width = advance * run.size / run.face.upem
        elif len(text) > 1:
            code = run.face.renamed(code, text)
        written.append(f"{code:04x}")
        pen += width
    written.append(">")
    return "".join(written)


def noted_line(original: Any) -> Callable[..., None]:
    """Replace ``draw_inline_level``: note the line before what stands in it is painted."""

    def paint(stream: Any, page: Any, box: Any, *arguments: Any, **named: Any) -> None:
        if not isinstance(box, boxes.LineBox):
            original(stream, page, box, *arguments, **named)
            return
        token = _around.set(_line_around(box))
        try:
            original(stream, page, box, *arguments, **named)
        finally:
            _around.reset(token)

    return paint


def _line_around(box: Any) -> Line:
    if box.style["direction"] != "rtl":
        return Line(rtl=False, turned=False)
    texts = list(_texts(box))
    whole = " ".join(text.text for text in texts)
    words = len(_RTL_WORD.findall(whole))
    closed, crossed = set(), set()
    for text, after in zip_longest(texts, texts[1:]):
        if after is None or after.text[:1].isspace():
            closed.add(id(text))
        if after is not None and _LTR_START.match(after.text):
            crossed.add(id(text))
    turned = bool(words) and words >= len(_LTR_WORD.findall(whole))
    return Line(True, turned, frozenset(closed), frozenset(crossed))


def _texts(box: Any) -> Iterator[Any]:
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox):
            yield from _texts(child)


def _line_of(textbox: Any) -> _Line:
    """Tell what of the drawn line is the press's own: kashidas, and the hyphen of a broken word.

    The layout may hold more tatweels than the box says: those were set to fill the line.
    """
    drawn = textbox.pango_layout.text
    said = textbox.text
    stretch: set[int] = set()
    if drawn != said and drawn.replace(_TATWEEL, "") == said.replace(_TATWEEL, ""):
        rest = iter((*said, ""))
        wanted = next(rest)
        at = 0
        for character in drawn:
            if character == wanted:
                wanted = next(rest)
            else:
                stretch.add(at)
            at += len(character.encode())
    data = drawn.encode()
    hyphen = textbox.style["hyphenate_character"]
    broken = textbox.style["hyphens"] == "auto" or drawn.endswith(_SOFT_HYPHEN + hyphen)
    at = len(data) - len(hyphen.encode()) if broken and drawn.endswith(hyphen) else -1
    return _Line(data, frozenset(stretch), at)


class _Reader:
    """Reads the glyphs of a line from Pango and gives each character its code."""

    def __init__(self, stream: Any, line: _Line) -> None:
        self._stream = stream
        self._line = line

    def runs(self, pango_line: Any) -> list[Run]:
        """Return the runs of a line, from left to right; what is set alike is one run.

        Pango parts runs at every blank of a justified line.
        """
        runs: list[Run] = []
        level = -1
        x = 0.0
        node = pango_line.runs[0]
        while node != ffi.NULL:
            item = node.data.item
            face, size = self._stream.add_font(item.analysis.font)
            placed: list[Placed] = []
            for steps in self._clusters(node.data, face, size):
                for code, text, width, step in steps:
                    if code:
                        placed.append(Placed(x, width, code, text))
                    x += step
            node = node.next
            if not placed:
                continue
            last = runs[-1] if runs else None
            if last and last.face is face and last.size == size and level == item.analysis.level:
                start = min(last.start, item.offset)
                runs[-1] = Run(last.rtl, start, size, face, last.placed + tuple(placed))
            else:
                level = item.analysis.level
                runs.append(Run(bool(level % 2), item.offset, size, face, tuple(placed)))
        return runs

    def _clusters(self, glyph_item: Any, face: Face, size: float) -> Iterator[tuple[_Step, ...]]:
        """Yield the clusters of a run, from left to right, each divided into codes."""
        item, glyphs = glyph_item.item, glyph_item.glyphs
        count = glyphs.num_glyphs
        if not count:
            return
        data = ffi.buffer(glyphs.glyphs, count * _FIELDS * 4)
        fields = memoryview(data).cast("i").tolist()
        offsets = ffi.unpack(glyphs.log_clusters, count)
        rtl = bool(item.analysis.level % 2)
        bounds = [i for i in range(count) if not i or offsets[i] != offsets[i - 1]]
        starts = [offsets[i] for i in bounds]
        ends = [item.length, *starts] if rtl else [*starts[1:], item.length]
        bounds.append(count)
        stretch: list[int] = []
        for i, start in enumerate(starts):
            text = self._said(item.offset + start, item.offset + ends[i])
            rows = fields[bounds[i] * _FIELDS : bounds[i + 1] * _FIELDS]
            if not text and rtl and item.offset + start in self._line.stretch:
                stretch += rows
                continue
            key = (size, rtl, text, len(stretch), *stretch, *rows)
            if key not in face.clusters:
                face.clusters[key] = self._divided(key, [*stretch, *rows], face)
            for codepoint in face.lacking.get(key, ()):
                LOGGER.warning(
                    '.notdef glyph rendered for Unicode string unsupported by fonts: "%s" (U+%04X)',
                    chr(codepoint),
                    codepoint,
                )
            yield face.clusters[key]
            stretch = []

    def _said(self, start: int, stop: int) -> str:
        """Return the text of the book between two places of the drawn line, controls left out."""
        line = self._line
        if start == line.hyphen:
            return _SOFT_HYPHEN
        text = line.drawn[start:stop].decode()
        if line.stretch and not line.stretch.isdisjoint(range(start, stop)):
            places = [start + len(text[:i].encode()) for i in range(len(text))]
            text = "".join(c for c, at in zip(text, places, strict=True) if at not in line.stretch)
        # A joiner at the edge of a box is the press's: it joins letters across inline marks.
        if not start:
            text = text.removeprefix(_ZWJ)
        if stop == len(line.drawn):
            text = text.removesuffix(_ZWJ)
        return text if text.isascii() else text.translate(_NO_TEXT)

    def _divided(self, key: tuple[Any, ...], rows: Sequence[int], face: Face) -> tuple[_Step, ...]:
        """Divide a cluster, once for each way in which a face sets it."""
        size, rtl, text, stretched = key[:4]
        em = round(size * TO_UNITS)
        glyphs: list[Glyph] = []
        lacking: list[int] = []
        for i in range(0, len(rows), _FIELDS):
            number, width, x, y = rows[i : i + 4]
            if number & _UNKNOWN and number != _EMPTY:
                lacking.append(number & ~_UNKNOWN)
            number = NO_INK if number == _EMPTY else _NOTDEF if number & _UNKNOWN else number
            advance, right, up = (round(v * face.upem / em) for v in (width, x, -y))
            glyphs.append(Glyph(number, advance, right, up))
        if lacking:
            face.lacking[key] = tuple(lacking)
        whole = sum(rows[1::_FIELDS]) / TO_UNITS
        pixels = size / face.upem
        if text in BLANKS or text == "\t":
            # As wide as the line made it, in whole units; what is left over the pen jumps.
            piece = Piece((), round(whole * TO_UNITS * face.upem / em), text.replace("\t", " "))
            return (_Step(face.code(piece), piece.text, piece.advance * pixels, whole),)
        if not text:
            return (_Step(0, "", 0.0, whole),) if whole else ()
        return tuple(
            _Step(face.code(p), p.text, max(p.advance, 0) * pixels, p.advance * pixels)
            for p in divide(glyphs, text, rtl=rtl, stretch=stretched // _FIELDS)
        )
