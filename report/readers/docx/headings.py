"""Headings: by outline level, and where nobody has set one, by size and weight; and the title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from report.diagnostics import Warn
from report.model.blocks import Table
from report.readers.article.headings import is_shaped
from report.readers.article.lines import ends_sentence, fold
from report.readers.article.passages import Words
from report.readers.article.rowlines import is_table_caption
from report.readers.docx.paragraphs import Para, Piece
from report.readers.shaping.flow import line_of
from report.rules import Phrase, finding

_FEWEST: Final = 2
"""Headings with a level from which a document is said to mark its headings."""
_TOP: Final = 14
"""Paragraphs from the top among which the title stands."""
_HEAD_STYLE: Final = re.compile(r"head|title|عنوان|تیتر|כותרת|titre|h\d|_h", re.IGNORECASE)
_DEEPEST: Final = 6
_SIGNED: Final = 2
"""Lines below the office of who signs a document."""
_NAME: Final = 8
"""Words of such a line."""


def find_title(pieces: Sequence[Piece], described: str, warn: Warn) -> tuple[str, Para | None]:
    """Return the title, and the paragraph that held it, or the empty text.

    It is the paragraph in the style «Title», that which the description of the document names,
    or the largest of the first page.
    """
    paras = [p for p in pieces if isinstance(p, Para) and p.text][:_TOP]
    named = [p for p in paras if p.names & {"title", "العنوان", "عنوان"}]
    known = [p for p in paras if described and fold(p.text) == fold(described)]
    chosen = next(iter(named or known), None)
    if chosen is None:
        size = body_size(pieces)
        large = [
            p
            for p in paras
            if _can_head(p) and not p.item and (p.size > size or (p.bold and p.centred))
        ]
        levels = [p.level for p in pieces if isinstance(p, Para) and p.level]
        top = [
            p for p in paras if p.level and levels.count(p.level) == 1 and p.level == min(levels)
        ]
        best = max(large, key=lambda p: p.size, default=None)
        first = next(iter(paras), None)
        if top and top[0] is first:
            best = first
        elif best is None and first and first.centred and _can_head(first):
            best = first
        chosen = best
    if chosen is None:
        return "", None
    title = chosen.text
    warn(finding("S017", chosen.at, text=title))
    for para in paras:
        if para is not chosen and para.level and fold(para.text) == fold(title):
            warn(finding("S013", para.at, text=para.text, line=chosen.at.line))
            para.parts, para.level = [], None
    chosen.parts, chosen.level = [], None
    return title, chosen


def body_size(pieces: Sequence[Piece]) -> int:
    """Return the size that most letters have, in half points."""
    sizes: Counter[int] = Counter()
    for piece in pieces:
        if isinstance(piece, Para) and not piece.level:
            sizes[piece.size] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else 0


def level_headings(pieces: Sequence[Piece]) -> list[Para]:
    """Give a level to the paragraphs that head others, where the document does not say so.

    Return those paragraphs.
    """
    paras = [p for p in pieces if isinstance(p, Para) and p.text]
    for para in paras:
        # A level on a whole paragraph of text, or on an item, is a slip of the one who styled it.
        if para.level and len(para.text.split()) > 40:
            para.level = None
    if sum(bool(p.level) for p in paras) >= _FEWEST:
        return []
    _find_captions(pieces)
    size = body_size(pieces)
    heads = [p for n, p in enumerate(paras) if _stands_out(paras, n, size)]
    if heads and _is_signature(heads[-1], pieces):
        heads.pop()
    if len(heads) < _FEWEST:
        return []
    _rank_by_look(heads, size)
    return heads


def _rank_by_look(heads: Sequence[Para], size: int) -> None:
    ranks = sorted({_rank(p, size) for p in heads}, reverse=True)
    for para in heads:
        para.level = min(ranks.index(_rank(para, size)) + 1, _DEEPEST)


def settle_levels(guessed: Sequence[Para], warn: Warn) -> None:
    """Count the guessed levels that are left below the title without a gap, and tell them."""
    heads = [para for para in guessed if para.level and para.text]
    levels = sorted({para.level for para in heads if para.level})
    for para in heads:
        para.level = levels.index(para.level or 0) + 1
        warn(finding("S015", para.at, text=para.text, level=para.level))
        evidence = Phrase("its size and weight")
        warn(finding("S016", para.at, text=para.text, level=para.level, evidence=evidence))


def _find_captions(pieces: Sequence[Piece]) -> None:
    """A line that calls itself a table, right above one, is its caption and heads nothing."""
    for piece, below in pairwise(p for p in pieces if not (isinstance(p, Para) and not p.text)):
        if isinstance(piece, Para) and isinstance(below, Table) and is_table_caption(piece.text):
            piece.caption = True


def _is_signature(last: Para, pieces: Sequence[Piece]) -> bool:
    """Tell whether a document ends with who signs it: an office in bold, and a name."""
    after = [
        p for p in pieces[pieces.index(last) + 1 :] if not (isinstance(p, Para) and not p.text)
    ]
    return len(after) <= _SIGNED and all(
        isinstance(p, Para) and len(p.text.split()) <= _NAME and not ends_sentence(p.text)
        for p in after
    )


def _rank(para: Para, size: int) -> tuple[int, bool]:
    return (max(para.size, size), para.bold)


def _stands_out(paras: Sequence[Para], number: int, size: int) -> bool:
    """Tell whether a paragraph looks like a heading and has text below it."""
    para = paras[number]
    if not _can_head(para) or para.caption or number + 1 >= len(paras):
        return False
    styled = any(_HEAD_STYLE.search(name) for name in para.names)
    larger = para.size > size
    if not (larger or para.bold or styled):
        return False
    below = paras[number + 1]
    return _rank(below, size) < _rank(para, size) or len(below.text) > len(para.text)


def _can_head(para: Para) -> bool:
    line = line_of(para.text, para.at)
    return line is not None and is_shaped(Words((line,))) and not para.item
