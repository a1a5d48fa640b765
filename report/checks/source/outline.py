"""Outline: headings that stand in order and say something once, paragraphs that are whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report.diagnostics import Diagnostic, Place
from report.locales import primary
from report.model.blocks import (
    Block,
    BlockQuote,
    Blocks,
    CodeBlock,
    Figure,
    List,
    Paragraph,
    PullQuote,
    Table,
)
from report.model.document import Division, Report
from report.model.inlines import Inline, Strong, Text
from report.model.walk import inline_text, inner_blocks, report_blocks
from report.readers.article.lines import fold
from report.readers.article.phrasebook import signs
from report.rules import finding

LONGEST_HEADING = 120
LONGEST_PARAGRAPH = 1800
"""Code points: about a page of a report, without a rest for the eye."""
_SHORTEST_REPEAT = 60
_NUMBERED = re.compile(
    r"(?:[0-9٠-٩۰-۹]{1,3}(?:[.\-][0-9٠-٩۰-۹]{1,3})*[.)\-:]|\([0-9٠-٩۰-۹]{1,2}\))\s+\S"
)
_STOPS = ".،؛,;۔"
_CUT = {
    "ar": "و أو في من إلى على عن أن إن التي الذي الذين مع ثم بين حتى لكن كما حيث",
    "fa": "و یا در از به که با را برای تا",
    "ur": "اور یا کے کی کا کو میں سے",
    "he": "של את על אל או כי עם בין",
}
_LONGEST_BOLD = 80
_SIGN = re.compile(rf"([{re.escape(signs().bullets)}–—])[ \u00a0]+\S")


def check_outline(report: Report) -> Iterator[Diagnostic]:
    """Yield what is wrong with headings and paragraphs."""
    for depth, division in report.divisions():
        yield from _heading(division)
        if depth == 1 or division.divisions:
            yield from _siblings(division.divisions)
        yield from _flow(division.content, division.language or report.metadata.language)
    yield from _siblings(report.front + report.body + report.back)
    yield from _repeated(report)
    for block in report_blocks(report):
        if isinstance(block, Paragraph):
            length = len(inline_text(block.content))
            if length > LONGEST_PARAGRAPH:
                yield finding("D039", block.at, length=length, limit=LONGEST_PARAGRAPH)
        elif isinstance(block, List) and block.numbering:
            yield from _numbered_items(block)


def _heading(division: Division) -> Iterator[Diagnostic]:
    title = inline_text(division.title).strip()
    at = _at(division.title) or division.at
    last = re.sub(r"\W", "", title.rpartition(" ")[2])
    if title and title[-1] in _STOPS and not title.endswith("..") and len(last) > 2:
        yield finding("D032", at, title=title, mark=title[-1])
    if len(title) > LONGEST_HEADING:
        yield finding("D040", at, title=title, length=len(title), limit=LONGEST_HEADING)
    if _NUMBERED.match(title):
        yield finding("D041", at, title=title)


def _siblings(divisions: tuple[Division, ...]) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for division in divisions:
        title = fold(inline_text(division.title)).strip()
        if title and title in seen:
            yield finding("D033", _at(division.title) or division.at, title=title)
        seen.add(title)


def _repeated(report: Report) -> Iterator[Diagnostic]:
    """Tell paragraphs that stand twice; pull quotes and lists repeat by their nature."""
    spared = {
        id(inner)
        for block in report_blocks(report)
        if isinstance(block, PullQuote | List | Table)
        for run in inner_blocks(block)
        for inner in run
    }
    seen: set[str] = set()
    for block in report_blocks(report):
        if not isinstance(block, Paragraph) or id(block) in spared:
            continue
        said = fold(inline_text(block.content)).strip()
        if len(said) >= _SHORTEST_REPEAT and said in seen:
            yield finding("D034", block.at, text=inline_text(block.content))
        seen.add(said)


def _flow(blocks: Blocks, language: str) -> Iterator[Diagnostic]:
    """Judge blocks by what follows them: bullets typed as text, bold lines, sentences cut."""
    following: list[Block | None] = [*blocks[1:], None][: len(blocks)]
    for block, after in zip(blocks, following, strict=True):
        if isinstance(block, Paragraph):
            yield from _typed_bullets(block, after)
            if _is_bold_line(block) and isinstance(after, Paragraph):
                yield finding("D037", block.at, text=inline_text(block.content))
            if not isinstance(after, List | Table | Figure | CodeBlock | BlockQuote | PullQuote):
                yield from _cut(block, block.language or language, after is None)
        for inner in inner_blocks(block):
            if not isinstance(block, Table | List):
                yield from _flow(inner, block.language or language)


def _typed_bullets(block: Paragraph, after: Block | None) -> Iterator[Diagnostic]:
    """Tell the first of several lines that open with the same sign and are no list."""
    sign = _sign_of(block)
    if sign is None:
        return
    follows = isinstance(after, Paragraph) and _sign_of(after) == sign
    said = inline_text(block.content)
    if follows or f" {sign} " in said[1:] or f"\n{sign} " in said:
        yield finding("D035", block.at, text=said)


def _sign_of(paragraph: Paragraph) -> str | None:
    first = next(iter(paragraph.content), None)
    found = _SIGN.match(first.text) if isinstance(first, Text) else None
    return found[1] if found else None


def _is_bold_line(paragraph: Paragraph) -> bool:
    content = tuple(
        i for i in paragraph.content if not (isinstance(i, Text) and not i.text.strip())
    )
    if len(content) != 1 or not isinstance(content[0], Strong):
        return False
    said = inline_text(content).strip()
    return 0 < len(said) <= _LONGEST_BOLD and said[-1] not in '.،؛:؟!…۔»")?,'


def _cut(paragraph: Paragraph, language: str, is_last: bool) -> Iterator[Diagnostic]:
    """Tell a sentence that ends in the middle; recitals end in commas, but for the last."""
    last = paragraph.content[-1] if paragraph.content else None
    if not isinstance(last, Text):
        return
    said = last.text.rstrip()
    word = said.rpartition(" ")[2]
    words = _CUT.get(primary(language), "").split()
    ends_open = word in words or (is_last and said.endswith(("،", "؛")))
    if ends_open and len(inline_text(paragraph.content).split()) > 4:
        yield finding("D036", last.at or paragraph.at, text=said[-40:])


def _numbered_items(block: List) -> Iterator[Diagnostic]:
    """Tell a list of lists of one: «1. 1) …» is an item with a number of its own."""
    inner = [item.content[0] for item in block.items if item.content]
    numbered = [
        found for found in inner if isinstance(found, List) and found.numbering and _is_one(found)
    ]
    if numbered and len(numbered) == len(block.items):
        texts = [b for b in numbered[0].items[0].content if isinstance(b, Paragraph)]
        yield finding("D038", block.at, text=inline_text(texts[0].content) if texts else "")


def _is_one(block: List) -> bool:
    return len(block.items) == 1


def _at(title: tuple[Inline, ...]) -> Place | None:
    return next((inline.at for inline in title if inline.at), None)
