"""EDGE: ``report check``: sources by the rules of the house, books by the validators as well."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from report.cli.build import assets_of, take, today
from report.cli.desk import Desk
from report.cli.judges import judge_epub, judge_pdf, prove_itself
from report.cli.mending import mend
from report.cli.project import Projects
from report.diagnostics import Diagnostic, Place, ReportError, Severity
from report.disk import open_house
from report.press import prepare
from report.rules import finding


def run(options: argparse.Namespace, desk: Desk) -> bool:
    """Check each file; done when none has an error."""
    families = frozenset(face.family for face in open_house().faces)
    projects = Projects(desk, today().date())
    for name in options.sources:
        desk.progress(f"{name}: checking …")
        try:
            if name.lower().endswith((".epub", ".pdf")):
                desk.warn_all(_book(Path(name), families, desk))
                continue
            if options.fix or options.diff:
                mend(name, desk, show=options.diff)
            desk.warn_all(projects.waive(_source(name), name))
        except ReportError as error:
            desk.warn(error.diagnostic)
    projects.close(books=False)
    errors, warnings = desk.count(Severity.ERROR), desk.count(Severity.WARNING)
    desk.say(f"{errors} errors, {warnings} warnings", errors=errors, warnings=warnings)
    return errors == 0


def _source(name: str) -> Iterable[Diagnostic]:
    found: list[Diagnostic] = []
    source = take(name)
    prepare(source, found.append, partial(assets_of, source=source))
    return found


def _book(path: Path, families: frozenset[str], desk: Desk) -> Iterable[Diagnostic]:
    """Judge a book; one that carries its source is ours, and is compared with it."""
    if not path.is_file():
        raise ReportError(finding("C001", Place(str(path), 0), path=str(path)))
    if path.suffix.lower() == ".epub":
        return judge_epub(path, families)
    proofs = prove_itself(path)
    found = judge_pdf(path, families if proofs else ())
    for proof in proofs:
        found += proof.findings
        desk.say(
            f"{path}: {proof.reader} reads {proof.intact} of {proof.words} words as written",
            file=str(path),
            reader=proof.reader,
            words=proof.words,
            intact=proof.intact,
        )
    return found
