"""What the file says of itself: XMP, information dictionary, labels, preferences, equal bytes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

import pydyf
import pytest
from hand_page import BODY, EDITION, METADATA, Tagged, page, set_page
from hypothesis import given
from hypothesis import strategies as st

from report.locales import locale
from report.model.document import Contributor, Edition, Metadata
from report.writers.names import edition_identifier, printed_identifier
from report.writers.pdf.folios import folios
from report.writers.pdf.metadata import label_ranges, pdf_date, prefer, xmp_packet
from report.writers.pdf.standards import Standard, write_options

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
MM = "{http://ns.adobe.com/xap/1.0/mm/}"
SHORT = '<h1 id="a">عنوان</h1><p>نص <a href="#a">رابط</a></p>'


def read(packet: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(packet)


def values(root: ElementTree.Element, name: str) -> list[str]:
    (held,) = root.iter(name)
    return [item.text or "" for item in held.iter(f"{RDF}li")] or [held.text or ""]


@pytest.fixture(scope="module")
def classic() -> Tagged:
    return Tagged(set_page(page(BODY)))


@pytest.fixture(scope="module")
def modern() -> Tagged:
    return Tagged(set_page(page(SHORT), Standard.A4F_UA2))


def test_the_packet_stands_in_the_file_as_it_is(classic: Tagged, modern: Tagged) -> None:
    for tagged, part in ((classic, b"3"), (modern, b"4")):
        assert b"<pdfaid:part>" + part + b"</pdfaid:part>" in tagged.data
        assert "/Filter" not in tagged.pdf.Root.Metadata
    plain = set_page(page(SHORT), Standard.PLAIN)
    assert b"pdfaid:part" not in plain
    assert b"<dc:title>" in plain


def test_the_packet_names_every_standard_that_the_file_keeps() -> None:
    classic = xmp_packet(METADATA, EDITION, Standard.A3A_UA1).decode()
    modern = xmp_packet(METADATA, EDITION, Standard.A4F_UA2).decode()
    claims = re.compile(r"<(pdf(?:a|ua)id:\w+)>(\w+)<")
    assert dict(claims.findall(classic)) == {
        "pdfaid:part": "3",
        "pdfaid:conformance": "A",
        "pdfuaid:part": "1",
    }
    found = claims.findall(modern)
    assert ("pdfaid:rev", "2020") in found
    assert ("pdfuaid:rev", "2024") in found
    assert "pdfaExtension:schemas" in classic
    assert "pdfaExtension:schemas" not in modern


def test_the_packet_says_what_the_title_page_says() -> None:
    root = read(xmp_packet(METADATA, EDITION, Standard.A3A_UA1))
    assert values(root, f"{DC}title") == ["الموجز <1> & 2"]
    assert values(root, f"{DC}creator") == ["ليلى", "عمر"]
    assert values(root, f"{DC}contributor") == ["سلمى"]
    assert values(root, f"{DC}publisher") == ["دار الورّاق"]
    assert values(root, f"{DC}subject") == ["ماء", "ساحل"]
    assert values(root, f"{DC}language") == ["ar"]
    assert values(root, f"{DC}identifier") == [EDITION.work]
    assert values(root, f"{XMP}CreateDate") == ["2026-11-24T09:30:01Z"]
    assert values(root, f"{MM}VersionID") == ["2"]


def test_what_is_not_known_is_not_said() -> None:
    packet = xmp_packet(Metadata(title="الموجز"), EDITION, Standard.A3A_UA1)
    for name in (b"dc:creator", b"dc:publisher", b"dc:rights", b"pdf:Keywords", b"WebStatement"):
        assert name not in packet


def test_a_publisher_may_be_a_contributor() -> None:
    metadata = Metadata(title="ت", contributors=(Contributor("الدار", "pbl"),))
    root = read(xmp_packet(metadata, EDITION, Standard.A3A_UA1))
    assert values(root, f"{DC}publisher") == ["الدار"]
    assert not list(root.iter(f"{DC}contributor"))


def test_editions_of_a_work_are_one_document_in_several_instances() -> None:
    later = Edition(EDITION.work, 3, EDITION.issued)
    first, second = (
        read(xmp_packet(METADATA, edition, Standard.A3A_UA1)) for edition in (EDITION, later)
    )
    assert values(first, f"{MM}DocumentID") == values(second, f"{MM}DocumentID")
    assert values(first, f"{MM}InstanceID") != values(second, f"{MM}InstanceID")


@given(title=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_any_title_survives_the_packet(title: str) -> None:
    root = read(xmp_packet(Metadata(title=title), EDITION, Standard.A4F_UA2))
    assert values(root, f"{DC}title") == [title]


def test_the_information_dictionary_says_the_same(classic: Tagged, modern: Tagged) -> None:
    said = {key: str(value) for key, value in classic.pdf.docinfo.items()}
    assert said["/Title"] == METADATA.title
    assert said["/Author"] == "ليلى, عمر"
    assert said["/CreationDate"] == said["/ModDate"] == "D:20261124093001+00'00'"
    assert said["/Creator"] == "Warraq"
    assert "/Info" not in modern.pdf.trailer


def test_dates_are_given_in_utc() -> None:
    rabat = timezone(timedelta(hours=1))
    assert pdf_date(datetime(2026, 1, 1, 0, 30, tzinfo=rabat)) == "D:20251231233000+00'00'"


def test_viewers_show_the_title_and_turn_from_the_right(classic: Tagged) -> None:
    preferences = classic.pdf.Root.ViewerPreferences
    assert bool(preferences.DisplayDocTitle)
    assert str(preferences.Direction) == "/R2L"


def test_preferences_that_are_there_stay() -> None:
    pdf = pydyf.PDF()
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"FitWindow": "true"})
    prefer(pdf, "ltr")
    assert dict(pdf.catalog["ViewerPreferences"]) == {
        "FitWindow": "true",
        "DisplayDocTitle": "true",
    }


def labels(tagged: Tagged) -> list[str]:
    return [leaf.label for leaf in tagged.pdf.pages]


def test_labels_are_what_is_printed(classic: Tagged) -> None:
    assert labels(classic)[:3] == ["أ", "١", "٢"]
    assert len(labels(classic)) == len(set(labels(classic)))


@given(
    st.lists(
        st.one_of(
            st.integers(1, 30).map(str), st.sampled_from(("أ", "ب", "iv", "A-1", "٠١", "07"))
        ),
        max_size=20,
    )
)
def test_any_labels_can_be_read_back(written: list[str]) -> None:
    ranges = label_ranges(written)
    starts = dict(zip(ranges[::2], ranges[1::2], strict=True))
    read_back = []
    current, start = pydyf.Dictionary(), 0
    for number in range(len(written)):
        if number in starts:
            current, start = starts[number], number
        prefix = current["P"].string if "P" in current else ""
        counted = str(current["St"] + number - start) if "S" in current else ""
        read_back.append(prefix + counted)
    assert read_back == written
    assert len(starts) <= len(written)


def test_a_run_of_numbers_is_one_range() -> None:
    assert label_ranges([str(n) for n in range(1, 100)])[::2] == [0]


def test_a_book_without_named_pages_is_numbered_from_its_first() -> None:
    assert folios(["", "", ""], locale("ar-MA")) == ("1", "2", "3")
    assert folios(["cover", "text"], locale("fa")) == ("الف", "۱")


def test_as_many_labels_as_pages_or_none() -> None:
    from report.writers.pdf.binding import Facts, bound

    class Painted:
        pages = (None, None)

    facts = Facts(METADATA, EDITION, "rtl", labels=("1",))
    with pytest.raises(ValueError, match="1 labels for 2 pages"):
        bound([Painted()], facts)  # type: ignore[list-item]


def test_the_identifier_begins_with_that_of_the_work(classic: Tagged, modern: Tagged) -> None:
    for tagged in (classic, modern):
        first, second = (bytes(part) for part in tagged.pdf.trailer.ID)
        assert first == uuid5(NAMESPACE_URL, EDITION.work).hex.encode()
        assert first != second
    assert write_options(Standard.PLAIN, "urn:a") != write_options(Standard.PLAIN, "urn:b")


def test_images_are_not_smoothed_in_an_archival_file(classic: Tagged) -> None:
    images = [
        o for o in classic.pdf.objects if getattr(o, "get", dict().get)("/Subtype") == "/Image"
    ]
    assert images
    assert not any("/Interpolate" in image for image in images)


BUILD = """
import hashlib, sys, hand_page as h
from report.writers.pdf.standards import Standard
for standard in Standard:
    files = h.ATTACHMENTS[:: int(sys.argv[1])]
    print(hashlib.sha256(h.set_page(h.page(h.BODY), standard, files)).hexdigest())
"""


def digests(order: str, **environment: str) -> list[str]:
    folders = [Path(__file__).parent, Path(__file__).parents[2]]
    environment["PYTHONPATH"] = os.pathsep.join(map(str, folders))
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", BUILD, order],
        capture_output=True,
        env=os.environ | environment,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_equal_books_have_equal_bytes_in_every_process() -> None:
    here = digests("1", PYTHONHASHSEED="1", TZ="UTC")
    there = digests("-1", PYTHONHASHSEED="4242", TZ="Asia/Tokyo", LC_ALL="C")
    assert here == there
    assert len(set(here)) == len(Standard)


def test_an_edition_of_another_day_is_another_file() -> None:
    assert EDITION.issued == datetime(2026, 11, 24, 9, 30, 1, tzinfo=UTC)
    other = Edition(EDITION.work, 2, EDITION.issued + timedelta(days=1))
    packets = {xmp_packet(METADATA, e, Standard.A3A_UA1) for e in (EDITION, other)}
    assert len(packets) == 2


def test_the_epub_names_the_pdf_by_the_identifier_that_the_pdf_bears() -> None:
    packet = xmp_packet(Metadata(title="الماء"), EDITION, Standard.A3A_UA1).decode()
    assert f"<xmpMM:InstanceID>{printed_identifier(Metadata(title='الماء'), EDITION)}<" in packet
    assert printed_identifier(Metadata(title="الماء"), EDITION) != edition_identifier(EDITION)
