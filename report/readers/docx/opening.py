"""Opening: what stands around the title of a document: a letterhead, a subtitle, credits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from report.diagnostics import Place, Warn
from report.model.blocks import Blocks, Figure, Table
from report.readers.article.credits import first_credits
from report.readers.article.lines import Line
from report.readers.article.phrasebook import signs
from report.readers.docx.paragraphs import Para, Piece
from report.readers.shaping.flow import line_of
from report.rules import Phrase, finding

_SUBTITLES = frozenset({"subtitle", "عنوان فرعي", "العنوان الفرعي", "زیرعنوان", "כותרת משנה"})
_BELOW = 6
"""Paragraphs below the title among which a subtitle, a byline and a date stand."""
_LONG = 25
"""Words: a paragraph this long is text."""
_ROWS = 3
"""Rows of a table that sets a letterhead."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What the paragraphs below the title say of the document."""

    subtitle: str | None = None
    author: str | None = None
    date: str | None = None


def without_letterhead(pieces: Sequence[Piece], title: Para, warn: Warn) -> list[Piece]:
    """Return pieces in which a table above the title that only sets a letterhead is no table.

    It says so by a picture, or by cells that hold lines set below one another; what it holds
    stands in the order of its cells (S210).
    """
    unfolded: list[Piece] = []
    above = True
    for piece in pieces:
        above = above and piece is not title
        if above and isinstance(piece, Table) and _sets_a_letterhead(piece):
            warn(finding("S210", piece.at))
            unfolded += [b for row in piece.body for cell in row.cells for b in cell.content]
        else:
            unfolded.append(piece)
    return unfolded


def _sets_a_letterhead(table: Table) -> bool:
    cells: list[Blocks] = [cell.content for row in table.body for cell in row.cells]
    built = any(len(cell) > 1 or any(isinstance(b, Figure) for b in cell) for cell in cells)
    plain = all(not isinstance(block, Table) for cell in cells for block in cell)
    return not table.head and len(table.body) <= _ROWS and built and plain


def take_opening(pieces: Sequence[Piece], title: Para, language: str, warn: Warn) -> Opening:
    """Take the subtitle, the byline and the date out of the paragraphs below the title (S029)."""
    after = iter(pieces)
    for piece in after:
        if piece is title:
            break
    below: list[Para] = []
    for piece in islice((p for p in after if not (isinstance(p, Para) and not p.text)), _BELOW):
        if not isinstance(piece, Para) or piece.item or len(piece.text.split()) > _LONG:
            break
        below.append(piece)
    lines = [(para, line) for para in below if (line := line_of(para.text, para.at))]
    credits = first_credits([line for _, line in lines], language)
    taken = {id(lines[n][0]) for n in credits}
    author = next((c.author for c in credits.values() if c.author), None)
    date = next((c.date for c in credits.values() if c.date), None)
    subtitle = None
    for number, (para, line) in enumerate(lines):
        if id(para) in taken:
            continue
        following = below[number + 1] if number + 1 < len(below) else None
        found = _subtitle(para, line, following, first=number == 0)
        if found:
            subtitle = found
            taken.add(id(para))
            break
    parts = ((subtitle, "the subtitle"), (author, "the author"), (date, "the date"))
    for text, part in parts:
        if text:
            warn(finding("S029", _place(below, taken), text=text, part=Phrase(part)))
    for para in below:
        if id(para) in taken:
            para.parts, para.level = [], None
    return Opening(subtitle, author, date)


def _place(below: Sequence[Para], taken: set[int]) -> Place:
    return next(para.at for para in below if id(para) in taken)


def _subtitle(para: Para, line: Line, following: Para | None, *, first: bool) -> str | None:
    """Return the subtitle that a paragraph is, by its style, its place or its label."""
    if para.names & _SUBTITLES:
        return para.text
    for label in signs().subject:
        if line.key.startswith(f"{label}:") or line.key.startswith(f"{label} :"):
            return para.text.split(":", 1)[1].strip() or None
    # Large or in the middle, right below the title, it heads nothing of the text.
    stands_out = para.level or para.centred
    heads_nothing = following is None or following.level or following.centred
    if first and stands_out and heads_nothing and para.level != 1:
        return para.text
    return None
