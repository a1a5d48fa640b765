"""Readers: bytes in any format become a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from report.diagnostics import Place, ReportError, Warn
from report.model.document import Report
from report.model.walk import inline_text, own_inlines, report_blocks
from report.readers.source import DOCX, Source
from report.rules import Phrase, finding

LONGEST_RUN: Final = 100_000
"""Characters of one paragraph: fifty pages without a break."""
MOST_BLOCKS: Final = 20_000
"""Paragraphs, items and cells of one report: five long books."""

Reader = Callable[[Source, Warn], Report]


# Each reader is loaded when a source asks for it: a manuscript waits for no patterns of articles.
def _article(source: Source, warn: Warn) -> Report:
    from report.readers.article import read_article

    return read_article(source, warn)


def _markdown(source: Source, warn: Warn) -> Report:
    from report.readers.markdown import read_markdown

    return read_markdown(source, warn)


def _html(source: Source, warn: Warn) -> Report:
    from report.readers.html import read_html

    return read_html(source, warn)


def _docx(source: Source, warn: Warn) -> Report:
    from report.readers.docx import read_docx

    return read_docx(source, warn)


def _json(source: Source, warn: Warn) -> Report:
    from report.readers.json import read_json

    return read_json(source, warn)


READERS: Mapping[str, Reader] = {
    "text/plain": _article,
    "text/markdown": _markdown,
    "application/json": _json,
    "text/html": _html,
    DOCX: _docx,
}
"""Which reader takes which media type; the type is the edge's word and is not guessed again."""


def read(source: Source, warn: Warn) -> Report:
    r"""Read a source by its media type.

    Raises :class:`ReportError` for a type that no reader takes (C005), for a source that cannot
    be read at all, and for one that has no end (S003).

    >>> read(Source("a.md", "text/markdown", "# فصل\n\nنص.".encode()), print).metadata.language
    ... # doctest: +ELLIPSIS
    Diagnostic(...)
    'ar'
    """
    reader = READERS.get(source.media_type)
    if reader is None:
        raise ReportError(finding("C005", Place(source.name, 0), ending=source.media_type))
    report = reader(source, warn)
    _refuse_endless(report, source.name)
    return report


def _refuse_endless(report: Report, name: str) -> None:
    """Raise :class:`ReportError` (S003) for a paragraph or for more of them than a report has."""
    count = 0
    for block in report_blocks(report):
        count += 1
        for run in own_inlines(block):
            size = len(inline_text(run))
            if size > LONGEST_RUN:
                place = run[0].at or block.at or Place(name, 0)
                raise _too_large(place, size, LONGEST_RUN, "characters in one paragraph")
    if count > MOST_BLOCKS:
        raise _too_large(Place(name, 0), count, MOST_BLOCKS, "paragraphs, items and cells")


def _too_large(place: Place, size: int, limit: int, unit: str) -> ReportError:
    return ReportError(finding("S003", place, size=size, limit=limit, unit=Phrase(unit)))
