"""Flow: headings and blocks in a row, and what the guesses need to know of them."""

from __future__ import annotations

from typing import TypeAlias

from report.diagnostics import Place
from report.model.blocks import Block, Paragraph
from report.model.inlines import Inline, Inlines, LineBreak, Strong, Text
from report.model.walk import children, inline_text, with_children
from report.readers.article.lines import Line, split_lines
from report.readers.article.passages import Words
from report.readers.article.tree import Head

Flow: TypeAlias = "list[Head | Block]"


def content_of(part: Head | Block) -> Inlines:
    """Return the run of a heading or a paragraph; nothing of any other block."""
    if isinstance(part, Head):
        return part.title
    return part.content if isinstance(part, Paragraph) else ()


def said(part: Head | Block) -> str:
    """Return the words of a heading or a paragraph on one line."""
    return " ".join(inline_text(content_of(part)).split())


def line_of(text: str, at: Place | None) -> Line | None:
    """Return words as the line that they would be in raw text."""
    lines = split_lines(text, at.file if at else "")
    return lines[0] if lines else None


def words_of(part: Head | Block) -> Words | None:
    """Return a paragraph or a heading as a passage of raw text."""
    line = line_of(said(part), part.at)
    return Words((line,)) if line else None


def is_bold(part: Head | Block) -> bool:
    """Tell whether a paragraph is bold from end to end, and on one line."""
    if not isinstance(part, Paragraph):
        return False
    content = part.content
    return len(content) == 1 and isinstance(content[0], Strong) and "\n" not in inline_text(content)


def cut(content: Inlines, count: int) -> Inlines:
    """Return a run without its first ``count`` characters.

    >>> cut((Strong((Text("س: ما"),)), Text(" هذا؟")), 3)
    (Strong(content=(Text(text='ما'),)), Text(text=' هذا؟'))
    """
    return _cut(content, count)[0]


def _cut(content: Inlines, count: int) -> tuple[Inlines, int]:
    rest: list[Inline] = []
    for inline in content:
        if count <= 0:
            rest.append(inline)
        elif isinstance(inline, Text):
            kept = inline.text[count:]
            count -= len(inline.text)
            if kept:
                rest.append(Text(kept.lstrip() if not rest else kept, at=inline.at))
        elif children(inline):
            inside, count = _cut(children(inline), count)
            if inside:
                rest.append(with_children(inline, inside))
        else:
            count -= len(inline_text((inline,)))
    return tuple(rest), count


def parted(content: Inlines) -> list[Inlines]:
    """Return the lines of a run, as its line breaks part it."""
    lines: list[list[Inline]] = [[]]
    for inline in content:
        if isinstance(inline, LineBreak):
            lines.append([])
        else:
            lines[-1].append(inline)
    return [tuple(line) for line in lines if line]
