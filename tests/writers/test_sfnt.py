"""Font files taken apart and put together, as fontTools reads them."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from fontTools.ttLib.sfnt import calcChecksum
from hypothesis import given
from hypothesis import strategies as st

from report.writers.sfnt import (
    TRUETYPE,
    Name,
    _checksum,
    english,
    file_of,
    name_table,
    names_of,
    said,
    tables_of,
)

FACES = sorted((Path(__file__).parents[2] / "fonts").rglob("*.ttf"))


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.stem)
def test_a_face_is_the_same_when_it_is_put_together_again(face: Path) -> None:
    version, tables = tables_of(face.read_bytes())
    font = TTFont(face, lazy=True)
    assert tables == {tag: font.reader[tag] for tag in font.reader.keys()}
    whole = file_of(version, tables)
    # It raises on a wrong sum of a table; the sum of the whole is the magic number.
    again = TTFont(io.BytesIO(whole), checkChecksums=2)
    assert calcChecksum(whole) == 0xB1B0AFBA
    assert list(again.reader.keys()) == sorted(tables)
    assert all(again.reader[tag] == tables[tag] for tag in tables.keys() - {"head"})


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.stem)
def test_names_are_read_and_written_as_fonttools_does(face: Path) -> None:
    font = TTFont(face)
    names = names_of(font.reader["name"])
    assert [said(names, n) for n in range(7)] == [font["name"].getDebugName(n) for n in range(7)]
    font["name"].setName("مقصوص", 1, 3, 1, 0x409)
    mine = [name for name in names if name[:4] != (3, 1, 0x409, 1)] + [english(1, "مقصوص")]
    assert name_table(mine) == font["name"].compile(font)


@given(st.binary(max_size=300))
def test_the_sum_of_a_table_is_that_of_its_words(data: bytes) -> None:
    padded = data + bytes(-len(data) % 4)
    words = struct.unpack(f">{len(padded) // 4}L", padded)
    assert _checksum(data) == sum(words) & 0xFFFFFFFF


def test_a_face_of_a_collection_is_found_by_its_number() -> None:
    one, other = (file_of(TRUETYPE, {"post": said}) for said in (b"one.", b"other"))
    begin = 20
    header = struct.pack(">4s4L", b"ttcf", 0x10000, 2, begin, begin + len(one))
    moved = bytearray(other)
    (at,) = struct.unpack_from(">L", moved, 20)
    struct.pack_into(">L", moved, 20, at + begin + len(one))
    whole = header + one + bytes(moved)
    assert tables_of(whole, 1)[1] == {"post": b"other"}


def test_an_old_entry_speaks_where_there_is_no_other() -> None:
    old = Name(1, 0, 0, 2, b"R\x8egulier")
    assert said([old], 2) == "Régulier"
    assert said([old, english(2, "Bold")], 2) == "Régulier"
    assert said([old], 3) == ""
