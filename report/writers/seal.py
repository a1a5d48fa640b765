"""Seal: the same members give the same zip, byte for byte, whenever and wherever it is made.

The one thing that stays outside is the Deflate encoder: other builds of zlib may pack the same
bytes differently, so equal bytes across machines ask for the same zlib.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import UTC, datetime
from functools import partial

from report.shelf import Shelf, key_of

MIMETYPE = "mimetype"
_SMALL = 4096
"""Bytes: what is smaller is packed faster than it is looked for."""
_UNIX = 3
_REGULAR_FILE = 0o100644 << 16
_ZIP_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)


def seal(book: bytes, issued: datetime, shelf: Shelf | None = None) -> bytes:
    """Write an EPUB's zip again without the traces of its making.

    ``mimetype`` stands first and stored, with no extra field (EPUB 3.3, 4.2.2: OCF ZIP
    container); the other members keep their order. All carry the time of issue in UTC, the
    same system and permissions. A time before 1980, which zip cannot say, becomes 1980.
    What is packed for one book, a cut face above all, is packed for the next: it stands on the
    ``shelf``.

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
            data = given.read(name)
            if stored or shelf is None or len(data) < _SMALL:
                archive.writestr(member, data)
            else:
                key = key_of("packed", (data,))
                _write_packed(
                    archive, sealed, member, data, shelf.kept(key, partial(_packed, data))
                )
    return sealed.getvalue()


def _packed(data: bytes) -> bytes:
    """Pack as the module zipfile does; at a higher level it takes longer and gains nothing."""
    packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def _write_packed(
    archive: zipfile.ZipFile, file: io.BytesIO, member: zipfile.ZipInfo, data: bytes, packed: bytes
) -> None:
    """Write a member that is packed already, as ``ZipFile.writestr`` would."""
    member.CRC, member.file_size, member.compress_size = zlib.crc32(data), len(data), len(packed)
    member.header_offset = file.tell()
    file.write(member.FileHeader(zip64=False))
    file.write(packed)
    archive.start_dir = file.tell()
    archive.filelist.append(member)
    archive.NameToInfo[member.filename] = member
