"""EDGE: ``report check``: sources by the rules of the house, books by the validators as well."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from report.checks.truth import Truth, read_truth, score
from report.cli.build import assets_of, take, today
from report.cli.desk import Desk
from report.cli.judges import judge_epub, judge_pdf, prove_itself
from report.cli.mending import mend
from report.cli.project import Projects
from report.diagnostics import Diagnostic, Place, ReportError, Severity
from report.disk import open_house
from report.press import prepare
from report.readers import read
from report.rules import Phrase, finding


def run(options: argparse.Namespace, desk: Desk) -> bool:
    """Check each file; done when none has an error."""
    families = frozenset(face.family for face in open_house().faces)
    projects = Projects(desk, today().date())
    truth = _truth(options.against) if options.against else None
    for name in options.sources:
        desk.progress(f"{name}: checking …")
        try:
            if name.lower().endswith((".epub", ".pdf")):
                desk.warn_all(_book(Path(name), families, desk))
                continue
            if options.fix or options.diff:
                mend(name, desk, show=options.diff)
            desk.warn_all(projects.waive(_source(name), name))
            if truth is not None:
                _score(name, truth, desk)
        except ReportError as error:
            desk.warn(error.diagnostic)
    projects.close(books=False)
    errors, warnings = desk.count(Severity.ERROR), desk.count(Severity.WARNING)
    desk.say(f"{errors} errors, {warnings} warnings", errors=errors, warnings=warnings)
    return errors == 0


def _truth(path: Path) -> Truth:
    """Return a known answer; raises (C001, C031) when there is none in the file."""
    try:
        return read_truth(path.read_bytes())
    except OSError:
        raise ReportError(finding("C001", Place(str(path), 0), path=str(path))) from None
    except ValueError as error:
        raise ReportError(finding("C031", Place(str(path), 0), reason=Phrase(str(error)))) from None


def _score(name: str, truth: Truth, desk: Desk) -> None:
    """Say how near the reader of a source comes to its known answer, and what it missed."""
    found: list[Diagnostic] = []
    tallies = score(read(take(name), found.append), found, truth)
    for measure, tally in tallies.items():
        desk.say(
            f"{measure:10} F1 {tally.f1:.3f}  precision {tally.precision:.3f}  "
            f"recall {tally.recall:.3f}  of {tally.wanted}",
            file=name,
            measure=measure,
            f1=round(tally.f1, 4),
            precision=round(tally.precision, 4),
            recall=round(tally.recall, 4),
            wanted=tally.wanted,
            missed=tally.missed,
            extra=tally.extra,
        )
        for sign, texts in (("-", tally.missed), ("+", tally.extra)):
            if desk.layout != "json":
                for text in texts:
                    desk.say(f"  {sign} {text}")


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
