"""The manifest: what went into a build and what came out, by digest; equal for equal builds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC
from hashlib import sha256
from pathlib import PurePath

from report.compose.galley import Galley
from report.diagnostics import Diagnostic, as_json
from report.readers.source import Source

Tools = Mapping[str, str | None]


def describe(source: Source, galley: Galley, tools: Tools) -> dict[str, object]:
    """Describe a build before it is made: the edition, its inputs, the house and the tools.

    This much is carried inside the PDF, which cannot tell its own digest.
    """
    edition, metadata = galley.edition, galley.report.metadata
    return {
        "work": edition.work,
        "edition": edition.number,
        "issued": edition.issued.astimezone(UTC).isoformat(),
        "title": metadata.title,
        "language": metadata.language,
        "inputs": [
            digest(PurePath(source.name).name, source.data),
            *(digest(asset.name, asset.data) for asset in galley.report.assets),
        ],
        "house": {
            name: sha256(text.encode()).hexdigest()
            for name, text in sorted({**galley.house.templates, **galley.house.styles}.items())
        },
        "faces": {face.file: face.sha256 for face in galley.house.faces},
        "tools": dict(tools),
    }


def conclude(
    description: Mapping[str, object],
    outputs: Mapping[str, bytes],
    pages: Iterable[str],
    proof: Mapping[str, object],
    findings: Iterable[Diagnostic],
) -> dict[str, object]:
    """Complete the description of a build: digests of the outputs, folios, proof, findings.

    ``proof`` says how many words each reader of PDF has intact; it is empty where none was asked.
    """
    return {
        **description,
        "outputs": [digest(name, data) for name, data in outputs.items()],
        "folios": list(pages),
        "words": dict(proof),
        "findings": [as_json(finding) for finding in findings],
    }


def written(manifest: Mapping[str, object]) -> bytes:
    """Write a manifest as JSON."""
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()


def digest(name: str, data: bytes) -> dict[str, object]:
    """Return the entry of a file: its name, size and SHA-256."""
    return {"name": name, "bytes": len(data), "sha256": sha256(data).hexdigest()}
