"""Our UAX #9 against another on any text, and against the conformance files where they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import reference
from hypothesis import given, settings
from hypothesis import strategies as st

from report.filters.bidi import bidi_class, levels

# One or two characters of each Bidi_Class, brackets, and all the controls.
ALPHABET = (
    "aZאבابجд15۵٢٥+-%$°,./: \t\u00a0!«»\"'()[]{}\u2329\u232a\u3008\u3009\u0651\u0300\u00ad\u200b"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
)
REMOVED = {"RLE", "LRE", "RLO", "LRO", "PDF", "BN"}

# Where Debian's unicode-data and others put the Unicode Character Database.
DATABASE = Path("/usr/share/unicode")


def kept(text: str, found: list[int]) -> list[int]:
    """Leave out what rule X9 removes: its levels are nobody's business."""
    pairs = zip(text, found, strict=True)
    return [level for character, level in pairs if bidi_class(character) not in REMOVED]


@settings(max_examples=500)
@given(st.text(alphabet=ALPHABET, min_size=1, max_size=30), st.sampled_from(["rtl", "ltr"]))
def test_levels_are_those_of_another_implementation(text: str, base: str) -> None:
    direction = "rtl" if base == "rtl" else "ltr"
    assert kept(text, levels(text, direction)) == kept(text, reference.levels(text, base))


def on_one_line(text: str, found: list[int], paragraph: int) -> list[int]:
    """Apply L1 for a line that holds the whole paragraph, as the conformance files do."""
    shown = list(found)
    trailing = True
    for index in range(len(text) - 1, -1, -1):
        kind = bidi_class(text[index])
        if kind in {"S", "B"}:
            trailing = True
        elif kind not in REMOVED | {"WS", "LRI", "RLI", "FSI", "PDI"}:
            trailing = False
        if trailing and kind not in REMOVED:
            shown[index] = paragraph
    return shown


def conformance_lines(name: str) -> Iterator[str]:
    path = DATABASE / name
    if not path.is_file():
        pytest.skip(f"{name} of the Unicode Character Database is not on this machine")
    for line in path.read_text("utf-8").splitlines():
        if content := line.partition("#")[0].strip():
            yield content


@pytest.mark.slow
def test_bidi_character_test() -> None:
    judged = 0
    for line in conformance_lines("BidiCharacterTest.txt"):
        points, _, paragraph, expected, _ = line.split(";")
        text = "".join(chr(int(point, 16)) for point in points.split())
        level = int(paragraph)
        found = levels(text, "rtl" if level else "ltr")
        shown = on_one_line(text, found, level)
        for want, got in zip(expected.split(), shown, strict=True):
            assert want in {"x", str(got)}, line
        judged += 1
    assert judged > 90_000


SAMPLES = {
    "L": "a", "R": "א", "AL": "ا", "EN": "1", "AN": "٢", "ES": "+", "ET": "%", "CS": ",",
    "B": "\u2029", "S": "\t", "WS": " ", "ON": "!", "NSM": "\u0300", "BN": "\u00ad",
    "LRE": "\u202a", "RLE": "\u202b", "PDF": "\u202c", "LRO": "\u202d", "RLO": "\u202e",
    "LRI": "\u2066", "RLI": "\u2067", "FSI": "\u2068", "PDI": "\u2069",
}  # fmt: skip


@pytest.mark.slow
def test_bidi_test() -> None:
    """Every ninth line of BidiTest.txt, which takes all classes up to a length by turns."""
    expected: list[str] = []
    judged = 0
    for number, line in enumerate(conformance_lines("BidiTest.txt")):
        if line.startswith("@"):
            if line.startswith("@Levels"):
                expected = line.partition(":")[2].split()
            continue
        names, _, bits = line.partition(";")
        classes = names.split()
        if number % 9 or "B" in classes[:-1]:
            continue  # two paragraphs; a line here is one
        text = "".join(SAMPLES[name] for name in classes)
        for paragraph, base in ((0, "ltr"), (1, "rtl")):
            if not int(bits, 0) & (4 if paragraph else 2):
                continue
            found = levels(text, "rtl" if base == "rtl" else "ltr")
            shown = on_one_line(text, found, paragraph)
            for want, got in zip(expected, shown, strict=True):
                assert want in {"x", str(got)}, line
            judged += 1
    assert judged > 50_000
