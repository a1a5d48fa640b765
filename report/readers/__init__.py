"""Readers: bytes in any format become a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from report.diagnostics import Place, ReportError, Warn
from report.model.document import Report
from report.readers.source import DOCX, Source
from report.rules import finding

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

    Raises :class:`ReportError` for a type that no reader takes (C005) and for a source that
    cannot be read at all.

    >>> read(Source("a.md", "text/markdown", "# فصل\n\nنص.".encode()), print).metadata.language
    ... # doctest: +ELLIPSIS
    Diagnostic(...)
    'ar'
    """
    reader = READERS.get(source.media_type)
    if reader is None:
        raise ReportError(finding("C005", Place(source.name, 0), ending=source.media_type))
    return reader(source, warn)
