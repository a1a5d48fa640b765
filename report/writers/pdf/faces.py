"""Faces: the fonts of the book as they are embedded, with a code for each piece that is set."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any, NamedTuple, NoReturn

from weasyprint.pdf.fonts import Font

from report.diagnostics import ReportError
from report.rules import finding
from report.writers.pdf.calls import ffi, harfbuzz
from report.writers.pdf.clusters import TALL, Piece
from report.writers.pdf.composites import rebuilt
from report.writers.pdf.lines import HOLDS
from report.writers.pdf.meanings import MARK, OPENING, RESERVED, SILENCE, SILENT

_MOST_CODES = 0xFFFF
_NOTDEF = 0
_EMPTY = Piece((), 0, "")


class Step(NamedTuple):
    """One code of a cluster: its text, its width, and how far the next code stands, in pixels.

    ``kern``, in units of the font, is how far the ink of a letter stands from its pen.
    """

    code: int
    text: str
    width: float
    step: float
    kern: int = 0


class Setting(NamedTuple):
    """How a face sets the clusters of one size and direction.

    The keys are the text and the numbers, widths and offsets of the glyphs, as Pango gives them.
    """

    face: Face
    size: float
    rtl: bool
    steps: dict[tuple[Any, ...], tuple[Step, ...]]


_OF_PROCESS = frozenset(
    {"hb_font", "hb_face", "codes", "pieces", "written", "settings", "widths", "to_unicode"}
    | {"_numbers", "_silent"}
)
"""What of a face does not go from process to process: handles, and what has been set in it."""

_BLOCK = 16
_ROOM = 8
"""Codes that are left free at least."""

_COPIED = 0
"""HarfBuzz copies the data of a blob (``HB_MEMORY_MODE_DUPLICATE``)."""


class Face(Font):  # type: ignore[misc]
    """A face of the book as WeasyPrint embeds it, with a code for each piece that is set."""

    file_content: bytes

    def __init__(self, pango_font: Any, description: Any, font_size: float) -> None:
        super().__init__(pango_font, description, font_size)
        self._begin()
        if self.bitmap or self.png or self.svg or self.colr or "CFF2" in self.tables:
            self._refuse("has bitmap, colour or CFF2 glyphs, which carry no text")

    def _begin(self) -> None:
        self.codes: dict[Piece, int] = {}
        self.pieces: dict[int, Piece] = {}
        self.written: dict[int, str] = {}  # each code as it is written in a string
        self.widths: dict[int, float] = {}
        self.to_unicode: dict[int, str] = {}
        self.settings: dict[tuple[float, bool], Setting] = {}
        self._numbers = (n for n in count(1) if n not in RESERVED)
        # A CFF face would have to draw every glyph up to the highest code.
        silent = () if self.type == "otf" else SILENT
        self._kept = {SILENCE: iter(silent), OPENING: iter((ord(OPENING),))}
        self._measure()

    def fresh(self) -> Face:
        """Return the face with nothing set in it."""
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        twin._begin()
        return twin

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name not in _OF_PROCESS}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        file = self.file_content
        blob = harfbuzz.hb_blob_create(file, len(file), _COPIED, ffi.NULL, ffi.NULL)
        self.hb_face = harfbuzz.hb_face_create(blob, self.index)
        harfbuzz.hb_blob_destroy(blob)
        self._begin()

    def setting(self, size: float, rtl: bool) -> Setting:
        """Return how the face sets clusters in a size and a direction."""
        known = self.settings.get((size, rtl))
        if known is None:
            known = self.settings[size, rtl] = Setting(self, size, rtl, {})
        return known

    def code(self, piece: Piece) -> int:
        """Return the code of a piece, a new one at its first use; codes begin at 1."""
        code = self.codes.get(piece)
        if code is None:
            kept = next(self._kept.get(piece.text, iter(())), 0)
            code = self.codes[piece] = kept or next(self._numbers)
            if code > _MOST_CODES:
                self._refuse(f"needs more than {_MOST_CODES} codes")
            self.pieces[code] = piece
            self.written[code] = f"{code:04x}"
            self.widths[code] = number_of(max(piece.advance, 0) * 1000 / self.upem)
            said = SILENCE if kept and piece.text == SILENCE else MARK
            self.to_unicode[code] = piece.text.replace(SILENCE, said).replace(OPENING, HOLDS)
        return code

    def _measure(self) -> None:
        """Add a blank that stands nowhere, as wide as half an em.

        By the first blank of a face pypdf judges which gap is a blank, by the last one PDFium;
        those of a justified line would be no measure. In a blank wider than a third of an em
        PDFium has no faith, and then sees none before a mark without width.
        """
        width = self.upem // 2
        while Piece((), width, " ") in self.codes:
            width += 1
        self.code(Piece((), width, " "))

    def leave_room(self) -> None:
        """Go on with a round number: what is added before it then changes nothing after it."""
        last = next(self._numbers)
        start = (last + _ROOM) // _BLOCK * _BLOCK + _BLOCK
        self._numbers = (n for n in count(start) if n not in RESERVED)

    def renamed(self, code: int, text: str) -> int:
        """Return the code that shows the same ink and stands for another text."""
        return self.code(self.pieces[code]._replace(text=text))

    def widened(self, code: int, kern: int) -> int:
        """Return the code that shows the same ink and goes on by so many units more."""
        piece = self.pieces[code]
        return self.code(piece._replace(advance=piece.advance + kern))

    def drawn_in(self, code: int, kern: int) -> int:
        """Return the code whose ink stands at the pen, which begins by so many units later."""
        piece = self.pieces[code]
        parts = tuple(part._replace(x=part.x - kern) for part in piece.parts)
        return self.code(Piece(parts, piece.advance - kern, piece.text))

    def clean(self, to_unicode: Any, hinting: bool) -> None:
        """Write the face anew, with a glyph for every code and no other."""
        self._measure()
        parts = {part for piece in self.pieces.values() for part in piece.parts}
        used = {part.number for part in parts - {TALL}}
        self.missing = dict.fromkeys(used & {_NOTDEF})  # keeps the outline of .notdef
        super().clean(dict.fromkeys(sorted(used | {_NOTDEF}), ""), hinting)
        self.missing = {}
        shown = [self.pieces.get(code, _EMPTY) for code in range(1, max(self.pieces) + 1)]
        self.file_content = rebuilt(self.file_content, self.index, shown)

    def _refuse(self, reason: str) -> NoReturn:
        raise ReportError(finding("P001", None, message=f"the face {self.family} {reason}"))


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


def number_of(value: float) -> int | float:
    """Return a number to four places, as short as it can be written.

    >>> number_of(500.00001), number_of(273.4375)
    (500, 273.4375)
    """
    rounded = round(value, 4)
    return int(rounded) if rounded == int(rounded) else rounded
