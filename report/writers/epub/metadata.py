"""Metadata: what the package document says of the book, as statements in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date

from report.compose.galley import Galley
from report.locales import direction_of, primary
from report.model.document import Metadata
from report.model.identifiers import doi_of, isbn_of, kind_of
from report.model.names import DC, GENERATOR, XML
from report.model.subjects import subject_of
from report.model.targets import leads_out
from report.writers.names import edition_identifier
from report.writers.pagemap import PageMap

IDENTIFIER_ID = "book-id"
_ONIX_5 = "onix:codelist5"
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
    yield from _identifiers(galley)
    yield from _titles(metadata)
    yield _dublin("language", metadata.language)
    yield from _contributors(metadata)
    yield from _publication(galley)
    yield from _description(metadata)
    yield Statement("meta", "", None, {"name": "generator", "content": GENERATOR})
    if pages:
        yield _dublin("source", pages.source, id="print-id")
        if kind := kind_of(pages.source):
            yield _refine("print-id", "identifier-type", kind, scheme=_ONIX_5)
        yield _meta("pageBreakSource", pages.source)
        yield _meta("schema:numberOfPages", str(len(pages.pages)))


def _identifiers(galley: Galley) -> Iterator[Statement]:
    """Yield the URN of the edition, then the numbers by which shops and libraries know the book.

    The URN is the unique identifier: it is there always, and of this edition alone.
    """
    metadata = galley.report.metadata
    isbn, doi = isbn_of(metadata.isbn_epub or ""), doi_of(metadata.doi or "")
    yield _dublin("identifier", edition_identifier(galley.edition), id=IDENTIFIER_ID)
    for name, identifier in (
        ("isbn", f"urn:isbn:{isbn}" if isbn else None),
        ("doi", f"doi:{doi}" if doi else None),
        ("work-id", metadata.identifier),
    ):
        if identifier:
            yield _dublin("identifier", identifier, id=name)
            if kind := kind_of(identifier):
                yield _refine(name, "identifier-type", kind, scheme=_ONIX_5)
    yield _meta("dcterms:isVersionOf", galley.edition.work)


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
    if metadata.title_sort:
        yield _refine("title", "file-as", metadata.title_sort)
    for other in metadata.titles:
        yield _in_other_script("title", other.title, other.language)


def _in_other_script(subject: str, value: str, language: str) -> Statement:
    """State a name or title as another language or script has it (EPUB 3.3, D.3.3)."""
    direction = direction_of(language)
    named = {f"{{{XML}}}lang": language, "dir": direction}
    return replace(
        (statement := _refine(subject, "alternate-script", value)),
        attributes=statement.attributes | named,
    )


def _contributors(metadata: Metadata) -> Iterator[Statement]:
    """Yield people and bodies with their MARC relators; authors are creators."""
    romanised = f"{primary(metadata.language)}-Latn"
    for place, contributor in enumerate(metadata.contributors, start=1):
        name = f"contributor-{place}"
        element = "creator" if contributor.role == "aut" else "contributor"
        yield _dublin(element, contributor.name, id=name)
        yield _refine(name, "role", contributor.role, scheme="marc:relators")
        yield _refine(name, "display-seq", str(place))
        if contributor.sort:
            yield _refine(name, "file-as", contributor.sort)
        if contributor.latin:
            yield _in_other_script(name, contributor.latin, romanised)


def _publication(galley: Galley) -> Iterator[Statement]:
    metadata, edition = galley.report.metadata, galley.edition
    if metadata.publisher:
        yield _dublin("publisher", metadata.publisher)
    issued = edition.issued.astimezone(UTC).date().isoformat()
    yield _dublin("date", _date(metadata.date or "") or issued)
    yield _meta("dcterms:issued", issued)
    yield _meta("schema:bookEdition", str(edition.number))
    if metadata.series:
        yield _meta("belongs-to-collection", metadata.series, id="series")
        yield _refine("series", "collection-type", "series")
        if metadata.series_number:
            yield _refine("series", "group-position", metadata.series_number)


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
    for place, subject in enumerate(map(subject_of, metadata.subjects), start=1):
        name = f"subject-{place}"
        yield _dublin("subject", subject.name, id=name)
        if subject.authority and subject.term:
            yield _refine(name, "authority", subject.authority)
            yield _refine(name, "term", subject.term)
    if metadata.description:
        yield _dublin("description", metadata.description)
    if metadata.rights:
        yield _dublin("rights", metadata.rights)
    if metadata.licence and leads_out(metadata.licence):
        yield Statement("link", "", None, {"rel": "dcterms:license", "href": metadata.licence})
    elif metadata.licence:
        yield _meta("dcterms:license", metadata.licence)
    if metadata.online:
        yield _dublin("relation", metadata.online)
