"""Gathering: the files of sources that a report names, found among what was brought for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from report.bibliography.sources import SourcesError, read_sources
from report.diagnostics import Warn
from report.model.assets import Asset
from report.model.document import Reference, Report
from report.model.parts import images_of, source_files
from report.rules import Phrase, finding

_MEDIA_TYPES = {True: "application/json", False: "text/x-bibtex"}


def gather(
    report: Report, brought: Iterable[Asset], warn: Warn
) -> tuple[Report, tuple[Asset, ...]]:
    """Return the report with its sources and their files, and what was brought besides.

    Args:
        report: a report that names files of sources, or none.
        brought: files found for it.
        warn: is told of each file that is missing or holds no source (D204).
    """
    names = report.options.bibliography
    files = {asset.name: asset for asset in (*source_files(report), *brought)}
    sources: dict[str, Reference] = {known.key: known for known in report.references}
    for name in names:
        try:
            if name in files:
                for reference in read_sources(files[name]):
                    sources.setdefault(reference.key, reference)
            elif not report.references:
                warn(finding("D204", None, name=name, reason=Phrase("there is no such file")))
        except SourcesError as error:
            warn(finding("D204", None, name=name, reason=Phrase(str(error))))
    others = tuple(asset for name, asset in files.items() if name not in names)
    held = tuple(
        replace(files[name], media_type=_MEDIA_TYPES[name.lower().endswith(".json")])
        for name in names
        if name in files
    )
    carried = (*images_of(report), *held)
    return replace(report, references=tuple(sources.values()), assets=carried), others
