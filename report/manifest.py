"""The manifest: what went into a build and what came out, by digest; equal for equal builds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from report.compose.galley import Galley
from report.diagnostics import Diagnostic, as_json
from report.readers.source import Source
from report.writers.pagemap import Page

Tools = Mapping[str, str | None]


def describe(
    source: Source, galley: Galley, tools: Tools, order: Mapping[str, object]
) -> dict[str, object]:
    """Describe a build before it is made: the edition, its inputs, the house, order and tools.

    This much is carried inside the PDF, which cannot tell its own digest.
    """
    edition, metadata = galley.edition, galley.report.metadata
    return {
        "work": edition.work,
        "edition": edition.number,
        "issued": edition.issued.astimezone(UTC).isoformat(),
        "title": metadata.title,
        "language": metadata.language,
        "profile": galley.report.options.profile,
        "theme": galley.theme.name,
        "inputs": [
            digest(PurePath(source.name).name, source.data),
            *(digest(asset.name, asset.data) for asset in galley.report.assets),
        ],
        "house": {
            name: sha256(text.encode()).hexdigest()
            for name, text in sorted({**galley.house.templates, **galley.house.styles}.items())
        },
        "faces": {face.file: face.sha256 for face in galley.house.faces},
        "order": dict(order),
        "tools": dict(tools),
        "lock": galley.house.lock,
    }


def conclude(
    description: Mapping[str, Any],
    outputs: Mapping[str, bytes],
    pages: Iterable[Page],
    proof: Mapping[str, object],
    findings: Iterable[Diagnostic],
    lines: Iterable[Mapping[str, object]],
) -> dict[str, object]:
    """Complete the description of a build: digests of the outputs, page map, proof, findings.

    The page map says of each page of the PDF what is printed on it and where its text begins: in
    which sheet, before which character of the text of which element of it.
    ``proof`` says how many words each reader of PDF has intact; it is empty where none was asked.
    ``lines`` has the widest line of each page of the PDF.
    """
    return {
        **description,
        "outputs": [digest(name, data) for name, data in outputs.items()],
        "pages": [_mapped(page) for page in pages],
        "lines": [dict(line) for line in lines],
        "words": dict(proof),
        "findings": [as_json(_at_home(finding, description)) for finding in findings],
    }


def _mapped(page: Page) -> dict[str, object]:
    start = page.start
    place = {"sheet": start.sheet, "element": start.element, "character": start.character}
    return {"folio": page.folio, **place}


def _at_home(found: Diagnostic, description: Mapping[str, Any]) -> Diagnostic:
    """Return a finding in a source without the folder in which it lay when it was built.

    Where a source lies is no part of the build: the same build elsewhere has the same manifest.
    """
    names = {entry["name"] for entry in description["inputs"]}
    if found.place is None or (name := PurePath(found.place.file).name) not in names:
        return found
    folder = found.place.file.removesuffix(name)
    message = found.message.replace(found.place.file, name) if folder else found.message
    return replace(found, place=found.place._replace(file=name), message=message)


def written(manifest: Mapping[str, object]) -> bytes:
    """Write a manifest as JSON."""
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()


def digest(name: str, data: bytes) -> dict[str, object]:
    """Return the entry of a file: its name, size and SHA-256."""
    return {"name": name, "bytes": len(data), "sha256": sha256(data).hexdigest()}
