"""Site: all files of the catalogue that tell of more than one work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from report.catalogue import atom, opds2
from report.catalogue.addresses import absolute
from report.catalogue.index import Index
from report.catalogue.look import counters_path
from report.catalogue.pages import Desk, write_pages
from report.catalogue.works import Catalogue

SUMS = "sha256sums.txt"
SITEMAP = "sitemap.xml"
_MOST_ADDRESSES = 50_000
"""What one sitemap may hold (sitemaps.org, protocol 0.9)."""


def write_site(
    catalogue: Catalogue, index: Index, counters: Iterable[str], desk: Desk
) -> Iterator[tuple[str, bytes]]:
    """Yield the files by their paths: pages, feeds, search, sitemap, sums, styles.

    The folders of the works and the faces are not among them: they change with a work, or with
    the house, alone.
    """
    look, settings = desk.look, desk.settings
    yield from write_pages(catalogue, desk)
    yield from opds2.write_feeds(catalogue)
    yield from atom.write_feeds(catalogue)
    yield atom.NEWS, atom.write_news(catalogue)
    yield from index.files(catalogue, look.folding_table)
    yield SUMS, _sums(catalogue)
    yield "robots.txt", _robots(settings.base)
    if settings.base:
        yield atom.DESCRIPTION, atom.write_description(settings)
        yield from _sitemaps(catalogue)
    yield from look.files()
    for text in sorted(set(counters)):
        yield counters_path(text), text.encode()


def _sums(catalogue: Catalogue) -> bytes:
    """Write the digests of all books, as ``sha256sum --check`` reads them."""
    books = (book for w in catalogue.works for release in w.releases for book in release.books)
    lines = sorted(f"{book.sha256}  {book.path}\n" for book in books)
    return "".join(sorted(lines, key=lambda line: line[66:])).encode()


def _robots(base: str) -> bytes:
    sitemap = f"Sitemap: {base}{SITEMAP}\n" if base else ""
    return f"User-agent: *\nAllow: /\n{sitemap}".encode()


def _sitemaps(catalogue: Catalogue) -> Iterator[tuple[str, bytes]]:
    """Yield the sitemap; one of more addresses than it may hold is an index of several."""
    base = catalogue.settings.base
    addresses = list(_addresses(catalogue))
    if len(addresses) <= _MOST_ADDRESSES:
        yield SITEMAP, _sitemap("urlset", "url", addresses)
        return
    parts = []
    for start in range(0, len(addresses), _MOST_ADDRESSES):
        path = f"sitemap-{start // _MOST_ADDRESSES + 1}.xml"
        part = addresses[start : start + _MOST_ADDRESSES]
        parts.append((absolute(base, path), max(day for _, day in part)))
        yield path, _sitemap("urlset", "url", part)
    yield SITEMAP, _sitemap("sitemapindex", "sitemap", parts)


def _addresses(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    base = catalogue.settings.base
    newest = max((work.newest.day for work in catalogue.works), default="")
    for path in ("index.html", "works/index.html"):
        yield absolute(base, path), newest
    for work in catalogue.works:
        yield absolute(base, work.page), work.newest.day
        for chapter in work.chapters:
            yield absolute(base, f"{work.folder}/read/{chapter.file}"), work.newest.day


def _sitemap(root: str, name: str, addresses: Iterable[tuple[str, str]]) -> bytes:
    lines = (
        f"<{name}><loc>{escape(address)}</loc>"
        + (f"<lastmod>{day}</lastmod>" if day else "")
        + f"</{name}>\n"
        for address, day in addresses
    )
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{space}">\n'
    return f"{head}{''.join(lines)}</{root}>\n".encode()
