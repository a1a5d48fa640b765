"""Scorer: raw text as a test reads it, and the measure of :mod:`report.checks.truth`."""

from __future__ import annotations

from pathlib import Path

from report.checks.truth import Tally, score
from report.diagnostics import Diagnostic
from report.model.document import Report
from report.readers.article import read_article
from report.readers.source import Source

__all__ = ["Tally", "read", "score"]


def read(path: Path) -> tuple[Report, list[Diagnostic]]:
    """Read a raw text file."""
    findings: list[Diagnostic] = []
    source = Source(path.name, "text/plain", path.read_bytes())
    return read_article(source, findings.append), findings
