"""EDGE: ``report archive diff`` and ``rebuild``: two editions compared, one made again."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from report.archive.diff.compare import Comparison, compare
from report.archive.diff.page import write_page
from report.archive.diff.pages import PagePair, compare_pages
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
from report.press import Order, ordered_again, publish
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
    now = _report(archive, other, after)
    comparison = compare(_report(archive, inventory, before), now)
    desk.progress("comparing the printed pages …")
    books = _printed(archive, inventory, before), _printed(archive, other, after)
    pages = compare_pages(*books) if all(books) else ()
    if options.output is None:
        desk.write(write_plain(comparison, pages))
    else:
        page = write_page(comparison, now.metadata.title, before, after, pages)
        write_whole(options.output, page.encode())
    _say_comparison(comparison, pages, options, desk)
    return True


def _printed(archive: Archive, inventory: Inventory, number: int) -> bytes:
    """Return the printed book of an edition, or nothing for one that has none."""
    for path in sorted(inventory.version(number).state):
        if path.startswith("book/") and path.endswith(".pdf") and not path.endswith(SIGNED):
            return archive.read(inventory, number, path)
    return b""


def _say_comparison(
    comparison: Comparison, pages: Sequence[PagePair], options: argparse.Namespace, desk: Desk
) -> None:
    counts = {
        "metadata": len(comparison.metadata),
        "passages": len(comparison.changes),
        "images": len(comparison.assets),
        "pages": len(pages),
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
        place = Place(f"{archive.home(inventory.id)}@v{number}/{MANIFEST}", 0)
        again = dict(_rebuilt(Path(folder) / "edition", files, place))
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


def _rebuilt(folder: Path, files: Mapping[str, bytes], place: Place) -> Iterator[tuple[str, bytes]]:
    """Yield the books of a restored edition, made again; ``place`` is that of its manifest."""
    form = json.loads(files[MANIFEST])
    source = read_source(folder / "source" / form["inputs"][0]["name"])
    edition = Edition(form["work"], form["edition"], datetime.fromisoformat(form["issued"]))
    books = publish(
        source,
        lambda report: edition,
        open_house(folder / "house"),
        _silent,
        partial(assets_of, source=source),
        _order(form, files, place),
    )
    for path in files:
        if not path.startswith("book/") or path.endswith(SIGNED):
            continue
        made = getattr(books, Path(path).suffix[1:], None)
        if made is not None:
            yield path, made.encode() if isinstance(made, str) else made


def _order(form: Mapping[str, Any], files: Mapping[str, bytes], place: Place) -> Order:
    """Return what was ordered of the press for an edition, as far as its manifest says it."""
    kinds = tuple(
        kind
        for kind in _KINDS
        if any(path.startswith("book/") and path.endswith(f".{kind}") for path in files)
    )
    try:
        return ordered_again(form.get("order", {}), kinds, form["tools"])
    except (TypeError, ValueError) as error:
        reason = f"what was ordered cannot be made here: {error}"
        raise ReportError(finding("A025", place, reason=reason)) from None


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
