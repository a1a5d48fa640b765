"""EDGE: ``report import``: a source becomes a manuscript for a person to review."""

from __future__ import annotations

import argparse

from report.cli.build import take
from report.cli.desk import Desk
from report.diagnostics import Place, ReportError
from report.disk import write_whole
from report.readers import read
from report.rules import finding
from report.writers.manuscript import write_manuscript


def run(options: argparse.Namespace, desk: Desk) -> bool:
    """Read the source and write the manuscript; a manuscript that is there is never overwritten."""
    target = options.output
    if target is not None and target.exists() and not options.force:
        raise ReportError(finding("C010", Place(str(target), 0)))
    report = read(take(options.source), desk.warn)
    text = write_manuscript(report)
    if target is None:
        desk.write(text)
    else:
        write_whole(target, text.encode())
        desk.say(f"wrote {target}: review it, then run: report build {target}", file=str(target))
    return True
