"""Pages side by side: what came and went is marked where it stands, what moved on is not."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from PIL import Image

from report.archive.diff.compare import Comparison
from report.archive.diff.page import write_page
from report.archive.diff.pages import PagePair, Sight, compare_pages
from report.archive.diff.plain import write_plain
from report.archive.diff.sequence import matched
from report.disk import open_house
from report.press import Order, edition_of, publish
from report.readers.source import Source

WORDS = st.lists(st.sampled_from("في من ماء نهر بحر سد مطر".split()), max_size=40)
NOTHING = Comparison("ar", (), (), ())


@given(WORDS, WORDS)
def test_matches_rise_and_are_equal(before: list[str], after: list[str]) -> None:
    pairs = matched(before, after)
    assert pairs == sorted(set(pairs))
    assert all(one < two for one, two in pairwise(pairs))
    assert len({j for _, j in pairs}) == len(pairs)
    assert [j for _, j in pairs] == sorted(j for _, j in pairs)
    assert all(before[i] == after[j] for i, j in pairs)


@given(WORDS)
def test_a_text_matches_itself_word_by_word(words: list[str]) -> None:
    assert matched(words, words) == [(place, place) for place in range(len(words))]


def test_one_word_among_a_hundred_thousand_is_found() -> None:
    before = [f"{place % 977}:{place % 1009}" if place % 3 else "في" for place in range(100_000)]
    after = [*before[:50_000], "جديد", *before[50_000:]]
    pairs = matched(before, after)
    assert len(pairs) == len(before)
    assert {j for _, j in pairs} == set(range(len(after))) - {50_000}


def manuscript(*paragraphs: str) -> str:
    return "\n\n".join(("---\ntitle: الماء\nlang: ar\ndate: 2026-11-24\n---", *paragraphs))


FILL = "نص يملأ السطر ثم الصفحة حتى ينتقل ما بعده إلى التي تليها دون أن يتغير منه شيء. " * 8
CHAPTER = ("# نهر", *[f"فقرة {number} {FILL}" for number in range(6)])


@cache
def printed(*paragraphs: str) -> bytes:
    source = Source("water.md", "text/markdown", manuscript(*paragraphs).encode())
    books = publish(source, edition_of, open_house(), lambda _: None, order=Order(("pdf",)))
    assert books.pdf
    return books.pdf


def texts(pairs: Sequence[PagePair]) -> list[tuple[str, int, int]]:
    return [
        (
            pair.change,
            len(pair.before.marks) if pair.before else -1,
            len(pair.after.marks) if pair.after else -1,
        )
        for pair in pairs
    ]


def test_equal_books_have_no_pages_to_show() -> None:
    book = printed(*CHAPTER)
    assert compare_pages(book, book) == ()


def test_a_word_is_marked_where_it_stood_and_where_it_stands() -> None:
    changed = (CHAPTER[0], CHAPTER[1].replace("فقرة", "قطعة", 1), *CHAPTER[2:])
    (pair,) = compare_pages(printed(*CHAPTER), printed(*changed))
    assert pair.before
    assert pair.after
    assert texts([pair]) == [("words", 1, 1)]
    (was,) = pair.before.marks
    (now,) = pair.after.marks
    assert was.x > 0.5, "the first word of a right-to-left paragraph stands at its right"
    assert now.y == pytest.approx(was.y, abs=0.01)
    with Image.open(io.BytesIO(pair.after.picture)) as picture:
        assert picture.height > picture.width


def test_what_moved_to_the_next_page_is_not_marked() -> None:
    longer = (
        CHAPTER[0],
        f"جملة مضافة. {CHAPTER[1]}",
        *CHAPTER[2:4],
        "حاشية أطول " * 40,
        *CHAPTER[4:],
    )
    pairs = compare_pages(printed(*CHAPTER), printed(*longer))
    assert all(pair.before is None or not pair.before.marks for pair in pairs)
    assert sum(len(pair.after.marks) for pair in pairs if pair.after) >= 2


def test_a_page_that_only_looks_other_is_said_to() -> None:
    changed = (CHAPTER[0], CHAPTER[1].replace("السطر", "**السطر**"), *CHAPTER[2:])
    pairs = compare_pages(printed(*CHAPTER), printed(*changed))
    assert {pair.change for pair in pairs} == {"look"}


def sight(folio: str) -> Sight:
    (pair,) = compare_pages(printed("# أ", "ماء"), printed("# أ", "نهر"))
    assert pair.before
    return Sight(folio, pair.before.picture, pair.before.marks)


def test_the_page_shows_both_sides_with_their_folios() -> None:
    pairs = (PagePair("words", sight("١٢"), sight("١٣")), PagePair("words", None, sight("١٤")))
    read = html.fromstring(write_page(NOTHING, "الماء", 1, 2, pairs))
    assert read.xpath("//figcaption/text()") == [
        "قبل: ص ١٢",
        "بعد: ص ١٣",
        "قبل: لا صفحة",
        "بعد: ص ١٤",
    ]
    assert read.xpath("//div[@class='sheet']/i/@class") == ["removed", "added", "added"]
    assert all(source.startswith("data:image/png") for source in read.xpath("//img/@src"))
    assert read.xpath("//img/@alt") == ["قبل: ص ١٢", "بعد: ص ١٣", "بعد: ص ١٤"]


def test_the_terminal_is_told_which_pages() -> None:
    pairs = (PagePair("words", sight("١٢"), sight("١٣")), PagePair("look", None, sight("١٤")))
    assert write_plain(NOTHING, pairs).splitlines() == [
        "page ١٢ -> ١٣: words",
        "page none -> ١٤: look",
    ]
