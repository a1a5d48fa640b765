"""Pages: the printed books of two editions side by side, and on each page what came or went.

Text that moves to the next page has not changed: the words of both books are matched from the
first to the last, and only those without their equal are marked. Running heads and folios are no
part of the text (they are artifacts of the page) and are left out.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from report.archive.diff.align import align
from report.archive.diff.sequence import matched

_WIDTH: Final = 560
"""Pixels of a page: the text can still be read on a screen of two pages."""

_SHADES: Final = 16
MOST_LOOKS: Final = 12
"""Pages shown because they look other though they read the same; a new theme changes them all."""

_STEERING: Final = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
"""Controls that steer the order of the line (UAX #9, 2): they are no text."""

_MARK_NAME: Final = 64
_GAP: Final = 0.6
"""Of the height of a letter: marks of one line that lie nearer are drawn as one."""


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page in shares of its width and height, from the upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Sight:
    """A page as it is shown: its folio, a PNG, and where on it words came or went."""

    folio: str
    picture: bytes = field(repr=False)
    marks: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class PagePair:
    """A page before and after; ``words``: what it says changed; ``look``: only how it looks."""

    change: Literal["words", "look"]
    before: Sight | None
    after: Sight | None


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    words: tuple[_Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


class _Book:
    """An opened PDF: its pages as words in their places, and as pictures when they are wanted."""

    def __init__(self, data: bytes) -> None:
        self._document = pypdfium2.PdfDocument(data)
        self.pages = tuple(
            _Page(number, tuple(_words(page, number))) for number, page in enumerate(self._document)
        )
        self.words = tuple(word for page in self.pages for word in page.words)

    def close(self) -> None:
        self._document.close()

    def sight(self, number: int, marked: Sequence[_Word]) -> Sight:
        """Return a page with the places of the words that are marked on it."""
        shown = self.picture(number).quantize(_SHADES, dither=Image.Dither.NONE)
        written = io.BytesIO()
        shown.save(written, "PNG", optimize=True)
        folio = self._document.get_page_label(number) or str(number + 1)
        marks = tuple(_joined([word.box for word in marked]))
        return Sight(folio, written.getvalue(), marks)

    def picture(self, number: int) -> Image.Image:
        page = self._document[number]
        picture: Image.Image = page.render(scale=_WIDTH / page.get_width()).to_pil()
        return picture.convert("RGB")


def compare_pages(before: bytes, after: bytes) -> tuple[PagePair, ...]:
    """Return the pages of two PDFs that differ, in reading order, each beside its counterpart.

    Raises :class:`pypdfium2.PdfiumError` for what is no PDF.
    """
    ours, theirs = _Book(before), _Book(after)
    try:
        return tuple(_pairs(ours, theirs))
    finally:
        ours.close()
        theirs.close()


def _pairs(ours: _Book, theirs: _Book) -> Iterator[PagePair]:
    kept = matched([word.text for word in ours.words], [word.text for word in theirs.words])
    gone = _by_page(ours.words, {i for i, _ in kept})
    come = _by_page(theirs.words, {j for _, j in kept})
    looks = 0
    for was, now in align(ours.pages, theirs.pages, lambda page: page.text):
        removed = gone.get(was.number, ()) if was else ()
        added = come.get(now.number, ()) if now else ()
        if removed or added:
            yield PagePair(
                "words",
                ours.sight(was.number, removed) if was else None,
                theirs.sight(now.number, added) if now else None,
            )
        elif was and now and looks < MOST_LOOKS and _looks_other(ours, was, theirs, now):
            looks += 1
            yield PagePair("look", ours.sight(was.number, ()), theirs.sight(now.number, ()))


def _looks_other(ours: _Book, was: _Page, theirs: _Book, now: _Page) -> bool:
    """Say whether two pages that read the same look other; text that was moved on is no change."""
    if was.text != now.text:
        return False
    return ours.picture(was.number).tobytes() != theirs.picture(now.number).tobytes()


def _by_page(words: Sequence[_Word], kept: set[int]) -> dict[int, list[_Word]]:
    found: dict[int, list[_Word]] = {}
    for place, word in enumerate(words):
        if place not in kept:
            found.setdefault(word.page, []).append(word)
    return found


def _words(page: pypdfium2.PdfPage, number: int) -> Iterator[_Word]:
    """Yield the words of a page with the boxes of their letters, without running heads."""
    width, height = page.get_size()
    text = page.get_textpage()
    letters: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    artifacts: dict[int, bool] = {}

    def word() -> Iterator[_Word]:
        # Bullets and lone signs stand by the thousand and tell nothing.
        if any(letter.isalnum() for letter in letters):
            yield _Word("".join(letters), number, _around(boxes, width, height))
        letters.clear()
        boxes.clear()

    for index in range(text.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(text, index))
        if letter.isspace() or letter == "\0":
            yield from word()
        elif letter not in _STEERING and not _is_artifact(text, index, artifacts):
            letters.append(letter)
            boxes.append(text.get_charbox(index))
    yield from word()


def _is_artifact(text: pypdfium2.PdfTextPage, index: int, known: dict[int, bool]) -> bool:
    """Say whether a letter is part of the page, not of the text (ISO 32000-2, 14.8.2.2)."""
    piece = pdfium.FPDFText_GetTextObject(text, index)
    address = ctypes.cast(piece, ctypes.c_void_p).value or 0
    if address not in known:
        known[address] = "Artifact" in _marks_of(piece) if address else False
    return known[address]


def _marks_of(piece: pdfium.FPDF_PAGEOBJECT) -> Iterator[str]:
    name = (ctypes.c_ushort * _MARK_NAME)()
    length = ctypes.c_ulong()
    for number in range(max(0, pdfium.FPDFPageObj_CountMarks(piece))):
        mark = pdfium.FPDFPageObj_GetMark(piece, number)
        pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length)
        yield bytes(name)[: max(0, length.value - 2)].decode("utf-16-le")


def _around(boxes: Sequence[tuple[float, float, float, float]], width: float, height: float) -> Box:
    """Return the box round letters, of points from the lower left corner."""
    start, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
    end, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return Box(start / width, 1 - top / height, (end - start) / width, (top - bottom) / height)


def _joined(boxes: Sequence[Box]) -> Iterator[Box]:
    """Yield boxes; those of words that stand side by side in a line as one."""
    current: Box | None = None
    for box in boxes:
        if current and _side_by_side(current, box):
            x, y = min(current.x, box.x), min(current.y, box.y)
            end = max(current.x + current.width, box.x + box.width)
            bottom = max(current.y + current.height, box.y + box.height)
            current = Box(x, y, end - x, bottom - y)
        else:
            if current:
                yield current
            current = box
    if current:
        yield current


def _side_by_side(one: Box, other: Box) -> bool:
    shared = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    gap = max(one.x, other.x) - min(one.x + one.width, other.x + other.width)
    return shared > min(one.height, other.height) / 2 and gap < _GAP * max(one.height, other.height)
