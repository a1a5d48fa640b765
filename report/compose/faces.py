"""Faces: which characters those of the house can set, asked of the fonts themselves."""

from __future__ import annotations

from collections.abc import Iterable

import uharfbuzz
from lxml import etree

from report.compose.galley import Face, Galley

# Unicode, DerivedCoreProperties: Default_Ignorable_Code_Point. They have no glyph and need none.
_IGNORABLE = frozenset(
    map(
        chr,
        (
            *(0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0),
            *range(0x180B, 0x1810),
            *range(0x200B, 0x2010),
            *range(0x202A, 0x202F),
            *range(0x2060, 0x2070),
            *range(0xFE00, 0xFE10),
            *range(0xFFF0, 0xFFF9),
            *range(0x1BCA0, 0x1BCA4),
            *range(0x1D173, 0x1D17B),
            *range(0xE0000, 0xE1000),
        ),
    )
)


def coverage(face: Face) -> frozenset[str]:
    """Return the characters that a face has glyphs for."""
    return frozenset(map(chr, uharfbuzz.Face(uharfbuzz.Blob(face.data)).unicodes))


def missing(characters: Iterable[str], faces: Iterable[Face]) -> tuple[str, ...]:
    """Return the characters that no face can set, once each, in the order given.

    A face may set what its table of characters lacks: «ﬁ» or a thin space in pieces.
    """
    fonts = [uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(face.data))) for face in faces]
    held = {code for font in fonts for code in font.face.unicodes}
    return tuple(
        character
        for character in dict.fromkeys(characters)
        if ord(character) not in held
        and not character.isspace()
        and character not in _IGNORABLE
        and not any(_sets(font, character) for font in fonts)
    )


def _sets(font: uharfbuzz.Font, character: str) -> bool:
    buffer = uharfbuzz.Buffer()
    buffer.add_str(character)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    return all(glyph.codepoint for glyph in buffer.glyph_infos)


def missing_characters(galley: Galley) -> tuple[str, ...]:
    """Return the characters of the sheets that no face of the house can set, first met first."""
    seen: dict[str, None] = {}
    for sheet in galley.sheets:
        root = etree.fromstring(f"<sheet>{sheet.body}</sheet>")
        seen.update(dict.fromkeys(str(etree.tostring(root, method="text", encoding="unicode"))))
    return missing(seen, galley.house.faces)
