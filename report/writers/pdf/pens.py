"""Pens: lines of ordinary text are broken with less shaping than WeasyPrint does for them.

For each line WeasyPrint has Pango break four times the text that can fit, and shape what came of it
again; then the line with the word after it, in case that fits after all; then the line by itself,
to measure it; and, when it is painted, the line again. Shaping is the dearest part of setting
Arabic. A pen shapes a little more than what fits, once, and sees where the line ends by where its
words stand; then the line by itself, which it keeps until it is painted. The lines are the same:
where a word fits or does not by a hair, or the line is no ordinary one, WeasyPrint is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from math import inf
from typing import Any

from report.writers.pdf.calls import FROM_UNITS, TO_UNITS, ffi, pango
from report.writers.pdf.glyphs import KeptLayout, items_of, kept
from report.writers.pdf.shortcuts import new_layout, prepared

_ORDINARY = {
    "letter_spacing": ("normal",),
    "word_spacing": (0,),
    "hyphens": ("none", "manual"),
    "overflow_wrap": ("normal",),
    "word_break": ("normal",),
    "text_decoration_line": ("none",),
}
_UNWRAPPED = frozenset({"nowrap", "pre"})
_SHORT = 24
"""Characters: so long is what is measured often, a bullet, a number or a name in a table."""
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u2028\u2029]")
"""What breaks lines, or hyphenates words, by itself."""
_LETTERS = "A-Za-z\u00aa\u00b5\u00ba-\u02ff\u0370-\u058f"
_OTHER_WAY = {
    "rtl": re.compile(
        f"[^\u0000-\u00bf\u0590-\u08ff\u2000-\u206f]|[{_LETTERS}\u200e\u202a-\u206f]"
    ),
    "ltr": re.compile("[^\u0000-\u058f\u1e00-\u1fff\u2000-\u206f]|[\u200f\u202a-\u206f]"),
}
"""What may not go on from one end of the line to the other."""
_RATIO = 4
"""A character is wider than a quarter of its height, WeasyPrint says."""
_NEARLY = 0.25
"""Of an em: a word that is too long by less may fit when no blank comes after it."""
_SURE = 0.02
"""Of an em: by so much a line has to fit, and not to with a word more, to be sure of Pango."""
_WIDEST = 2**21


def kept_lines(original: Any) -> Callable[..., tuple[Any, ...]]:
    """Replace ``split_first_line`` where lines are set: break them with a pen, and keep them."""
    return _with_pen(original, keep=True)


def measured_lines(original: Any) -> Callable[..., tuple[Any, ...]]:
    """Replace ``split_first_line`` where it is asked how wide a text is: measure with a pen."""
    return _with_pen(original, keep=False)


def _with_pen(original: Any, *, keep: bool) -> Callable[..., tuple[Any, ...]]:
    def split(
        text: str, style: Any, context: Any, max_width: float | None, spacing: float, **how: Any
    ) -> Any:
        pen = style.__dict__.get("_pen")
        if pen is None:
            pen = style._pen = _pen(style)
        if not pen or spacing:
            return original(text, style, context, max_width, spacing, **how)
        again = not keep and len(text) <= _SHORT
        key = (text, max_width, *how.items())
        if again and key in pen.known:
            return pen.known[key]
        found = pen.line(text, max_width, keep=keep)
        if found is None:
            found = original(text, style, context, max_width, spacing, **how)
        if again:
            pen.known[key] = (None, *found[1:])
        return found

    return split


def _pen(style: Any) -> _Pen | bool:
    """Return the pen of a style, ``False`` for one that is not ordinary."""
    usual = all(style[name] in values for name, values in _ORDINARY.items())
    if not usual or not style["font_size"]:
        return False
    shelf: dict[tuple[int, str], _Pen] = style.font_config.__dict__.setdefault("_pens", {})
    known = id(prepared(style)), style["white_space"]
    if known not in shelf:
        shelf[known] = _Pen(style)
    return shelf[known]


class _Pen:
    """Breaks lines in one font, with one layout of Pango, used again and again.

    Lengths are pixels, as everywhere in WeasyPrint.
    """

    def __init__(self, style: Any) -> None:
        self.known: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        """What was measured of short texts."""
        self._layout = new_layout(style)
        self._blanks = style["white_space"]
        self._size: float = style["font_size"]
        self._rtl = style["direction"] == "rtl"
        self._other_way = _OTHER_WAY[style["direction"]]
        self._fonts: dict[Any, Any] = style.font_config.__dict__.setdefault("_fonts_kept", {})
        self._most: dict[int, int] = {}
        self._extents = ffi.new("PangoRectangle *")
        self._x = ffi.new("int *")
        self._after = ffi.new("int *")

    def line(self, text: str, max_width: float | None, *, keep: bool) -> tuple[Any, ...] | None:
        """Return what ``split_first_line`` does, ``None`` where it has to be asked.

        With ``keep`` the layout that is returned can be painted; else there is none.
        """
        limit = inf if max_width is None or self._blanks in _UNWRAPPED else max_width
        narrow = self._size * _RATIO > limit
        if _WIDEST <= limit < inf:
            return None
        for tried in (text,) if narrow or limit == inf else self._beginnings(text, limit):
            if _ODD.search(tried):
                return None
            line = self._set(tried)
            width = self._width(line)
            if width > limit:
                if narrow or self._blanks != "normal":
                    return None
                for end in self._ends(line, tried, width, limit, whole=tried is text):
                    said = tried[:end].rstrip(" ")
                    alone = self._set(said)
                    if self._width(alone) <= limit:
                        self._most[int(limit)] = max(end, self._most.get(int(limit), 0))
                        resume = len(tried[:end].encode())
                        return self._measured(alone, said, resume, max_width, keep)
            elif tried is text:
                return self._measured(line, text, None, max_width, keep)
        return None

    def _beginnings(self, text: str, limit: float) -> Iterator[str]:
        """Yield beginnings of a text that may be long enough to hold its first line and more.

        The first is a little longer than any first line was so far.
        """
        whole = int(limit / self._size * _RATIO)
        most = self._most.get(int(limit), whole) * 9 // 8 + 16
        for length in (most, whole):
            if length < len(text) and length <= whole:
                yield text[:length]
        yield text

    def _ends(
        self, line: Any, text: str, width: float, limit: float, *, whole: bool
    ) -> tuple[int, ...]:
        """Return where, in characters, the first line ends, if it fits there; none if not sure.

        The text has been set in one line of ``width``; it is the ``whole`` rest of a paragraph,
        or else its beginning. Where there are two ends, the word between may fit by itself, though
        with a blank after it it does not.
        """
        if self._other_way.search(text):
            return ()
        x = width - limit if self._rtl else limit
        pango.pango_layout_line_x_to_index(line, int(x * TO_UNITS), self._x, self._after)
        over = len(text.encode()[: self._x[0]].decode())
        breaks = pango.pango_layout_get_log_attrs_readonly(self._layout, ffi.NULL)
        last = next((at for at in range(over, 0, -1) if breaks[at].is_line_break), 0)
        following = self._break_after(breaks, over, len(text))
        beyond = self._length(line, text, following, width)
        if beyond <= limit and following < len(text):
            last, following = following, self._break_after(breaks, following, len(text))
            beyond = self._length(line, text, following, width)
        sure = self._size * _SURE
        if not last or self._length(line, text, last, width) > limit - sure:
            return ()
        ended = following == len(text)
        # Numbers and points go the way that the letters after them go.
        if not whole and (ended or not any(map(str.isalpha, text[last:following]))):
            return ()
        near = text[following - 1] == " " and beyond < limit + self._size * _NEARLY
        if beyond < limit + sure or (near and ended):
            return ()
        return (following, last) if near else (last,)

    @staticmethod
    def _break_after(breaks: Any, at: int, end: int) -> int:
        """Return where a line could end after a character, or else where the text does."""
        return next((i for i in range(at + 1, end) if breaks[i].is_line_break), end)

    def _length(self, line: Any, text: str, stop: int, width: float) -> float:
        """Return how long a beginning of a line is, the blank that it may end with apart."""
        said = text[:stop].rstrip(" ")
        if said == text:
            return width
        pango.pango_layout_line_index_to_x(line, len(said.encode()), False, self._x)
        x = self._x[0] * FROM_UNITS
        return float(width - x if self._rtl else x)

    def _measured(
        self, line: Any, text: str, resume: int | None, max_width: float | None, keep: bool
    ) -> tuple[Any, ...]:
        """Return a line that stands by itself and its measures, as ``first_line_metrics`` does."""
        layout = None
        if keep:
            items = kept(items_of(line), self._fonts)
            layout = KeptLayout(text, max_width, line.resolved_dir, items)
        pango.pango_layout_line_get_extents(line, ffi.NULL, self._extents)
        width, height = self._extents.width * FROM_UNITS, self._extents.height * FROM_UNITS
        baseline = pango.pango_layout_get_baseline(self._layout) * FROM_UNITS
        return layout, line.length, resume, width, height, baseline

    def _width(self, line: Any) -> float:
        pango.pango_layout_line_get_extents(line, ffi.NULL, self._extents)
        return float(self._extents.width * FROM_UNITS)

    def _set(self, text: str) -> Any:
        """Set a text in one line."""
        data = text.encode()
        pango.pango_layout_set_text(self._layout, data, len(data))
        return pango.pango_layout_get_line_readonly(self._layout, 0)
