"""Chapters that run on are set in takes, and the book is the one that is set in one piece."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import cycle, islice
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printedbook import links, outline, pages_of, roles

from report.compose import compose
from report.compose.galley import Galley, Sheet
from report.disk import open_house
from report.press import edition_of, prepare
from report.readers.source import Source
from report.shelf import Shelf
from report.writers.pdf import takes
from report.writers.pdf.collating import Collator
from report.writers.pdf.divisions import Division
from report.writers.pdf.laying import Look
from report.writers.pdf.takes import Leg, Relay, runs_on
from report.writers.pdf.writer import Printed, write_pdf

CHAPTERS = 24
HEAD = "---\ntitle: تقرير\nlang: ar\ndate: 2026-11-24\n---\n\n"


def manuscript(chapters: int = CHAPTERS, edited: int = -1) -> str:
    """Chapters of half a page to two pages, with notes, references and tables."""
    words = "كلمات كثيرة تملأ الصفحة حتى تبلغ التالية وفيها بعض ما يقال في الباب".split()
    parts = []
    for number in range(chapters):
        text = " ".join(islice(cycle(words), number, 60 + number * 157 % 360))
        if number == edited:
            text = "جملة قليلة " + text
        parts.append(
            f"# الباب {number} {{#part-{number}}}\n\n{text}.\n\n"
            f"نصّ له حاشية[^{number}] وإحالة إلى @part-{(number * 5 + 3) % chapters}.\n\n"
            f"[^{number}]: حاشية الباب {number}.\n\n## قسم {number}\n\n"
            f"| الرقم | القيمة |\n|---|---|\n| {number} | {number * 7} |\n\n{text[:200]}."
        )
    return HEAD + "\n\n".join(parts)


@pytest.fixture(autouse=True)
def short_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(takes, "GRID", 9_000)
    monkeypatch.setattr(takes, "_BEYOND", 9_000)


@pytest.fixture
def set_in(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sheets of each take of the books that are set."""
    counted: list[int] = []
    in_takes = Collator._in_takes

    def told(collator: Any, *given: Any) -> Iterator[Division]:
        for division in in_takes(collator, *given):
            if division.matter == "body":
                counted.append(len(division.sheets))
            yield division

    monkeypatch.setattr(Collator, "_in_takes", told)
    return counted


@pytest.fixture
def laid(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The first sheets of what is laid out."""
    names: list[str] = []
    lay = Look.lay

    def noted(look: Look, division: Any, *given: Any) -> Any:
        if division.matter == "body":
            names.append(division.sheets[0].name)
        return lay(look, division, *given)

    monkeypatch.setattr(Look, "lay", noted)
    return names


def galley_of(text: str, shelf: Shelf | None = None) -> Galley:
    report = prepare(Source("a.md", "text/markdown", text.encode()), lambda finding: None)
    return compose(report, edition_of(report), replace(open_house(), shelf=shelf or Shelf()))


def printed(text: str, shelf: Shelf | None = None) -> Printed:
    found: list[Any] = []
    book = write_pdf(galley_of(text, shelf), found.append)
    assert not found
    return book


@pytest.mark.slow
def test_a_book_set_in_takes_is_the_book_set_in_one_piece(
    set_in: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_takes = printed(manuscript())
    assert len(set_in) > 3
    assert sum(set_in) == CHAPTERS
    monkeypatch.setattr(takes, "GRID", 10**9)
    set_in.clear()
    whole = printed(manuscript())
    assert set_in == [CHAPTERS]
    assert in_takes.folios == whole.folios
    assert in_takes.pages == whole.pages
    assert in_takes.lines == whole.lines
    assert pages_of(in_takes.data) == pages_of(whole.data)
    one, other = (pikepdf.open(io.BytesIO(book.data)) for book in (in_takes, whole))
    assert outline(one) == outline(other)
    assert sorted(links(one)) == sorted(links(other))
    assert roles(one) == roles(other)


@pytest.mark.slow
def test_a_take_that_is_laid_out_again_by_itself_is_the_same() -> None:
    shelf = Shelf()
    book = printed(manuscript(), shelf)
    for key in [key for key in shelf._held if key.startswith("part-")]:
        del shelf._held[key]
    assert printed(manuscript(), shelf) == book


@pytest.mark.slow
def test_an_edit_lays_out_what_it_has_moved(laid: list[str], set_in: list[int]) -> None:
    shelf = Shelf()
    printed(manuscript(), shelf)
    laid.clear()
    assert printed(manuscript(edited=9), shelf) == printed(manuscript(edited=9))
    others = {f"part-{number}" for number in range(CHAPTERS)} - set(laid)
    assert others
    laid.clear()
    printed(manuscript(), shelf)
    assert laid == []


def running(sizes: list[int]) -> Division:
    return Division(
        "body",
        tuple(
            Sheet(f"s{n}", f"{n}", "x" * size, "body", "chapter", "ar", "rtl")
            for n, size in enumerate(sizes)
        ),
    )


def first_top(leg: Leg, page: int = 3_000) -> int:
    """Fill pages with sheets as a layout does: what has no room for its head begins a page."""
    used = 0
    for number, sheet in enumerate(leg.window.sheets):
        begins = number > 0 and (used > page - 500 or used == 0)
        if begins and not leg.ended and number >= leg.least:
            return number
        used = (0 if begins else used) + len(sheet.body)
        used %= page
    return len(leg.window.sheets) if leg.last else 0


def set_by(division: Division, runners: int, order: int) -> tuple[list[Division], int]:
    """Run a relay whose legs are finished in some order; return its takes and the legs laid."""
    relay, laid = Relay(division, runners), 0
    going: list[Leg] = []
    found: list[Division] = []
    while not relay.ended:
        going += relay.wanted()
        assert 0 < len(going) <= runners
        leg = going.pop((order + laid * laid) % len(going))
        relay.done(leg, first_top(leg))
        laid += 1
        found += relay.takes()
    return found, laid


@given(
    st.lists(st.integers(200, 9_000), min_size=1, max_size=120),
    st.integers(2, 4),
    st.integers(0, 9),
)
@settings(max_examples=60)
def test_the_takes_are_the_same_however_many_run(
    sizes: list[int], runners: int, order: int
) -> None:
    division = running(sizes)
    alone, _ = set_by(division, 1, order)
    assert tuple(sheet for take in alone for sheet in take.sheets) == division.sheets
    assert [take.led for take in alone] == [n > 0 for n in range(len(alone))]
    together, _ = set_by(division, runners, order)
    assert together == alone


def test_several_lay_out_few_legs_in_vain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(takes, "GRID", 80_000)
    monkeypatch.setattr(takes, "_BEYOND", 40_000)
    sizes = [400 + int(sha256(b"%d" % n).hexdigest(), 16) % 2_600 for n in range(2_000)]
    division = running(sizes)
    alone, _ = set_by(division, 1, 0)
    together, laid = set_by(division, 2, 0)
    assert together == alone
    assert len(alone) > 20
    assert laid <= 1.3 * len(alone)


def test_only_long_running_text_of_short_chapters_is_set_in_takes() -> None:
    short, long = running([2_000] * 9), running([2_000] * 10)
    assert runs_on(long, "run")
    assert not runs_on(short, "run")
    assert not runs_on(long, "page")
    assert not runs_on(replace(long, matter="back"), "run")
    assert not runs_on(running([30_000] * 3), "run")
