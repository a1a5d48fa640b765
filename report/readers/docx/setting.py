"""Setting: paragraphs become headings, lists, quotations and captions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from report.model.blocks import Block, BlockQuote, CodeBlock, Figure, List, ListItem, Table
from report.model.inlines import Inlines, Isolate
from report.readers.article.tree import Head
from report.readers.docx.paragraphs import Para, Piece, set_paragraphs, without_bold
from report.readers.docx.reading import Reading
from report.readers.runs import is_empty, tidy
from report.readers.shaping import Flow

_QUOTES: Final = ("quote", "اقتباس", "نقل قول")
_CODE: Final = ("html preformatted", "code", "source code", "plain text", "macro text")


def set_flow(reading: Reading, pieces: Sequence[Piece]) -> Flow:
    """Return pieces as headings and blocks."""
    flow: Flow = []
    number = 0
    while number < len(pieces):
        piece = pieces[number]
        if not isinstance(piece, Para):
            flow.append(piece)
            number += 1
            continue
        end = number + 1
        if piece.item is not None:
            end = _list_end(pieces, number)
            run = [p for p in pieces[number:end] if isinstance(p, Para)]
            flow += _lists(reading, run)
        elif piece.level:
            flow += _head(reading, piece)
        elif kind := _kind(piece):
            while end < len(pieces) and _same(pieces[end], piece, kind):
                end += 1
            flow += _special(reading, kind, [p for p in pieces[number:end] if isinstance(p, Para)])
        elif piece.caption and (caption := tidy(piece.inlines)):
            flow += [b for b in piece.parts if isinstance(b, Figure)]
            if not _caption(flow, pieces, number, caption):
                flow += set_paragraphs(replace(piece, parts=list(caption)), reading.language)
            elif number + 1 < len(pieces) and isinstance(below := pieces[number + 1], Table):
                if not (flow and getattr(flow[-1], "caption", ()) == caption):
                    flow.append(replace(below, caption=caption))
                    end = number + 2
        else:
            flow += set_paragraphs(piece, reading.language)
        number = end
    return flow


def _caption(flow: Flow, pieces: Sequence[Piece], number: int, caption: Inlines) -> bool:
    """Give a caption to the figure or table above it; say whether one above or below takes it."""
    above = flow[-1] if flow else None
    below = pieces[number + 1] if number + 1 < len(pieces) else None
    if isinstance(above, Figure) and not above.caption:
        flow[-1] = replace(above, caption=caption)
        return True
    if isinstance(below, Table) and not below.caption:
        return True
    if isinstance(above, Table) and not above.caption:
        flow[-1] = replace(above, caption=caption)
        return True
    return False


def _head(reading: Reading, para: Para) -> Flow:
    title = without_bold(tidy(para.inlines))
    figures: Flow = [part for part in para.parts if isinstance(part, Figure)]
    if is_empty(title):
        return figures
    title = tuple(i for i in title if not type(i).__name__ == "LineBreak")
    language = None
    if len(title) == 1 and isinstance(title[0], Isolate) and title[0].language:
        # The heading says of all of it what the isolate says.
        language, title = title[0].language, title[0].content
    label = next((reading.labels[b] for b in para.bookmarks if b in reading.labels), None)
    return [Head(title, para.level or 1, "chapter", para.at, label, language), *figures]


def _kind(para: Para) -> str:
    if any(name.startswith(_QUOTES) or name.endswith(_QUOTES) for name in para.names):
        return "quote"
    return "code" if para.names & set(_CODE) else ""


def _same(piece: Piece, first: Para, kind: str) -> bool:
    return isinstance(piece, Para) and not piece.item and not piece.level and _kind(piece) == kind


def _special(reading: Reading, kind: str, paras: Sequence[Para]) -> list[Block]:
    at = paras[0].at
    if kind == "code":
        lines = ["".join(getattr(i, "text", "\n") for i in para.inlines) for para in paras]
        text = "\n".join(lines).strip("\n")
        return [CodeBlock(text, at=at)] if text.strip() else []
    blocks = tuple(b for para in paras for b in set_paragraphs(para, reading.language))
    return [BlockQuote(blocks, at=at)] if blocks else []


def _list_end(pieces: Sequence[Piece], start: int) -> int:
    """Return where a run of list paragraphs ends."""
    end = start
    while end < len(pieces):
        piece = pieces[end]
        if not isinstance(piece, Para) or piece.item is None or piece.level:
            break
        end += 1
    return end


def _lists(reading: Reading, paras: Sequence[Para]) -> list[Block]:
    """Nest list paragraphs by their depth; another list, or another count, begins anew."""
    top = min(p.item.depth for p in paras if p.item)
    blocks: list[Block] = []
    items: list[tuple[Para, list[Para]]] = []

    def close() -> None:
        if items:
            found = _list(reading, items)
            blocks.extend([found] if found.items else [])
            items.clear()

    for para in paras:
        assert para.item is not None
        if para.item.depth > top and items:
            items[-1][1].append(para)
            continue
        if items:
            last = items[-1][0].item
            assert last is not None
            counted = reading.lists.level(last.identity, last.depth).numbering is not None
            same = last.identity == para.item.identity and last.depth == para.item.depth
            if not same or (counted and para.item.value != last.value + 1):
                close()
        items.append((para, []))
    close()
    return blocks


def _list(reading: Reading, items: Sequence[tuple[Para, list[Para]]]) -> List:
    first = items[0][0]
    assert first.item is not None
    level = reading.lists.level(first.item.identity, first.item.depth)
    done: list[ListItem] = []
    for para, inside in items:
        content = set_paragraphs(para, reading.language)
        if inside:
            content += _lists(reading, inside)
        if content:
            done.append(ListItem(tuple(content), at=para.at))
    start = first.item.value if level.numbering else 1
    return List(tuple(done), level.numbering, start, at=first.at)
