"""Names: how the press names what it publishes and the files inside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC
from uuid import NAMESPACE_URL, UUID, uuid5

from report.model.assets import Asset
from report.model.document import Edition, Metadata
from report.model.identifiers import isbn_of
from report.model.names import IMAGE_SUFFIXES

_PORTABLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def edition_identifier(edition: Edition) -> str:
    """Return the URN of an edition, the same wherever and whenever it is made (RFC 9562, 5.5).

    >>> from datetime import UTC, datetime
    >>> issued = datetime(2026, 1, 2, tzinfo=UTC)
    >>> edition_identifier(Edition("https://example.org/water", 2, issued))
    'urn:uuid:f829ec42-de33-56b7-907e-06db0f2e40ed'
    """
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{edition.work}#edition-{edition.number}')}"


def document_identifier(work: str) -> UUID:
    """Return what all PDFs of a work have in common, whatever their edition (XMP, DocumentID)."""
    return uuid5(NAMESPACE_URL, work)


def instance_identifier(edition: Edition) -> str:
    """Return the URN of the PDF of one edition, which its metadata bears (XMP, InstanceID)."""
    moment = edition.issued.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return uuid5(document_identifier(edition.work), f"{edition.number} {moment}").urn


def printed_identifier(metadata: Metadata, edition: Edition) -> str:
    """Return the URN of the printed book: its ISBN where it has one, else that of its PDF.

    >>> from datetime import UTC, datetime
    >>> edition = Edition("urn:x:water", 1, datetime(2026, 1, 2, tzinfo=UTC))
    >>> printed_identifier(Metadata(title="الماء", isbn="9780306406157"), edition)
    'urn:isbn:9780306406157'
    """
    isbn = isbn_of(metadata.isbn or "")
    return f"urn:isbn:{isbn}" if isbn else instance_identifier(edition)


def asset_files(assets: Iterable[Asset]) -> dict[str, str]:
    """Give every asset a file name that any zip and any disk can hold, by the asset's name.

    A name that is portable stays; any other, one that ends as another kind of image does, and
    one that differs from an earlier name in case only, is replaced by the digest of the bytes
    (EPUB 3.3, 4.2.3: file names).

    >>> asset_files((Asset("map.png", "image/png", b""), Asset("خريطة.png", "image/png", b"")))
    {'map.png': 'map.png', 'خريطة.png': 'e3b0c44298fc1c14.png'}
    """
    files: dict[str, str] = {}
    taken: set[str] = set()
    for asset in assets:
        file = asset.name
        portable = _PORTABLE.fullmatch(file) and _is_named_for(file, asset.media_type)
        if not portable or file.casefold() in taken:
            file = asset.digest[:16] + IMAGE_SUFFIXES.get(asset.media_type, "")
        taken.add(file.casefold())
        files[asset.name] = file
    return files


def _is_named_for(file: str, media_type: str) -> bool:
    ending = file.rpartition(".")[2].lower()
    meant = {suffix[1:]: kind for kind, suffix in IMAGE_SUFFIXES.items()} | {"jpeg": "image/jpeg"}
    return meant.get(ending, media_type) == media_type
