"""Justification: lines filled by their blanks and, where those would gape, by kashidas.

WeasyPrint widens blanks without a limit. Here a line that would gape is drawn out at the joints of
its words first (:mod:`report.writers.pdf.kashida`): tatweels go into the text that is shaped, the
line is shaped again, and what is left goes to the blanks, so that it ends where the measure ends.
The box keeps the text of the book, and the text layer counts what was added as part of the letter
before it: who searches or copies never meets a tatweel. Lengths are pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import ceil
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from weasyprint.formatting_structure import boxes
from weasyprint.layout.inline import count_expandable_spaces
from weasyprint.text.line_break import create_layout, line_size

from report.locales import primary
from report.model.customs import Justify
from report.writers.pdf.calls import FROM_UNITS, TO_UNITS
from report.writers.pdf.glyphs import Item, KeptLayout, items_of, kept, length, natural, widened
from report.writers.pdf.kashida import TATWEEL, WORD, Joint, bare, joint

NARROW = 75 / 25.4 * 96
"""A measure below 75 mm has too few blanks in a line to fill it."""
GAPING = 1.6
"""Blanks wider than so many of the face's own are seen as holes, in any measure."""
RAGGED = 12.0
"""Ems: in a narrower measure lines keep their own length."""
_BLANKS_FIRST: dict[Justify, float] = {"auto": 1.35, "kashida": 1.25}
"""How wide blanks grow before words do."""
_DRAWN = frozenset({"ar", "fa", "ur", "ps", "sd", "ug", "ckb", "ku", "pa"})
"""Languages whose words are drawn out, where they are set in Arabic script."""
_BETWEEN = 2.5, 1.5
"""Words of a line for each one that is drawn out, and where it would gape all the same."""
_ABOVE = 3
"""Ranks: what a kashida right below one of the line above loses against others."""
_TOLERANCE = 0.25
"""Of the tatweels' own width: a joint that grows by more or less has broken a ligature."""


@dataclass(frozen=True, slots=True)
class Justification:
    """How a book fills its lines; ``never`` holds words, without marks, that stay as they are."""

    mode: Justify = "auto"
    never: frozenset[str] = frozenset()


class SetLine(NamedTuple):
    """How a line was filled: its blanks as a multiple of the face's own, and its kashidas.

    ``kashidas`` holds how far from the beginning of the line each is.
    """

    ratio: float
    kashidas: tuple[float, ...] = ()


def justification(mode: Justify | None, names: tuple[str, ...]) -> Justification:
    """Return what a manuscript asks for; each word of a name is kept as it is.

    >>> sorted(justification(None, ("ابن خلدون",)).never)
    ['ابن', 'خلدون']
    """
    words = (bare(found[0]) for name in names for found in WORD.finditer(name))
    return Justification(mode or "auto", frozenset(words))


_ORDINARY = Justification()
_order: ContextVar[Justification] = ContextVar("justification", default=_ORDINARY)


@contextmanager
def justified(order: Justification) -> Iterator[None]:
    """Fill lines as a book asks for, for as long as the block runs."""
    token = _order.set(order)
    try:
        yield
    finally:
        _order.reset(token)


@dataclass(slots=True)
class _Drawing:
    """A word of a line that may be drawn out: where, how far it stands in, and by how much."""

    box: Any
    at: int
    joint: Joint
    word: str
    turn: int
    inset: float
    cost: int = 0
    tatweels: int = 0


@dataclass(slots=True)
class _Row:
    """A line that was set: which block it is of, how high it stands, where its kashidas are."""

    element: Any = None
    height: float = 0.0
    insets: tuple[float, ...] = ()


class _Ruler:
    """Measures text of one book, each once, and remembers the two lines that were set last."""

    def __init__(self) -> None:
        self._widths: dict[tuple[Any, ...], float] = {}
        self._parted: dict[tuple[str, int], list[Item]] = {}
        self.above = _Row()
        self.row = _Row()

    def begin(self, line: Any) -> None:
        """Begin a line; WeasyPrint sets each again when it knows its height."""
        row = _Row(line.element, line.position_y)
        if (self.row.element, self.row.height) != (row.element, row.height):
            follows = self.row.element is row.element and self.row.height < row.height
            self.above = self.row if follows else _Row()
        self.row = row
        self._parted.clear()

    def width(self, text: str, style: Any, widened: float = 0.0) -> float:
        """Return how long a text is as it is shaped, its blanks ``widened`` by so much each."""
        families = tuple(style["font_family"])
        shaping = (style[name] for name in _SHAPING)
        key = (text, widened, families, style["direction"], *shaping)
        if key not in self._widths:
            layout = create_layout(text, style, None, None, widened)
            if widened:
                layout.set_text(text, justify=True)
            line, _ = layout.get_first_line()
            if widened and style["word_spacing"] == 0 and style["text_decoration_line"] == "none":
                fonts = style.font_config.__dict__.setdefault("_fonts_kept", {})
                self._parted[text, id(style)] = kept(items_of(line), fonts)
            self._widths[key] = float(line_size(line, style)[0])
            layout.deactivate()
        return self._widths[key]

    def parting(self, text: str, box: Any) -> float:
        """Return how much longer the text of a box is when its blanks are widened, that apart.

        Pango then shapes the words one by one, and what the face kerns between a letter and a
        blank, as Amiri does, is not.
        """
        if not (blanks := text.count(" ") + text.count("\u00a0")):
            return 0.0
        items = natural(box.pango_layout, text)
        whole = self.width(text, box.style) if items is None else length(items) * FROM_UNITS
        return self.width(text, box.style, 1.0) - blanks - whole

    def filled(self, text: str, style: Any, spacing: float) -> Any:
        """Return the layout of a text whose blanks are wider by ``spacing``.

        What was shaped to measure it, with its blanks a pixel wider, is what will be painted.
        """
        items, units = self._parted.get((text, id(style))), int(spacing * TO_UNITS)
        if items and units:
            drawn = widened(items, text.encode(), units - TO_UNITS)
            if drawn is not None:
                return KeptLayout(text, None, 0, drawn, spacing)
        layout = create_layout(text, style, None, None, spacing)
        layout.deactivate()
        return layout

    def blank(self, style: Any) -> float:
        """Return the width of a blank between letters."""
        parted, whole = ("ا ا", "اا") if style["direction"] == "rtl" else ("n n", "nn")
        return max(self.width(parted, style) - self.width(whole, style), 0.0)

    def tatweel(self, style: Any) -> float:
        """Return the width of a tatweel between two letters, 0 in a face that has none."""
        return max(self.width(f"س{TATWEEL}س", style) - self.width("سس", style), 0.0)


_SHAPING = (
    "font_size",
    "font_weight",
    "font_style",
    "font_stretch",
    "font_feature_settings",
    "font_variant_numeric",
    "font_kerning",
    "letter_spacing",
    "word_spacing",
    "lang",
)
_rulers: WeakKeyDictionary[Any, _Ruler] = WeakKeyDictionary()


def filled_line(original: Any) -> Callable[[Any, Any, float], None]:
    """Replace ``justify_line``: fill a line with blanks that do not gape, or leave it ragged."""

    def fill(context: Any, line: Any, extra: float) -> None:
        blanks = count_expandable_spaces(line)
        texts = list(text_boxes(line))
        ruler = _rulers.setdefault(context, _Ruler())
        ruler.begin(line)
        if not blanks or not texts:
            return
        style, order = texts[0].style, _order.get()
        measure = line.width + extra
        if order.mode == "ragged" or measure < RAGGED * style["font_size"]:
            return
        own = ruler.blank(style)
        if own <= 0:
            original(context, line, extra)
            return
        drawings: list[_Drawing] = []
        first = _blanks_first(order.mode, measure, 1 + extra / blanks / own)
        if first and line.style["direction"] == "rtl":
            need = extra - blanks * own * (first - 1)
            drawings = _drawn(line, texts, need, blanks * own * (GAPING - first), ruler)
        gains = _shaped(drawings, extra, ruler)
        parted = {
            id(box): ruler.parting(gains.get(id(box), (box.text, 0.0))[0], box) for box in texts
        }
        taken = sum(gain for _, gain in gains.values()) + sum(parted.values())
        spacing = (extra - taken) / blanks
        gains = {
            id(box): (text, gain + parted[id(box)])
            for box in texts
            for text, gain in (gains.get(id(box), (box.text, 0.0)),)
        }
        _spread(line, spacing, 0.0, gains, ruler)
        ruler.row.insets = tuple(one.inset for one in drawings if one.tatweels)
        line.setting = SetLine(1 + spacing / own, ruler.row.insets)

    return fill


def _blanks_first(mode: Justify, measure: float, ratio: float) -> float:
    """Return how wide blanks grow before words are drawn out, 0 where words never are."""
    if mode == "auto" and measure >= NARROW and ratio <= GAPING:
        return 0.0
    return _BLANKS_FIRST.get(mode, 0.0)


def text_boxes(box: Any) -> Iterator[Any]:
    """Yield the boxes of text in a line or an inline box."""
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox) and child.is_in_normal_flow():
            yield from text_boxes(child)


def _drawn(
    line: Any, texts: list[Any], need: float, gaping: float, ruler: _Ruler
) -> list[_Drawing]:
    """Choose the words of a line to draw out until ``need`` is filled, and by how many tatweels.

    The best joints come first, of equals those nearer to the end of the line; few of a line, and
    words that follow each other only where more than ``gaping`` would be left.
    """
    found, words = _found(line, texts, _order.get().never)
    for one in found:
        em = one.box.style["font_size"]
        near = any(abs(one.inset - inset) < em for inset in ruler.above.insets)
        one.cost = one.joint.rank + (_ABOVE if near else 0)
    found.sort(key=lambda one: (one.cost, -one.turn))
    few, many = (max(1, int(words / between)) for between in _BETWEEN)
    chosen: list[_Drawing] = []
    left = need
    for apart, one in product((2, 1), found):
        limit = few if apart == 2 else many
        unit = ruler.tatweel(one.box.style)
        if not unit:
            # Nastaliq has no tatweel: its words are never drawn out.
            continue
        if len(chosen) >= limit or left < (unit / 2 if apart == 2 else gaping):
            continue
        if any(abs(one.turn - other.turn) < apart for other in chosen):
            continue
        # As many as leave something for the others that the line may have.
        share = ceil(left / unit / max(1, limit - len(chosen)))
        one.tatweels = min(one.joint.most, max(1, share))
        if _holds(one, unit, ruler):
            chosen.append(one)
            left -= one.tatweels * unit
    return chosen


def _found(line: Any, texts: list[Any], never: frozenset[str]) -> tuple[list[_Drawing], int]:
    """Return the words of a line that may be drawn out, and how many words the line has."""
    end = line.position_x + line.width
    found: list[_Drawing] = []
    turn = 0
    for box in texts:
        drawn = box.style["direction"] == "rtl" and primary(box.style["lang"] or "ar") in _DRAWN
        for match in WORD.finditer(box.text):
            turn += 1
            if not drawn or (best := _joint(match[0], never)) is None:
                continue
            at = match.start() + best.at
            share = at / len(box.text) * box.width
            inset = end - (box.position_x + box.width) + share
            found.append(_Drawing(box, at, best, match[0], turn, inset))
    return found, turn


_joint = lru_cache(maxsize=8192)(joint)


def _holds(one: _Drawing, unit: float, ruler: _Ruler) -> bool:
    """Say whether a word grows by its tatweels and by nothing else: no stack of letters breaks."""
    if unit <= 0:
        return False
    style, at = one.box.style, one.joint.at
    drawn = one.word[:at] + TATWEEL * one.tatweels + one.word[at:]
    gain = ruler.width(drawn, style) - ruler.width(one.word, style)
    due = one.tatweels * unit
    return abs(gain - due) <= _TOLERANCE * due


def _shaped(drawings: list[_Drawing], extra: float, ruler: _Ruler) -> dict[int, tuple[str, float]]:
    """Return, for each box that is drawn out, its text with tatweels and how much it has grown.

    Words are taken back, the dearest first, where all of them together would be too long.
    """
    kept = list(drawings)
    while kept:
        gains: dict[int, tuple[str, float]] = {}
        for box in {id(one.box): one.box for one in kept}.values():
            text = box.text
            mine = sorted((one for one in kept if one.box is box), key=lambda one: -one.at)
            for one in mine:
                text = text[: one.at] + TATWEEL * one.tatweels + text[one.at :]
            grown = ruler.width(text, box.style) - ruler.width(box.text, box.style)
            gains[id(box)] = text, grown
        if sum(gain for _, gain in gains.values()) <= extra:
            return gains
        kept.pop().tatweels = 0
    return {}


def _spread(
    box: Any, spacing: float, moved: float, gains: dict[int, tuple[str, float]], ruler: _Ruler
) -> float:
    """Widen the blanks of a box by ``spacing``, set its drawn words, and return how far it grew."""
    if isinstance(box, boxes.TextBox):
        text, gain = gains.get(id(box), (box.text, 0.0))
        box.position_x += moved
        box.justification_spacing = spacing
        blanks = count_expandable_spaces(box)
        if blanks or gain:
            box.pango_layout = ruler.filled(text, box.style, spacing)
        grown = float(gain + spacing * blanks)
        box.width += grown
        return moved + grown
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.position_x += moved
        before = moved
        rtl = box.style["direction"] == "rtl"
        for child in reversed(box.children) if rtl else box.children:
            if child.is_in_normal_flow():
                moved = _spread(child, spacing, moved, gains, ruler)
        box.width += moved - before
        return moved
    box.translate(moved, 0)
    return moved
