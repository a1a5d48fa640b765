"""Composites: the embedded font with a glyph for every character code, in the order of the codes.

WeasyPrint embeds the glyphs that a book uses under their old numbers. The text layer needs more
glyphs than the font has (the same ink under several codes, a letter with its dots as one, an
empty one for a part of a ligature), so the font is written anew: glyph *n* is what code *n* shows.
Ink is never redrawn in a TrueType font: a code that shares ink is a composite glyph that
points to it. In a CFF font, which has no composites, the outlines are drawn once more
point by point.

Only the tables that ISO 32000-1, 9.9 (Table 126 and the note on TrueType) asks for are kept.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

from report.writers.pdf.clusters import Piece

_TRUETYPE = {"head", "hhea", "maxp", "hmtx", "loca", "glyf", "cvt ", "fpgm", "prep"}
_ARGUMENTS_ARE_OFFSETS = 0x0002


def rebuilt(file: bytes, index: int, pieces: Sequence[Piece]) -> bytes:
    """Return the font file in which glyph ``n + 1`` is ``pieces[n]`` and glyph 0 is ``.notdef``.

    ``index`` is the face in a collection. Raises :class:`ValueError` when the file has neither
    TrueType nor CFF outlines.
    """
    font = TTFont(
        io.BytesIO(file), fontNumber=index, lazy=True, recalcBBoxes=False, recalcTimestamp=False
    )
    if "glyf" in font:
        return _truetype(font, pieces)
    if "CFF " in font:
        return _cff(font, pieces)
    raise ValueError("neither TrueType nor CFF outlines")


def _truetype(font: TTFont, pieces: Sequence[Piece]) -> bytes:
    names = font.getGlyphOrder()
    old = font["glyf"]
    metrics = font["hmtx"].metrics
    glyphs: dict[str, Glyph] = {names[0]: old.glyphs[names[0]]}
    widths: dict[str, tuple[int, int]] = {names[0]: metrics[names[0]]}
    composed: list[tuple[str, Piece]] = []
    for code, piece in enumerate(pieces, 1):
        plain = len(piece.parts) == 1 and not piece.parts[0].x and not piece.parts[0].y
        name = names[piece.parts[0].number] if plain else ""
        if not plain or name in glyphs:
            name = f"code{code}"
            composed.append((name, piece))
            glyphs[name] = Glyph()
        else:
            glyphs[name] = old.glyphs[name]
        widths[name] = (piece.advance, metrics[name][1] if plain and name in metrics else 0)
    wanted = [names[part.number] for piece in pieces for part in piece.parts]
    for name in _with_components(font, wanted):
        if name not in glyphs:
            glyphs[name] = old.glyphs[name]
            widths[name] = metrics[name]
    for name, piece in composed:
        if piece.parts:
            glyphs[name], side = _composite(font, names, piece)
            widths[name] = (piece.advance, side)
    for tag in [tag for tag in font.keys() if tag not in _TRUETYPE and tag != "GlyphOrder"]:
        del font[tag]
    old.glyphs = glyphs
    old.glyphOrder = list(glyphs)
    font.setGlyphOrder(old.glyphOrder)
    font["hmtx"].metrics = widths
    font["hhea"].advanceWidthMax = max(advance for advance, _ in widths.values())
    _count(font, composed)
    return _saved(font)


def _with_components(font: TTFont, names: Iterable[str]) -> list[str]:
    """Return the names and those of the glyphs that they are composed of, in order."""
    found: dict[str, None] = {}
    pending = list(dict.fromkeys(names))[::-1]
    while pending:
        name = pending.pop()
        if name not in found:
            found[name] = None
            glyph = font["glyf"][name]
            if glyph.isComposite():
                pending.extend(component.glyphName for component in glyph.components)
    return list(found)


def _composite(font: TTFont, names: Sequence[str], piece: Piece) -> tuple[Glyph, int]:
    """Return the glyph that points to the parts of a piece, and its left side bearing.

    A rasteriser moves a glyph by the difference of its side bearing and its bounding box; a
    component is not moved so by itself, so that its own difference goes into its offset.
    """
    glyph = Glyph()
    glyph.numberOfContours = -1
    glyph.components = []
    boxes: list[tuple[int, int, int, int]] = []
    for part in piece.parts:
        name = names[part.number]
        ink = font["glyf"][name]
        if not ink.numberOfContours:
            continue
        x = part.x + font["hmtx"].metrics[name][1] - ink.xMin
        component = GlyphComponent()
        component.glyphName = name
        component.flags = _ARGUMENTS_ARE_OFFSETS
        component.x, component.y = x, part.y
        glyph.components.append(component)
        boxes.append((ink.xMin + x, ink.yMin + part.y, ink.xMax + x, ink.yMax + part.y))
    if not boxes:
        return Glyph(), 0
    left, bottom, right, top = zip(*boxes, strict=True)
    glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax = min(left), min(bottom), max(right), max(top)
    return glyph, glyph.xMin


def _count(font: TTFont, composed: Sequence[tuple[str, Piece]]) -> None:
    """Set the limits in ``maxp`` that composed glyphs may exceed."""
    glyf, maxp = font["glyf"], font["maxp"]
    maxp.numGlyphs = len(glyf.glyphOrder)
    sizes: dict[str, tuple[int, int, int]] = {}

    def size(name: str) -> tuple[int, int, int]:
        """Return points, contours and depth of a glyph."""
        if name not in sizes:
            glyph = glyf[name]
            if glyph.isComposite():
                inner = [size(component.glyphName) for component in glyph.components]
                points, contours, depths = (list(column) for column in zip(*inner, strict=True))
                sizes[name] = (sum(points), sum(contours), 1 + max(depths))
            elif glyph.numberOfContours > 0:
                sizes[name] = (len(glyph.getCoordinates(glyf)[0]), glyph.numberOfContours, 0)
            else:
                sizes[name] = (0, 0, 0)
        return sizes[name]

    for name, _ in composed:
        points, contours, depth = size(name)
        maxp.maxCompositePoints = max(maxp.maxCompositePoints, points)
        maxp.maxCompositeContours = max(maxp.maxCompositeContours, contours)
        maxp.maxComponentDepth = max(maxp.maxComponentDepth, depth)
        if depth:
            count = len(glyf[name].components)
            maxp.maxComponentElements = max(maxp.maxComponentElements, count)


def _cff(font: TTFont, pieces: Sequence[Piece]) -> bytes:
    old_names = font.getGlyphOrder()
    outlines = font.getGlyphSet()
    names = [".notdef", *(f"code{code}" for code in range(1, len(pieces) + 1))]
    charstrings = {}
    shown = [Piece((), round(outlines[old_names[0]].width), ""), *pieces]
    for name, piece in zip(names, shown, strict=True):
        pen = T2CharStringPen(piece.advance, None, roundTolerance=0)
        for part in piece.parts:
            outlines[old_names[part.number]].draw(TransformPen(pen, (1, 0, 0, 1, part.x, part.y)))
        charstrings[name] = pen.getCharString()
    builder = FontBuilder(font["head"].unitsPerEm, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({})
    builder.setupCFF(font["CFF "].cff.fontNames[0], {}, charstrings, {})
    widths = {name: (piece.advance, 0) for name, piece in zip(names, shown, strict=True)}
    builder.setupHorizontalMetrics(widths)
    hhea = font["hhea"]
    builder.setupHorizontalHeader(ascent=hhea.ascent, descent=hhea.descent)
    builder.setupPost(keepGlyphNames=False)
    head = builder.font["head"]
    for field in ("created", "modified", "fontRevision", "flags", "xMin", "yMin", "xMax", "yMax"):
        setattr(head, field, getattr(font["head"], field))
    builder.font.recalcTimestamp = False
    return _saved(builder.font)


def _saved(font: TTFont) -> bytes:
    font["head"].modified = font["head"].created
    file = io.BytesIO()
    font.save(file, reorderTables=None)
    return file.getvalue()
