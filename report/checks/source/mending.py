"""Mending: the corrections that are certain, made in the manuscript and nowhere else in it.

A correction acts on characters that stand in the manuscript as they stand in the text of the
report, so code, addresses and attributes are never touched; and it stands only if the manuscript
has the same structure after it. What is mended is mended until nothing is left to mend.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from report.checks.source import hits_of
from report.checks.source.frontmatter import all_lines
from report.checks.source.lines import Line
from report.checks.source.origins import Manuscript
from report.checks.source.patterns import Hit
from report.diagnostics import Place, ReportError
from report.filters.characters import corrections
from report.model.document import Report
from report.model.inlines import Link, Text
from report.model.walk import inline_text, report_blocks, report_inlines
from report.readers.markdown import read_markdown
from report.readers.source import Source, typed
from report.rules import Phrase, finding

MOST_ROUNDS = 8
"""Rounds of mending: one correction may open the way for the next, as a blank for a mark."""
_BYTE_ORDER_MARK = "\ufeff"
_BLANKS = frozenset(" \t")


@dataclass(frozen=True, slots=True, order=True)
class Mend:
    """One correction: what stands from ``start`` to ``end`` becomes ``instead``."""

    start: int
    end: int
    instead: str
    code: str


@dataclass(frozen=True, slots=True)
class Mended:
    """A manuscript as it was and as it is mended, and how often each rule was followed."""

    before: str
    after: str
    counts: Mapping[str, int]


def mend_manuscript(source: Source) -> Mended:
    r"""Mend a manuscript: byte for byte what it was, but for what a rule is certain of.

    Raises :class:`ReportError` (C020) for a source that is no Markdown in UTF-8, and whatever
    reading it raises.

    >>> source = Source("a.md", "text/markdown", "# ف\n\nالماء , والغذاء `a , b`.\n".encode())
    >>> mend_manuscript(source).after
    '# ف\n\nالماء، والغذاء `a , b`.\n'
    """
    text, ends = _as_typed(source)
    counts: Counter[str] = Counter()
    done = text
    for _ in range(MOST_ROUNDS):
        mends = _certain(done, source.name)
        if not mends:
            break
        counts.update(mend.code for mend in mends)
        ends = _moved(ends, mends)
        done = apply(done, mends)
    mark = _BYTE_ORDER_MARK if source.data.startswith(b"\xef\xbb\xbf") else ""
    before = source.data.decode("utf-8")
    return Mended(before, mark + _with_line_ends(done, ends), counts)


def _as_typed(source: Source) -> tuple[str, list[int]]:
    """Return the text with single line feeds, and where line ends of two characters stood."""
    if source.media_type != "text/markdown":
        raise _refusal(source, "it is no Markdown; `report import` makes a manuscript of it")
    text = typed(source)
    try:
        raw = source.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refusal(source, "it is not in UTF-8") from None
    if raw.replace("\r\n", "\n") != text:
        raise _refusal(source, "it is garbled, or holds characters that are no text")
    ends, seen, position = [], 0, raw.find("\r\n")
    while position >= 0:
        ends.append(position - seen)
        seen += 1
        position = raw.find("\r\n", position + 2)
    return text, ends


def _refusal(source: Source, reason: str) -> ReportError:
    return ReportError(finding("C020", Place(source.name, 0), reason=Phrase(reason)))


def _moved(ends: list[int], mends: Sequence[Mend]) -> list[int]:
    """Return the offsets of line ends after corrections, none of which holds one."""
    starts = [mend.start for mend in mends]
    sums = [0]
    for mend in mends:
        sums.append(sums[-1] + len(mend.instead) - (mend.end - mend.start))
    return [end + sums[bisect_left(starts, end)] for end in ends]


def _with_line_ends(text: str, ends: Sequence[int]) -> str:
    parts, last = [], 0
    for end in ends:
        parts.append(f"{text[last:end]}\r\n")
        last = end + 1
    return "".join([*parts, text[last:]])


def apply(text: str, mends: Sequence[Mend]) -> str:
    """Return a text with corrections made that do not overlap, in their order.

    >>> apply("a , b", [Mend(1, 2, "", "T031"), Mend(2, 3, "،", "T030")])
    'a، b'
    """
    parts, last = [], 0
    for mend in mends:
        parts += [text[last : mend.start], mend.instead]
        last = mend.end
    return "".join([*parts, text[last:]])


def _certain(text: str, name: str) -> list[Mend]:
    """Return the corrections after which the manuscript has the structure that it has now."""
    report = _read(text, name)
    mends = _apart(sorted(set(_mends(report, Manuscript(text)))))
    shape = _shape(report)
    if not mends or _shape_of(apply(text, mends), name) == shape:
        return mends
    kept: list[Mend] = []
    for code in sorted({mend.code for mend in mends}):
        tried = sorted([*kept, *(mend for mend in mends if mend.code == code)])
        if _shape_of(apply(text, tried), name) == shape:
            kept = tried
    return kept


def _read(text: str, name: str) -> Report:
    return read_markdown(Source(name, "text/markdown", text.encode()), lambda found: None)


def _shape_of(text: str, name: str) -> list[object] | None:
    """Return the structure of a manuscript, ``None`` if its front matter can be read no more."""
    try:
        return _shape(_read(text, name))
    except ReportError:
        return None


def _apart(mends: Sequence[Mend]) -> list[Mend]:
    """Leave out corrections that overlap one before them; the next round makes them."""
    kept: list[Mend] = []
    for mend in mends:
        if not kept or mend.start >= kept[-1].end:
            kept.append(mend)
    return kept


def _mends(report: Report, manuscript: Manuscript) -> Iterator[Mend]:
    for line, hit in hits_of(report, manuscript):
        yield from _mend(line, hit, manuscript)
    for line in all_lines(report, manuscript):
        for piece in line.pieces:
            for code, start, end, instead in corrections(piece.text):
                hit = Hit(code, piece.start + start, piece.start + end, instead)
                yield from _mend(line, hit, manuscript)


def _mend(line: Line, hit: Hit, manuscript: Manuscript) -> Iterator[Mend]:
    """Yield the correction of a hit, if the manuscript says there just what the report says."""
    piece = line.piece(hit.start)
    if hit.instead is None or piece is None:
        return
    first, last = hit.start - piece.start, hit.end - piece.start
    origins = manuscript.origins(piece.text, piece.at) if last <= len(piece.text) else None
    if not origins:
        return
    start, said = origins[first], piece.text[first:last]
    if said == " " and origins[last] - start > 1:
        typed_there = manuscript.text[start : origins[last]]
        if not _BLANKS.issuperset(typed_there):
            return
        yield Mend(start, origins[last], hit.instead, hit.code)
    elif manuscript.text.startswith(said, start):
        yield Mend(start, start + len(said), hit.instead, hit.code)


def _shape(report: Report) -> list[object]:
    """Return what a report is made of, without its words and without links that show themselves."""
    divisions = [
        (depth, division.label, len(division.content)) for depth, division in report.divisions()
    ]
    blocks = [
        (type(block).__name__, block.label, block.language) for block in report_blocks(report)
    ]
    inlines = [
        (type(inline).__name__, getattr(inline, "target", None))
        for inline in report_inlines(report)
        if not isinstance(inline, Text)
        and not (isinstance(inline, Link) and inline_text(inline.content) == inline.target)
    ]
    metadata = replace(report.metadata, title="", subtitle=None, description=None)
    return [divisions, blocks, inlines, [note.label for note in report.notes], metadata]
