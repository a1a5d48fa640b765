"""Addresses: where things stand in the site, and how one leads to another."""

from __future__ import annotations

import posixpath
import re
from hashlib import sha256

from report.archive.paths import uri_reference
from report.model.targets import leads_out

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST = 60
_URL = re.compile(r'https?://[^\s<>{}|\\^`"\x00-\x1f\x7f]+', re.IGNORECASE)


def slug_of(name: str, urn: str) -> str:
    """Return the name of the folder of a work: what its books are called, and what tells it apart.

    Never a person's own text: a name that is not plain is left out. Stable, whatever else the
    archive holds.

    >>> slug_of("sahel-security", "urn:x:1"), slug_of("../تقرير", "urn:x:1")
    ('sahel-security-8a526707', 'work-8a526707')
    """
    plain = len(name) <= _LONGEST and _SLUG.fullmatch(name)
    return f"{name if plain else 'work'}-{mark_of(urn)}"


def mark_of(urn: str) -> str:
    """Return what tells the folder of a work from those of all others: a digest.

    >>> mark_of("urn:x:1")
    '8a526707'
    """
    return sha256(urn.encode()).hexdigest()[:8]


def key_of(name: str) -> str:
    """Return what stands in addresses for a name that a person wrote: a digest of it.

    >>> key_of("الأمن الغذائي")
    'e223b0d637e5'
    """
    return sha256(name.encode()).hexdigest()[:12]


def between(here: str, there: str) -> str:
    """Return the relative reference from one file of the site to another.

    >>> between("works/a/index.html", "assets/site.css"), between("index.html", "opds/new.json")
    ('../../assets/site.css', 'opds/new.json')
    """
    return uri_reference(posixpath.relpath(there, posixpath.dirname(here) or "."))


def absolute(base: str, path: str) -> str:
    """Return the address of a file below the base of the site; of a folder without its index.

    >>> absolute("https://example.org/", "works/a/index.html")
    'https://example.org/works/a/'
    """
    shown = path.removesuffix("index.html") if posixpath.basename(path) == "index.html" else path
    return base + uri_reference(shown)


def numbered(path: str, page: int) -> str:
    """Return the path of a page of a list; the first has the plain name.

    >>> numbered("opds/new.json", 1), numbered("opds/new.json", 3)
    ('opds/new.json', 'opds/new-3.json')
    """
    stem, dot, ending = path.rpartition(".")
    return path if page == 1 else f"{stem}-{page}{dot}{ending}"


def outward(target: str | None) -> str | None:
    """Return an address on the web that a feed or a page may link to; ``None`` for anything else.

    >>> outward("https://creativecommons.org/licenses/by/4.0/"), outward("javascript:1")
    ('https://creativecommons.org/licenses/by/4.0/', None)
    """
    return target if target and leads_out(target) and _URL.fullmatch(target) else None
