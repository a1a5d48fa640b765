"""EDGE: ``report build``: the books of each source, written whole with their manifest.

A report may be set here or in another process; what comes back is written here, in the order of
the sources, so that many processes say and write what one would.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from report.calm import calm, loading
from report.cli.counting import Count
from report.cli.desk import Desk
from report.cli.look import dressed
from report.cli.paper import paper_of
from report.cli.project import Projects
from report.compose.galley import House
from report.crew import ALONE, Crew
from report.diagnostics import Diagnostic, ReportError, Severity, Warn
from report.disk import open_house, read_assets, read_source, write_whole
from report.jobs import Lost, Workshop, in_order
from report.manifest import conclude
from report.manifest import written as as_bytes
from report.model.assets import Asset
from report.model.document import Edition, Report
from report.press import Books, Order, edition_of, never, prepare, publish
from report.readers.markdown import wanted_assets
from report.readers.source import Source
from report.rules import Phrase, finding
from report.store import user_shelf
from report.tools import versions
from report.writers.pagemap import Page

if TYPE_CHECKING:
    from report.fetch import Origin

KINDS = ("pdf", "epub", "html")

_GENERIC = frozenset({"manuscript", "article", "report", "index", "readme"})


@dataclass(frozen=True, slots=True)
class Commission:
    """A report to be set; ``options`` are those of the command, without what cannot travel.

    ``today`` is the day that the whole batch is issued on, whatever clock the worker has;
    ``carried`` are the images, where it goes to a machine that has none of them.
    """

    source: Source
    slug: str
    options: argparse.Namespace
    today: datetime
    carried: tuple[Asset, ...] | None = None

    def bring(self, report: Report, warn: Warn) -> Iterable[Asset]:
        """Bring the images of the report: those that travel with it, or those beside its source."""
        if self.carried is not None:
            return self.carried
        return assets_of(report, self.source, self.options.fetch, warn)


@dataclass(frozen=True, slots=True)
class SetReport:
    """What comes back: the books by their file names and all that the manifest says of them.

    ``found`` was found by the press, ``judged`` by those that judge books; ``refused`` says why
    there are no books, and ``unchanged`` that they are there already.
    """

    outputs: Mapping[str, bytes] = field(default_factory=dict)
    description: Mapping[str, object] = field(default_factory=dict)
    pages: tuple[Page, ...] = ()
    lines: tuple[Mapping[str, object], ...] = ()
    proof: Mapping[str, object] = field(default_factory=dict)
    found: tuple[Diagnostic, ...] = ()
    judged: tuple[Diagnostic, ...] = ()
    refused: Diagnostic | None = None
    unchanged: bool = False
    seconds: float = 0


def run(options: argparse.Namespace, desk: Desk) -> bool:
    """Build every source; one that fails does not stop the others."""
    started = time.monotonic()
    projects = Projects(desk, today().date())
    commissions, done = _commissions(options, desk)
    alone, memory = len(commissions) == 1, options.memory
    work: Callable[[Commission], SetReport] = set_report
    crew = Crew(options.workers or os.cpu_count() or 1, memory=memory)
    if alone and memory:  # in a process of its own, which has no desk
        work = partial(set_report, crew=crew)
    elif alone:
        work = partial(set_report, progress=desk.progress, crew=crew)
    counted = Count(desk, len(options.sources), len(options.sources) - len(commissions))
    workshop = Workshop(options.jobs, options.cluster, bare=options.traceback, memory=memory)
    results = workshop.results(work, commissions, warm)
    # After one book the process ends, and what it leaves behind with it.
    with calm() if alone else nullcontext():
        for place, came in in_order(counted.told(results)):
            done &= _deliver(commissions[place], came, projects)
    projects.close(books=options.strict)
    if len(options.sources) > 1:
        desk.say(counted.summary(time.monotonic() - started))
    return done


def _commissions(options: argparse.Namespace, desk: Desk) -> tuple[list[Commission], bool]:
    """Read every source; also say whether all could be read and have names of their own."""
    settings = argparse.Namespace(
        **{name: value for name, value in vars(options).items() if name != "verb"}
    )
    slugs: dict[str, str] = {}
    commissions: list[Commission] = []
    for name in options.sources:
        try:
            slug = slug_of(name)
            if slug in slugs:
                raise ReportError(finding("C008", None, slug=slug, other=slugs[slug]))
            source = take(name)
            carried = _carried(source, options, desk) if options.cluster else None
            commissions.append(Commission(source, slug, settings, today(), carried))
            slugs[slug] = name
        except ReportError as error:
            desk.warn(error.diagnostic)
    return commissions, len(commissions) == len(options.sources)


def _carried(source: Source, options: argparse.Namespace, desk: Desk) -> tuple[Asset, ...]:
    """Return the images of a source; what is wrong with it is said where it is set."""
    brought: list[Asset] = []

    def bring(report: Report) -> Iterable[Asset]:
        brought.extend(assets_of(report, source, options.fetch, desk.warn))
        return brought

    prepare(source, lambda finding: None, bring)
    return tuple(brought)


def take(name: str) -> Source:
    """Return the source of a name on the command line; ``-`` is standard input."""
    if name == "-":
        return Source("standard-input.md", "text/markdown", sys.stdin.buffer.read())
    return read_source(Path(name))


def slug_of(name: str) -> str:
    """Return what the outputs are called: the stem, or its folder where the stem says nothing.

    Small letters, digits and hyphens are safe on every disk and in every URL; Arabic has no one
    spelling in them, so a name in Arabic gives a digest, as labels do.

    >>> slug_of("examples/sahel-security/manuscript.md"), slug_of("Brief 3.md"), slug_of("-")
    ('sahel-security', 'brief-3', 'standard-input')
    """
    if name == "-":
        return "standard-input"
    path = Path(name)
    stem = path.stem
    if stem.lower() in _GENERIC and path.resolve().parent.name:
        stem = path.resolve().parent.name
    plain = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
    if stem.isascii() and plain:
        return plain
    return f"{plain}-{sha256(stem.encode()).hexdigest()[:8]}".lstrip("-")


def titled(slug: str, profile: object) -> str:
    """Return what the books of a profile are called: a brief lies beside its report.

    >>> titled("sahel-security", "report"), titled("sahel-security", "brief")
    ('sahel-security', 'sahel-security-brief')
    """
    return f"{slug}-{profile}" if profile == "brief" else slug


@cache
def house() -> House:
    """Open the house once a process."""
    return replace(open_house(), shelf=user_shelf())


@cache
def warm() -> None:
    """Do what the first report of a process would wait for."""
    with loading():
        house()
        from report.writers.pdf import cover, writer
    del cover, writer


def set_report(
    commission: Commission,
    progress: Callable[[str], None] = lambda step: None,
    crew: Crew = ALONE,
) -> SetReport:
    """Set and, where that is asked for, judge the books of one report; write nothing."""
    found: list[Diagnostic] = []
    try:
        return _set(commission, found, progress, crew)
    except ReportError as error:
        return SetReport(found=tuple(found), refused=error.diagnostic)


def _set(
    commission: Commission,
    found: list[Diagnostic],
    progress: Callable[[str], None],
    crew: Crew,
) -> SetReport:
    started = time.monotonic()
    source, slug, options = commission.source, commission.slug, commission.options
    progress(f"{source.name}: setting …")
    # The house comes first: it says that the machine has no fonts, before anything looks for them.
    rooms = dressed(house(), source.name)
    # Then the engine, before anything asks for its version: it loads Pango without compilers.
    warm()
    paper = paper_of(options)
    order = Order(options.to, options.standard, paper, versions(), options.theme, options.profile)
    books = publish(
        source,
        partial(_edition, options=options, today=commission.today),
        rooms,
        found.append,
        partial(commission.bring, warn=found.append),
        order,
        partial(_is_there, folder=options.output / slug, slug=slug) if options.resume else never,
        crew.hands,
        crew.aside,
    )
    name = titled(slug, books.description["profile"])
    outputs = dict(_outputs(books, name))
    judged: list[Diagnostic] = []
    proof: Mapping[str, object] = {}
    if options.strict and outputs:
        # Loaded when it is needed: it brings all that reads PDF and EPUB.
        from report.cli.judges import judge_books

        progress(f"{source.name}: proving …")
        judged, proof = judge_books(books, name, for_press=paper.press)
    return SetReport(
        outputs=outputs,
        description=books.description,
        pages=books.pages,
        lines=books.lines,
        proof=proof,
        found=tuple(found),
        judged=tuple(judged),
        unchanged=not outputs,
        seconds=time.monotonic() - started,
    )


def _edition(report: Report, options: argparse.Namespace, today: datetime) -> Edition:
    """Say when the edition is issued: asked for, else the epoch given, the report's date, today."""
    issued: datetime | None = options.issued
    if issued is None and (epoch := os.environ.get("SOURCE_DATE_EPOCH", "")).isdecimal():
        issued = datetime.fromtimestamp(int(epoch), UTC)
    try:
        return edition_of(report, options.edition, issued)
    except ValueError:
        return edition_of(report, options.edition, today)


def today() -> datetime:
    """Return the start of this day in UTC: the one look at the clock, at the edge."""
    now = datetime.now(UTC)  # noqa: TID251 - the edge reads the clock once
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def assets_of(
    report: Report,
    source: Source,
    origins: Sequence[Origin] = (),
    warn: Warn = lambda found: None,
) -> Iterable[Asset]:
    """Return the images that a report names and that lie beside its source.

    Those of a page that do not are fetched where a person has named ``origins``; ``warn`` is told
    of those that were not.
    """
    beside = read_assets(wanted_assets(report), Path(source.name).parent)
    if not origins:
        return beside
    # Loaded when it is asked for: nothing else here knows of a network.
    from report.cli.fetching import fetched

    return (*beside, *fetched(report, source, {a.name for a in beside}, origins, warn))


def _outputs(books: Books, slug: str) -> Iterable[tuple[str, bytes]]:
    for kind in KINDS:
        if (data := getattr(books, kind)) is not None:
            yield f"{slug}.{kind}", data


def _is_there(description: Mapping[str, object], folder: Path, slug: str) -> bool:
    """Say whether the books of a build lie in a folder, made of the same and whole.

    The manifest beside them says what they were made of and their digests.
    """
    try:
        name = titled(slug, description["profile"])
        manifest = json.loads((folder / f"{name}.json").read_bytes())
        outputs = {entry["name"]: entry["sha256"] for entry in manifest["outputs"]}
        whole = all(
            sha256((folder / name).read_bytes()).hexdigest() == digest
            for name, digest in outputs.items()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False
    same = json.loads(json.dumps(description))
    return whole and bool(outputs) and {key: manifest.get(key) for key in same} == same


def _deliver(commission: Commission, came: SetReport | Lost, projects: Projects) -> bool:
    """Tell what was found and write the books; say whether there are books now."""
    desk, source, options = projects.desk, commission.source, commission.options
    if isinstance(came, Lost) and came.memory:
        allowed = Phrase(f"{options.memory} MB" if options.memory else "the machine gives")
        desk.warn(finding("C042", None, source=source.name, allowed=allowed))
        return False
    if isinstance(came, Lost):
        desk.warn(finding("C040", None, source=source.name, reason=came.reason))
        return False
    found = projects.waive(came.found, source.name)
    desk.warn_all(found)
    if came.refused is not None:
        desk.warn(came.refused)
        return False
    folder = options.output / commission.slug
    if came.unchanged:
        desk.say(f"kept {folder}: unchanged", folder=str(folder), unchanged=True)
        return True
    judged = projects.waive(came.judged, source.name)
    found += judged
    desk.warn_all(judged)
    errors = sum(diagnostic.severity == Severity.ERROR for diagnostic in found)
    if options.strict and errors:
        desk.warn(finding("C009", None, source=source.name, errors=errors))
        return False
    written = dict(came.outputs)
    manifest = conclude(came.description, written, came.pages, came.proof, found, came.lines)
    written[f"{titled(commission.slug, came.description['profile'])}.json"] = as_bytes(manifest)
    try:
        for name, data in written.items():
            write_whole(folder / name, data)
    except ReportError as error:
        desk.warn(error.diagnostic)
        return False
    _say(desk, folder, written, came)
    return True


def _say(desk: Desk, folder: Path, written: Mapping[str, bytes], came: SetReport) -> None:
    files = [f"{folder / name}" for name in written]
    sizes = ", ".join(
        f"{name.rpartition('.')[2]} {len(data) / 1024:.0f} kB" for name, data in written.items()
    )
    pages = f"{len(came.pages)} pages, " if came.pages else ""
    desk.say(
        f"wrote {folder}: {pages}{sizes}, {came.seconds:.1f} s",
        files=files,
        pages=len(came.pages),
        seconds=round(came.seconds, 2),
    )
