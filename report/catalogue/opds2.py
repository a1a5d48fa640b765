"""OPDS 2.0: the catalogue as JSON feeds (application/opds+json), of navigation and publications."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from report.catalogue.addresses import absolute, between, numbered, outward
from report.catalogue.shelves import FEED_PAGE, KINDS, Kind, Shelf, Slice, shelves, slices
from report.catalogue.works import Accessibility, Catalogue, Picture, Release, Settings, Work
from report.locales import direction_of, locale
from report.model.document import Metadata
from report.model.identifiers import doi_of, isbn_of
from report.model.subjects import subject_of

FEED = "application/opds+json"
ACQUISITION = "http://opds-spec.org/acquisition/open-access"
ROOT = "opds/index.json"
NEWEST = "opds/newest.json"
SHELF_WORDS: dict[Kind, str] = {
    "subject": "site_subjects",
    "author": "site_authors",
    "language": "site_languages",
}
_SHOWN_FIRST = 12
_ROLES = {
    "aut": "author",
    "edt": "editor",
    "trl": "translator",
    "ill": "illustrator",
    "ctb": "contributor",
}
_SCHEMES = {"Thema": "https://ns.editeur.org/thema/", "BISAC": "https://www.bisg.org/#bisac"}
_CONFORMING = "https://www.w3.org/TR/epub-a11y-11#wcag-2.2-aa"
# What the schema of RWPM knows; a book may say more of itself than a feed can pass on.
_FEATURES = frozenset(
    "ARIA alternativeText displayTransformability MathML pageBreakMarkers pageNavigation "
    "readingOrder structuralNavigation tableOfContents unlocked longDescription "
    "describedMath".split()
)


def write_feeds(catalogue: Catalogue) -> Iterator[tuple[str, bytes]]:
    """Yield all feeds by their paths; those of more than a hundred works in pages (RFC 5005)."""
    settings = catalogue.settings
    words = locale(settings.language).words
    yield ROOT, _written(_root(catalogue))
    yield from _acquisition(settings, NEWEST, words["site_newest"], catalogue.newest_first)
    for kind in KINDS:
        kept = shelves(catalogue, kind)
        if kept:
            yield from _navigation(settings, kind, words[SHELF_WORDS[kind]], kept)
        for shelf in kept:
            yield from _acquisition(settings, f"opds/{shelf.stem}.json", shelf.name, shelf.works)


def write_editions(work: Work, settings: Settings) -> bytes:
    """Write the feed of all editions of a work, the newest first."""
    path = editions_path(work)
    feed = {
        "metadata": {
            "title": work.metadata.title,
            "modified": work.newest.issued,
            "numberOfItems": len(work.releases),
        },
        "links": _links(settings, path),
        "publications": [
            publication(work, release, settings, path) for release in reversed(work.releases)
        ],
    }
    return _written(feed)


def editions_path(work: Work) -> str:
    """Return where the feed of the editions of a work stands."""
    return f"{work.folder}/editions.json"


def _root(catalogue: Catalogue) -> dict[str, Any]:
    settings = catalogue.settings
    words = locale(settings.language).words
    newest = catalogue.newest_first
    navigation = [_link(settings, ROOT, NEWEST, FEED, words["site_newest"], rel="current")]
    navigation += [
        _link(settings, ROOT, f"opds/{kind}s.json", FEED, words[SHELF_WORDS[kind]])
        for kind in KINDS
        if shelves(catalogue, kind)
    ]
    feed: dict[str, Any] = {
        "metadata": {"title": settings.title},
        "links": _links(settings, ROOT),
        "navigation": navigation,
    }
    if newest:
        feed["metadata"]["modified"] = newest[0].newest.issued
        feed["groups"] = [
            {
                "metadata": {"title": words["site_newest"], "numberOfItems": len(newest)},
                "links": [_link(settings, ROOT, NEWEST, FEED, rel="self")],
                "publications": [
                    publication(work, work.newest, settings, ROOT, whole=True)
                    for work in newest[:_SHOWN_FIRST]
                ],
            }
        ]
    return feed


def _navigation(
    settings: Settings, kind: Kind, title: str, kept: Sequence[Shelf]
) -> Iterator[tuple[str, bytes]]:
    first = f"opds/{kind}s.json"
    count = -(-len(kept) // FEED_PAGE)
    for number in range(1, count + 1):
        path = numbered(first, number)
        part = kept[(number - 1) * FEED_PAGE : number * FEED_PAGE]
        listed = [
            {
                **_link(settings, path, f"opds/{shelf.stem}.json", FEED, shelf.name),
                "properties": {"numberOfItems": len(shelf.works)},
            }
            for shelf in part
        ]
        feed = {
            "metadata": {
                "title": title,
                "modified": max(shelf.updated for shelf in kept),
                "numberOfItems": len(kept),
                "itemsPerPage": FEED_PAGE,
                "currentPage": number,
            },
            "links": [*_links(settings, path), *_paging(settings, first, number, count)],
            "navigation": listed,
        }
        yield path, _written(feed)


def _acquisition(
    settings: Settings, first: str, title: str, works: Sequence[Work]
) -> Iterator[tuple[str, bytes]]:
    for part in slices(works):
        if not part.works:
            continue
        path = numbered(first, part.number)
        feed = {
            "metadata": _feed_metadata(title, works[0].newest.issued, part),
            "links": [
                *_links(settings, path),
                *_paging(settings, first, part.number, part.count),
            ],
            "publications": [
                publication(work, work.newest, settings, path, whole=True) for work in part.works
            ],
        }
        yield path, _written(feed)


def _feed_metadata(title: str, modified: str, part: Slice) -> dict[str, Any]:
    return {
        "title": title,
        "modified": modified,
        "numberOfItems": part.total,
        "itemsPerPage": FEED_PAGE,
        "currentPage": part.number,
    }


def _links(settings: Settings, path: str) -> list[dict[str, Any]]:
    words = locale(settings.language).words
    search = _link(settings, path, "search.html", "text/html", words["site_search"], rel="search")
    return [
        _link(settings, path, path, FEED, rel="self"),
        _link(settings, path, ROOT, FEED, rel="start"),
        {**search, "href": f"{search['href']}{{?q}}", "templated": True},
    ]


def _paging(settings: Settings, first: str, number: int, count: int) -> Iterator[dict[str, Any]]:
    """Yield the links between the pages of a feed (RFC 5005, 3)."""
    if count == 1:
        return
    here = numbered(first, number)
    for rel, there in (
        ("first", 1),
        ("previous", number - 1),
        ("next", number + 1),
        ("last", count),
    ):
        if 1 <= there <= count:
            yield _link(settings, here, numbered(first, there), FEED, rel=rel)


def _link(
    settings: Settings, here: str, there: str, media_type: str, title: str = "", *, rel: str = ""
) -> dict[str, Any]:
    href = absolute(settings.base, there) if settings.base else between(here, there)
    link = {"rel": rel, "href": href, "type": media_type, "title": title}
    return {name: value for name, value in link.items() if value}


def publication(
    work: Work, release: Release, settings: Settings, path: str, *, whole: bool = False
) -> dict[str, Any]:
    """Return a publication as a feed at ``path`` holds it.

    ``whole`` stands for the work, whose identifier stays from edition to edition; otherwise it
    is one edition, with its own.
    """
    links = [
        {**_link(settings, path, book.path, book.media_type, rel=ACQUISITION), "size": book.size}
        for book in release.books
    ]
    links.append(_link(settings, path, work.page, "text/html", rel="alternate"))
    if len(work.releases) > 1 and whole:
        words = locale(settings.language).words
        title = words["site_editions"]
        links.append(_link(settings, path, editions_path(work), FEED, title, rel="related"))
    if licence := outward(work.metadata.licence):
        links.append({"rel": "license", "href": licence})
    form: dict[str, Any] = {"metadata": _metadata(work, release, whole=whole), "links": links}
    if images := [_image(settings, path, p) for p in (work.cover, work.thumbnail) if p]:
        form["images"] = images
    return form


def _image(settings: Settings, path: str, picture: Picture) -> dict[str, Any]:
    link = _link(settings, path, picture.path, picture.media_type)
    return {**link, "width": picture.width, "height": picture.height}


def _metadata(work: Work, release: Release, *, whole: bool) -> dict[str, Any]:
    metadata = work.metadata
    form: dict[str, Any] = {
        "@type": "http://schema.org/Book",
        "title": metadata.title,
        "subtitle": metadata.subtitle,
        "sortAs": metadata.title_sort,
        "identifier": work.urn if whole else release.identifier,
        "altIdentifier": list(_alternatives(work, release, whole=whole)),
        "modified": release.issued,
        "published": release.day,
        "language": metadata.language,
        "readingProgression": direction_of(metadata.language),
        "publisher": metadata.publisher,
        "description": metadata.description,
        "subject": [_subject(written) for written in metadata.subjects],
        "numberOfPages": work.pages,
        "belongsTo": _series(metadata),
        "accessibility": accessibility(work.accessibility),
        "http://purl.org/dc/terms/rights": metadata.rights,
        "http://schema.org/bookEdition": str(release.number),
    }
    for role, name in _ROLES.items():
        people = [c for c in metadata.contributors if c.role == role]
        form[name] = [
            {"name": c.name, "sortAs": c.sort} if c.sort else {"name": c.name} for c in people
        ]
    return {name: value for name, value in form.items() if value}


def _alternatives(work: Work, release: Release, *, whole: bool) -> Iterator[str]:
    yield release.identifier if whole else work.urn
    for isbn in (work.metadata.isbn_epub, work.metadata.isbn):
        if isbn and (digits := isbn_of(isbn)):
            yield f"urn:isbn:{digits}"
    if work.metadata.doi and (doi := doi_of(work.metadata.doi)):
        yield f"https://doi.org/{doi}"


def _subject(written: str) -> dict[str, str]:
    subject = subject_of(written)
    form = {"name": subject.name}
    if subject.term:
        form["code"] = subject.term
    if subject.authority in _SCHEMES:
        form["scheme"] = _SCHEMES[subject.authority]
    return form


def _series(metadata: Metadata) -> dict[str, Any] | None:
    if not metadata.series:
        return None
    series: dict[str, Any] = {"name": metadata.series}
    if (number := metadata.series_number or "").isdecimal() and int(number):
        series["position"] = int(number)
    return {"series": series}


def accessibility(said: Accessibility) -> dict[str, Any]:
    """Return what a book says of its accessibility, as RWPM holds it; nothing empty."""
    form: dict[str, Any] = {
        "conformsTo": _CONFORMING if said.certified_by and said.conforms_to else "",
        "accessMode": list(said.modes),
        "accessModeSufficient": [
            modes[0] if len(modes := way.split(",")) == 1 else modes for way in said.sufficient
        ],
        "feature": [feature for feature in said.features if feature in _FEATURES],
        "hazard": list(said.hazards),
        "certification": {"certifiedBy": said.certified_by} if said.certified_by else {},
        "summary": said.summary,
    }
    return {name: value for name, value in form.items() if value}


def _written(feed: dict[str, Any]) -> bytes:
    return (json.dumps(feed, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
