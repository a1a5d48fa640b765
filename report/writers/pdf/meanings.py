"""Meanings: the tables of a face that say which text each code stands for, written anew.

The marks by which PDFium is brought to turn a phrase round (:mod:`report.writers.pdf.phrases`)
are no text and must not be read. A code cannot simply be left without text:

- **pypdf** and **poppler** take the last text that is given for a code, an empty one too.
- **PDFium** knows no empty text: it takes the one before, or the number of the code for a
  character if there is none. Of U+0003 END OF TEXT it says nothing.
- **PDF.js** takes the number of the code for a character when the last text is empty, and drops
  format characters, so that these codes have the numbers of format characters.

So such a code is given U+0003 and then nothing. ISO 19005-3, 6.2.11.7.2 asks for a text other than
U+0000, U+FEFF and U+FFFE; ISO 32000-1, 9.10.3 leaves open how often a code is named.

PDF.js also drops each code whose text ends with a format character, and with it a ZWNJ that has a
code of its own, as all others want it. What stands to the right of one has therefore a code that
says the joiner as well, in the order of the page from the left, «U+200C ی», which PDF.js turns
round with the letters. That is told to PDF.js alone, in a second table: it looks for one in the
dictionary of the CIDFont before that of the Type 0 font, where ISO 32000-1, 9.10.3 has its place
and where all others look. The table of the CIDFont says all that the other one says; for them it
is an entry that ISO 32000-1, 9.7.4.1 (Table 117) does not know. A face in which no code says more
than its character has no second table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

import pydyf

SILENCE = "\u0003"
"""What a code stands for of which nothing is read."""

MARK = "\u200e"
"""What it stands for in a face that has no silent code left, and where it is to be a letter."""

JOINERS = "\u200c\u200d"
"""ZERO WIDTH NON-JOINER and ZERO WIDTH JOINER, which PDF.js drops where a text ends with one."""

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
"""Entries in one operator (Adobe Technical Note 5014)."""

_JOINED = re.compile(b"(?:200[cd])+(?=[0-9a-f]{4})")

_Entries = dict[bytes, bytes]
"""Which text each code stands for, both in hexadecimal digits."""


def told(original: Any) -> Callable[..., Any]:
    """Replace ``build_fonts_dictionary``: let all but PDF.js read of each code what it shows."""

    def build(pdf: Any, *arguments: Any) -> Any:
        fonts = original(pdf, *arguments)
        for font in tuple(pdf.objects):
            if isinstance(font, pydyf.Dictionary) and "ToUnicode" in font:
                _tell(pdf, font)
        return fonts

    return build


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _tell(pdf: Any, font: Any) -> None:
    """Write the table of a font anew, and beside it the one for PDF.js if that says more."""
    table = _object(pdf, font["ToUnicode"])
    lines: list[bytes] = table.stream
    first = next(i for i, line in enumerate(lines) if line.endswith(b" beginbfchar"))
    last = len(lines) - lines[::-1].index(b"endbfchar")
    said = {line[1:5]: line[8:-1] for line in lines[first:last] if line.startswith(b"<")}
    shown = {code: _JOINED.sub(b"", text) for code, text in said.items()}
    table.stream = [*lines[:first], *_blocks(b"bfchar", _one_by_one(shown)), *lines[last:]]
    if shown != said:
        told_more = [*lines[:first], *_blocks(b"bfrange", _in_ranges(said)), *lines[last:]]
        whole = pydyf.Stream(told_more, compress=table.compress)
        pdf.add_object(whole)
        _object(pdf, font["DescendantFonts"][0])["ToUnicode"] = whole.reference


def _blocks(operator: bytes, entries: Iterable[bytes]) -> Iterator[bytes]:
    given = list(entries)
    for at in range(0, len(given), _MOST):
        batch = given[at : at + _MOST]
        yield b"%d begin%s" % (len(batch), operator)
        yield from batch
        yield b"end" + operator


def _one_by_one(entries: _Entries) -> Iterator[bytes]:
    for code, text in entries.items():
        yield b"<%s> <%s>" % (code, text)
        if int(code, 16) in RESERVED:
            yield b"<%s> <>" % code


def _in_ranges(entries: _Entries) -> Iterator[bytes]:
    """Yield the codes that follow each other in one entry, which is less than half as long."""
    codes = sorted(entries)
    begun = [c for c in codes if b"%04x" % (int(c, 16) - 1) not in entries]
    for start, stop in pairwise([*begun, b"g"]):  # no digit is as high
        run = [code for code in codes if start <= code < stop]
        said = (b"" if int(code, 16) in RESERVED else entries[code] for code in run)
        yield b"<%s> <%s> [%s]" % (run[0], run[-1], b"".join(b"<%s>" % text for text in said))
