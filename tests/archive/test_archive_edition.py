"""What an edition holds, and what describes it: Dublin Core, PREMIS, RO-Crate."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from hashlib import sha512
from pathlib import Path

import pytest
from builds import HOUSE, small_build, small_edition, small_report, text_of, without
from editions import EDITOR, NOON, WORK
from premis_order import NAMESPACE, out_of_order
from rocrate.rocrate import ROCrate

from report.archive import crate
from report.archive.edition import (
    DUBLIN_CORE,
    MANIFEST,
    PREMIS,
    REPORT,
    Identified,
    edition_files,
)
from report.archive.paths import uri_reference
from report.archive.premis import Event, Format, Rights, program, write_premis
from report.archive.root.giving import write_folder
from report.archive.verify.record import check_record
from report.archive.xml import read_xml
from report.diagnostics import Place, ReportError
from report.model.blocks import Paragraph
from report.model.document import Division
from report.model.inlines import Text
from report.model.jsonform import from_json

P = NAMESPACE


def test_edition_holds_all_that_it_was_made_from() -> None:
    files = small_edition()
    assert set(files) == {
        MANIFEST,
        REPORT,
        DUBLIN_CORE,
        PREMIS,
        crate.NAME,
        "source/مخطوط.md",
        "book/brief.pdf",
        "book/brief.epub",
        *(f"house/{path}" for path in HOUSE),
        "validation/epubcheck.json",
        "validation/warraq.json",
    }
    assert files["source/مخطوط.md"].decode() == text_of(1)
    assert from_json(files[REPORT].decode()) == small_report()
    said = json.loads(files["validation/warraq.json"])
    assert (said["outcome"], said["findings"][0]["code"]) == ("warning", "A016")


def test_no_folder_of_the_machine_gets_into_the_archive() -> None:
    build = small_build()
    at = Place('/home/zaynab "quoted" and \\ back/مخطوط.md', 3, 9)
    text = Text('«/a:1:1» "at": "/b:1:1"', at=at)
    report = replace(build.report, body=(Division((text,), (Paragraph((text,), at=at),), at=at),))
    validation = replace(
        build.validations[1], findings=(build.validations[1].findings[0].moved(at),)
    )
    build = replace(build, report=report, validations=(validation,))
    files = edition_files(build, work=WORK, number=1, archived=NOON, user=EDITOR)
    assert from_json(files[REPORT].decode()) == report
    places = re.findall('"at": "([^"]*)"', files[REPORT].decode())
    assert set(places) == {"مخطوط.md:3:9"}
    assert all(b"/home/" not in data for data in files.values())


def test_equal_builds_give_equal_editions() -> None:
    assert small_edition(2) == small_edition(2)


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (lambda build: without(build, "brief.pdf"), "brief.pdf is missing"),
        (lambda build: replace(build, inputs={"مخطوط.md": b"other"}), "مخطوط.md has changed"),
        (lambda build: replace(build, house={}), "page.css is missing"),
        (lambda build: replace(build, manifest=b"{}"), "manifest cannot be read"),
        (lambda build: replace(build, manifest=b"\xff"), "manifest cannot be read"),
    ],
)
def test_build_that_is_not_whole_is_not_archived(broken: object, told: str) -> None:
    build = broken(small_build())  # type: ignore[operator]
    with pytest.raises(ReportError) as refused:
        edition_files(build, work=WORK, number=1, archived=NOON, user=EDITOR)
    assert refused.value.diagnostic.code == "A024"
    assert told.replace("مخطوط.md", "") in refused.value.diagnostic.message.replace("مخطوط.md", "")


def test_dublin_core_says_who_what_when() -> None:
    record = read_xml(small_edition()[DUBLIN_CORE])
    told = [(element.tag.rpartition("}")[2], element.text) for element in record]
    assert told == [
        ("title", "الأمن الغذائي"),
        ("title", "موجز"),
        ("creator", "زينب التازي"),
        ("contributor", "سارة"),
        ("subject", "أمن"),
        ("subject", "غذاء"),
        ("description", "وصف"),
        ("publisher", "دار الوراق"),
        ("date", "2026-11-24"),
        ("type", "Text"),
        ("format", "application/epub+zip"),
        ("format", "application/pdf"),
        ("identifier", WORK),
        ("language", "ar-MA"),
        ("rights", "المشاع الإبداعي"),
        ("rights", "https://creativecommons.org/licenses/by/4.0/"),
    ]
    assert record[0].get("{http://www.w3.org/XML/1998/namespace}lang") == "ar-MA"


def test_premis_is_in_the_order_of_its_schema() -> None:
    record = read_xml(small_edition()[PREMIS])
    assert list(out_of_order(record)) == []
    assert record.get("version") == "3.0"


def test_premis_describes_each_file_with_its_digest() -> None:
    files = small_edition()
    record = read_xml(files[PREMIS])
    found = {
        each.findtext(f".//{P}objectIdentifierValue"): each.findtext(f".//{P}messageDigest")
        for each in record.iter(f"{P}object")
        if each.find(f"{P}objectCharacteristics") is not None
    }
    plain = files.keys() - {PREMIS, crate.NAME}
    assert found == {path: sha512(files[path]).hexdigest() for path in plain}


def test_premis_tells_what_happened() -> None:
    record = read_xml(small_edition()[PREMIS])
    events = [
        (
            each.findtext(f"{P}eventType"),
            each.findtext(f".//{P}eventOutcome"),
            each.findtext(f".//{P}linkingAgentIdentifierValue"),
        )
        for each in record.iter(f"{P}event")
    ]
    assert events == [
        ("creation", "success", "warraq 0.1.0"),
        ("validation", "success", "EPUBCheck 5.3.0"),
        ("validation", "warning", "warraq 0.1.0"),
        ("fixity check", "success", "warraq 0.1.0"),
        ("ingestion", "success", EDITOR.address),
    ]
    identifiers = [each.text for each in record.iter(f"{P}eventIdentifierValue")]
    assert len(set(identifiers)) == len(identifiers)
    agents = {each.findtext(f"{P}agentName") for each in record.iter(f"{P}agent")}
    assert agents == {"warraq", "EPUBCheck", EDITOR.name}
    book = next(
        each
        for each in record.iter(f"{P}object")
        if each.findtext(f".//{P}objectIdentifierValue") == "book/brief.pdf"
    )
    assert book.findtext(f".//{P}relatedObjectIdentifierValue") == "source/مخطوط.md"


def test_premis_names_formats_by_pronom_where_they_are_known() -> None:
    siegfried = program("Siegfried", "1.11.9")
    formats = {"book/brief.pdf": Format("application/pdf", "fmt/479")}
    files = edition_files(
        small_build(),
        work=WORK,
        number=1,
        archived=NOON,
        user=EDITOR,
        identified=Identified(siegfried, formats),
    )
    record = read_xml(files[PREMIS])
    assert list(out_of_order(record)) == []
    keys = [each.text for each in record.iter(f"{P}formatRegistryKey")]
    assert keys.count("fmt/479") == 1, (
        "the small book itself promises nothing; Siegfried goes first"
    )
    assert "Siegfried 1.11.9" in {each.text for each in record.iter(f"{P}agentIdentifierValue")}


def test_premis_has_rights_only_where_the_report_gives_them() -> None:
    files = {"a.txt": b""}
    event = Event("creation", NOON, (program("warraq", None),), ("a.txt",))
    formats = {"a.txt": Format("text/plain")}
    bare = read_xml(write_premis(WORK, 1, files, formats, [event]))
    assert bare.find(f"{P}rights") is None
    kept = read_xml(write_premis(WORK, 1, files, formats, [event], Rights("كل الحقوق محفوظة")))
    assert kept.findtext(f".//{P}licenseTerms") == "كل الحقوق محفوظة"
    assert list(out_of_order(bare)) == list(out_of_order(kept)) == []


def test_crate_is_one_for_its_own_library(tmp_path: Path) -> None:
    files = small_edition(3)
    write_folder(tmp_path / "crate", files)
    read = ROCrate(str(tmp_path / "crate"))
    assert read.name == "الأمن الغذائي: موجز"
    root = read.root_dataset
    assert (root["identifier"], root["version"]) == (WORK, "3")
    assert [person["name"] for person in root["author"]] == ["زينب التازي"]
    assert root["license"].id == "https://creativecommons.org/licenses/by/4.0/"
    listed = {entity.id for entity in read.data_entities if entity.id != "./"}
    assert listed == {uri_reference(path) for path in files if path != crate.NAME}


def test_every_reference_in_the_crate_leads_to_an_entity_or_out() -> None:
    graph = json.loads(small_edition()[crate.NAME])["@graph"]
    known = {entity["@id"] for entity in graph}
    named = set(re.findall(r'"@id": "([^"]+)"', json.dumps(graph)))
    assert {name for name in named - known if not name.startswith("https://")} == set()


def test_records_agree_with_their_edition() -> None:
    assert list(check_record(small_edition(), WORK, "archive")) == []


@pytest.mark.parametrize(
    ("path", "data", "told"),
    [
        ("book/brief.pdf", b"other", {MANIFEST, PREMIS, crate.NAME}),
        ("house/templates/page.css", b"other", {MANIFEST, PREMIS, crate.NAME}),
        ("new.txt", b"new", {PREMIS, crate.NAME}),
        (PREMIS, b"<premis", {PREMIS, crate.NAME}),
        (crate.NAME, b"[]", {crate.NAME}),
        (MANIFEST, b'{"inputs": 7}', {MANIFEST, PREMIS, crate.NAME}),
    ],
)
def test_record_that_contradicts_the_files_is_named(path: str, data: bytes, told: set[str]) -> None:
    files = small_edition() | {path: data}
    found = list(check_record(files, WORK, "archive"))
    assert {diagnostic.code for diagnostic in found} == {"A030"}
    assert {d.place.file.removeprefix("archive/") for d in found if d.place} == told


def test_missing_file_and_other_work_are_named() -> None:
    files = small_edition()
    del files["book/brief.epub"]
    assert len(list(check_record(files, WORK, "archive"))) == 3
    other = list(check_record(small_edition(), "urn:x-test:other", "archive"))
    assert {d.place.file for d in other if d.place} == {
        f"archive/{crate.NAME}",
        f"archive/{DUBLIN_CORE}",
    }


def test_times_are_those_that_were_given() -> None:
    later = edition_files(
        small_build(), work=WORK, number=1, archived=NOON + timedelta(days=400), user=EDITOR
    )
    first = small_edition()
    differing = {path for path in first if first[path] != later[path]}
    assert differing == {PREMIS, crate.NAME}
    times = {each.text for each in read_xml(later[PREMIS]).iter(f"{P}eventDateTime")}
    assert times == {"2026-11-24T12:00:00Z", "2027-12-29T12:00:00Z"}


def test_hostile_xml_is_not_expanded() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'
    assert read_xml(bomb).text is None
    with pytest.raises(ValueError, match="Premature end"):
        read_xml(b"<a>")
