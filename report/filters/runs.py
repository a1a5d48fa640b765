"""Runs: which stretches of a line go against its direction, whole, as a reader takes them.

UAX #9 says where the direction changes. It cannot know that the plus signs belong to ``C++``,
the exclamation mark to the English sentence in quotes, or the figure to the unit after it; those
are added here. A run is never cut word by word: «World Health Organization» in three runs would
be read «Organization Health World».
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from report.filters.bidi import BRACKET_STACK, CLOSING, bidi_class, levels
from report.filters.figures import BLANKS, Figures, figures, unsettled
from report.filters.terms import MONTHS, UNITS, is_abbreviated
from report.model.inlines import Direction

# What stands in the text of a line for an inline that is not text. The characters filter has
# removed the annotation controls U+FFF9 to U+FFFB; nobody writes reports in runes or Mandaic.
LTR_OBJECT = "ᚠ"
RTL_OBJECT = "ࡀ"
NOTE_OBJECT = "\ufff9"
FIGURES_OBJECT = "\ufffa"
OBJECT = "\ufffc"
_FILLER = "\u2060"

_SENTENCE_MARKS = "،؛؟۔"
_ARABIC_PUNCTUATION = f"{_SENTENCE_MARKS}٪؉"
_OPENING_QUOTES = {"“": "”", "‘": "’", "„": "“", '"': '"', "«": "»", "‹": "›"}
_PAIRED = re.compile(
    "["
    + re.escape("".join([*CLOSING, *CLOSING.values()]))
    + "".join([*_OPENING_QUOTES, *_OPENING_QUOTES.values()])
    + "]"
)
_OWN_QUOTES = '“‘„"'
_INNER = rf"[.,!?:;…{NOTE_OBJECT}]"
_AFTER = "+#%‰°™®©*′″_"
_SURE_AFTER = "%‰°™®©"
_LEAD = re.compile(
    r"(?<![^\s(\[{«“\"‘،؛:])(?:\.{1,2}/|~?/|--|-(?=[A-Za-z]\b)|\.|@|#|°|[$€£¥₪]|_+|\+|\\)$"
)
_SENTENCE_END = re.compile(rf"[.!?;…]+[{BLANKS}]|[{BLANKS}][\-–—][{BLANKS}]")
_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9._%+\-])(?:"
    r"(?:[A-Za-z][A-Za-z0-9+.\-]{0,30}://|www\.|mailto:)"
    r"(?:[!#-;=?-~]|(?<=[/=_\-#?&.%\u0620-\u06ff])[\u0620-\u06d3])+"
    r"|[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+)"
)
_SUM_BEFORE = re.compile(rf"(?<![^\s(\[])(?:[0-9][0-9.,]*[{BLANKS}]?[+−×÷*=^][{BLANKS}]?)+$")
_WORDS = "[\u0621-\u063a\u0641-\u064a]+(?: [\u0621-\u063a\u0641-\u064a]+)*"
_SETTLED = re.compile(
    rf"(?:{_WORDS})?(?:(?:^|(?<=[^ ]) )(?:[0-9]+(?:[.,][0-9]+)*|[٠-٩]+))?(?: {_WORDS})?"
)
"""Arabic words with at most one bare number among them: nothing goes against the line in these."""
_LOOK_BACK = 40
"""How far before a run its own signs are looked for: no expression is longer."""


class Span(NamedTuple):
    """A stretch of a line; ``lettered`` when more than figures stands in it."""

    start: int
    end: int
    lettered: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text, what pairs in it, and the figures in it."""

    text: str
    base: Direction
    pairs: dict[int, int]
    figures: tuple[Figures, ...]

    def foreign(self, index: int) -> bool:
        """Say whether a letter that goes against the line stands at ``index``."""
        return (bidi_class(self.text[index]) == "L") == (self.base == "rtl") and bidi_class(
            self.text[index]
        ) in {"L", "R", "AL"}


def foreign_runs(text: str, base: Direction, edges: frozenset[int] = frozenset()) -> list[Span]:
    """Return what of a line needs an isolate against its direction, in order, apart.

    ``edges`` are the indices at which another inline begins: figures may not lie across one,
    because a typesetter orders the inlines by the direction of the line.

    >>> line = "قال Hello world! ثم C++."
    >>> [line[s:e] for s, e, _ in foreign_runs(line, "rtl")]
    ['Hello world', 'C++']
    """
    if base == "rtl" and _SETTLED.fullmatch(text) and edges <= {0, len(text)}:
        return []
    return list(_found(text, base, edges))


@lru_cache(maxsize=4096)
def _found(text: str, base: Direction, edges: frozenset[int]) -> tuple[Span, ...]:
    """Find the runs of a line; the cells of a table often say the same."""
    strong = _strong_in(text)
    if not strong - ({"R", "AL"} if base == "rtl" else {"L", "EN"}):
        return ()
    if base == "rtl" and (latinized := _ADDRESS.sub(_latinized, text)) != text:
        text, strong = latinized, _strong_in(latinized)
    if whole := _whole(text, base, strong):
        return (whole,)
    spans: list[Span] = []
    while True:
        # A run that is isolated can bring the next within reach: in «WHO ٢٥km» the
        # blank is the line's before ٢٥, and part of one run before the isolate.
        wider = _runs(_masked(text, base, spans), base, edges)
        if wider == spans:
            return tuple(spans)
        spans = wider


def _strong_in(text: str) -> set[str]:
    return {bidi_class(c) for c in set(text)} & {"L", "R", "AL", "EN", "AN"}


def _runs(text: str, base: Direction, edges: frozenset[int]) -> list[Span]:
    expressions = tuple(figures(text)) if base == "rtl" else ()
    line = _Line(text, base, _pairs(text), expressions)
    stretches = _stretches(line)
    spans = [
        span
        for stretch in _joined(line, [s for s in stretches if s.lettered])
        for span in _refined(line, stretch)
    ]
    spans += _loose_figures(line, stretches, edges)
    return _merged(line, spans)


def _masked(text: str, base: Direction, spans: Sequence[Span]) -> str:
    """Show runs as the line sees them once they are isolated."""
    letter = LTR_OBJECT if base == "rtl" else RTL_OBJECT
    for start, end, lettered in spans:
        length = end - start
        shown = letter * length if lettered else FIGURES_OBJECT + _FILLER * (length - 1)
        text = text[:start] + shown + text[end:]
    return text


def _latinized(address: re.Match[str]) -> str:
    """Take an address for foreign with all that is in it: ``https://example.org/wiki/المغرب``."""
    return re.sub("[\u0620-\u06d3]", "a", address.group())


def _whole(text: str, base: Direction, strong: set[str]) -> Span | None:
    """Take a line without a letter of its own direction for one run, its punctuation with it."""
    if base == "rtl":
        foreign = "L" in strong and not strong & {"R", "AL"}
        foreign = foreign and not any(c in _SENTENCE_MARKS for c in text)
    else:
        foreign = "L" not in strong and bool(strong & {"R", "AL"})
    if not foreign:
        return None
    return Span(len(text) - len(text.lstrip()), len(text.rstrip()), True)


def _pairs(text: str) -> dict[int, int]:
    """Match brackets and quotation marks, both ways; what has no partner is left out."""
    pairs: dict[int, int] = {}
    waiting: list[tuple[str, int]] = []
    for paired in _PAIRED.finditer(text):
        index, character = paired.start(), paired.group()
        closes = next((d for d, w in enumerate(reversed(waiting)) if w[0] == character), None)
        if closes is not None:
            opening = waiting[-1 - closes][1]
            del waiting[len(waiting) - 1 - closes :]
            pairs |= {index: opening, opening: index}
        elif len(waiting) == BRACKET_STACK:
            continue
        elif character == '"':
            after = text[index + 1 : index + 2]
            if after and not after.isspace():
                waiting.append(('"', index))
        elif closing := CLOSING.get(character) or _OPENING_QUOTES.get(character):
            waiting.append((closing, index))
    return pairs


def _stretches(line: _Line) -> list[Span]:
    """Return the maximal stretches that UAX #9 sets at a higher level than the line."""
    floor = 1 if line.base == "rtl" else 0
    found: list[Span] = []
    start: int | None = None
    lettered = False
    for index, level in enumerate([*levels(line.text, line.base), floor]):
        if level > floor:
            start = index if start is None else start
            lettered |= line.foreign(index)
        elif start is not None:
            found.append(Span(start, index, lettered))
            start, lettered = None, False
    return found


def _joined(line: _Line, stretches: Sequence[Span]) -> list[Span]:
    """Join «(FATF» and «report» in «(FATF) report»: the bracket opens the run itself."""
    joined: list[Span] = []
    for stretch in stretches:
        if joined:
            before = joined[-1]
            gap = line.text[before.end : stretch.start]
            closes = re.fullmatch(rf"{_INNER}*(.)[{BLANKS}]+", gap)
            opening = line.pairs.get(before.end + closes.start(1), -1) if closes else -1
            if 0 <= opening < before.start and opening + 1 == before.start:
                joined[-1] = Span(opening, stretch.end, True)
                continue
        joined.append(stretch)
    return joined


def _refined(line: _Line, stretch: Span) -> Iterator[Span]:
    """Cut a stretch where the sentence around it shows through; give each piece what is its own."""
    start, end = stretch.start, stretch.end
    addresses = _ADDRESS.finditer(line.text) if line.base == "rtl" else ()
    for found in addresses:
        if found.start() < end and found.end() > start:
            start, end = min(start, found.start()), max(end, _address_end(line, found))
    cuts = [start - 1, *(i for i in range(start, end) if _cuts(line, i, start, end)), end]
    for before, after in pairwise(cuts):
        letters = [i for i in range(before + 1, after) if line.foreign(i)]
        if not letters:
            continue
        solid = [i for i in range(before + 1, after) if _solid(line.text[i])]
        last = _without_tail(line, letters[-1], solid[-1])
        yield _grown(line, min(solid[0], letters[0]), last + 1)


def _address_end(line: _Line, found: re.Match[str]) -> int:
    """Leave to the sentence the mark that ends it, and a bracket that was open before."""
    end = found.end()
    while line.text[end - 1] in ".,;:!?'" or line.pairs.get(end - 1, end) < found.start():
        end -= 1
    return end


def _solid(character: str) -> bool:
    return bidi_class(character) in {"L", "R", "AL", "EN", "AN"} or character == FIGURES_OBJECT


def _cuts(line: _Line, index: int, start: int, end: int) -> bool:
    """Say whether the sentence around shows through at ``index``.

    Its own comma does, and a bracket or quotation mark whose partner is out of reach. A bracket
    may open right before the run and close in it, when the run goes on: «(FATF) report».
    """
    character = line.text[index]
    if line.base == "rtl" and character in _ARABIC_PUNCTUATION:
        return True
    if line.base == "ltr" and character in ",;?" and line.text[index + 1 : index + 2].isspace():
        # Hebrew has these marks itself.
        before = line.text[index - 1]
        return bidi_class(before) == "AL" or before == RTL_OBJECT
    partner = line.pairs.get(index)
    if partner is None or start <= partner < end:
        return False
    if partner < start:
        goes_on = re.compile(rf"[{BLANKS}]*(?![{BLANKS}])").match(line.text, index + 1)
        own = partner + 1 == start and goes_on and goes_on.end() not in line.pairs
        return not own
    held = line.text[end:partner]
    return not re.fullmatch(rf"(?:{_INNER}|[{re.escape(_AFTER)}])*", held)


def _without_tail(line: _Line, letter: int, last: int) -> int:
    """Leave out a number that begins the next sentence: in «WHO. 24 دولة» it is not WHO's."""
    tail = line.text[letter + 1 : last + 1]
    ends = _SENTENCE_END.search(tail)
    if line.base == "ltr" or ends is None:
        return last
    dot = letter + 1 + ends.start()
    if tail[ends.start()] == "." and is_abbreviated(line.text, dot):
        return last
    kept = [i for i in range(letter, dot) if _solid(line.text[i])]
    return kept[-1]


def _grown(line: _Line, start: int, end: int) -> Span:
    """Add to a run the marks around it that are its own."""
    while True:
        wider_end = _grown_end(line, start, end)
        wider_start = _grown_start(line, start, end)
        wider_start, wider_end = _enclosed(line, wider_start, wider_end)
        if (wider_start, wider_end) == (start, end):
            return Span(start, end, True)
        start, end = wider_start, wider_end


def _grown_end(line: _Line, start: int, end: int) -> int:
    text = line.text
    marks = re.compile(rf"{_INNER}*(?=(.))", re.DOTALL).match(text, end)
    if marks and start <= line.pairs.get(marks.end(), -1) < end:
        return marks.end() + 1
    if line.base == "ltr":
        attached = re.compile(rf"[{_ARABIC_PUNCTUATION}]+").match(text, end)
        return attached.end() if attached else end
    signs = re.compile(rf"[{re.escape(_AFTER)}]+").match(text, end)
    if signs:
        after = text[signs.end() : signs.end() + 1]
        alone = not after or bidi_class(after) not in {"R", "AL", "AN", "EN"}
        if alone or all(c in _SURE_AFTER for c in signs.group()):
            return signs.end()
    following = text[end : end + 1]
    if following and following in "/\\":
        token = re.search(r"\S*$", text[max(start, end - 4 * _LOOK_BACK) : end])
        path = token is not None and any(c in "/\\" for c in token.group())
        return end + path
    if following == "." and text[end + 1 : end + 2] != "." and is_abbreviated(text, end):
        return end + 1
    marks = re.compile("[.!?…]+").match(text, end)
    return marks.end() if marks and _speaks(text, start, end) else end


def _speaks(text: str, start: int, end: int) -> bool:
    """Say whether a run holds the end of a sentence: then its last sentence ends in its mark."""
    ends = re.compile(rf"[.!?…]+[{BLANKS}]").finditer(text, start, end)
    return any(not is_abbreviated(text, found.start()) for found in ends)


def _grown_start(line: _Line, start: int, end: int) -> int:
    if start <= line.pairs.get(start - 1, -1) < end:
        return start - 1
    if line.base == "ltr":
        return start
    before = line.text[max(0, start - _LOOK_BACK) : start]
    if lead := _LEAD.search(before + line.text[start : start + 2], 0, len(before)):
        return start - len(before) + lead.start()
    if added := _SUM_BEFORE.search(before):
        return start - len(before) + added.start()
    for expression in line.figures:
        if expression.end == start and expression.start < start:
            return expression.start
        if expression.end + 1 == start and line.text[start - 1] in BLANKS:
            word = re.compile(r"°?[^\W\d_]+(?:/[^\W\d_]+)?").match(line.text, start)
            if word and (word.group() in UNITS or word.group().lower() in MONTHS):
                return expression.start
    return start


def _enclosed(line: _Line, start: int, end: int) -> tuple[int, int]:
    """Take in what a pair around the run holds besides it, and a run's own quotation marks.

    In «(Hello, world!)» the exclamation mark is the run's; the brackets are the sentence's.
    """
    closing = line.pairs.get(start - 1, -1)
    if closing < end or not re.fullmatch(rf"{_INNER}*", line.text[end:closing]):
        return start, end
    if line.text[start - 1] in _OWN_QUOTES:
        return start - 1, closing + 1
    inner = line.text[end:closing].rstrip(NOTE_OBJECT)
    return start, end + len(inner)


def _loose_figures(line: _Line, stretches: Sequence[Span], edges: frozenset[int]) -> Iterator[Span]:
    """Yield the figures outside the runs that cannot be left to the line."""
    for isolated in re.finditer(f"{FIGURES_OBJECT}{_FILLER}*", line.text):
        yield Span(isolated.start(), isolated.end(), False)
    if line.base == "rtl":
        for start, end in unsettled(line.text):
            yield Span(start, end, False)
    for stretch in stretches:
        if stretch.lettered:
            continue
        if line.base == "ltr":
            # «١٢-١٥» is one right-to-left expression; a number alone is set as it stands.
            if 1 in levels(line.text[stretch.start : stretch.end], "ltr"):
                yield Span(stretch.start, stretch.end, False)
            continue
        parts = re.compile(rf"[^{OBJECT}{NOTE_OBJECT}{FIGURES_OBJECT}]+")
        for part in parts.finditer(line.text, stretch.start, stretch.end):
            start, end = part.span()
            if line.text[end : end + 1] == NOTE_OBJECT or edges & set(range(start + 1, end)):
                yield Span(start, end, False)


def _merged(line: _Line, spans: Sequence[Span]) -> list[Span]:
    """Merge what overlaps, and what only blanks part from a run: apart they would be swapped."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged:
            before = merged[-1]
            gap = line.text[before.end : span.start]
            lettered = before.lettered or span.lettered
            close = all(c in BLANKS for c in gap) if lettered else span.start < before.end
            if close:
                merged[-1] = Span(before.start, max(before.end, span.end), lettered)
                continue
        merged.append(span)
    return merged
