"""A character that no face of the house has is found before a book is made, at its place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from report.checks.faces import check_faces
from report.compose import compose
from report.compose.faces import missing
from report.compose.galley import Galley, House
from report.diagnostics import Diagnostic, Place
from report.model.document import Edition, Report
from report.press import Order, edition_of, publish
from report.readers import read
from report.readers.source import Source
from report.writers.pdf.records import say_missing

ISSUED = datetime(2026, 11, 24, tzinfo=UTC)


def source(text: str) -> Source:
    return Source("a.md", "text/markdown", text.encode())


def galley(text: str, house: House) -> Galley:
    report = read(source(text), lambda finding: None)
    return compose(report, Edition("https://example.org/w", 1, ISSUED), house)


def test_each_character_is_said_once_where_the_source_has_it_first(house: House) -> None:
    text = "---\ntitle: تقرير\n---\n\n# فصل\n\nنص 漢 و😀.\n\n```\n漢 ✈\n```\n"
    found = list(check_faces(galley(text, house)))
    assert [(f.code, f.place) for f in found] == [
        ("P002", Place("a.md", 7, 1)),
        ("P002", Place("a.md", 7, 1)),
        ("P002", Place("a.md", 9, 1)),
    ]
    assert ["U+6F22", "U+1F600", "U+2708"] == [
        f.message.partition("(")[2].partition(")")[0] for f in found
    ]


def test_what_only_the_metadata_has_is_said_without_a_place(house: House) -> None:
    (found,) = check_faces(galley("---\ntitle: تقرير 漢\n---\n\nنص.\n", house))
    assert found.place is None


@pytest.mark.parametrize(
    "characters", ["ءآأؤإئابةت", "پچژگیک", "ٹڈڑںہھے", "אבגדה", "éèñŒß", "٠۴4", "≤≥×±€٪٫؟،؛«»–—…"]
)
def test_the_house_sets_what_its_languages_are_written_in(characters: str, house: House) -> None:
    assert missing(characters, house.faces) == ()


def test_what_has_no_glyph_or_is_made_of_others_is_not_missing(house: House) -> None:
    invisible = "\u200c\u200d\u2067\u2069\u00ad\ufeff\ufe0f"
    assert missing(invisible + "\n\t\u00a0\u2009\u2011ﬁ", house.faces) == ()
    assert missing("漢a漢\u0600", ()) == ("漢", "a", "\u0600")


@pytest.mark.parametrize("to", [("epub",), ("pdf", "epub")])
def test_every_kind_of_book_is_answered_for_once(house: House, to: tuple[str, ...]) -> None:
    found: list[Diagnostic] = []

    def edition(report: Report) -> Edition:
        return edition_of(report, issued=ISSUED)

    text = source("# فصل\n\n- نص 漢\n  - نص\n    - نص\n")
    publish(text, edition, house, found.append, order=Order(to=to))
    assert [f.code for f in found if f.code.startswith("P")] == ["P002"]


def test_what_a_style_sheet_brings_is_said_as_well(house: House) -> None:
    found: list[Diagnostic] = []
    say_missing({"漢", "◦"}, galley("نص 漢\n", house), found.append)
    (only,) = found
    assert "U+25E6" in only.message
