"""The order of the glyphs in the PDF is that of UAX #9, by a reference that is not ours."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pytest
import reference
from lines_printed import (
    NARROW,
    WIDE,
    Glyph,
    opens_to_the_right,
    print_lines,
    read_page,
    reference_text,
    shows,
)
from suite import LINES, Line

from report.filters.isolates import isolate

OPENING = "([{«“"
CLOSING = ")]}»”"


@dataclass(frozen=True)
class Judged:
    """A line of the suite as printed, and the text that the reference judges it by."""

    line: Line
    text: str
    page: pdfium.PdfPage
    printed: list[list[Glyph]]

    def expected(self) -> Iterator[list[int]]:
        """Yield for each printed line the indices of its visible characters, left to right."""
        visible = [i for i, character in enumerate(self.text) if shows(character)]
        starts, taken = [0], 0
        for glyphs in self.printed[:-1]:
            taken += len(glyphs)
            starts.append(visible[taken])
        ends = [*starts[1:], len(self.text)]
        lines = [range(start, end) for start, end in zip(starts, ends, strict=True)]
        for order in reference.visual_order(self.text, self.line.base, lines):
            yield [index for index in order if shows(self.text[index])]


@pytest.fixture(scope="module", params=[WIDE, NARROW], ids=["wide", "narrow"])
def judged(request: pytest.FixtureRequest) -> list[Judged]:
    document = pdfium.PdfDocument(print_lines(LINES, request.param))
    assert len(document) == len(LINES), "each line has a page of its own"
    return [
        Judged(
            line,
            reference_text(isolate(line.content, line.base), line.language),
            page,
            read_page(page),
        )
        for line, page in zip(LINES, document, strict=True)
    ]


def plain(text: str) -> str:
    """Take both of a pair for the opening one: which of them a glyph is read as is chance."""
    return text.translate(str.maketrans(CLOSING, OPENING))


@pytest.mark.parametrize("number", range(len(LINES)), ids=[line.name for line in LINES])
def test_order(judged: list[Judged], number: int) -> None:
    case = judged[number]
    printed = [plain("".join(g.character for g in glyphs)) for glyphs in case.printed]
    expected = [plain("".join(case.text[i] for i in order)) for order in case.expected()]
    assert printed == expected


def test_brackets_open_to_the_text(judged: list[Judged]) -> None:
    """A bracket that runs right to left is drawn as its mirror image (UAX #9, L4)."""
    seen = 0
    for case in judged:
        levels = reference.levels(case.text, case.line.base)
        for glyphs, order in zip(case.printed, case.expected(), strict=True):
            for glyph, index in zip(glyphs, order, strict=True):
                character = case.text[index]
                if unicodedata.mirrored(character) and character in OPENING + CLOSING:
                    opening = (character in OPENING) != bool(levels[index] % 2)
                    assert opens_to_the_right(case.page, glyph) == opening, case.line.name
                    seen += 1
    assert seen > 60


def test_the_suite_is_large_and_the_narrow_lines_wrap(judged: list[Judged]) -> None:
    assert len(judged) >= 80
    wrapped = sum(len(case.printed) > 1 for case in judged)
    assert wrapped == 0 or wrapped > 80
