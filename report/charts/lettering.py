"""Lettering: words of a drawing as outlines, shaped by HarfBuzz from the faces of the house.

Text inside an SVG is neither shaped nor ordered by WeasyPrint (WeasyPrint issue 2909), and what a
reading system has for a face is unknown; outlines look the same everywhere. What the drawing says
stands beside it as text. Letters are joined, marks set and runs ordered as UAX #9 wants before a
glyph becomes an outline.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import uharfbuzz

from report.filters.bidi import levels, visual_order
from report.filters.isolates import isolate_text
from report.model.inlines import (
    Citation,
    Code,
    CrossRef,
    Day,
    Direction,
    Gap,
    Inlines,
    Isolate,
    LineBreak,
    NoteRef,
    Text,
)
from report.model.walk import children

_INITIATORS = {"rtl": "\u2067", "ltr": "\u2066"}
_POP = "\u2069"
_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SUB_UNITS = 100
"""Outlines are whole numbers of hundredths: short, and the same on every machine."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A line of text as the path of its glyphs, its baseline at nought, y downwards.

    ``path`` counts hundredths of the units in which ``width`` is.
    """

    path: str
    width: float


class _Run(NamedTuple):
    text: str
    level: int
    face: int


class Lettering:
    """The faces that drawings are lettered in: for each weight the first that has a character."""

    def __init__(self, regular: Sequence[bytes], strong: Sequence[bytes]) -> None:
        self._fonts = {False: _open(regular), True: _open(strong)}
        self._known: dict[tuple[str, float, Direction, bool], Outline] = {}
        self._widths: dict[tuple[str, float, Direction, bool], float] = {}

    def outline(self, text: str, size: float, base: Direction, *, strong: bool = False) -> Outline:
        """Return a line as an outline; ``size`` is that of the em, ``base`` the paragraph's."""
        key = (text, size, base, strong)
        if key not in self._known:
            self._known[key] = self._draw(*key)
        return self._known[key]

    def width(self, text: str, size: float, base: Direction, *, strong: bool = False) -> float:
        """Return how long a line is: shaped, and not drawn, which takes ten times as long."""
        key = (text, size, base, strong)
        if key not in self._widths:
            advances = (position.x_advance * scale for _, scale, _, position in self._glyphs(*key))
            self._widths[key] = sum(advances, 0.0) / _SUB_UNITS
        return self._widths[key]

    def lines(
        self, text: str, size: float, base: Direction, measure: float, *, strong: bool = False
    ) -> tuple[str, ...]:
        """Break a text into lines of at most ``measure``; a longer word has a line of its own."""
        lines: list[str] = []
        line = ""
        for word in text.split():
            longer = f"{line} {word}" if line else word
            if line and self.width(longer, size, base, strong=strong) > measure:
                lines.append(line)
                line = word
            else:
                line = longer
        return _with_isolates_whole((*lines, line) if line else tuple(lines))

    def _draw(self, text: str, size: float, base: Direction, strong: bool) -> Outline:
        pen = _Pen()
        across = 0.0
        for font, pen.scale, glyph, position in self._glyphs(text, size, base, strong):
            pen.x = across + position.x_offset * pen.scale
            pen.y = -position.y_offset * pen.scale
            font.draw_glyph_with_pen(glyph.codepoint, pen)
            across += position.x_advance * pen.scale
        return Outline(pen.path, across / _SUB_UNITS)

    def _glyphs(
        self, text: str, size: float, base: Direction, strong: bool
    ) -> Iterator[tuple[Any, float, Any, Any]]:
        """Yield the font of each glyph from left to right, its scale, the glyph and its place."""
        fonts = self._fonts[strong]
        for run in _visual(tuple(_runs(text, base, fonts))):
            font, units = fonts[run.face]
            buffer = uharfbuzz.Buffer()
            buffer.add_str(run.text)
            buffer.direction = "rtl" if run.level % 2 else "ltr"
            buffer.guess_segment_properties()
            uharfbuzz.shape(font, buffer)
            scale = size * _SUB_UNITS / units
            for glyph, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
                yield font, scale, glyph, position


def spoken(content: Inlines) -> str:
    r"""Return a run as one string that keeps its isolates as characters (UAX #9, 2.4).

    >>> spoken((Text("قال "), Isolate((Text("WHO"),), "ltr"))) == "قال \u2066WHO\u2069"
    True
    """
    parts = []
    for inline in content:
        match inline:
            case Text(text):
                parts.append(text)
            case Code(text):
                parts.append(f"{_INITIATORS['ltr']}{text}{_POP}")
            case Isolate(inside, direction):
                parts.append(f"{_INITIATORS[direction]}{spoken(inside)}{_POP}")
            case LineBreak():
                parts.append(" ")
            case NoteRef() | Gap() | CrossRef(content=()) | Citation(content=()) | Day(content=()):
                pass
            case _:
                parts.append(spoken(children(inline)))
    return "".join(parts)


def settled(text: str, base: Direction) -> str:
    """Return a string of the press's own with the isolates that it needs in a line."""
    return spoken(isolate_text(text, base))


def bare(text: str) -> str:
    r"""Return a text without the controls that only order it.

    >>> bare("\u2066WHO\u2069")
    'WHO'
    """
    return _CONTROLS.sub("", text)


def _open(faces: Sequence[bytes]) -> tuple[tuple[Any, int], ...]:
    opened = (uharfbuzz.Face(uharfbuzz.Blob(data)) for data in faces)
    return tuple((uharfbuzz.Font(face), face.upem) for face in opened)


def _face_of(character: str, fonts: Sequence[tuple[Any, int]]) -> int | None:
    """Return the first face that has a character; HarfBuzz itself knows blanks and joiners."""
    if unicodedata.category(character) in {"Cf", "Zs", "Cc"}:
        return 0
    for number, (font, _) in enumerate(fonts):
        if font.get_nominal_glyph(ord(character)) is not None:
            return number
    return None


def _runs(text: str, base: Direction, fonts: Sequence[tuple[Any, int]]) -> Iterator[_Run]:
    """Yield the runs of one level and one face, in the order of the text."""
    gathered, at, face = "", 0, 0
    for character, level in zip(text, levels(text, base), strict=True):
        if _CONTROLS.match(character):
            continue
        own = _face_of(character, fonts) or 0
        if gathered and _clings(character):
            own = face
        if gathered and (level, own) != (at, face):
            yield _Run(gathered, at, face)
            gathered = ""
        gathered, at, face = gathered + character, level, own
    if gathered:
        yield _Run(gathered, at, face)


def _clings(character: str) -> bool:
    """Say whether a character stays in the face of the one before it: blanks, marks, joiners."""
    return unicodedata.category(character) in {"Mn", "Me", "Cf", "Zs"}


def _visual(runs: tuple[_Run, ...]) -> list[_Run]:
    """Put runs into the order in which they stand from left to right."""
    return [runs[index] for index in visual_order([run.level for run in runs])]


def _with_isolates_whole(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Close at the end of each line what is isolated there, and open it again on the next."""
    whole, opened = [], ""
    for line in lines:
        line = opened + line
        opened = ""
        for character in line:
            if character in _INITIATORS.values():
                opened += character
            elif character == _POP:
                opened = opened[:-1]
        whole.append(line + _POP * len(opened))
    return tuple(whole)


class _Pen:
    """A pen as fontTools has them: glyphs become one SVG path of whole numbers, all relative."""

    def __init__(self) -> None:
        self.scale = 1.0
        self.x = self.y = 0.0
        self._parts: list[str] = []
        self._at = self._began = (0, 0)

    @property
    def path(self) -> str:
        """The path so far."""
        return "".join(self._parts)

    def moveTo(self, point: tuple[float, float]) -> None:
        self._write("m", point)
        self._began = self._at

    def lineTo(self, point: tuple[float, float]) -> None:
        self._write("l", point)

    def qCurveTo(self, *points: tuple[float, float]) -> None:
        self._write("q", *points)

    def curveTo(self, *points: tuple[float, float]) -> None:
        self._write("c", *points)

    def closePath(self) -> None:
        self._parts.append("z")
        self._at = self._began

    def _write(self, command: str, *points: tuple[float, float]) -> None:
        start = at = self._at
        numbers = ""
        for x, y in points:
            at = (round(self.x + x * self.scale), round(self.y - y * self.scale))
            for number in (at[0] - start[0], at[1] - start[1]):
                numbers += f"{number}" if number < 0 or not numbers else f" {number}"
        self._parts.append(command + numbers)
        self._at = at
