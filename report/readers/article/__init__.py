"""Raw article text, as it is copied or extracted from a page, becomes a report."""

from __future__ import annotations

from report.diagnostics import Warn
from report.model.document import Report
from report.readers.source import Source


def read_article(source: Source, warn: Warn) -> Report:
    """Read raw text; see :func:`report.readers.article.reader.read_article`.

    The patterns of articles take as long to load as a page to set; whoever needs only the signs
    of this package (:mod:`~report.readers.article.phrasebook`) does not wait for them.
    """
    from report.readers.article.reader import read_article as read

    return read(source, warn)
