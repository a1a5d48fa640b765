"""EDGE: ``report build``: the books of each source, written whole with their manifest."""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from report.cli.desk import Desk
from report.cli.paper import paper_of
from report.compose.galley import House
from report.diagnostics import Diagnostic, ReportError, Severity
from report.disk import open_house, read_assets, read_source, write_whole
from report.manifest import conclude
from report.manifest import written as as_bytes
from report.model.assets import Asset
from report.model.document import Edition, Report
from report.press import Books, Order, edition_of, publish
from report.readers.markdown import wanted_assets
from report.readers.source import Source
from report.rules import finding
from report.tools import versions

KINDS = ("pdf", "epub", "html")

_GENERIC = frozenset({"manuscript", "article", "report", "index", "readme"})


def run(options: argparse.Namespace, desk: Desk) -> bool:
    """Build every source; one that fails does not stop the others."""
    house = open_house()
    slugs: dict[str, str] = {}
    done = True
    for name in options.sources:
        try:
            source = take(name)
            slug = slug_of(name)
            if slug in slugs:
                raise ReportError(finding("C008", None, slug=slug, other=slugs[slug]))
            slugs[slug] = name
            done &= _build(source, slug, house, options, desk)
        except ReportError as error:
            desk.warn(error.diagnostic)
            done = False
    return done


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


def _build(
    source: Source, slug: str, house: House, options: argparse.Namespace, desk: Desk
) -> bool:
    started = time.monotonic()
    found: list[Diagnostic] = []
    desk.progress(f"{source.name}: setting …")
    try:
        books = publish(
            source,
            partial(_edition, options=options),
            house,
            found.append,
            partial(assets_of, source=source),
            Order(options.to, options.standard, paper_of(options), versions()),
        )
    finally:
        desk.warn_all(found)
    proof: dict[str, dict[str, object]] = {}
    if options.strict:
        # Loaded when it is needed: it brings all that reads PDF and EPUB.
        from report.cli.judges import judge_books

        desk.progress(f"{source.name}: proving …")
        judged, proof = judge_books(books, slug, for_press=paper_of(options).press)
        found += judged
        desk.warn_all(judged)
        if errors := sum(diagnostic.severity == Severity.ERROR for diagnostic in found):
            desk.warn(finding("C009", None, source=source.name, errors=errors))
            return False
    folder = options.output / slug
    written = dict(_outputs(books, slug))
    manifest = conclude(books.description, written, books.folios, proof, found, books.lines)
    written[f"{slug}.json"] = as_bytes(manifest)
    for name, data in written.items():
        write_whole(folder / name, data)
    _say(desk, folder, written, books, time.monotonic() - started)
    return True


def _edition(report: Report, options: argparse.Namespace) -> Edition:
    """Say when the edition is issued: asked for, else the epoch given, the report's date, today."""
    issued: datetime | None = options.issued
    if issued is None and (epoch := os.environ.get("SOURCE_DATE_EPOCH", "")).isdecimal():
        issued = datetime.fromtimestamp(int(epoch), UTC)
    try:
        return edition_of(report, options.edition, issued)
    except ValueError:
        return edition_of(report, options.edition, today())


def today() -> datetime:
    """Return the start of this day in UTC: the one look at the clock, at the edge."""
    now = datetime.now(UTC)  # noqa: TID251 - the edge reads the clock once
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def assets_of(report: Report, source: Source) -> Iterable[Asset]:
    """Return the images that a report names and that lie beside its source."""
    return read_assets(wanted_assets(report), Path(source.name).parent)


def _outputs(books: Books, slug: str) -> Iterable[tuple[str, bytes]]:
    for kind in KINDS:
        if (data := getattr(books, kind)) is not None:
            yield f"{slug}.{kind}", data


def _say(desk: Desk, folder: Path, written: dict[str, bytes], books: Books, seconds: float) -> None:
    files = [f"{folder / name}" for name in written]
    sizes = ", ".join(
        f"{name.rpartition('.')[2]} {len(data) / 1024:.0f} kB" for name, data in written.items()
    )
    pages = f"{len(books.folios)} pages, " if books.folios else ""
    desk.say(
        f"wrote {folder}: {pages}{sizes}, {seconds:.1f} s",
        files=files,
        pages=len(books.folios),
        seconds=round(seconds, 2),
    )
