"""The imprint: every number and name that the metadata has, in words of the language."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml import etree

from report.compose import compose
from report.compose.galley import House
from report.locales import locale
from report.model.document import Edition, Metadata, Report


def imprint(metadata: Metadata, house: House) -> dict[str, str]:
    edition = Edition("urn:x:water", 2, datetime(2026, 11, 24, tzinfo=UTC))
    (sheet,) = (s for s in compose(Report(metadata), edition, house).sheets if s.name == "imprint")
    root = etree.fromstring(sheet.body)
    words, values = ([text(e) for e in root.iter(name)] for name in ("dt", "dd"))
    return dict(zip(words, values, strict=True))


def text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def test_numbers_say_which_form_of_the_book_they_stand_for(house: House) -> None:
    metadata = Metadata(
        title="الماء",
        publisher="دار الورّاق",
        place="الرباط",
        series="موجزات",
        series_number="7",
        isbn="978-9953-87-500-2",
        isbn_epub="978-9953-87-501-9",
        doi="10.1000/182",
    )
    said = imprint(metadata, house)
    assert said["الناشر"] == "دار الورّاق، الرباط"
    assert said["السلسلة"] == "موجزات، 7"
    assert said["ردمك"] == "978-9953-87-500-2 (PDF)، 978-9953-87-501-9 (EPUB)"
    assert said["معرّف الوثيقة (DOI)"] == "10.1000/182"


@pytest.mark.parametrize("language", ["ar", "fa", "ur", "he", "en", "fr"])
def test_what_is_not_there_is_not_named(language: str, house: House) -> None:
    said = imprint(Metadata(title="x", language=language), house)
    words = locale(language).words
    assert list(said) == [words["edition"], words["issued"], words["identifier"]]
