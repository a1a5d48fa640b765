"""Files of sources, and what the styles make of them in each language."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.bibliography.sources import SourcesError, item_of, read_sources
from report.bibliography.wording import STYLES, Wording
from report.locales import locale
from report.model.assets import Asset
from report.model.document import Reference
from report.model.inlines import Cite, CrossRef, Emphasis, Inlines, Link
from report.model.walk import all_inlines, inline_text

BIB = r"""
@book{rashid, author={الراشد, سلمى and النوري, هشام}, title={الكتاب في اليد}, publisher={الرواق},
  address={الوادي}, edition=2, year=2019}
@book{body, author={{مركز سبل}}, title={مسح القراءة}, year=2023, url={https://example.org/s}}
@article{sample, author={Sample, Jordan and Example, Alex and Third, A. and Fourth, B.},
  title={Long Evenings}, journal={Notes}, volume=8, number=1, pages={1--19}, year=2020}
@book{umlaut, author={M{\"u}ller, Eva}, title={Z{\"a}hlen}, publisher={P}, year=2018}
"""


def references() -> tuple[Reference, ...]:
    return read_sources(Asset("sources.bib", "text/x-bibtex", BIB.encode()))


def wording(style: str, language: str = "ar-EG") -> Wording:
    return Wording(style, references(), locale(language))


def entries(style: str, language: str = "ar-EG") -> dict[str, str]:
    return {one.key: inline_text(one.content) for one in wording(style, language).entries()}


def cited(style: str, *cites: Cite, language: str = "ar-EG") -> Inlines:
    return wording(style, language).citation(cites, lambda key: f"source-{key}")


def test_bibtex_and_its_csl_json_say_the_same() -> None:
    items = [{"id": one.key, **json.loads(one.form)} for one in references()]
    again = read_sources(Asset("sources.json", "application/json", json.dumps(items).encode()))
    assert again == references()


def test_names_keep_the_braces_that_make_them_whole() -> None:
    items = {one.key: item_of(one) for one in references()}
    assert items["body"]["author"] == [{"literal": "مركز سبل"}]
    assert items["umlaut"]["author"] == [{"family": "Müller", "given": "Eva"}]
    assert items["sample"]["page"] == "1–19"


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"no source", b"[1, 2]", b'[{"a": 1}]'])
def test_a_file_without_sources_says_so(data: bytes) -> None:
    with pytest.raises(SourcesError):
        read_sources(Asset("a.bib", "", data))


def test_arabic_entries_have_the_words_marks_and_digits_of_the_house() -> None:
    assert entries("chicago-author-date")["rashid"] == (
        "الراشد، سلمى، وهشام النوري. ٢٠١٩. الكتاب في اليد. ط. ٢. الوادي: الرواق."
    )


def test_latin_entries_stay_latin_and_come_after() -> None:
    found = entries("chicago-author-date")
    assert list(found) == ["rashid", "body", "umlaut", "sample"]
    assert found["sample"].endswith("Notes 8 (1): 1–19.")


def test_pages_of_arabic_entries_keep_all_their_digits() -> None:
    """Chicago's «101–26» for 101 to 126 is read in Arabic as pages that run backwards."""
    bib = """@article{a, author={حمدي, منال}, title={م}, journal={ن}, year=2020, pages={101--126}}
@article{b, author={Sample, A.}, title={T}, journal={N}, year=2020, pages={101--126}}"""
    sources = read_sources(Asset("a.bib", "", bib.encode()))
    made = Wording("chicago-author-date", sources, locale("ar-EG")).entries()
    arabic, latin = (inline_text(one.content) for one in made)
    assert "١٠١–١٢٦" in arabic
    assert "101–26" in latin


def test_the_digits_are_those_of_the_region() -> None:
    assert "2019" in entries("apa", "ar-MA")["rashid"]


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("chicago-author-date", "(انظر الراشد والنوري ٢٠١٩، ٢٣؛ Sample et al. 2020, 4)"),
        ("apa", "(انظر الراشد والنوري، ٢٠١٩، ص ٢٣؛ Sample et al., 2020, p. 4)"),
    ],
)
def test_a_citation_is_worded_in_the_language_of_each_source(style: str, said: str) -> None:
    run = cited(style, Cite("rashid", "انظر", "ص ٢٣"), Cite("sample", after="4"))
    assert inline_text(run) == said
    targets = [one.label for one in all_inlines(run) if isinstance(one, CrossRef)]
    assert targets == ["source-rashid", "source-sample"]


def test_an_author_whom_the_sentence_names_is_left_out() -> None:
    assert inline_text(cited("apa", Cite("rashid", bare=True))) == "(٢٠١٩)"


def test_numbers_follow_the_order_of_citing() -> None:
    assert inline_text(cited("ieee", Cite("sample"))) == "[3]"
    assert list(entries("ieee")) == ["rashid", "body", "sample", "umlaut"]


def test_works_of_one_year_have_letters_of_their_script() -> None:
    twice = BIB.replace("@book{body,", "@book{second, author={الراشد, سلمى and النوري, هشام},"
                        " title={ثانٍ}, year=2019}\n@book{body,")  # fmt: skip
    sources = read_sources(Asset("a.bib", "", twice.encode()))
    made = Wording("chicago-author-date", sources, locale("ar-EG"))
    years = [
        inline_text(one.content) for one in made.entries() if "هشام" in inline_text(one.content)
    ]
    assert ["٢٠١٩أ" in year or "٢٠١٩ب" in year for year in years] == [True, True]


def test_titles_are_marked_and_addresses_are_links() -> None:
    entry = next(one for one in wording("apa").entries() if one.key == "body")
    kinds = {type(one) for one in all_inlines(entry.content)}
    assert {Emphasis, Link} <= kinds


_value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)
_fields = ["title", "author", "issued", "edition", "page", "type", "language", "editor", "URL"]


@given(st.dictionaries(st.sampled_from(_fields), _value, max_size=5), st.sampled_from(STYLES))
def test_any_json_makes_an_entry(form: dict[str, object], style: str) -> None:
    reference = Reference("a", json.dumps(form))
    made = Wording(style, (reference,), locale("ar"))
    assert len(made.entries()) == 1
    made.citation((Cite("a", after="3"),), str)
