"""Atom: OPDS 1.2 for reading apps that know no other, and the news for readers of feeds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from uuid import NAMESPACE_URL, uuid5

from report.archive.xml import Node, write_xml
from report.catalogue.addresses import absolute, between, numbered, outward
from report.catalogue.opds2 import ACQUISITION, SHELF_WORDS
from report.catalogue.shelves import FEED_PAGE, KINDS, Kind, Shelf, shelves, slices
from report.catalogue.works import Catalogue, Release, Settings, Work
from report.locales import locale
from report.model.identifiers import isbn_of
from report.model.subjects import subject_of

NAVIGATION = "application/atom+xml;profile=opds-catalog;kind=navigation"
ACQUIRING = "application/atom+xml;profile=opds-catalog;kind=acquisition"
ATOM = "application/atom+xml"
OPENSEARCH = "application/opensearchdescription+xml"
ROOT = "opds/index.xml"
NEWEST = "opds/newest.xml"
NEWS = "news.xml"
DESCRIPTION = "opensearch.xml"
_NAMES = {
    None: "http://www.w3.org/2005/Atom",
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "http://schema.org/",
}
_IMAGE = "http://opds-spec.org/image"
_NEVER = "1970-01-01T00:00:00Z"
_NEWS = 50


def write_feeds(catalogue: Catalogue) -> Iterator[tuple[str, bytes]]:
    """Yield all feeds of OPDS 1.2 by their paths, in pages of a hundred (RFC 5005)."""
    settings = catalogue.settings
    words = locale(settings.language).words
    yield ROOT, _root(catalogue)
    yield from _acquisition(settings, NEWEST, words["site_newest"], catalogue.newest_first)
    for kind in KINDS:
        kept = shelves(catalogue, kind)
        if kept:
            yield from _navigation(settings, kind, words[SHELF_WORDS[kind]], kept)
        for shelf in kept:
            yield from _acquisition(settings, f"opds/{shelf.stem}.xml", shelf.name, shelf.works)


def write_editions(work: Work, settings: Settings) -> bytes:
    """Write the feed of all editions of a work, the newest first."""
    path = editions_path(work)
    entries = [_entry(work, release, settings, path) for release in reversed(work.releases)]
    links = _links(settings, path, ACQUIRING)
    return _feed(settings, path, work.metadata.title, work.newest.issued, links, entries)


def editions_path(work: Work) -> str:
    """Return where the feed of the editions of a work stands."""
    return f"{work.folder}/editions.xml"


def write_news(catalogue: Catalogue) -> bytes:
    """Write the Atom feed of the newest editions, of whichever work (RFC 4287)."""
    settings = catalogue.settings
    news = sorted(
        ((release, work) for work in catalogue.works for release in work.releases),
        key=lambda item: (item[0].issued, item[0].identifier),
        reverse=True,
    )[:_NEWS]
    entries = [_entry(work, release, settings, NEWS) for release, work in news]
    links = [
        _link(settings, NEWS, NEWS, ATOM, "self"),
        _link(settings, NEWS, "index.html", "text/html", "alternate"),
    ]
    updated = news[0][0].issued if news else _NEVER
    return _feed(settings, NEWS, settings.title, updated, links, entries)


def write_description(settings: Settings) -> bytes:
    """Write the OpenSearch description: the search page answers, since no server can."""
    template = {
        "type": "text/html",
        "template": absolute(settings.base, "search.html") + "?q={searchTerms}",
    }
    names: dict[str | None, str] = {None: "http://a9.com/-/spec/opensearch/1.1/"}
    content = [
        Node("ShortName", settings.title[:16]),
        Node("LongName", settings.title[:48]),
        Node("Description", locale(settings.language).words["site_search_hint"]),
        Node("Url", (), template),
        Node("Language", settings.language),
        Node("InputEncoding", "UTF-8"),
        Node("OutputEncoding", "UTF-8"),
    ]
    return write_xml(Node("OpenSearchDescription", content), names)


def _root(catalogue: Catalogue) -> bytes:
    settings = catalogue.settings
    words = locale(settings.language).words
    newest = catalogue.newest_first
    updated = newest[0].newest.issued if newest else _NEVER
    entries = [_way(settings, ROOT, NEWEST, words["site_newest"], updated, ACQUIRING)]
    entries += [
        _way(settings, ROOT, f"opds/{kind}s.xml", words[SHELF_WORDS[kind]], updated, NAVIGATION)
        for kind in KINDS
        if shelves(catalogue, kind)
    ]
    links = _links(settings, ROOT, NAVIGATION)
    return _feed(settings, ROOT, settings.title, updated, links, entries)


def _navigation(
    settings: Settings, kind: Kind, title: str, kept: Sequence[Shelf]
) -> Iterator[tuple[str, bytes]]:
    first = f"opds/{kind}s.xml"
    updated = max(shelf.updated for shelf in kept)
    count = -(-len(kept) // FEED_PAGE)
    for number in range(1, count + 1):
        path = numbered(first, number)
        part = kept[(number - 1) * FEED_PAGE : number * FEED_PAGE]
        entries = [
            _way(settings, path, f"opds/{s.stem}.xml", s.name, s.updated, ACQUIRING) for s in part
        ]
        links = [
            *_links(settings, path, NAVIGATION),
            *_paging(settings, first, number, count, NAVIGATION),
        ]
        yield path, _feed(settings, path, title, updated, links, entries)


def _acquisition(
    settings: Settings, first: str, title: str, works: Sequence[Work]
) -> Iterator[tuple[str, bytes]]:
    updated = works[0].newest.issued if works else _NEVER
    for part in slices(works):
        path = numbered(first, part.number)
        entries = [_entry(w, w.newest, settings, path, whole=True) for w in part.works]
        links = [
            *_links(settings, path, ACQUIRING),
            *_paging(settings, first, part.number, part.count, ACQUIRING),
        ]
        yield path, _feed(settings, path, title, updated, links, entries)


def _feed(
    settings: Settings,
    path: str,
    title: str,
    updated: str,
    links: Iterable[Node],
    entries: Iterable[Node],
) -> bytes:
    head = [
        Node("id", _identifier(settings, path)),
        Node("title", title),
        Node("updated", updated),
        Node("author", [Node("name", settings.title)]),
    ]
    language = {"xml:lang": settings.language}
    return write_xml(Node("feed", [*head, *links, *entries], language), _NAMES)


def _identifier(settings: Settings, path: str) -> str:
    """Return the URN of a feed: the same as long as the site stands where it stands."""
    return uuid5(NAMESPACE_URL, f"{settings.base or 'warraq:catalogue/'}{path}").urn


def _links(settings: Settings, path: str, media_type: str) -> list[Node]:
    links = [
        _link(settings, path, path, media_type, "self"),
        _link(settings, path, ROOT, NAVIGATION, "start"),
    ]
    if path != ROOT:
        links.append(_link(settings, path, ROOT, NAVIGATION, "up"))
    if settings.base:
        links.append(_link(settings, path, DESCRIPTION, OPENSEARCH, "search"))
    return links


def _paging(
    settings: Settings, first: str, number: int, count: int, media_type: str
) -> Iterator[Node]:
    """Yield the links between the pages of a feed (RFC 5005, 3)."""
    steps = (("first", 1), ("previous", number - 1), ("next", number + 1), ("last", count))
    for rel, there in steps:
        if count > 1 and 1 <= there <= count:
            here = numbered(first, number)
            yield _link(settings, here, numbered(first, there), media_type, rel)


def _link(
    settings: Settings, here: str, there: str, media_type: str, rel: str, title: str = ""
) -> Node:
    href = absolute(settings.base, there) if settings.base else between(here, there)
    attributes = {"rel": rel, "href": href, "type": media_type, "title": title}
    return Node("link", (), {name: value for name, value in attributes.items() if value})


def _way(
    settings: Settings, here: str, there: str, title: str, updated: str, media_type: str
) -> Node:
    """Return an entry of navigation (OPDS 1.2, 2.1)."""
    return Node(
        "entry",
        [
            Node("id", _identifier(settings, there)),
            Node("title", title),
            Node("updated", updated),
            Node("content", title, {"type": "text"}),
            _link(settings, here, there, media_type, "subsection"),
        ],
    )


def _entry(
    work: Work, release: Release, settings: Settings, path: str, *, whole: bool = False
) -> Node:
    """Return an entry of a publication (OPDS 1.2, 5): of the work, or of one edition of it."""
    metadata = work.metadata
    language = {"xml:lang": metadata.language}
    title = metadata.title if not metadata.subtitle else f"{metadata.title}: {metadata.subtitle}"
    summary = metadata.description or ""
    words = locale(metadata.language)
    if not whole and len(work.releases) > 1:
        title += f" ({words.words['edition']} {words.number(release.number)})"
        summary = release.message if release.number > 1 else summary
    content: list[Node | None] = [
        Node("id", work.urn if whole else release.identifier),
        Node("title", title),
        Node("updated", release.issued),
        Node("published", work.releases[0].issued if whole else release.issued),
        *(Node("author", [Node("name", name)]) for name in work.people()),
        *(Node("contributor", [Node("name", name)]) for name in _others(work)),
        *(_category(written) for written in metadata.subjects),
        Node("rights", metadata.rights) if metadata.rights else None,
        Node("summary", summary, {"type": "text"}) if summary else None,
        *_terms(work, release, whole=whole),
        *_entry_links(work, release, settings, path, whole=whole),
    ]
    return Node("entry", content, language)


def _others(work: Work) -> Iterator[str]:
    return (c.name for c in work.metadata.contributors if c.role not in {"aut", "pbl"})


def _category(written: str) -> Node:
    subject = subject_of(written)
    named = {"term": subject.term or subject.name, "label": subject.name}
    if subject.authority:
        named["scheme"] = f"urn:warraq:subjects:{subject.authority.lower()}"
    return Node("category", (), named)


def _terms(work: Work, release: Release, *, whole: bool) -> Iterator[Node]:
    """Yield what Atom has no word for, in those of Dublin Core and schema.org.

    The first identifier is that of the entry: clients take it for the publication's own.
    """
    metadata = work.metadata
    yield Node("dcterms:language", metadata.language)
    yield Node("dcterms:issued", release.day)
    yield Node("dcterms:identifier", work.urn if whole else release.identifier)
    yield (
        Node("dcterms:hasVersion", release.identifier)
        if whole
        else Node("dcterms:isVersionOf", work.urn)
    )
    for isbn in (metadata.isbn_epub, metadata.isbn):
        if isbn and (digits := isbn_of(isbn)):
            yield Node("dcterms:identifier", f"urn:isbn:{digits}")
    if metadata.publisher:
        yield Node("dcterms:publisher", metadata.publisher)
    if work.pages:
        yield Node("dcterms:extent", str(work.pages))
    said = work.accessibility
    for name, values in (
        ("accessMode", said.modes),
        ("accessModeSufficient", said.sufficient),
        ("accessibilityFeature", said.features),
        ("accessibilityHazard", said.hazards),
        ("accessibilitySummary", (said.summary,) if said.summary else ()),
    ):
        yield from (Node(f"schema:{name}", value) for value in values)


def _entry_links(
    work: Work, release: Release, settings: Settings, path: str, *, whole: bool
) -> Iterator[Node]:
    for book in release.books:
        node = _link(settings, path, book.path, book.media_type, ACQUISITION)
        yield Node("link", (), {**node.attributes, "length": str(book.size)})
    for picture, rel in ((work.cover, _IMAGE), (work.thumbnail, f"{_IMAGE}/thumbnail")):
        if picture:
            yield _link(settings, path, picture.path, picture.media_type, rel)
    yield _link(settings, path, work.page, "text/html", "alternate")
    if whole and len(work.releases) > 1:
        title = locale(settings.language).words["site_editions"]
        yield _link(settings, path, editions_path(work), ACQUIRING, "related", title)
    if licence := outward(work.metadata.licence):
        yield Node("link", (), {"rel": "license", "href": licence})
