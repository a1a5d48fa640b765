"""Words intact: what counts as the same word, and what a reading loses."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.checks.wordmatch import aligned, compare, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("قال: «نعم»، ثم ذهب.", ["قال", "نعم", "ثم", "ذهب"]),
        ("می\u200cخواهم", ["می\u200cخواهم"]),  # ZWNJ inside a word is text
        ("\u200cمن\u200d", ["من"]),  # and at its edge it is none
        ("\u202bقال\u202c\u200f WHO\u200e", ["قال", "WHO"]),  # what steers a line is no text
        ("الشَّمس", ["الشَّمس"]),
        ("الشَّمس".replace("\u0651\u064e", "\u064e\u0651"), ["الشَّمس"]),  # NFC orders marks
        ("التعـــاون", ["التعـــاون"]),  # tatweel is a letter
        ("ﻻ", ["ﻻ"]),  # a presentation form is not the letters it stands for
        ("co\u00ad\r\noperation", ["cooperation"]),
        ("co\u0002\noperation", ["cooperation"]),
        ("12.5% ٢٠٢٤", ["12", "5", "٢٠٢٤"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_a_blank_inside_a_word_and_one_that_is_lost_break_words() -> None:
    torn = compare(["تعريف الشيء"], ["تعر يف الشيء"])
    glued = compare(["في البلاد"], ["فيالبلاد"])
    assert (torn.words, torn.intact, glued.intact) == (2, 1, 0)


def test_a_miss_says_where_it_is_and_what_was_read() -> None:
    match = compare(["قال الرجل", "لأن الأمن قوي"], ["قال الرجل ٣\n", "ألن الأمن قوي"])
    (miss,) = match.misses
    assert (miss.word, miss.passage, miss.index, miss.page) == ("لأن", 1, 0, 0)
    assert miss.read == "٣ ألن"
    assert match.share == 0.8


def test_what_the_book_adds_costs_nothing() -> None:
    pages = ["العنوان 1 قال الرجل إن", "العنوان 2 الأمر قريب 7"]
    assert compare(["قال الرجل إن الأمر قريب"], pages).share == 1.0


def test_words_in_another_order_are_not_intact() -> None:
    assert compare(["منظمة الصحة العالمية"], ["العالمية الصحة منظمة"]).intact == 1


def test_a_passage_may_stand_elsewhere_as_a_whole() -> None:
    passages = ["متن أول", "حاشية من أربع كلمات", "متن ثان طويل"]
    assert compare(passages, ["متن أول متن ثان طويل حاشية من أربع كلمات"]).share == 1.0


def test_a_passage_that_moves_is_not_read_twice() -> None:
    passages = ["حاشية من أربع كلمات", "حاشية من أربع كلمات", "متن"]
    assert compare(passages, ["متن حاشية من أربع كلمات"]).intact == 5


def test_punctuation_is_compared_only_when_asked_for() -> None:
    assert compare(["قال (نعم)."], ["قال )نعم(."]).share == 1.0
    assert compare(["قال (نعم)."], ["قال )نعم(."], marks=True).share == 0.5


def test_no_words_is_no_fault() -> None:
    assert compare([], ["شيء"]).share == 1.0
    assert compare(["«…»"], []).share == 1.0
    assert compare(["كلمة"], []).share == 0.0


@given(st.lists(st.text("ابت ", max_size=12), max_size=6), st.text("ابت ", max_size=40))
def test_no_word_of_the_reading_counts_twice(passages: list[str], page: str) -> None:
    match = compare(passages, [page])
    source = Counter(word for passage in passages for word in words_of(passage))
    assert match.words == source.total()
    assert match.intact <= (source & Counter(words_of(page))).total()


def longest_common(first: list[str], second: list[str]) -> int:
    """Return the length of a longest common subsequence, by the textbook's table."""
    row = [0] * (len(second) + 1)
    for a in first:
        before = row
        row = [0]
        for j, b in enumerate(second):
            row.append(before[j] + 1 if a == b else max(before[j + 1], row[-1]))
    return row[-1]


texts = st.lists(st.sampled_from("ابتثجح"), max_size=40)


@given(texts, texts, st.sampled_from([1, 50, 1 << 20]))
def test_alignment_is_a_longest_one_in_order(
    first: list[str], second: list[str], small: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("report.checks.wordmatch._SMALL", small)
        pairs = aligned(first, second)
    assert len(pairs) == longest_common(first, second)
    assert all(first[i] == second[j] for i, j in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))
