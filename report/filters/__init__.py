"""Filters: Report -> Report, one concern each, each without effect a second time."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from report.diagnostics import Warn
from report.filters.characters import mend_characters
from report.filters.citations import cite
from report.filters.days import say_days
from report.filters.digits import set_digits
from report.filters.isolates import isolate_report
from report.filters.labels import label
from report.filters.parts import arrange_parts
from report.model.document import Report

Filter = Callable[[Report, Warn], Report]

HOUSE: tuple[Filter, ...] = (
    mend_characters,  # first: the others compare letters, and it resolves the author's controls
    arrange_parts,  # before labels: what it adds needs one
    label,  # before what may change wording by the house's taste: a label outlives a taste
    cite,  # after labels, which must not touch those of the sources
    say_days,  # before digits, which count a date as the report's own
    set_digits,  # after cite: a bibliography counts as the report does
    isolate_report,  # last: it parts texts, and what comes after would see half a sentence
)
"""The filters of the house in their order."""


def edit(report: Report, warn: Warn, filters: tuple[Filter, ...] = HOUSE) -> Report:
    """Pass a report through filters.

    >>> from report.model.document import Metadata
    >>> edit(Report(Metadata(title="ﺗﻘﺮﻳﺮ")), lambda found: None).metadata.title
    'تقرير'
    """
    return reduce(lambda edited, apply: apply(edited, warn), filters, report)
