"""EDGE: ``report preview``: the printed book in the browser, set again after every save."""

from __future__ import annotations

import argparse
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from report.cli import build_arguments, paper
from report.cli.build import Commission, SetReport, set_report, slug_of, take, today, warm
from report.cli.desk import Desk
from report.cli.preview.server import HOST, Stage, open_server
from report.cli.project import project_of
from report.diagnostics import Diagnostic, ReportError
from report.jobs import Lost, Workshop
from report.model.document import Profile
from report.rules import finding
from report.writers.pdf.standards import Standard

_PAUSE = 0.3
"""Seconds between two looks at the files: shorter than a hand moves from editor to browser."""

Stamp = tuple[tuple[str, int, int], ...]


def arguments(verb: argparse.ArgumentParser) -> None:
    """Give the verb its arguments."""
    verb.add_argument("source", metavar="SOURCE", help="the manuscript that is being written")
    verb.add_argument("--port", type=int, default=8766, help="on this machine only (8766)")
    verb.add_argument("--theme", metavar="NAME", help="the look: government, press, research …")
    verb.add_argument(
        "--profile", choices=get_args(Profile), help="the report, or its brief on a page or two"
    )
    paper.arguments(verb)
    verb.set_defaults(verb=run)


def run(options: argparse.Namespace, desk: Desk) -> bool:
    """Show a book until it is interrupted; done when it could be set at all."""
    take(options.source)
    stage = Stage()
    with open_server(stage, options.port) as server:
        address = f"http://{HOST}:{server.server_port}/"
        desk.say(f"{options.source} at {address} (Ctrl+C ends)", address=address)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            for came in settings_of(options):
                show(came, stage, desk)
        except KeyboardInterrupt:
            pass
        server.shutdown()
    return stage.number > 0


def show(came: SetReport | Lost | Diagnostic, stage: Stage, desk: Desk) -> None:
    """Put what came on the stage; where no book came, the last one stays there."""
    match came:
        case SetReport(refused=None):
            found = came.found
            data = next(data for name, data in came.outputs.items() if name.endswith(".pdf"))
            stage.put(data, found, came.seconds)
            desk.progress(f"{len(came.pages)} pages, {len(found)} findings, {came.seconds:.1f} s")
        case SetReport(found=found, refused=Diagnostic() as refused):
            stage.put(None, (refused, *found), came.seconds)
        case Lost(reason=reason):
            stage.put(None, (finding("C040", None, source="the book", reason=reason),), 0)
        case Diagnostic():
            stage.put(None, (came,), 0)


def settings_of(options: argparse.Namespace) -> Iterator[SetReport | Lost | Diagnostic]:
    """Yield the book, and again each time that a file changes of which it is made."""
    asked = ordered(options)
    workshop = Workshop(1, "")
    slug = slug_of(options.source)
    seen: Stamp | None = None
    names: tuple[str, ...] = ()
    while True:
        now = stamp_of(options.source, names)
        if now == seen:
            time.sleep(_PAUSE)
            continue
        try:
            commission = Commission(take(options.source), slug, asked, today())
        except ReportError as error:
            seen = now
            yield error.diagnostic
            continue
        (_, came) = next(iter(workshop.results(set_report, [commission], warm)))
        if isinstance(came, SetReport) and came.description:
            names = inputs_of(came)
        # What was saved while the book was being set is another change.
        seen = now if now == stamp_of(options.source, ()) else stamp_of(options.source, names)
        yield came


def ordered(options: argparse.Namespace) -> argparse.Namespace:
    """Return what ``report build`` would be asked for: the PDF alone, that promises nothing."""
    parser = argparse.ArgumentParser()
    build_arguments(parser)
    wanted = parser.parse_args(["--to", "pdf", "--standard", Standard.PLAIN, "--", options.source])
    said = {**vars(wanted), **vars(options)}
    said.pop("verb", None)
    return argparse.Namespace(**said)


def inputs_of(came: SetReport) -> tuple[str, ...]:
    """Return the names of the files that a book is made of besides its source."""
    inputs = came.description["inputs"]
    assert isinstance(inputs, list), "a description lists its inputs"
    return tuple(str(entry["name"]) for entry in inputs[1:])


def stamp_of(source: str, names: tuple[str, ...]) -> Stamp:
    """Return what tells that a file has changed: times and sizes of all that a book is made of."""
    path = Path(source)
    project = project_of(source)
    beside = [path, *(path.parent / name for name in names)]
    if project is not None:
        beside += [project, *sorted(project.parent.glob("*.css"))]
    return tuple(_stamped(file) for file in beside)


def _stamped(file: Path) -> tuple[str, int, int]:
    try:
        state = file.stat()
    except OSError:
        return str(file), 0, -1
    return str(file), state.st_mtime_ns, state.st_size
