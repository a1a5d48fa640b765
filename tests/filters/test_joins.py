"""Joins: the joining types of the Arabic letters, and the bridge over an inline boundary."""

from __future__ import annotations

from pathlib import Path

import pytest

from report.filters.joins import bridged, joined, joins_next, joins_previous

SHAPING = Path("/usr/share/unicode/ArabicShaping.txt")


@pytest.mark.skipif(not SHAPING.is_file(), reason="no Unicode Character Database here")
def test_joining_types_are_those_of_the_unicode_character_database() -> None:
    judged = 0
    for line in SHAPING.read_text("utf-8").splitlines():
        fields = [field.strip() for field in line.partition("#")[0].split(";")]
        if len(fields) < 4 or not 0x0620 <= int(fields[0], 16) <= 0x08C8:
            continue
        number, kind = int(fields[0], 16), fields[2]
        if 0x0700 <= number < 0x0750 or 0x0780 <= number < 0x0870 or kind == "T":
            continue  # Syriac, N'Ko, Mandaic, Samaritan
        assert joins_next(chr(number)) == (kind in {"D", "C"}), fields
        assert joins_previous(chr(number)) == (kind in {"D", "C", "R"}), fields
        judged += 1
    assert judged > 250


@pytest.mark.parametrize(
    ("before", "after", "join"),
    [
        ("م", "درسة", True),
        ("مد", "رسة", False),
        ("قُ", "لْ", True),
        ("ق ", "ل", False),
        ("ل", "ا", True),
        ("ا", "ل", False),
        ("ء", "ل", False),
        ("مـ", "ن", True),
        ("", "ن", False),
        ("a", "ن", False),
        ("می\u200c", "خواهم", False),
    ],
)
def test_letters_at_a_boundary(before: str, after: str, join: bool) -> None:
    assert joined(before, after) is join
    bridge = (before + "\u200d", "\u200d" + after) if join else (before, after)
    assert bridged(before, after) == bridge
