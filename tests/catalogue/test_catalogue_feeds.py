"""Feeds: OPDS 1.2 and 2.0 by their schemas, paging, stable ids, everything linked is there."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bookshelf import catalogue, works
from lxml import etree
from opds_judge import atom_errors, opds2_errors, opds2_validator

from report.catalogue import atom, opds2
from report.catalogue.works import Settings, from_form, to_form

BASE = "https://reports.example.org/library/"
NAMES = {"a": "http://www.w3.org/2005/Atom"}
ATOM = f"{{{NAMES['a']}}}"


def feeds2(count: int, base: str = "") -> dict[str, bytes]:
    shown = catalogue(count, base)
    editions = {
        opds2.editions_path(work): opds2.write_editions(work, shown.settings)
        for work in shown.works[:9]
    }
    return dict(opds2.write_feeds(shown)) | editions


def feeds1(count: int, base: str = "") -> dict[str, bytes]:
    shown = catalogue(count, base)
    editions = {
        atom.editions_path(work): atom.write_editions(work, shown.settings)
        for work in shown.works[:9]
    }
    return dict(atom.write_feeds(shown)) | editions | {atom.NEWS: atom.write_news(shown)}


@pytest.mark.parametrize(
    ("count", "base"), [(9, ""), pytest.param(250, BASE, marks=pytest.mark.slow)]
)
def test_opds2_is_valid(corpus: Path, count: int, base: str) -> None:
    validator = opds2_validator(corpus)
    feeds = feeds2(count, base)
    # The feeds of the many subjects of one work each are alike.
    judged = {p: f for p, f in feeds.items() if "subject-" not in p} | dict(list(feeds.items())[:9])
    assert {
        path: found for path, f in judged.items() if (found := opds2_errors(validator, f))
    } == {}


def test_opds2_is_valid_for_no_work_at_all(corpus: Path) -> None:
    validator = opds2_validator(corpus)
    feeds = feeds2(0)
    assert [opds2_errors(validator, feed) for feed in feeds.values()] == [[]] * len(feeds)


def _without_self(feed: dict[str, Any]) -> None:
    feed["links"] = [link for link in feed["links"] if link["rel"] != "self"]


def _without_acquisition(feed: dict[str, Any]) -> None:
    links = feed["publications"][0]["links"]
    feed["publications"][0]["links"] = [one for one in links if one["rel"] == "alternate"]


BROKEN: list[Callable[[dict[str, Any]], object]] = [
    lambda feed: feed.pop("publications"),
    lambda feed: feed["metadata"].pop("title"),
    _without_self,
    _without_acquisition,
    lambda feed: feed["publications"][0]["metadata"].update(readingProgression="right"),
    lambda feed: feed["publications"][0]["metadata"].update(language="arabic language"),
    lambda feed: feed["publications"][0]["images"][0].update(width=0),
    lambda feed: feed["publications"][0].pop("metadata"),
]


@pytest.mark.parametrize("harm", BROKEN, ids=range(len(BROKEN)))
def test_broken_opds2_is_caught(corpus: Path, harm: Callable[[dict[str, Any]], object]) -> None:
    validator = opds2_validator(corpus)
    feed = json.loads(feeds2(3)[opds2.NEWEST])
    assert opds2_errors(validator, json.dumps(feed).encode()) == []
    harm(feed)
    assert opds2_errors(validator, json.dumps(feed).encode())


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("java") is None, reason="jing needs a Java runtime")
def test_opds1_is_valid_and_broken_feeds_are_caught(corpus: Path) -> None:
    feeds = feeds1(250, BASE) | {f"relative/{p}": f for p, f in feeds1(9).items()}
    judged = [feed for path, feed in feeds.items() if "subject-" not in path]
    assert atom_errors(corpus, judged) == ""
    good = feeds[atom.NEWEST].decode()
    broken = {
        "no id": good.replace("<id>urn:x-test:work-249</id>", "", 1),
        "no updated": good.replace("<updated>", "<dated>", 1).replace("</updated>", "</dated>", 1),
        "summary": good.replace('<summary type="text">', '<summary type="html">', 1),
        "blank in a URL": good.replace(f'href="{BASE}works', f'href="{BASE} works', 1),
        "no title": good.replace("<title>أحدث الإصدارات</title>", "", 1),
    }
    assert good not in broken.values()
    said = atom_errors(corpus, [feed.encode() for feed in broken.values()])
    assert [harm for n, harm in enumerate(broken) if f"/{n}.xml:" not in said] == []


def test_feeds_of_more_than_a_hundred_works_come_in_pages() -> None:
    feeds = feeds2(250)
    path, seen = opds2.NEWEST, []
    while path:
        feed = json.loads(feeds[path])
        assert len(feed["publications"]) <= 100
        seen += [one["metadata"]["identifier"] for one in feed["publications"]]
        following = [link["href"] for link in feed["links"] if link["rel"] == "next"]
        path = f"opds/{following[0]}" if following else ""
    assert len(seen) == len(set(seen)) == 250
    older = feeds1(250)
    path, entries = atom.NEWEST, []
    while path:
        root = etree.fromstring(older[path])
        entries += root.xpath("a:entry/a:id/text()", namespaces=NAMES)
        following = root.xpath("a:link[@rel='next']/@href", namespaces=NAMES)
        path = f"opds/{following[0]}" if following else ""
    assert sorted(entries) == sorted(seen)


def test_newest_come_first() -> None:
    feed = json.loads(feeds2(30)[opds2.NEWEST])
    days = [one["metadata"]["modified"] for one in feed["publications"]]
    assert days == sorted(days, reverse=True)


def test_a_publication_says_what_a_reader_needs() -> None:
    feed = json.loads(feeds2(6)[opds2.NEWEST])
    (found,) = (p for p in feed["publications"] if p["metadata"]["identifier"].endswith("-5"))
    metadata = found["metadata"]
    assert metadata["language"] == "ar-MA"
    assert metadata["readingProgression"] == "rtl"
    assert metadata["author"] == [{"name": "Sara Ben Ali", "sortAs": "التازي، زينب"}]
    assert metadata["subject"][0] == {"name": "المياه"}
    assert "urn:isbn:9780306406157" in metadata["altIdentifier"]
    assert metadata["belongsTo"] == {"series": {"name": "سلسلة", "position": 3}}
    assert metadata["http://purl.org/dc/terms/rights"] == "المشاع الإبداعي"
    assert metadata["accessibility"]["accessMode"] == ["textual", "visual"]
    acquired = [link["type"] for link in found["links"] if link["rel"] == opds2.ACQUISITION]
    assert acquired == ["application/epub+zip", "application/pdf", "text/html"]
    assert [image["width"] for image in found["images"]] == [1400, 400]
    assert {link["rel"] for link in found["links"]} >= {"alternate", "related", "license"}


def test_left_to_right_works_are_told_as_such() -> None:
    feed = json.loads(feeds2(4)[opds2.NEWEST])
    told = {
        p["metadata"]["language"]: p["metadata"]["readingProgression"] for p in feed["publications"]
    }
    assert told == {"ar": "rtl", "ar-MA": "rtl", "fa": "rtl", "en": "ltr"}


def test_all_editions_of_a_work_have_a_feed() -> None:
    work = works(3)[2]
    settings = Settings("دار", "ar")
    feed = json.loads(opds2.write_editions(work, settings))
    identifiers = [one["metadata"]["identifier"] for one in feed["publications"]]
    assert identifiers == [f"urn:x-test:edition-2-{edition}" for edition in (3, 2, 1)]
    root = etree.fromstring(atom.write_editions(work, settings))
    assert root.xpath("a:entry/a:id/text()", namespaces=NAMES) == identifiers


def test_ids_stay_as_works_come() -> None:
    before, after = feeds1(3, BASE), feeds1(9, BASE)
    for path in before.keys() & after.keys():
        ids = [etree.fromstring(feed).findtext(f"{ATOM}id") for feed in (before[path], after[path])]
        assert ids[0] == ids[1]
    every = [etree.fromstring(feed).findtext(f"{ATOM}id") for feed in after.values()]
    assert len(set(every)) == len(every)


def test_text_of_a_person_stays_text() -> None:
    for feed in feeds1(3).values():
        assert b"<script" not in feed
    title = etree.fromstring(feeds1(1)[atom.NEWEST]).xpath(
        "string(//a:entry/a:title)", namespaces=NAMES
    )
    assert "<script>alert('1')</script>" in title


def test_relative_links_lead_to_what_is_there() -> None:
    feeds = feeds2(120)
    linked = {
        os.path.normpath(os.path.join(os.path.dirname(path), link["href"]))
        for path, feed in feeds.items()
        for link in _links(json.loads(feed))
        if link.get("type") == opds2.FEED
    }
    assert {path for path in linked if path.startswith("opds/")} <= feeds.keys()


def _links(form: Any) -> list[dict[str, Any]]:
    if isinstance(form, list):
        return [link for one in form for link in _links(one)]
    if not isinstance(form, dict):
        return []
    own = [form] if "href" in form else []
    return own + [link for one in form.values() for link in _links(one)]


def test_opensearch_answers_with_the_search_page() -> None:
    root = etree.fromstring(
        atom.write_description(Settings("دار الوراق للنشر والتوزيع", "ar", BASE))
    )
    (url,) = root.iterfind("{*}Url")
    assert url.get("template") == f"{BASE}search.html?q={{searchTerms}}"
    assert len(root.findtext("{*}ShortName") or "") <= 16


def test_a_work_is_written_down_and_read_again() -> None:
    for work in works(7):
        assert from_form(json.loads(json.dumps(to_form(work)))) == work


@pytest.mark.parametrize(
    "form", [{}, {"urn": 1}, {"urn": "u", "slug": "s", "more": 1}, {"releases": 3}]
)
def test_what_is_no_record_is_refused(form: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not the record"):
        from_form(form)
