"""Words intact: how many words of a source a reading of the book gives back, in order.

A reading is what a PDF extractor, a screen reader or a text browser makes of a book. It holds
more than the source (folios, running heads, note numbers) and may hold less: letters lost,
words torn by a false space or run together, words in another order. Each of those leaves the
word of the source without its equal, and that is what is counted here.

What is normalised, on both sides alike, and why nothing else is:

- NFC: the order of marks and the composition of letters are free between canonically equal texts.
- Bidi controls (LRM, RLM, ALM, embeddings, overrides, isolates) and U+2060, U+FEFF are dropped:
  they steer the order of the line and are no text. ZWNJ and ZWJ are text and stay, inside a word.
- U+00AD SOFT HYPHEN is dropped with the line end after it, and so is U+0002, which pdfium writes
  in its place: the hyphen of a broken line is the press's, the word is one.
- Words are runs of letters, marks and digits. Punctuation parts words and is not compared,
  because extractors move it to the other side of a space where directions meet; ``marks=True``
  compares what stands between blanks, punctuation included.

Tatweel is a letter: one that the press set to fill a line and that is read back breaks the word.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

ZWNJ, ZWJ = "\u200c", "\u200d"
_STEERING = dict.fromkeys(
    (*range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C, 0x2060, 0xFEFF)
)
_BROKEN_LINE = re.compile("[\u00ad\u0002][ \t\r]*\n?")
_SMALL = 1 << 20
"""Cells (words of one text times words of the other) up to which rows are kept for tracing."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A word of the source that the reading does not hold where it should.

    ``passage`` and ``index`` say where it stands in the source, both from 0. ``page`` is that of
    the last word before it that was read, from 0. ``read`` is what stands there instead.
    """

    word: str
    passage: int
    index: int
    page: int
    read: str


@dataclass(frozen=True, slots=True)
class WordMatch:
    """How a reading holds a source: words in all, words intact, and each that is not.

    >>> compare(["قال نعم", "ثم ذهب"], ["قال نعم ٣", "ثمذهب"]).share
    0.5
    """

    words: int
    misses: tuple[Miss, ...]

    @property
    def intact(self) -> int:
        """Return the number of words that the reading holds, in order."""
        return self.words - len(self.misses)

    @property
    def share(self) -> float:
        """Return the words intact as a share of all, 1.0 for a source without words."""
        return self.intact / self.words if self.words else 1.0


def words_of(text: str, *, marks: bool = False) -> list[str]:
    r"""Return the words of a text, normalised as the module says.

    >>> words_of("«می‌خواهم»، و(WHO) بنسبة 12.5٪")
    ['می\u200cخواهم', 'و', 'WHO', 'بنسبة', '12', '5']
    >>> words_of("co\u00ad\noperation, نعم.", marks=True)
    ['cooperation,', 'نعم.']
    """
    plain = unicodedata.normalize("NFC", _BROKEN_LINE.sub("", text).translate(_STEERING))
    if marks:
        return plain.split()
    return [word for found in _word().findall(plain) if (word := found.strip(ZWNJ + ZWJ))]


@cache
def _word() -> re.Pattern[str]:
    """Return the pattern of a word: letters, marks, digits (categories L, M, N) and joiners."""
    kept = [ord(ZWNJ), ord(ZWJ)]
    kept += [c for c in range(0x110000) if unicodedata.category(chr(c))[0] in "LMN"]
    kept.sort()
    ranges: list[list[int]] = []
    for code in kept:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return re.compile("[" + "".join(rf"\U{a:08x}-\U{b:08x}" for a, b in ranges) + "]+")


def compare(passages: Iterable[str], pages: Sequence[str], *, marks: bool = False) -> WordMatch:
    """Compare the passages of a source with the pages of a reading, word by word, in order.

    The words of all passages are aligned with those of all pages by a longest common
    subsequence, so that what the book adds costs nothing. A passage that is then incomplete
    may stand elsewhere (a note at the foot of its page, a figure that floated): it is
    compared once more with each run of words that nothing has claimed, and the better of both
    counts. Inside a passage the order is always kept.
    """
    source = [words_of(passage, marks=marks) for passage in passages]
    reading = [
        (w, number) for number, page in enumerate(pages) for w in words_of(page, marks=marks)
    ]
    read = [word for word, _ in reading]
    flat = [word for words in source for word in words]
    places: list[int | None] = [None] * len(flat)
    for i, j in aligned(flat, read):
        places[i] = j
    _find_elsewhere(source, read, places)
    return WordMatch(len(flat), tuple(_misses(source, reading, places)))


def _find_elsewhere(source: list[list[str]], read: list[str], places: list[int | None]) -> None:
    """Give incomplete passages their words from runs of the reading that nothing has claimed."""
    runs = _unclaimed(len(read), places)
    holding: dict[str, list[int]] = {}
    for number, run in enumerate(runs):
        for j in run:
            holding.setdefault(read[j], []).append(number)
    taken: set[int] = set()
    start = 0
    for words in source:
        span = range(start, start + len(words))
        start += len(words)
        held = sum(places[i] is not None for i in span)
        if held == len(words):
            continue
        common = Counter(number for word in set(words) for number in holding.get(word, ()))
        best: list[tuple[int, int]] = []
        for number, count in common.most_common():
            if count <= max(len(best), held):
                break
            free = [j for j in runs[number] if j not in taken]
            found = aligned(words, [read[j] for j in free])
            if len(found) > max(len(best), held):
                best = [(i, free[j]) for i, j in found]
        if best:
            for i in span:
                places[i] = None
            for i, j in best:
                places[span[i]] = j
                taken.add(j)


def _unclaimed(length: int, places: Iterable[int | None]) -> list[range]:
    """Return the runs of a reading that hold no word of the source, in order."""
    claimed = sorted({j for j in places if j is not None})
    bounds = zip([-1, *claimed], [*claimed, length], strict=True)
    return [range(before + 1, after) for before, after in bounds if after > before + 1]


def _misses(
    source: list[list[str]], reading: list[tuple[str, int]], places: list[int | None]
) -> Iterator[Miss]:
    claimed = {j for j in places if j is not None}
    flat = 0
    after = 0
    for passage, words in enumerate(source):
        for index, word in enumerate(words):
            place = places[flat]
            flat += 1
            if place is not None:
                after = place + 1
                continue
            stop = after
            while stop < min(len(reading), after + 3) and stop not in claimed:
                stop += 1
            page = reading[max(after - 1, 0)][1] if reading else 0
            yield Miss(word, passage, index, page, " ".join(w for w, _ in reading[after:stop]))


def aligned(source: Sequence[str], reading: Sequence[str]) -> list[tuple[int, int]]:
    """Return pairs of indexes: a longest common subsequence of two lists of words.

    Rows of the table are integers with a bit a word (Hyyrö, *Bit-parallel LCS-length
    computation revisited*, 2004), divided as Hirschberg does, so that two books of 60,000 words
    take about a second and little memory.

    >>> aligned("a b c d".split(), "x b d y".split())
    [(1, 1), (3, 2)]
    """
    pairs: list[tuple[int, int]] = []
    _align(source, reading, 0, 0, pairs)
    return pairs


def _align(
    source: Sequence[str],
    reading: Sequence[str],
    source_at: int,
    reading_at: int,
    pairs: list[tuple[int, int]],
) -> None:
    head = 0
    while head < min(len(source), len(reading)) and source[head] == reading[head]:
        pairs.append((source_at + head, reading_at + head))
        head += 1
    source, reading = source[head:], reading[head:]
    source_at, reading_at = source_at + head, reading_at + head
    if not source or not reading:
        return
    if len(source) * len(reading) <= _SMALL or len(reading) == 1:
        found = _trace(source, _rows(source, reading))
        pairs.extend((source_at + i, reading_at + j) for i, j in found)
        return
    middle = len(reading) // 2
    cut = _cut(source, reading, middle)
    _align(source[:cut], reading[:middle], source_at, reading_at, pairs)
    _align(source[cut:], reading[middle:], source_at + cut, reading_at + middle, pairs)


def _rows(source: Sequence[str], reading: Sequence[str]) -> Iterator[int]:
    """Yield a row for each word read: a bit is 0 where its source word lengthens the match."""
    masks: dict[str, int] = {}
    for i, word in enumerate(source):
        masks[word] = masks.get(word, 0) | 1 << i
    full = (1 << len(source)) - 1
    row = full
    for word in reading:
        if mask := masks.get(word):
            common = row & mask
            row = (row + common | row - common) & full
        yield row


def _trace(source: Sequence[str], rows: Iterator[int]) -> list[tuple[int, int]]:
    kept = list(rows)
    found: list[tuple[int, int]] = []
    i, j = len(source), len(kept)
    while i and j:
        bit = 1 << (i - 1)
        if kept[j - 1] & bit:
            i -= 1
        elif j > 1 and not kept[j - 2] & bit:
            j -= 1
        else:
            i -= 1
            j -= 1
            found.append((i, j))
    return found[::-1]


def _cut(source: Sequence[str], reading: Sequence[str], middle: int) -> int:
    """Return where to divide the source so that both halves together match most."""
    before = _lengths(source, reading[:middle])
    after = _lengths(source[::-1], reading[middle:][::-1])
    size = len(source)
    return max(range(size + 1), key=lambda i: before[i] + after[size - i])


def _lengths(source: Sequence[str], reading: Sequence[str]) -> list[int]:
    """Return the length of the match of every prefix of the source with the whole reading."""
    row = (1 << len(source)) - 1
    for row in _rows(source, reading):  # noqa: B007  (the last row is what is wanted)
        pass
    bits = f"{row:0{len(source)}b}"[::-1]
    lengths = [0]
    for bit in bits:
        lengths.append(lengths[-1] + (bit == "0"))
    return lengths
