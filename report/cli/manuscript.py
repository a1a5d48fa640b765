"""EDGE: ``report import``: a source becomes a manuscript for a person to review."""

from __future__ import annotations

import argparse
from pathlib import Path

from report.cli.build import assets_of, take
from report.cli.desk import Desk
from report.diagnostics import Place, ReportError
from report.disk import write_whole
from report.filters.characters import mend_characters
from report.model.assets import Asset
from report.readers import read
from report.readers.images import illustrate
from report.rules import finding
from report.writers.manuscript import write_manuscript


def run(options: argparse.Namespace, desk: Desk) -> bool:
    """Read the source and write the manuscript, its images beside it; nothing is overwritten."""
    target = options.output
    if target is not None and target.exists() and not options.force:
        raise ReportError(finding("C010", Place(str(target), 0)))
    source = take(options.source)
    # What an editor reviews are letters in their order, not the shapes and marks of a program.
    report = mend_characters(read(source, desk.warn), desk.warn)
    if target is None:
        desk.write(write_manuscript(report))
        if report.assets:
            count = len(report.assets)
            desk.warn(finding("C030", Place(source.name, 0), count=count))
        return True
    report = illustrate(report, assets_of(report, source, options.fetch, desk.warn), desk.warn)
    images = [_beside(target, asset, force=options.force) for asset in report.assets]
    write_whole(target, write_manuscript(report).encode())
    written = [path for path in images if path]
    more = f" and {len(written)} images" if written else ""
    desk.say(
        f"wrote {target}{more}: review it, then run: report build {target}",
        file=str(target),
        images=[str(path) for path in written],
    )
    return True


def _beside(target: Path, asset: Asset, *, force: bool) -> Path | None:
    """Write an image where the manuscript looks for it; ``None`` when it is there already."""
    path: Path = target.parent / asset.name
    if path.exists():
        if path.read_bytes() == asset.data:
            return None
        if not force:
            raise ReportError(finding("C010", Place(str(path), 0)))
    write_whole(path, asset.data)
    return path
