"""Days: a date that the manuscript marks, ``[2024-07-20]{.date}``, in the words of its passage."""

from __future__ import annotations

from dataclasses import replace

from report.diagnostics import Warn
from report.locales import Locale, locale, locale_of
from report.model.document import Report
from report.model.inlines import Day, Inline, Inlines, Isolate, Text
from report.model.walk import children, is_text, map_inlines, with_children


def say_days(report: Report, warn: Warn) -> Report:
    """Word each day by the calendars of the report, in the language that it stands in."""
    del warn  # what is no date has been told by the reader
    own = locale_of(report)

    def edit(content: Inlines, language: str | None) -> Inlines:
        return _worded(content, _tongue(language, own))

    return map_inlines(report, edit)


def _tongue(language: str | None, own: Locale) -> Locale:
    if language in {None, own.language}:
        return own
    return replace(locale(language or own.language), calendars=own.calendars)


def _worded(content: Inlines, tongue: Locale) -> Inlines:
    return content if is_text(content) else tuple(_one(inline, tongue) for inline in content)


def _one(inline: Inline, tongue: Locale) -> Inline:
    if isinstance(inline, Day):
        return replace(inline, content=(Text(tongue.date(inline.iso), at=inline.at),))
    if isinstance(inline, Isolate) and inline.language:
        tongue = _tongue(inline.language, tongue)
    inside = children(inline)
    return with_children(inline, _worded(inside, tongue)) if inside else inline
