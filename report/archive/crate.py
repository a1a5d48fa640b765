"""RO-Crate: an edition described for people and machines (RO-Crate 1.1, JSON-LD)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC
from hashlib import sha256
from typing import Any

from report.archive.inventory import written_time
from report.archive.paths import uri_reference
from report.archive.premis import Agent, Format
from report.model.document import Edition, Metadata

NAME = "ro-crate-metadata.json"
_SPECIFICATION = "https://w3id.org/ro/crate/1.1"

Entity = dict[str, Any]


def write_crate(
    metadata: Metadata,
    edition: Edition,
    files: Mapping[str, bytes],
    formats: Mapping[str, Format],
    press: Agent,
) -> bytes:
    """Write the ``ro-crate-metadata.json`` of an edition.

    ``files`` are those of the edition by logical path, this one left out; ``formats`` say what
    they are; ``press`` is the program that made the books.
    """
    graph = [
        {
            "@id": NAME,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": _SPECIFICATION},
        },
        _root(metadata, edition, files),
        *(_file(path, files[path], formats[path]) for path in sorted(files)),
        *_context(metadata),
        *_making(edition, files, press),
    ]
    form = {"@context": f"{_SPECIFICATION}/context", "@graph": graph}
    return (json.dumps(form, ensure_ascii=False, indent=1) + "\n").encode()


def _root(metadata: Metadata, edition: Edition, files: Mapping[str, bytes]) -> Entity:
    title = metadata.title if not metadata.subtitle else f"{metadata.title}: {metadata.subtitle}"
    root: Entity = {
        "@id": "./",
        "@type": "Dataset",
        "identifier": edition.work,
        "name": title,
        "description": metadata.description or title,
        "version": str(edition.number),
        "datePublished": edition.issued.astimezone(UTC).date().isoformat(),
        "inLanguage": metadata.language,
        "hasPart": [{"@id": uri_reference(path)} for path in sorted(files)],
    }
    for relation, people in (("author", _named(metadata, True)), ("contributor", _named(metadata))):
        if people:
            root[relation] = [{"@id": identifier} for identifier in people]
    if metadata.publisher:
        root["publisher"] = {"@id": _local(metadata.publisher)}
    if metadata.subjects:
        root["keywords"] = list(metadata.subjects)
    if metadata.licence or metadata.rights:
        root["license"] = {"@id": _licence(metadata)}
    if metadata.online:
        root["url"] = metadata.online
    return root


def _named(metadata: Metadata, authors: bool = False) -> list[str]:
    return [_local(c.name) for c in metadata.contributors if (c.role == "aut") == authors]


def _local(name: str) -> str:
    return f"#{uri_reference(name)}"


def _licence(metadata: Metadata) -> str:
    licence = metadata.licence or ""
    return licence if licence.startswith(("https://", "http://")) else "#licence"


def _file(path: str, data: bytes, kind: Format) -> Entity:
    encoding: list[Any] = [kind.name]
    if kind.puid:
        encoding.append({"@id": f"https://www.nationalarchives.gov.uk/PRONOM/{kind.puid}"})
    return {
        "@id": uri_reference(path),
        "@type": "File",
        "name": path.rpartition("/")[2],
        "contentSize": str(len(data)),
        "encodingFormat": encoding if len(encoding) > 1 else kind.name,
        "sha256": sha256(data).hexdigest(),
    }


def _context(metadata: Metadata) -> Iterator[Entity]:
    for name in dict.fromkeys(contributor.name for contributor in metadata.contributors):
        yield {"@id": _local(name), "@type": "Person", "name": name}
    if metadata.publisher:
        yield {
            "@id": _local(metadata.publisher),
            "@type": "Organization",
            "name": metadata.publisher,
        }
    if metadata.licence or metadata.rights:
        words = metadata.rights or metadata.licence
        yield {"@id": _licence(metadata), "@type": "CreativeWork", "name": words}


def _making(edition: Edition, files: Mapping[str, bytes], press: Agent) -> Iterator[Entity]:
    """Yield what made the books, out of what, and when: an action with its instrument."""
    yield {
        "@id": "#press",
        "@type": "SoftwareApplication",
        "name": press.name,
        "softwareVersion": press.version or "unknown",
    }
    yield {
        "@id": "#making",
        "@type": "CreateAction",
        "name": "The books of the edition are made from their source",
        "instrument": {"@id": "#press"},
        "object": [{"@id": uri_reference(p)} for p in sorted(files) if p.startswith("source/")],
        "result": [{"@id": uri_reference(p)} for p in sorted(files) if p.startswith("book/")],
        "endTime": written_time(edition.issued),
    }
