"""Font files: their tables taken apart and put together (ISO/IEC 14496-22, 4: sfnt).

Tables are bytes here; what stands in them is the business of who asks. A library that knows every
table takes longer to load than the faces of a book to write.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import NamedTuple

TRUETYPE = b"\0\1\0\0"
"""The version of a file with TrueType outlines."""

_COLLECTION = b"ttcf"
_MAGIC = 0xB1B0AFBA
_ADJUSTMENT = slice(8, 12)
"""Bytes of ``head`` that make the sum of the whole file :data:`_MAGIC`."""

_WINDOWS, _UNICODE, _ENGLISH = 3, 1, 0x409
_MACINTOSH, _ROMAN, _MACINTOSH_ENGLISH = 1, 0, 0


class Name(NamedTuple):
    """An entry of the table ``name``, in the order in which they are sorted."""

    platform: int
    encoding: int
    language: int
    number: int
    text: bytes


def tables_of(file: bytes, index: int = 0) -> tuple[bytes, dict[str, bytes]]:
    """Return the version of a font file and its tables; ``index`` is the face in a collection.

    Raises :class:`struct.error` for a file that ends too early.
    """
    begin = 0
    if file[:4] == _COLLECTION:
        (begin,) = struct.unpack_from(">L", file, 12 + 4 * index)
    version, count = struct.unpack_from(">4sH", file, begin)
    tables: dict[str, bytes] = {}
    for number in range(count):
        tag, _, at, length = struct.unpack_from(">4s3L", file, begin + 12 + 16 * number)
        tables[tag.decode("latin-1")] = file[at : at + length]
    return version, tables


def file_of(version: bytes, tables: Mapping[str, bytes]) -> bytes:
    """Return the font file of tables, which stand in it in the order given.

    >>> tables_of(file_of(TRUETYPE, {"post": b"abc", "head": bytes(54)}))[1]["post"]
    b'abc'
    """
    directory: dict[str, bytes] = {}
    written: list[bytes] = []
    count = len(tables)
    at = 12 + 16 * count
    whole = 0
    place = at
    for tag, data in tables.items():
        if tag == "head":
            data = data[: _ADJUSTMENT.start] + bytes(4) + data[_ADJUSTMENT.stop :]
            place = at + _ADJUSTMENT.start
        checksum = _checksum(data)
        directory[tag] = struct.pack(">4s3L", tag.encode("latin-1"), checksum, at, len(data))
        written.append(data + bytes(-len(data) % 4))
        at += len(written[-1])
        whole += checksum
    exponent = count.bit_length() - 1
    most = 16 << exponent
    head = struct.pack(">4s4H", version, count, most, exponent, 16 * count - most)
    head += b"".join(directory[tag] for tag in sorted(tables))
    file = bytearray(b"".join((head, *written)))
    if "head" in tables:
        struct.pack_into(">L", file, place, (_MAGIC - whole - _checksum(head)) & 0xFFFFFFFF)
    return bytes(file)


def _checksum(data: bytes) -> int:
    """Return the sum of the words of 32 bits in a table.

    They are added all at once, as the digits of two large numbers, then one half to the other.
    """
    data += bytes(-len(data) % 8)
    digits = len(data) // 8
    whole, words = int.from_bytes(data, "big"), int.from_bytes(b"\0\0\0\0\xff\xff\xff\xff" * digits)
    total = (whole & words) + (whole >> 32 & words)
    while digits > 1:
        digits = (digits + 1) // 2
        total = (total >> 64 * digits) + (total & (1 << 64 * digits) - 1)
    return total & 0xFFFFFFFF


def names_of(table: bytes) -> list[Name]:
    """Return the entries of the table ``name``."""
    _, count, strings = struct.unpack_from(">3H", table)
    names: list[Name] = []
    for number in range(count):
        *place, length, offset = struct.unpack_from(">6H", table, 6 + 12 * number)
        at = strings + offset
        platform, encoding, language, entry = place
        names.append(Name(platform, encoding, language, entry, table[at : at + length]))
    return names


def name_table(names: list[Name]) -> bytes:
    """Return the table ``name`` of entries; equal texts stand in it once.

    >>> names_of(name_table([english(4, "Cut"), english(1, "Cut")]))[0].text.decode("utf-16-be")
    'Cut'
    """
    places: dict[bytes, int] = {}
    strings = b""
    entries: list[bytes] = []
    for name in sorted(names):
        if name.text not in places:
            places[name.text] = len(strings)
            strings += name.text
        entries.append(struct.pack(">6H", *name[:4], len(name.text), places[name.text]))
    return b"".join((struct.pack(">3H", 0, len(names), 6 + 12 * len(names)), *entries, strings))


def english(number: int, text: str) -> Name:
    """Return the entry of a number in English, for all systems of today."""
    return Name(_WINDOWS, _UNICODE, _ENGLISH, number, text.encode("utf-16-be"))


def said(names: list[Name], number: int) -> str:
    """Return what the entry of a number says in English, empty if there is none."""
    for name in names:
        place = (name.platform, name.encoding, name.language)
        if name.number == number and place == (_WINDOWS, _UNICODE, _ENGLISH):
            return name.text.decode("utf-16-be")
        if name.number == number and place == (_MACINTOSH, _ROMAN, _MACINTOSH_ENGLISH):
            return name.text.decode("mac-roman")
    return ""
