"""EDGE: what is archived of a build: its folder read again, or a source built for the archive."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from report import __version__
from report.archive.edition import MEDIA_TYPES, Build
from report.archive.premis import program
from report.cli.build import assets_of, slug_of, take, titled, today
from report.cli.desk import Desk
from report.cli.look import dressed
from report.compose.galley import House
from report.diagnostics import Diagnostic, Place, ReportError
from report.disk import LOCK, SITE, house_folder, open_house, read_source
from report.manifest import conclude, written
from report.model.document import Edition, Report
from report.press import Books, Order, edition_of, prepare, publish
from report.readers.source import Source
from report.rules import finding
from report.tools import versions
from report.writers.manuscript import write_manuscript

PRESS = program("warraq", __version__)
_HOUSE = ("templates", "fonts")
_MANUSCRIPT = "text/markdown"


def is_build(path: Path) -> bool:
    """Say whether a path is a build, its folder or its manifest, and not a source."""
    if path.suffix != ".json":
        return path.is_dir()
    try:
        form = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(form, dict) and "outputs" in form


def from_folder(folder: Path, source: Path | None, original: Path | None) -> Build:
    """Return the build that lies in a folder, with the source and the house it was made from.

    A brief in the same folder is a build of its own: ``folder`` may be the manifest of the one that
    is meant, else it is the report.

    Raises :class:`ReportError` A024 when the folder has no manifest or lacks what it names.
    """
    chosen = _manifest(folder)
    folder = chosen.parent
    manifest = chosen.read_bytes()
    try:
        form = json.loads(manifest)
        inputs = [str(entry["name"]) for entry in form["inputs"]]
        outputs = [str(entry["name"]) for entry in form["outputs"]]
    except (ValueError, LookupError, TypeError):
        place = Place(str(chosen), 0)
        raise ReportError(finding("A024", place, reason="its manifest cannot be read")) from None
    read = read_source(source or _found(folder, inputs[0]))
    report = prepare(read, _silent, partial(assets_of, source=read))
    house = dressed(open_house(), read.name)
    return Build(
        press=PRESS,
        manifest=manifest,
        outputs=dict(_present(folder, outputs)),
        inputs={inputs[0]: read.data} | {asset.name: asset.data for asset in report.assets},
        house=read_house() | dict(_rooms(house)),
        report=report,
        beside=dict(_beside(read, report, original)),
    )


def _manifest(given: Path) -> Path:
    if given.is_file():
        return given
    manifests = sorted(given.glob("*.json"))
    if len(manifests) > 1:  # a brief beside its report
        manifests = [path for path in manifests if not path.stem.endswith(titled("", "brief"))]
    if len(manifests) != 1:
        reason = "it has several manifests" if manifests else "it has no manifest"
        raise ReportError(finding("A024", Place(str(given), 0), reason=reason))
    return manifests[0]


def _found(folder: Path, name: str) -> Path:
    """Return the source of a build by its name: in its folder, else in the current one."""
    beside = folder / Path(name).name
    return beside if beside.is_file() else Path(name)


def build_source(options: argparse.Namespace, desk: Desk, number_of: Callable[[str], int]) -> Build:
    """Build a source as the next edition of its work; findings go to the desk."""
    source = take(str(options.build))
    found: list[Diagnostic] = []
    edition = partial(_edition, number_of=number_of, issued=options.issued)
    house = dressed(open_house(), source.name)
    try:
        books = publish(
            source,
            edition,
            house,
            found.append,
            partial(assets_of, source=source),
            Order(tools=versions()),
        )
    finally:
        desk.warn_all(found)
    slug = slug_of(str(options.build))
    report = books.galley.report
    name = titled(slug, report.options.profile)
    outputs = {f"{name}.{kind}": data for kind, data in _books(books)}
    return Build(
        press=PRESS,
        manifest=written(conclude(books.description, outputs, books.pages, {}, found, books.lines)),
        outputs=outputs,
        inputs={Path(source.name).name: source.data}
        | {asset.name: asset.data for asset in report.assets},
        house=read_house() | dict(_rooms(house)),
        report=report,
        beside=dict(_beside(source, report, options.original)),
    )


def _edition(report: Report, number_of: Callable[[str], int], issued: datetime | None) -> Edition:
    try:
        first = edition_of(report, 1, issued)
    except ValueError:
        first = edition_of(report, 1, today())
    return Edition(first.work, number_of(first.work), first.issued)


def _books(books: Books) -> Iterator[tuple[str, bytes]]:
    for kind, data in (("pdf", books.pdf), ("epub", books.epub)):
        if data is not None:
            yield kind, data


def _present(folder: Path, names: list[str]) -> Iterator[tuple[str, bytes]]:
    for name in names:
        path = folder / Path(name).name
        if path.is_file():
            yield name, path.read_bytes()


def _beside(source: Source, report: Report, original: Path | None) -> Iterator[tuple[str, bytes]]:
    """Yield the manuscript of what is none, and what a manuscript was made from."""
    if source.media_type != _MANUSCRIPT:
        stem = Path(source.name).stem
        yield f"manuscript/{stem}.md", write_manuscript(report).encode()
    if original is not None:
        yield f"original/{original.name}", original.read_bytes()


def _rooms(house: House) -> Iterator[tuple[str, bytes]]:
    """Yield templates and styles as a book is set in them: a project may bring its own look."""
    for name, text in {**house.templates, **house.styles}.items():
        yield f"templates/{name}", text.encode()


def read_house(folder: Path | None = None) -> dict[str, bytes]:
    """Return every file of the house by its path: templates, styles, fonts and their licences."""
    root = folder or house_folder()
    known = set(MEDIA_TYPES)
    files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for name in _HOUSE
        for path in sorted((root / name).rglob("*"))
        if path.is_file()
        and (path.suffix.lower() in known or path.name == "LICENSE")
        and SITE not in path.relative_to(root).parts
    }
    lock = root / LOCK
    return files | ({lock.name: lock.read_bytes()} if lock.is_file() else {})


def _silent(diagnostic: Diagnostic) -> None:
    """Pass over what was said when the book was built: it stands in the manifest."""
