"""Search: words folded by the table that the script reads, and the index that both share."""

from __future__ import annotations

import json

import pytest
from bookshelf import catalogue
from hypothesis import given
from hypothesis import strategies as st

from report.catalogue.folding import Folding
from report.catalogue.index import Index, weigh
from report.catalogue.pages import Desk
from report.catalogue.reading import Page


@pytest.fixture(scope="module")
def folding(site_desk: Desk) -> Folding:
    return site_desk.look.folding


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("الارهاب", "الإرهاب"),
        ("ارهاب", "والإرهاب"),
        ("إرهاب", "بالإرهاب"),
        ("ارهاب", "للإرهاب"),
        ("امن", "الأمن"),
        ("مسؤول", "مسوول"),
        ("مستشفى", "المستشفي"),
        ("مدرسه", "المدرسة"),
        ("مُحَمَّد", "محمد"),
        ("الســـاحل", "الساحل"),
        ("آثار", "الاثار"),
        ("هيئة", "هييه"),
        ("سماء", "السما"),
        ("کتابی", "كتابي"),
        ("می‌خواهم", "ميخواهم"),
        ("٢٠٢٦", "2026"),
        ("۲۰۲۶", "2026"),
        ("Café", "CAFE"),
        ("שלום", "שָׁלוֹם"),
        ("ﻻجئ", "لاجي"),
        ("ٱلصحراء", "صحراء"),
    ],
)
def test_words_that_are_one_to_who_searches(folding: Folding, one: str, other: str) -> None:
    assert list(folding.terms(one)) == list(folding.terms(other))


@pytest.mark.parametrize(
    ("one", "other"), [("ساحل", "صاحل"), ("بالغ", "غ"), ("والد", "د"), ("كتاب", "كاتب")]
)
def test_words_that_are_two(folding: Folding, one: str, other: str) -> None:
    assert list(folding.terms(one)) != list(folding.terms(other))


@given(text=st.text(max_size=60))
def test_folding_twice_is_folding_once(site_desk: Desk, text: str) -> None:
    folding = site_desk.look.folding
    assert folding.fold(folding.fold(text)) == folding.fold(text)


def _files(count: int, desk: Desk) -> dict[str, bytes]:
    shown, index = catalogue(count), Index()
    for number, work in enumerate(shown.works):
        page = Page("opening.html", "مقدمة", "ar", True, "", f"نص عن الإرهاب رقم {number}")
        index.add(number, weigh(work, [page], desk.look.folding))
    return dict(index.files(shown, desk.look.folding_table))


def _look_up(files: dict[str, bytes], term: str) -> list[int]:
    """Find the places of a term as the script does: by the longest name that it begins with."""
    names: dict[str, str] = json.loads(files["search/index.json"])["terms"]
    name = max((n for n in names if term.startswith(n)), key=len)
    places: list[int] = json.loads(files[f"search/terms/{names[name]}.json"]).get(term, [])
    return places


def test_a_term_is_where_the_script_looks(site_desk: Desk) -> None:
    files = _files(20, site_desk)
    (term,) = site_desk.look.folding.terms("الارهاب")
    places = _look_up(files, term)
    assert places[::3] == list(range(20))
    assert set(places[1::3]) == {1}
    (title,) = site_desk.look.folding.terms("الموجز")
    assert set(_look_up(files, title)[1::3]) == {0}


def test_every_term_is_found_when_files_are_parted(
    site_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _files(30, site_desk)
    terms = {
        term: places
        for path, data in whole.items()
        if "/terms/" in path
        for term, places in json.loads(data).items()
    }
    monkeypatch.setattr("report.catalogue.index._LARGEST", 200)
    parted = _files(30, site_desk)
    assert len(parted) > len(whole)
    assert {term: _look_up(parted, term) for term in terms} == terms
    assert all(name.isascii() for name in parted)
