"""Metadata: what the package document says of the book, as statements in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date

from report.compose.galley import Galley
from report.model.document import Contributor, Metadata
from report.model.names import DC, GENERATOR
from report.writers.names import edition_identifier
from report.writers.pagemap import PageMap

IDENTIFIER_ID = "book-id"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Statement:
    """One element of the metadata; ``namespace`` is ``None`` for ``meta`` and ``link``."""

    name: str
    value: str
    namespace: str | None = None
    attributes: dict[str, str] = field(default_factory=dict)


def statements(galley: Galley, pages: PageMap | None) -> Iterator[Statement]:
    """Yield the statements on a book but those on accessibility (EPUB 3.3, 5.5).

    ``dcterms:modified`` is not among them: the packager writes it from the time of issue.
    """
    metadata = galley.report.metadata
    yield _dublin("identifier", edition_identifier(galley.edition), id=IDENTIFIER_ID)
    if metadata.identifier:
        yield _dublin("identifier", metadata.identifier, id="work-id")
    yield from _titles(metadata)
    yield _dublin("language", metadata.language)
    yield from _contributors(metadata.contributors)
    yield from _publication(galley)
    yield from _description(metadata)
    yield Statement("meta", "", None, {"name": "generator", "content": GENERATOR})
    if pages:
        yield _dublin("source", pages.source, id="print-id")
        yield _meta("pageBreakSource", pages.source)


def _dublin(name: str, value: str, **attributes: str) -> Statement:
    return Statement(name, _writable(value), DC, attributes)


def _meta(name: str, value: str, **attributes: str) -> Statement:
    return Statement("meta", _writable(value), None, {"property": name} | attributes)


def _refine(subject: str, name: str, value: str, **attributes: str) -> Statement:
    return Statement(
        "meta", _writable(value), None, {"refines": f"#{subject}", "property": name} | attributes
    )


def _writable(value: str) -> str:
    """Return the value; EbookLib would drop in silence what XML cannot hold."""
    if _CONTROL.search(value):
        raise ValueError(f"metadata holds a character that XML cannot: {value!r}")
    return value


def _titles(metadata: Metadata) -> Iterator[Statement]:
    titles = [("title", "main", metadata.title)]
    if metadata.subtitle:
        titles.append(("subtitle", "subtitle", metadata.subtitle))
    for place, (name, kind, title) in enumerate(titles, start=1):
        yield _dublin("title", title, id=name)
        yield _refine(name, "title-type", kind)
        yield _refine(name, "display-seq", str(place))


def _contributors(contributors: tuple[Contributor, ...]) -> Iterator[Statement]:
    """Yield people and bodies with their MARC relators; authors are creators."""
    for place, contributor in enumerate(contributors, start=1):
        name = f"contributor-{place}"
        element = "creator" if contributor.role == "aut" else "contributor"
        yield _dublin(element, contributor.name, id=name)
        yield _refine(name, "role", contributor.role, scheme="marc:relators")
        yield _refine(name, "display-seq", str(place))
        if contributor.sort:
            yield _refine(name, "file-as", contributor.sort)


def _publication(galley: Galley) -> Iterator[Statement]:
    metadata, edition = galley.report.metadata, galley.edition
    if metadata.publisher:
        yield _dublin("publisher", metadata.publisher)
    issued = edition.issued.astimezone(UTC).date().isoformat()
    yield _dublin("date", _date(metadata.date or "") or issued)
    yield _meta("schema:bookEdition", str(edition.number))
    if metadata.series:
        yield _meta("belongs-to-collection", metadata.series, id="series")
        yield _refine("series", "collection-type", "series")


def _date(written: str) -> str | None:
    """Return a date in a form that ``dc:date`` takes (W3CDTF to the day), or ``None``."""
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", written, re.ASCII):
        return None
    try:
        date.fromisoformat((written + "-01-01")[:10])
    except ValueError:
        return None
    return written


def _description(metadata: Metadata) -> Iterator[Statement]:
    for subject in metadata.subjects:
        yield _dublin("subject", subject)
    if metadata.description:
        yield _dublin("description", metadata.description)
    if metadata.rights:
        yield _dublin("rights", metadata.rights)
    if metadata.licence:
        yield _meta("dcterms:license", metadata.licence)
    if metadata.online:
        yield _dublin("relation", metadata.online)
