"""JSON: the form that ``report schema`` describes becomes a report."""

from __future__ import annotations

import json

from report.diagnostics import Place, ReportError, Warn
from report.model.document import Report
from report.model.jsonform import FormError, from_json
from report.readers.source import Source, decode
from report.rules import finding


def read_json(source: Source, warn: Warn) -> Report:
    """Read a report in its JSON form.

    Raises :class:`report.diagnostics.ReportError` for text that is no JSON (D029) and for JSON
    that is no report (D030).

    >>> form = '{"version": 1, "metadata": {"title": "موجز"}}'
    >>> read_json(Source("a.json", "application/json", form.encode()), print).metadata.title
    'موجز'
    """
    text = decode(source, warn)
    try:
        return from_json(text)
    except json.JSONDecodeError as error:
        place = Place(source.name, error.lineno, error.colno)
        raise ReportError(finding("D029", place, problem=error.msg)) from error
    except FormError as error:
        place = Place(source.name, 0)
        raise ReportError(
            finding("D030", place, path=error.path or "report", problem=error.problem)
        ) from error
