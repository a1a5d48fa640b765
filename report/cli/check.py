"""EDGE: ``report check``: sources by the rules of the house, books by the validators as well."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from report.checks.epub import check_epub
from report.cli.build import assets_of, take
from report.cli.desk import Desk
from report.diagnostics import ReportError, Severity
from report.press import prepare
from report.tools import epubcheck


def run(options: argparse.Namespace, desk: Desk) -> bool:
    """Check each file; done when none has an error."""
    for name in options.sources:
        desk.progress(f"{name}: checking …")
        try:
            _check(name, desk)
        except ReportError as error:
            desk.warn(error.diagnostic)
    errors, warnings = desk.count(Severity.ERROR), desk.count(Severity.WARNING)
    desk.say(f"{errors} errors, {warnings} warnings", errors=errors, warnings=warnings)
    return errors == 0


def _check(name: str, desk: Desk) -> None:
    if name.lower().endswith(".epub"):
        for found in (*check_epub(Path(name).read_bytes(), name), *epubcheck([Path(name)])):
            desk.warn(found)
        return
    source = take(name)
    prepare(source, desk.warn, partial(assets_of, source=source))
