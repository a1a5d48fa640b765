"""Composites: the embedded face with a glyph for every character code, in the order of the codes.

WeasyPrint embeds the glyphs that a book uses under their old numbers. The text layer needs more
glyphs than the face has (the same ink under several codes, a letter with its dots as one, an
empty one for a part of a ligature), so the face is written anew: glyph *n* is what code *n* shows.
Ink is never redrawn in a TrueType face: a code that shares ink is a composite glyph that points to
it. In a CFF face, which has no composites, the outlines are drawn once more point by point.

Only the tables that ISO 32000-1, 9.9 asks for are kept. The formats of the tables are those of
ISO/IEC 14496-22 (OpenType).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from report.writers.pdf.clusters import TALL, Part, Piece
from report.writers.sfnt import TRUETYPE, file_of, tables_of

_KEPT = ("glyf", "maxp", "loca", "head", "hmtx", "hhea", "fpgm", "prep", "cvt ")
_WORDS, _OFFSETS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 0x01, 0x02, 0x08, 0x20, 0x40, 0x80
_NOTDEF = 0


def rebuilt(file: bytes, index: int, pieces: Sequence[Piece]) -> bytes:
    """Return the font file in which glyph ``n + 1`` is ``pieces[n]`` and glyph 0 is ``.notdef``.

    ``index`` is the face in a collection. Raises :class:`ValueError` when the file has neither
    TrueType nor CFF outlines.
    """
    _, tables = tables_of(file, index)
    if "glyf" in tables:
        return file_of(TRUETYPE, _truetype(_Outlines(tables), pieces))
    if "CFF " in tables:
        return _cff(file, index, pieces)
    raise ValueError("neither TrueType nor CFF outlines")


class _Size(NamedTuple):
    """What ``maxp`` counts of a glyph."""

    points: int
    contours: int
    components: int
    depth: int


class _Outlines:
    """The glyphs of a TrueType face as bytes, by their numbers."""

    def __init__(self, tables: Mapping[str, bytes]) -> None:
        self.tables = {tag: tables[tag] for tag in _KEPT if tag in tables}
        loca = self.tables["loca"]
        (is_long,) = struct.unpack_from(">h", self.tables["head"], 50)
        if is_long:
            self._loca: tuple[int, ...] = struct.unpack(f">{len(loca) // 4}L", loca)
        else:
            self._loca = tuple(2 * at for at in struct.unpack(f">{len(loca) // 2}H", loca))
        (self._measured,) = struct.unpack_from(">H", self.tables["hhea"], 34)

    def glyph(self, number: int) -> bytes:
        """Return the outline of a glyph; nothing for an empty one."""
        return self.tables["glyf"][self._loca[number] : self._loca[number + 1]]

    def metrics(self, number: int) -> tuple[int, int]:
        """Return the advance and the left side bearing of a glyph."""
        hmtx = self.tables["hmtx"]
        last = self._measured - 1
        if number <= last:
            advance, side = struct.unpack_from(">Hh", hmtx, 4 * number)
        else:
            (advance,) = struct.unpack_from(">H", hmtx, 4 * last)
            (side,) = struct.unpack_from(">h", hmtx, 4 * last + 4 + 2 * (number - last - 1))
        return advance, side

    def components(self, number: int) -> Iterator[tuple[int, int]]:
        """Yield where each component is named in a composite glyph, and its number."""
        data = self.glyph(number)
        if not data or struct.unpack_from(">h", data)[0] >= 0:
            return
        at, more = 10, True
        while more:
            flags, component = struct.unpack_from(">HH", data, at)
            yield at + 2, component
            at += 8 if flags & _WORDS else 6
            at += 2 * bool(flags & _SCALE) + 4 * bool(flags & _TWO_SCALES)
            at += 8 * bool(flags & _MATRIX)
            more = bool(flags & _MORE)

    def size(self, number: int) -> _Size:
        """Count the points, contours, components and depth of a glyph."""
        data = self.glyph(number)
        if not data:
            return _Size(0, 0, 0, 0)
        (contours,) = struct.unpack_from(">h", data)
        if contours >= 0:
            last = struct.unpack_from(">H", data, 8 + 2 * contours)[0] if contours else -1
            return _Size(last + 1, contours, 0, 0)
        return _together([self.size(component) for _, component in self.components(number)])


def _together(sizes: Sequence[_Size]) -> _Size:
    points, contours = sum(size.points for size in sizes), sum(size.contours for size in sizes)
    return _Size(points, contours, len(sizes), 1 + max(size.depth for size in sizes))


def _truetype(old: _Outlines, pieces: Sequence[Piece]) -> dict[str, bytes]:
    """Return the tables of the new face."""
    homes, order = _homes(old, pieces)
    glyphs: list[bytes] = []
    metrics: list[tuple[int, int]] = []
    limits = [_Size(0, 0, 0, 0)]
    for number in order:
        if isinstance(number, Piece) and number.parts == (TALL,):
            data, side = _two_points(old), 0
            limits.append(_Size(2, 2, 0, 0))
        elif isinstance(number, Piece):
            parts = [part for part in number.parts if old.glyph(part.number)]
            data, side = _composite(old, parts, homes) if parts else (b"", 0)
            if parts:
                limits.append(_together([old.size(part.number) for part in parts]))
        else:
            rewritten = bytearray(old.glyph(number))
            for at, component in old.components(number):
                struct.pack_into(">H", rewritten, at, homes[component])
            data = bytes(rewritten)
            advance, side = old.metrics(number)
        if 0 < len(glyphs) <= len(pieces):
            advance = max(pieces[len(glyphs) - 1].advance, 0)
        glyphs.append(data + b"\0" * (-len(data) % 4))
        metrics.append((advance, side))
    return _tables(old, glyphs, metrics, limits)


def _homes(old: _Outlines, pieces: Sequence[Piece]) -> tuple[dict[int, int], list[int | Piece]]:
    """Say where each old glyph goes, and what stands at each number: an old glyph or a piece.

    The first code that shows a glyph by itself is its home; a glyph that is only a part of others
    gets one after all codes.
    """
    homes = {_NOTDEF: 0}
    order: list[int | Piece] = [_NOTDEF]
    for piece in pieces:
        match piece.parts:
            case (Part(number, 0, 0),) if number not in homes and number != TALL.number:
                homes[number] = len(order)
                order.append(number)
            case _:
                order.append(piece)
    parts = (part for piece in pieces for part in piece.parts if part != TALL)
    wanted = [part.number for part in parts][::-1]
    seen: set[int] = set()
    while wanted:
        number = wanted.pop()
        if number in seen:
            continue
        seen.add(number)
        if number not in homes:
            homes[number] = len(order)
            order.append(number)
        wanted.extend(component for _, component in old.components(number))
    return homes, order


def _composite(old: _Outlines, parts: Sequence[Part], homes: dict[int, int]) -> tuple[bytes, int]:
    """Return a glyph that points to its parts, and its left side bearing.

    A rasteriser moves a glyph by the difference of its side bearing and its bounding box; a
    component is not moved so by itself, so that its own difference goes into its offset.
    """
    boxes: list[tuple[int, int, int, int]] = []
    written = b""
    for i, part in enumerate(parts):
        left, bottom, right, top = struct.unpack_from(">4h", old.glyph(part.number), 2)
        x = part.x + old.metrics(part.number)[1] - left
        flags = _WORDS | _OFFSETS | (_MORE if i < len(parts) - 1 else 0)
        written += struct.pack(">HHhh", flags, homes[part.number], x, part.y)
        boxes.append((left + x, bottom + part.y, right + x, top + part.y))
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    box = min(lefts), min(bottoms), max(rights), max(tops)
    return struct.pack(">5h", -1, *box) + written, box[0]


def _two_points(old: _Outlines) -> bytes:
    """Return a glyph of two contours, each of one point, of which nothing is filled.

    They are three quarters of an em above and below the line.
    """
    (upem,) = struct.unpack_from(">H", old.tables["head"], 18)
    y = upem * 3 // 4
    box = struct.pack(">5h", 2, 0, -y, 0, y)
    on_curve_same_x = 0x01 | 0x10
    flags = bytes((on_curve_same_x, on_curve_same_x))
    return box + struct.pack(">3H", 0, 1, 0) + flags + struct.pack(">2h", -y, 2 * y)


def _tables(
    old: _Outlines,
    glyphs: Sequence[bytes],
    metrics: Sequence[tuple[int, int]],
    limits: Sequence[_Size],
) -> dict[str, bytes]:
    tables = dict(old.tables)
    offsets = [0]
    for data in glyphs:
        offsets.append(offsets[-1] + len(data))
    tables["glyf"] = b"".join(glyphs)
    tables["loca"] = struct.pack(f">{len(offsets)}L", *offsets)
    tables["hmtx"] = b"".join(struct.pack(">Hh", *pair) for pair in metrics)
    head, hhea, maxp = (bytearray(tables[tag]) for tag in ("head", "hhea", "maxp"))
    head[28:36] = head[20:28]  # modified when created: no clock gets in
    struct.pack_into(">h", head, 50, 1)
    struct.pack_into(">H", hhea, 10, max(advance for advance, _ in metrics))
    struct.pack_into(">H", hhea, 34, len(metrics))
    struct.pack_into(">H", maxp, 4, len(glyphs))
    points, contours, components, depth = (max(column) for column in zip(*limits, strict=True))
    for at, least in ((10, points), (12, contours), (28, components), (30, depth)):
        (known,) = struct.unpack_from(">H", maxp, at)
        struct.pack_into(">H", maxp, at, max(known, least))
    return tables | {"head": bytes(head), "hhea": bytes(hhea), "maxp": bytes(maxp)}


def _cff(given: bytes, index: int, pieces: Sequence[Piece]) -> bytes:
    """Return an OpenType file whose CFF glyphs are the pieces, drawn from the old outlines."""
    # Loaded when they are needed: the faces of the house have TrueType outlines.
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.t2CharStringPen import T2CharStringPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(given), fontNumber=index, lazy=True, recalcTimestamp=False)
    old_names = font.getGlyphOrder()
    outlines = font.getGlyphSet()
    names = [".notdef", *(f"code{code}" for code in range(1, len(pieces) + 1))]
    notdef = Piece((Part(_NOTDEF),), round(outlines[old_names[_NOTDEF]].width), "")
    shown = list(zip(names, (notdef, *pieces), strict=True))
    charstrings = {}
    for name, piece in shown:
        pen = T2CharStringPen(max(piece.advance, 0), None, roundTolerance=0)
        for part in piece.parts if piece.parts != (TALL,) else ():
            outlines[old_names[part.number]].draw(TransformPen(pen, (1, 0, 0, 1, part.x, part.y)))
        charstrings[name] = pen.getCharString()
    builder = FontBuilder(font["head"].unitsPerEm, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({})
    builder.setupCFF(font["CFF "].cff.fontNames[0], {}, charstrings, {})
    builder.setupHorizontalMetrics({name: (max(p.advance, 0), 0) for name, p in shown})
    hhea, head = font["hhea"], builder.font["head"]
    builder.setupHorizontalHeader(ascent=hhea.ascent, descent=hhea.descent)
    builder.setupPost(keepGlyphNames=False)
    for field in ("created", "fontRevision", "flags", "xMin", "yMin", "xMax", "yMax"):
        setattr(head, field, getattr(font["head"], field))
    head.modified = head.created
    builder.font.recalcTimestamp = False
    file = io.BytesIO()
    builder.font.save(file, reorderTables=None)
    return file.getvalue()
