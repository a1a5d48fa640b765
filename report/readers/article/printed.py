"""Printed: what the pages of a PDF leave in text that is copied out of it, taken out again.

Running heads and folios go, each with a note; a sentence that a page, a line or a hyphen broke is
whole again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from report.diagnostics import Place, Warn
from report.readers.article.habits import FULL, NARROWEST, WIDEST
from report.readers.article.lines import Line, ends_sentence
from report.readers.article.marks import read_mark
from report.readers.article.phrasebook import signs
from report.rules import Phrase, finding

_SIGNS = r"[\[\](){}|•·/–—\-\s]"
_FEWEST = 3
"""Pages whose folios count up, before they are believed."""
_SKIPPED = 3
"""How far a folio may be from the one before: pages that open a chapter often have none."""
_EMPTIEST = 80
"""Characters on a page, in the middle of many: fewer stand between the numbers of a table."""
_LONGEST_HEAD = 16
"""Words of a running head."""
_OPEN_LINE = 30
"""Characters: a shorter line that ends no sentence may be a heading."""
_LAST_LINE = 0.5
"""Share of the measure that the last line of a page fills, if its sentence goes on overleaf."""
_TO_THE_EDGE = 0.9
"""Share of the measure that a line fills after which a paragraph may go on with a sentence."""
_ITEM = 0.85
"""Share of the measure that a line of a list fills, if the item goes on."""
_LEADERS = re.compile(r"(?:[.…_·]\s{0,2}){4,}")
_COLUMNS = re.compile(r"\t|\S {3,}\S")
_SECTION = re.compile(r"\d{1,2}(\.\d{1,2})+\.?\s|\d{1,2}\.?-?\s*$")
_HYPHENS = "\u00ad\u2010-"
_BROKEN = re.compile(rf"(?<![\w{_HYPHENS}])([^\W\d_]+)[{_HYPHENS}]$")
_REST = re.compile(r"[^\W\d_]+\S*")
_EMBEDDING = re.compile("[\u202a-\u202e]")
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e]")
_NEUTRALS = re.compile("[\u202a\u202d]([^\\w\u202a-\u202e]+)\u202c")


@dataclass(frozen=True, slots=True)
class _Folio:
    """A line that may tell the number of a page: the running head beside it, if it is ``named``."""

    index: int
    number: int
    head: str
    named: bool


def without_embeddings(text: str, name: str, warn: Warn) -> str:
    r"""Return text without the embeddings that a program sets around each piece of a page.

    Signs that it embedded by themselves stand as the eye meets them from the left.

    >>> without_embeddings("\u202bالماء\u202a .\u202cالأرض\u202c", "a.txt", lambda found: None)
    'الماء. الأرض'
    """
    lines = [line for line in text.split("\n") if line.strip()]
    if sum(bool(_EMBEDDING.search(line)) for line in lines) < 0.6 * len(lines):
        return text
    count = len(_MARKS.findall(text))
    sign = Phrase(f"{count} marks of direction around the pieces of its lines")
    warn(finding("S036", Place(name, 1), sign=sign))
    return _MARKS.sub("", _NEUTRALS.sub(lambda run: run[1][::-1], text))


def without_pages(lines: tuple[Line, ...], warn: Warn) -> tuple[Line, ...]:
    """Return lines as they were before they were set on pages.

    Running heads and folios are furniture (S012). In such a text the lines fill a measure: one
    that does, and ends no sentence, goes on in the next, whatever blank lines the copy has.
    Words that a hyphen broke at the end of a line are joined (S037).
    """
    kinds = _furniture(lines)
    if not kinds:
        return _unbroken(lines, frozenset(), warn)
    sign = Phrase(f"{len(kinds)} running heads and folios that count up")
    warn(finding("S036", lines[min(kinds)].at, sign=sign))
    for index, kind in kinds.items():
        warn(finding("S012", lines[index].at, text=lines[index].text, kind=Phrase(kind)))
    kept = tuple(line for n, line in enumerate(lines) if n not in kinds)
    begun = frozenset(
        lines[n].at for n in range(1, len(lines)) if n not in kinds and n - 1 in kinds
    )
    return _flowing(_unbroken(kept, begun, warn), begun, warn)


def _furniture(lines: Sequence[Line]) -> dict[int, str]:
    """Return what belongs to the pages: rows of folios, and the running heads beside them."""
    folios = [folio for n, line in enumerate(lines) if (folio := _folio(n, line))]
    alone = Counter(line.key for line in lines)
    heads = Counter(folio.head for folio in folios)
    left = [f for f in folios if not f.head or heads[f.head] > 1 or alone[f.head]]
    kinds: dict[int, str] = {}
    bare: set[int] = set()
    known: set[str] = set()
    # A page may have a running head with a number above, and «page 3 of 9» below.
    for named in (True, False):
        row = _row([f for f in left if f.index not in kinds and f.named >= named])
        if len(row) >= _FEWEST and _is_of_pages(lines, row, alone, kinds.keys()):
            kinds |= {f.index: "a running head and its folio" if f.head else "a folio" for f in row}
            bare |= {f.index for f in row if not f.head}
            known |= {f.head for f in row if f.head}
    for index, line in enumerate(lines):
        if index not in kinds and bare & {index - 1, index + 1} and alone[line.key] > 1:
            if line.words <= _LONGEST_HEAD and not ends_sentence(line.text):
                known.add(line.key)
    for index, line in enumerate(lines):
        # What the pages repeat has its own place too, that of the title or of a heading.
        if index > 1 and line.key in known and bare & {index - 1, index + 1}:
            kinds.setdefault(index, "a running head")
    return dict(sorted(kinds.items()))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what the folded line of a folio is: alone, before its head, after its head."""
    page = "|".join(map(re.escape, sorted(signs().page, key=len, reverse=True)))
    of = "|".join(map(re.escape, sorted(signs().of, key=len, reverse=True)))
    number = (
        rf"(?P<word>(?:{page})[.:]?\s?)?(?P<number>\d{{1,4}})(?P<of>\s?(?:{of}|/)\s?\d{{1,4}})?"
    )
    return (
        re.compile(rf"{_SIGNS}*{number}{_SIGNS}*"),
        re.compile(rf"{_SIGNS}*{number}{_SIGNS}+(?P<head>\S.*)"),
        re.compile(rf"(?P<head>\S.*?){_SIGNS}+{number}{_SIGNS}*"),
    )


def _folio(index: int, line: Line) -> _Folio | None:
    """Return the number of a page that a line may tell; not that of a list of contents."""
    if line.words > _LONGEST_HEAD + 4 or len(line.text) > WIDEST or _LEADERS.search(line.text):
        return None
    for pattern in _patterns():
        match = pattern.fullmatch(line.key)
        if match:
            head = (match.groupdict().get("head") or "").strip()
            named = bool(match["word"] or match["of"])
            if ends_sentence(head):
                return None
            return _Folio(index, int(match["number"]), head, named)
    return None


def _row(folios: Sequence[_Folio]) -> list[_Folio]:
    """Return the longest row of folios that count up, with text between them."""
    best: dict[int, tuple[int, _Folio, int | None]] = {}
    links: list[tuple[_Folio, int | None]] = []
    for folio in folios:
        before = [
            best[folio.number - step]
            for step in range(1, _SKIPPED + 1)
            if folio.number - step in best and folio.index > best[folio.number - step][1].index + 1
        ]
        longest = max(before, key=lambda entry: entry[0], default=None)
        length = 1 + (longest[0] if longest else 0)
        links.append((folio, longest[2] if longest else None))
        if folio.number not in best or length >= best[folio.number][0]:
            best[folio.number] = (length, folio, len(links) - 1)
    last = max(best.values(), key=lambda entry: entry[0], default=None)
    row: list[_Folio] = []
    link = last[2] if last else None
    while link is not None:
        folio, link = links[link]
        row.append(folio)
    return row[::-1]


def _is_of_pages(
    lines: Sequence[Line],
    row: Sequence[_Folio],
    alone: Counter[str],
    known: AbstractSet[int],
) -> bool:
    """Tell folios from numbered headings («المادة 1», «المادة 2») and from a column of numbers."""
    between = sorted(
        sum(len(line.text) for line in lines[a.index + 1 : b.index]) for a, b in pairwise(row)
    )
    if between[len(between) // 2] < _EMPTIEST:
        return False
    if sum(folio.named for folio in row) * 2 > len(row):
        return True
    heads = {folio.head for folio in row}
    places = {folio.index for folio in row} | known
    beside = sum(bool(known & {folio.index - 1, folio.index + 1}) for folio in row)
    if 2 * beside > len(row):
        return True
    broken = any(_breaks(lines, folio.index, places) for folio in row)
    if len(heads) > 1:
        return len(heads) * 2 <= len(row) + 1 and (len(row) > _FEWEST or broken)
    if not any(heads):
        return broken or all(b.number == a.number + 1 for a, b in pairwise(row))
    (head,) = heads
    return broken and (len(head.split()) > 1 or alone[head] > 0)


def _breaks(lines: Sequence[Line], index: int, places: AbstractSet[int]) -> bool:
    """Tell whether a line stands in the middle of a sentence."""
    above = index - 1
    if above in places or (above > 0 and len(lines[above].text) < _OPEN_LINE):
        above -= 1
    if above < 0 or above in places or index + 1 >= len(lines):
        return False
    text = lines[above].text
    return not ends_sentence(text) and text[-1] not in ":؛;" and len(text) >= _OPEN_LINE


def _unbroken(lines: tuple[Line, ...], begun: AbstractSet[Place], warn: Warn) -> tuple[Line, ...]:
    """Join the two halves of words that a hyphen broke at the end of a line."""
    words = {word for line in lines for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.key)}
    kept: list[Line] = []
    mended: list[tuple[Place, str]] = []
    for line in lines:
        half = _BROKEN.search(kept[-1].text) if kept else None
        rest = _REST.match(line.text)
        follows = not line.gap or line.at in begun
        if half is None or rest is None or not follows or not line.text[0].islower():
            kept.append(line)
            continue
        whole = half[1] + rest[0]
        if f"{half[1]}-{rest[0]}".casefold() in words:
            whole = f"{half[1]}-{rest[0]}"
        mended.append((kept[-1].at, whole))
        kept[-1] = replace(kept[-1], text=kept[-1].text[: half.start()] + whole)
        if len(rest[0]) < len(line.text):
            kept.append(line.cut(rest.end()))
    if mended:
        named = ", ".join(word.rstrip(".,;:!?") for _, word in mended[:5])
        warn(finding("S037", mended[0][0], count=len(mended), text=named))
    return tuple(kept)


def _flowing(lines: tuple[Line, ...], begun: AbstractSet[Place], warn: Warn) -> tuple[Line, ...]:
    """Return one line for each paragraph of a text whose lines fill a measure."""
    lengths = sorted(len(line.text) for line in lines)
    measure = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
    if not NARROWEST <= measure <= WIDEST:
        return lines
    open_ended = [
        after.gap
        for line, after in pairwise(lines)
        if len(line.text) >= FULL * measure and not ends_sentence(line.text)
    ]
    # Some viewers copy a blank line after almost every line, which then says nothing.
    apart = sum(map(bool, open_ended)) < 0.15 * len(open_ended)
    flowing: list[Line] = []
    joined: list[Line] = []
    last = None
    for line in lines:
        overleaf = line.at in begun
        if last and _goes_on(last, line, measure, overleaf=overleaf, apart=apart):
            flowing[-1] = replace(flowing[-1], text=f"{flowing[-1].text} {line.text}")
            joined.append(line)
        else:
            listed = last and read_mark(line.text) and not line.gap
            flowing.append(line if listed else replace(line, gap=max(line.gap, 1)))
        last = line
    if joined:
        reason = Phrase(f"the pages broke them at about {measure} characters")
        warn(finding("S028", joined[0].at, count=len(joined), reason=reason))
    return tuple(flowing)


def _goes_on(line: Line, after: Line, measure: int, *, overleaf: bool, apart: bool) -> bool:
    """Tell whether a paragraph goes on in the line below."""
    text, size = line.text, len(line.text)
    if any(sign.search(side) for sign in (_COLUMNS, _LEADERS) for side in (text, after.text)):
        return False
    if read_mark(after.text) or _SECTION.match(after.text) or text[-1] in ":؛;":
        return False
    if ends_sentence(text):
        return size >= _TO_THE_EDGE * measure and not after.gap and not overleaf
    if overleaf:
        return size >= _LAST_LINE * measure
    full = _ITEM if read_mark(text) else FULL
    return size >= full * measure and not (apart and after.gap)
