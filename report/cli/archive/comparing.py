"""EDGE: ``report archive diff`` and ``rebuild``: two editions compared, one made again."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from report.archive.diff.compare import Comparison, compare
from report.archive.diff.page import write_page
from report.archive.diff.plain import write_plain
from report.archive.edition import MANIFEST, REPORT
from report.archive.inventory import Inventory
from report.archive.root.archive import Archive
from report.archive.root.giving import write_folder
from report.archive.signing import SIGNED
from report.cli.archive.picking import name_of, pick_edition
from report.cli.build import assets_of
from report.cli.desk import Desk
from report.diagnostics import Diagnostic, Place, ReportError
from report.disk import open_house, read_source, write_whole
from report.model.document import Edition, Report
from report.model.jsonform import from_json
from report.press import Order, publish
from report.rules import finding
from report.tools import versions

_KINDS = ("pdf", "epub", "html")


def run_diff(options: argparse.Namespace, desk: Desk) -> bool:
    """Compare two editions of a work; the comparison goes to the terminal or into a page."""
    archive = Archive.open(options.root, desk.warn)
    inventory, before = pick_edition(archive, options.before)
    only_number = options.after.removeprefix("v").isdecimal()
    named = f"{inventory.id}@{options.after}" if only_number else options.after
    other, after = pick_edition(archive, named)
    comparison = compare(_report(archive, inventory, before), _report(archive, other, after))
    if options.output is None:
        desk.write(write_plain(comparison))
    else:
        title = _report(archive, other, after).metadata.title
        page = write_page(comparison, title, before, after)
        write_whole(options.output, page.encode())
    _say_comparison(comparison, options, desk)
    return True


def _say_comparison(comparison: Comparison, options: argparse.Namespace, desk: Desk) -> None:
    counts = {
        "metadata": len(comparison.metadata),
        "passages": len(comparison.changes),
        "images": len(comparison.assets),
    }
    told = ", ".join(f"{name} {count}" for name, count in counts.items())
    where = f" in {options.output}" if options.output else ""
    desk.say(f"changes{where}: {told}", **counts)


def _report(archive: Archive, inventory: Inventory, number: int) -> Report:
    """Return the report of an edition as it was composed."""
    data = archive.read(inventory, number, REPORT)
    try:
        return from_json(data.decode())
    except ValueError as error:
        place = Place(f"{archive.home(inventory.id)}@v{number}/{REPORT}", 0)
        raise ReportError(finding("A017", place, reason=str(error))) from None


def run_rebuild(options: argparse.Namespace, desk: Desk) -> bool:
    """Make the books of an edition again, from its own source, templates and fonts.

    Done when they have the same bytes; what differs is said, with the tools that may be why.
    """
    archive = Archive.open(options.root, desk.warn)
    inventory, number = pick_edition(archive, options.work)
    files = archive.edition(inventory, number)
    desk.progress(f"{name_of(inventory)} v{number}: setting …")
    with tempfile.TemporaryDirectory(prefix="rebuild-") as folder:
        write_folder(Path(folder) / "edition", files)
        again = dict(_rebuilt(Path(folder) / "edition", files))
    archived = {
        path: data
        for path, data in files.items()
        if path.startswith("book/") and not path.endswith(SIGNED)
    }
    differing = [path for path, data in archived.items() if again.get(path) != data]
    for path in differing:
        place = Place(f"{archive.home(inventory.id)}@v{number}/{path}", 0)
        desk.warn(finding("A025", place, reason=_reason(files, again.get(path), archived[path])))
    if options.output is not None:
        write_folder(options.output, again)
    same = len(archived) - len(differing)
    desk.say(
        f"rebuilt {name_of(inventory)} v{number}: {same} of {len(archived)} books are equal",
        work=inventory.id,
        edition=number,
        books=len(archived),
        equal=same,
    )
    return not differing


def _rebuilt(folder: Path, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the books of a restored edition, made again."""
    form = json.loads(files[MANIFEST])
    source = read_source(folder / "source" / form["inputs"][0]["name"])
    edition = Edition(form["work"], form["edition"], datetime.fromisoformat(form["issued"]))
    books = publish(
        source,
        lambda report: edition,
        open_house(folder / "house"),
        _silent,
        partial(assets_of, source=source),
        Order(to=_ordered(files), tools=form["tools"]),
    )
    for path in files:
        if not path.startswith("book/") or path.endswith(SIGNED):
            continue
        made = getattr(books, Path(path).suffix[1:], None)
        if made is not None:
            yield path, made.encode() if isinstance(made, str) else made


def _ordered(files: Mapping[str, bytes]) -> tuple[str, ...]:
    return tuple(
        kind
        for kind in _KINDS
        if any(path.startswith("book/") and path.endswith(f".{kind}") for path in files)
    )


def _reason(files: Mapping[str, bytes], again: bytes | None, archived: bytes) -> str:
    if again is None:
        return "it was not made"
    then: Mapping[str, str | None] = json.loads(files[MANIFEST]).get("tools", {})
    now = versions()
    other = [
        f"{tool} {was} then, {now.get(tool)} now"
        for tool, was in then.items()
        if was != now.get(tool)
    ]
    pairs = enumerate(zip(archived, again, strict=False))
    shorter = min(len(archived), len(again))
    at = next((place for place, (was, new) in pairs if was != new), shorter)
    return "; ".join([f"from byte {at} on", *other])


def _silent(diagnostic: Diagnostic) -> None:
    """Pass over what was said when the edition was made: it stands in its manifest."""
