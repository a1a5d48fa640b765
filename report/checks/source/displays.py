"""Displays: tables, figures and links as the reader meets them: headed, filled, named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report.diagnostics import Diagnostic
from report.model.blocks import Cell, Figure, Paragraph, Table
from report.model.document import Report
from report.model.grid import lay_out
from report.model.inlines import Link
from report.model.walk import inline_text, report_blocks, report_inlines
from report.readers.article.lines import fold
from report.rules import finding

_FILE_NAME = re.compile(
    r"[\w-]+\.(?:png|jpe?g|gif|webp|svg|bmp|tiff?)|(?:IMG|DSC|image|img)[_-]?\d+", re.I
)
_SAYS_NOTHING = frozenset(
    fold("صورة الصورة رسم شكل تصویر عکس نمودار תמונה איור image picture photo figure img").split()
)
_LEADS_NOWHERE = frozenset(
    fold(phrase)
    for phrase in (
        "هنا", "اضغط هنا", "انقر هنا", "من هنا", "رابط", "الرابط", "المزيد", "هذا الرابط",
        "اینجا", "اینجا کلیک کنید", "کلیک کنید", "لینک", "ادامه",
        "یہاں", "یہاں کلک کریں", "لنک", "مزید",
        "כאן", "לחץ כאן", "לחצו כאן", "קישור", "עוד",
        "here", "click here", "link", "more", "read more", "this link",
        "ici", "cliquez ici", "lien", "en savoir plus",
    )
)  # fmt: skip
_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:[/?#:]\S*)?", re.I)


def check_displays(report: Report) -> Iterator[Diagnostic]:
    """Yield what is wrong with tables, figures and links."""
    for block in report_blocks(report):
        if isinstance(block, Table):
            yield from _table(block)
        elif isinstance(block, Figure):
            yield from _figure(block)
    for inline in report_inlines(report):
        if isinstance(inline, Link):
            yield from _link(inline)


def _words(cell: Cell) -> str:
    return " ".join(
        inline_text(block.content) if isinstance(block, Paragraph) else "…"
        for block in cell.content
    ).strip()


def _table(table: Table) -> Iterator[Diagnostic]:
    width = len(table.columns)
    if not table.head and len(table.body) > 1 and width > 1:
        yield finding("D042", table.at, rows=len(table.body))
    if len(table.head) == 1:
        named = [_words(cell) for cell in table.head[0].cells]
        for n, name in enumerate(named):
            if not name and n and width == len(named):
                yield finding("D044", table.head[0].cells[n].at or table.at, column=n + 1)
            elif name and name in named[:n]:
                yield finding("D045", table.head[0].cells[n].at or table.at, name=name)
    yield from _empty_columns(table, width)


def _empty_columns(table: Table, width: int) -> Iterator[Diagnostic]:
    """Tell the columns that no cell of the body has a word in; spans fill what they cover."""
    filled: set[int] = set()
    for row, laid in zip(table.body, lay_out(table.body, width), strict=True):
        for cell, start in zip(row.cells, laid.starts, strict=False):
            if _words(cell):
                filled.update(range(start, min(start + cell.columns, width)))
    if len(table.body) > 1 and filled:
        for column in sorted(set(range(width)) - filled):
            yield finding("D043", table.at, column=column + 1)


def _figure(figure: Figure) -> Iterator[Diagnostic]:
    said = figure.alternative.strip()
    if not said:
        return
    if _FILE_NAME.fullmatch(said) or fold(said) in _SAYS_NOTHING:
        yield finding("D046", figure.at, text=said)
    elif fold(said) == fold(inline_text(figure.caption)).strip():
        yield finding("D047", figure.at, text=said)


def _link(link: Link) -> Iterator[Diagnostic]:
    said = inline_text(link.content).strip()
    if fold(said).strip(" .:،…") in _LEADS_NOWHERE:
        yield finding("D048", link.at, text=said, address=link.target)
        return
    shown, meant = _DOMAIN.fullmatch(said), _DOMAIN.match(link.target)
    if shown and meant and _house(shown[1]) != _house(meant[1]):
        yield finding("D049", link.at, text=said, address=link.target)


def _house(domain: str) -> str:
    """Return the last two parts of a domain: who owns it, near enough to compare."""
    return ".".join(domain.lower().split(".")[-2:])
