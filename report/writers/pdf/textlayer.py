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
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextvars import ContextVar
from itertools import groupby, pairwise
from typing import Any, TypeAlias, cast
from weakref import WeakKeyDictionary

from weasyprint.formatting_structure import boxes
from weasyprint.logger import LOGGER
from weasyprint.text.ffi import pango

from report.writers.pdf import clusters
from report.writers.pdf.clusters import Piece
from report.writers.pdf.faces import number_of
from report.writers.pdf.glyphs import Item, KeptLayout, items_of
from report.writers.pdf.lines import Line, Phrase, Run, Show
from report.writers.pdf.meanings import MARKS
from report.writers.pdf.reading import Reading
from report.writers.pdf.shaped import NO_TEXT, SOFT_HYPHEN, DrawnLine, LineReader

_TATWEEL = "\u0640"
_RTL_WORD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+")
_RTL_LETTER = re.compile("[\u0590-\u065f\u066d-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LTR_START = re.compile("[^\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]*[0-9A-Za-z\u00aa-\u024f٠-٩۰-۹]")
_LTR_WORD = re.compile("[A-Za-z\u00aa-\u024f]+")
_readings: WeakKeyDictionary[Any, Reading] = WeakKeyDictionary()
_heights: WeakKeyDictionary[Any, float] = WeakKeyDictionary()
_LEVEL = 0.9
"""Of an em: lines whose heights differ by less are read as one."""
_GAP = 0.15
"""Of an em: what is wider between two boxes is seen as a blank."""
_FAR = 200
"""Thousandths of an em: a jump to the right by which no reader sees a blank."""
_around: ContextVar[Line | None] = ContextVar("line around the box painted", default=None)


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
        # A marker stands in no line.
        line = _around.get() or Line(style["direction"] == "rtl", turned=False)
        (a, b, _), (c, d, _), (e, f, _) = matrix
        at: float | None = None
        for name, size, x, operand in _shown(stream, textbox, line, e):
            if at is None:
                stream.set_text_matrix(a, b, c, d, e + a * x, f + b * x)
            else:
                # From where the last show began, however far it went.
                stream.move_text_to(x - at, 0)
            at = x
            # A font operator before each: pypdf begins anew there.
            stream._current_font = None
            stream.set_font_size(name, size)
            stream.show_text(operand)
        return []

    return paint


_Shown: TypeAlias = tuple[str, float, float, str]
"""The name and the size of a face, where a show begins in its box, and what is shown."""


def _shown(stream: Any, textbox: Any, line: Line, origin: float) -> list[_Shown]:
    """Return what is shown of a box; leaders that are alike are read once.

    Their layout keeps it by all that decides on it besides: what the reading has come to, and how
    the box stands in its line.
    """
    reading = _readings.setdefault(stream, Reading())
    box = id(textbox)
    shelf = getattr(textbox.pango_layout, "shown", None)
    if box in line.rises or box in line.phrases:
        shelf = None
    key = (line.rtl, line.turned, box in line.closed, box in line.crossed, box in line.parted)
    if shelf and (known := shelf.get((*key, reading.state))) is not None:
        shown, reading.state = known
        return cast("list[_Shown]", shown)
    begun = reading.state
    runs = LineReader(stream, _line_of(textbox)).runs(_items(textbox.pango_layout))
    shows = reading.shows(runs, line, origin, box=box)
    shown = [(run.face.hash, run.size, show[0].x, _operand(run, show)) for run, show in shows]
    if shelf is not None:
        shelf[(*key, begun)] = shown, reading.state
    return shown


def _items(layout: Any) -> list[Item]:
    """Return what Pango has made of a layout, or makes of it now."""
    if isinstance(layout, KeptLayout) and layout.items is not None:
        return layout.items
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    pango_line, _ = layout.get_first_line()
    return items_of(pango_line)


def _operand(run: Run, show: Show) -> str:
    """Return the array of a TJ operator: strings of codes and, between them, how the pen jumps."""
    face, size = run.face, run.size
    codes = face.written
    written = ["<"]
    pen = show[0].x
    least = size / 2_000_000  # half of a thousandth of a thousandth of an em
    mark = 0.0
    for x, width, code, text in show:
        if not -least < pen - x < least:
            jump = round((pen - x) * 1000 / size, 3)
            pen -= jump * size / 1000
            written.append(f">{' '.join(_jumps(jump, mark, text))}<")
        if code <= 0:
            advance = round(width * face.upem / size)
            code = face.code(Piece((clusters.TALL,) if code else (), advance, text))
            width = advance * size / face.upem
        elif len(text) > 1:
            code = face.renamed(code, text)
        written.append(codes[code])
        pen += width
        mark = round(width * 1000 / size, 3) if text in MARKS else 0.0
    written.append(">")
    return "".join(written)


def _jumps(jump: float, mark: float, text: str) -> Iterator[str]:
    """Yield the numbers of which a jump of the pen is made, in thousandths of an em.

    PDF.js drops a ``mark`` with its width and the number after it, but no second one. pypdf sees a
    blank in a number that goes far to the right, which is none beside a mark.
    """
    if mark:
        yield str(number_of(mark))
        jump -= mark
    while (mark or text in MARKS) and jump < -_FAR:
        yield str(-_FAR)
        jump += _FAR
    yield str(number_of(round(jump, 3)))


def noted_line(original: Any) -> Callable[..., None]:
    """Replace ``draw_inline_level``: note the line before what stands in it is painted."""

    def paint(stream: Any, page: Any, box: Any, *arguments: Any, **named: Any) -> None:
        if not isinstance(box, boxes.LineBox):
            original(stream, page, box, *arguments, **named)
            return
        line = _line_around(box, page.style["direction"] == "rtl")
        height = box.position_y + box.baseline
        first = next(_texts(box), None)
        if first is not None:
            level = _LEVEL * first.style["font_size"]
            if abs(height - _heights.get(stream, -level)) < level:
                line = line._replace(parted=line.parted | {id(first)})
            _heights[stream] = height
        token = _around.set(line)
        try:
            original(stream, page, box, *arguments, **named)
        finally:
            _around.reset(token)

    return paint


def _line_around(box: Any, from_right: bool) -> Line:
    rtl = box.style["direction"] == "rtl"
    texts = list(_texts(box))
    chains = _chains(texts)
    parted = frozenset(_parted(chains))
    phrases, rises = (
        dict(_phrases(chains)),
        {id(b): rise for b in texts if (rise := _rise((box, b)))},
    )
    if not rtl:
        turned = from_right or _is_turned("".join(text.text for text in texts))
        return Line(False, turned, parted=parted, phrases=phrases, rises=rises)
    whole = " ".join(text.text for text in texts)
    words = len(_RTL_WORD.findall(whole))
    closed, crossed = set(), set()
    rest = ""
    for text in reversed(texts):
        if not rest or rest[0].isspace():
            closed.add(id(text))
        if _LTR_START.match(rest):
            crossed.add(id(text))
        rest = text.text + rest
    turned = from_right or (bool(words) and words >= len(_LTR_WORD.findall(whole)))
    return Line(True, turned, frozenset(closed), frozenset(crossed), parted, phrases, rises)


def _is_turned(text: str) -> bool:
    """Whether PDFium reads a line from the right: more of its segments of letters go there."""
    classes = map(unicodedata.bidirectional, text.translate(NO_TEXT))
    kinds = [kind for kind, _ in groupby(classes)]
    return sum(kind in {"R", "AL"} for kind in kinds) > kinds.count("L")


def _chains(texts: Sequence[Any]) -> list[Sequence[Any]]:
    """Divide the boxes of a line where text does not go on from left to right in the next one."""
    starts = [i for i, text in enumerate(texts) if not i or not _follows(texts[i - 1], text)]
    return [texts[i:j] for i, j in pairwise([*starts, len(texts)])]


def _phrases(chains: Iterable[Sequence[Any]]) -> Iterator[tuple[int, tuple[Phrase, int]]]:
    """Yield the phrase that each box belongs to whose text goes on in another.

    With the phrase comes the character of it that the box begins at.
    """
    for chain in chains:
        if len(chain) > 1:
            said = [b.text.translate(NO_TEXT) for b in chain]
            end = chain[-1].position_x + chain[-1].width
            size = max(b.style["font_size"] for b in chain)
            phrase = Phrase("".join(said), chain[0].position_x, end, size, _rise(chain))
            for i, b in enumerate(chain):
                yield id(b), (phrase, sum(map(len, said[:i])))


def _rise(boxes_: Sequence[Any]) -> float:
    heights = [box.position_y + box.baseline for box in boxes_]
    return float(max(heights) - min(heights))


def _is_ltr(text: Any) -> bool:
    return bool(text.text) and not _RTL_LETTER.search(text.text)


def _follows(before: Any, after: Any) -> bool:
    right = before.position_x + before.width
    return _is_ltr(before) and _is_ltr(after) and bool(after.position_x > right - 1)


def _parted(chains: Sequence[Sequence[Any]]) -> Iterator[int]:
    """Yield each box before which there is a gap, and no blank.

    Who looks sees two words, and so do readers that go by places; margins make such gaps. Text that
    goes to the left goes on beside the whole of what goes to the right.
    """
    for chain in chains:
        yield from (id(after) for before, after in pairwise(chain) if _gapes([before], [after]))
    yield from (id(after[0]) for before, after in pairwise(chains) if _gapes(before, after))


def _gapes(before: Sequence[Any], after: Sequence[Any]) -> bool:
    one, other = before[-1].text, after[0].text
    if one[-1:].isspace() or other[:1].isspace() or not (one and other):
        return False
    left, right = sorted((before, after), key=lambda chain: chain[0].position_x)
    gap = right[0].position_x - left[-1].position_x - left[-1].width
    return bool(gap > _GAP * after[0].style["font_size"])


def _texts(box: Any) -> Iterator[Any]:
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox):
            yield from _texts(child)


def _line_of(textbox: Any) -> DrawnLine:
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
    broken = textbox.style["hyphens"] == "auto" or drawn.endswith(SOFT_HYPHEN + hyphen)
    at = len(data) - len(hyphen.encode()) if broken and drawn.endswith(hyphen) else -1
    return DrawnLine(data, frozenset(stretch), at)
