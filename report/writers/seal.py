"""Seal: the same members give the same zip, byte for byte, whenever and wherever it is made.

The one thing that stays outside is the Deflate encoder: other builds of zlib may pack the same
bytes differently, so equal bytes across machines ask for the same zlib.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

MIMETYPE = "mimetype"
_UNIX = 3
_REGULAR_FILE = 0o100644 << 16
_ZIP_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)


def seal(book: bytes, issued: datetime) -> bytes:
    """Write an EPUB's zip again without the traces of its making.

    ``mimetype`` stands first and stored, with no extra field (EPUB 3.3, 4.2.2: OCF ZIP
    container); the other members keep their order. All carry the time of issue in UTC, the
    same system and permissions. A time before 1980, which zip cannot say, becomes 1980.

    >>> raw = io.BytesIO()
    >>> with zipfile.ZipFile(raw, "w") as archive:
    ...     archive.writestr("a", "1"), archive.writestr("mimetype", "application/epub+zip")
    (None, None)
    >>> sealed = seal(raw.getvalue(), datetime(2026, 1, 2, tzinfo=UTC))
    >>> zipfile.ZipFile(io.BytesIO(sealed)).namelist()
    ['mimetype', 'a']
    """
    moment = max(issued.astimezone(UTC), _ZIP_EPOCH).timetuple()[:6]
    sealed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as given,
        zipfile.ZipFile(sealed, "w") as archive,
    ):
        for name in sorted(given.namelist(), key=lambda name: name != MIMETYPE):
            member = zipfile.ZipInfo(name, moment)
            member.create_system = _UNIX
            member.external_attr = _REGULAR_FILE
            stored = name == MIMETYPE
            member.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(member, given.read(name), compresslevel=9)
    return sealed.getvalue()
