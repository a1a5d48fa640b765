"""Marks: the words that say that a report is a draft, or not for everybody."""

from __future__ import annotations

from report.locales import locale
from report.model.document import Report

FINAL = "final"
_KNOWN = ("draft", "review")


def stamp_words(report: Report) -> tuple[str, str]:
    """Return what a report's status and its classification are called, empty for none.

    >>> from report.model.document import Metadata
    >>> stamp_words(Report(Metadata(title="ا", status="draft", classification="سري")))
    ('مسودة', 'سري')
    >>> stamp_words(Report(Metadata(title="ا", status="final")))
    ('', '')
    """
    metadata = report.metadata
    status = (metadata.status or "").strip()
    if status.lower() == FINAL:
        status = ""
    elif status.lower() in _KNOWN:
        status = locale(metadata.language).words[f"status_{status.lower()}"]
    return status, (metadata.classification or "").strip()
