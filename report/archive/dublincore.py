"""Dublin Core: what every catalogue can read of an edition (DCMES 1.1, as OAI-PMH carries it)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC

from report.archive.xml import Node, write_xml
from report.model.document import Contributor, Edition, Metadata

_NAMESPACES = {
    "oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def write_dublin_core(
    metadata: Metadata, edition: Edition, media_types: Collection[str] = ()
) -> bytes:
    """Write an edition's metadata as an ``oai_dc:dc`` record.

    ``media_types`` are those of its books.
    """
    parts = _elements(metadata, edition, media_types)
    return write_xml(Node("oai_dc:dc", parts), {prefix: uri for prefix, uri in _NAMESPACES.items()})


def _elements(metadata: Metadata, edition: Edition, media_types: Collection[str]) -> Iterator[Node]:
    language = {"xml:lang": metadata.language}
    yield Node("dc:title", metadata.title, language)
    if metadata.subtitle:
        yield Node("dc:title", metadata.subtitle, language)
    for contributor in metadata.contributors:
        yield Node(_role(contributor), contributor.name)
    for subject in metadata.subjects:
        yield Node("dc:subject", subject, language)
    if metadata.description:
        yield Node("dc:description", metadata.description, language)
    if metadata.publisher:
        yield Node("dc:publisher", metadata.publisher)
    yield Node("dc:date", edition.issued.astimezone(UTC).date().isoformat())
    yield Node("dc:type", "Text")
    for media_type in sorted(media_types):
        yield Node("dc:format", media_type)
    yield Node("dc:identifier", edition.work)
    if metadata.identifier and metadata.identifier != edition.work:
        yield Node("dc:identifier", metadata.identifier)
    if metadata.online:
        yield Node("dc:source", metadata.online)
    yield Node("dc:language", metadata.language)
    if metadata.series:
        yield Node("dc:relation", metadata.series, language)
    for rights in (metadata.rights, metadata.licence):
        if rights:
            yield Node("dc:rights", rights)


def _role(contributor: Contributor) -> str:
    if contributor.role == "aut":
        return "dc:creator"
    return "dc:publisher" if contributor.role == "pbl" else "dc:contributor"
