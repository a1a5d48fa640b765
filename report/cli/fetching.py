"""EDGE: ``--fetch``: the images of a page from the hosts that a person names."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Sequence

from report.diagnostics import Place, Warn
from report.fetch import Origin, Wanted, fetch_images, read_origin
from report.model.assets import Asset
from report.model.blocks import Figure
from report.model.document import Report
from report.model.walk import report_blocks
from report.readers.html import far_images
from report.readers.source import Source


def origins_of(written: str) -> tuple[Origin, ...]:
    """Return the hosts of an option, one comma between two."""
    try:
        return tuple(read_origin(host) for host in written.split(","))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def fetched(
    report: Report, source: Source, there: Collection[str], origins: Sequence[Origin], warn: Warn
) -> tuple[Asset, ...]:
    """Return the images of a page that are not ``there`` and that a named host gives.

    Nothing is fetched for a source that is no page.
    """
    if source.media_type != "text/html":
        return ()
    figures = [block for block in report_blocks(report) if isinstance(block, Figure)]
    places = {figure.asset: figure.at for figure in reversed(figures)}
    wanted = [
        Wanted(name, address, places.get(name) or Place(source.name, 0))
        for name, address in far_images(source).items()
        if name not in there
    ]
    return tuple(fetch_images(wanted, origins, warn))
