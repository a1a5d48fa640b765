"""Meanings: the table of a face that says which text each code stands for, written anew.

The marks by which PDFium is brought to turn a phrase round (:mod:`report.writers.pdf.phrases`)
are no text and must not be read. A code cannot simply be left without text:

- **pypdf** and **poppler** take the last text that is given for a code, an empty one too.
- **PDFium** knows no empty text: it takes the one before, or the number of the code for a
  character if there is none. Of U+0003 END OF TEXT it says nothing.
- **PDF.js** takes the number of the code for a character when the last text is empty, and drops
  format characters, so that these codes have the numbers of format characters.

So such a code is given U+0003 and then nothing. ISO 19005-3, 6.2.11.7.2 asks for a text other than
U+0000, U+FEFF and U+FFFE; ISO 32000-1, 9.10.3 leaves open how often a code is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pydyf

SILENCE = "\u0003"
"""What a code stands for of which nothing is read."""

MARK = "\u200e"
"""What it stands for in a face that has no silent code left, and where it is to be a letter."""

MARKS = frozenset((SILENCE, MARK))

SILENT = (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x2070))
"""The numbers of silent codes."""

OPENING = "\u0081"
"""What a word is opened with whose first code, on the left, is a mark, and the number of its code.

PDF.js would put a mark that a piece of text begins with into the piece before. It takes this for a
character without direction and without ink, PDFium for U+202C, and the others for nothing.
"""

RESERVED = frozenset((*SILENT, ord(OPENING)))
"""The numbers of all codes of which the last text is empty."""

_MOST = 100
"""Codes in one operator (Adobe Technical Note 5014)."""


def silent_marks(original: Any) -> Callable[..., Any]:
    """Replace ``build_fonts_dictionary``: let nothing be read for silent codes."""

    def build(pdf: Any, *arguments: Any) -> Any:
        fonts = original(pdf, *arguments)
        for font in pdf.objects:
            if isinstance(font, pydyf.Dictionary) and "ToUnicode" in font:
                _silence(pdf.objects[int(font["ToUnicode"].split()[0])])
        return fonts

    return build


def _silence(table: Any) -> None:
    lines: list[bytes] = table.stream
    first = next(i for i, line in enumerate(lines) if line.endswith(b" beginbfchar"))
    last = len(lines) - lines[::-1].index(b"endbfchar")
    given = list(_given(line for line in lines[first:last] if line.startswith(b"<")))
    written: list[bytes] = []
    for at in range(0, len(given), _MOST):
        batch = given[at : at + _MOST]
        written += [b"%d beginbfchar" % len(batch), *batch, b"endbfchar"]
    table.stream = [*lines[:first], *written, *lines[last:]]


def _given(lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        code = line[1:5]
        yield line
        if int(code, 16) in RESERVED:
            yield b"<%s> <>" % code
