"""The order of glossaries and indexes, language by language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.locales.collation import fold_term, letter_head, sort_key


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("ar", ["3G", "إبل", "أبواب", "الأمن", "أمن الماء", "آية", "بئر", "التاء", "هدى", "WHO"]),
        ("ar", ["المبنى", "المجموعة", "مسح", "مكتبة", "النخيل", "هاتف", "وادٍ", "يد"]),
        (
            "fa",
            ["آمار", "ابر", "پرسش", "تهران", "چاپ", "ژرف", "کتاب", "گزارش", "وام", "هنر", "یاد"],
        ),
        ("ur", ["اوقات", "بھائی", "پانی", "ٹکٹ", "ثواب", "ڈاک", "ڑ", "گنتی", "ہاتھ", "یاد"]),
        ("he", ["אור", "ביב", "ספירה", "ספרייה", "פרק", "שעות", "OPAC"]),
        ("en", ["2 ways", "Apple", "étude", "Zeta", "الماء"]),
    ],
)
def test_entries_stand_in_the_order_of_their_language(language: str, ordered: list[str]) -> None:
    shuffled = sorted(ordered, key=lambda entry: entry[::-1])
    assert sorted(shuffled, key=lambda entry: sort_key(entry, language)) == ordered


def test_the_article_is_passed_over_and_hamza_and_alef_are_one_letter() -> None:
    heads = [letter_head(word, "ar") for word in ("الأمن", "إقليم", "آية", "ابن", "الباب", "التاء")]
    assert heads == ["أ", "أ", "أ", "أ", "ب", "ت"]


def test_a_word_that_only_looks_like_an_article_keeps_its_letters() -> None:
    assert letter_head("الم", "ar") == "أ"


def test_foreign_heads_are_capitals_and_figures_one_head() -> None:
    assert [letter_head(word, "ar") for word in ("opac", "3G", "٣ بلدات")] == ["O", "0", "0"]


def test_a_short_entry_stands_before_the_longer_one_that_it_begins() -> None:
    words = ["أمن الماء", "أمنيات", "أمن"]
    assert sorted(words, key=lambda word: sort_key(word, "ar")) == ["أمن", "أمن الماء", "أمنيات"]


@given(st.text("ابتأإآةهويىكم ال\u064e\u0651ـ", max_size=12))
def test_marks_and_tatweel_do_not_part_terms(term: str) -> None:
    marked = "".join(f"{one}\u064e" if one.isalpha() else one for one in term)
    assert fold_term(marked, "ar") == fold_term(term, "ar")
