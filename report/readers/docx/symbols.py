"""Symbols: characters of the old symbol fonts, as what they show."""

from __future__ import annotations

from typing import Final

# What documents use of Wingdings and Symbol; the codes are those of the fonts, less 0xF000.
_WINGDINGS: Final = {
    0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆",
    0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xE0: "→", 0xDF: "←", 0xE8: "➔",
    0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_SYMBOL: Final = {
    0x61: "α", 0x62: "β", 0x64: "δ", 0x6C: "λ", 0x6D: "μ", 0x70: "π", 0x73: "σ", 0x77: "ω",
    0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0xA3: "≤", 0xB3: "≥", 0xB9: "≠", 0xBB: "≈", 0xB1: "±",
    0xB4: "×", 0xB8: "÷", 0xB0: "°", 0xB7: "•", 0xA5: "∞", 0xD6: "√", 0xE5: "∑", 0xAE: "→",
    0xAC: "←", 0xD7: "⋅", 0x2D: "−",
}  # fmt: skip
UNKNOWN: Final = "\ufffd"


def symbol(font: str, code: str) -> str:
    """Return what a character of a symbol font shows, or U+FFFD where that is not known.

    >>> symbol("Wingdings", "F0FC"), symbol("Symbol", "F0B3"), symbol("Ministry", "F021")
    ('✓', '≥', '�')
    """
    try:
        value = int(code, 16)
    except ValueError:
        return UNKNOWN
    plain = value - 0xF000 if 0xF000 <= value <= 0xF0FF else value
    table = _WINGDINGS if font.lower().startswith("wingdings") else _SYMBOL
    if found := table.get(plain):
        return found
    private = 0xE000 <= value <= 0xF8FF
    printable = 0x20 < value < 0x11_0000 and not private and not 0xD800 <= value <= 0xDFFF
    return chr(value) if printable and chr(value).isprintable() else UNKNOWN
