"""Reading: text out of an EPUB, whole, linked to its new places, and harmless."""

from __future__ import annotations

import io
import zipfile

import pytest
from bookshelf import chapter, make_epub, packed, works
from lxml import etree

from report.catalogue.linked import describe_questions
from report.catalogue.package import PackageError, metadata_of, open_package
from report.catalogue.pages import citation
from report.catalogue.reading import Question, text_of


def pages(bodies: dict[str, str], more: dict[str, bytes] | None = None) -> dict[str, str]:
    text = text_of(open_package(make_epub("عنوان", bodies, more=more)), "ar")
    return {page.file: page.body for page in text.pages}


@pytest.mark.parametrize(
    "body",
    [
        "<p>نص<script>alert(1)</script> بعد</p>",
        '<p onclick="alert(1)">نص بعد</p>',
        '<p><a href="javascript:alert(1)">نص</a> بعد</p>',
        '<p><a href="data:text/html,x">نص</a> بعد</p>',
        '<p>نص<iframe src="https://example.org/"/> بعد</p>',
        '<p>نص<img src="https://example.org/pixel.png" alt=""/> بعد</p>',
        '<p>نص<svg SVG onload="x()"><script>x()</script></svg> بعد</p>',
        '<p>نص<svg SVG><a href="javascript:x()"><text>a</text></a></svg> بعد</p>',
        '<p style="background:url(https://example.org/)">نص بعد</p>',
        '<form action="https://example.org/"><p>نص بعد</p></form><p>نص بعد</p>',
        "<p>نص<?php x ?><!-- c --> بعد</p>",
        '<p>نص<object data="x.swf"/><embed src="y"/> بعد</p>',
    ],
)
def test_what_acts_or_fetches_is_taken_out(body: str) -> None:
    body = body.replace("SVG", 'xmlns="http://www.w3.org/2000/svg"')
    (made,) = pages({"a": body}).values()
    for harm in ("script", "onclick", "onload", "javascript", "data:", "example.org", "<?", "<!--"):
        assert harm not in made
    assert "بعد" in made


def test_text_of_the_book_comes_out_whole() -> None:
    (made,) = pages({"a": chapter("مقدمة <b>", "نص & آخر </p><script>")}).values()
    shown = etree.HTML(made)
    assert "".join(shown.itertext()).strip() == "مقدمة <b>نص & آخر </p><script>"


def test_links_between_chapters_lead_to_pages() -> None:
    bodies = {
        "one": '<p id="here"><a href="two.xhtml#there">إحالة</a><a href="#here">هنا</a>'
        '<a href="gone.xhtml">ضائع</a><a href="https://example.org/">خارج</a></p>',
        "two": '<p id="there">نص</p>',
    }
    made = etree.HTML(pages(bodies)["one.html"])
    assert [a.get("href") for a in made.iter("a")] == [
        *("two.html#there", "#here", None, "https://example.org/"),
    ]


def test_images_come_along_and_drawings_are_made_harmless() -> None:
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script><g onclick="x()"/></svg>'
    )
    epub = make_epub("ع", {"a": '<img src="map.png" alt="خريطة"/>'}, more={"map.png": b"PNG"})
    text = text_of(open_package(epub), "ar")
    assert text.images == {"map.png": b"PNG"}
    assert 'src="images/map.png"' in text.pages[0].body
    name = "draw.svg+xml"
    epub = make_epub("ع", {"a": f'<img src="{name}" alt=""/>'}, more={name: drawing})
    text = text_of(open_package(epub), "ar")
    (data,) = text.images.values()
    assert b"script" not in data
    assert b"onclick" not in data


def test_names_of_documents_are_never_paths() -> None:
    made = pages({"..%2f..%2fevil": "<p>نص</p>", "index": "<p>نص</p>", "فصل": "<p>نص</p>"})
    assert list(made) == ["part--1.html", "part--2.html", "part--3.html"]


def test_metadata_are_read_off_the_book() -> None:
    metadata = metadata_of(open_package(make_epub("العنوان", {"a": "<p/>"}, language="ar-MA")))
    assert metadata is not None
    assert (metadata.title, metadata.language) == ("العنوان", "ar-MA")
    assert [(c.name, c.role) for c in metadata.contributors] == [("زينب التازي", "aut")]


def test_a_bomb_is_not_unpacked() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/container.xml", b"\0" * (65 << 20))
    with pytest.raises(PackageError, match="too large"):
        open_package(written.getvalue())


@pytest.mark.parametrize(
    "data", [b"", b"PK\3\4", packed({}), packed({"META-INF/container.xml": b"<"})]
)
def test_what_is_no_book_is_refused(data: bytes) -> None:
    with pytest.raises(PackageError):
        open_package(data)


def test_entities_are_not_resolved() -> None:
    evil = b'<!DOCTYPE c [<!ENTITY e SYSTEM "file:///etc/hostname">]><c>&e;</c>'
    with pytest.raises(PackageError):
        open_package(packed({"META-INF/container.xml": evil}))


def test_linked_data_cannot_end_their_element() -> None:
    written = describe_questions([Question("</script><b>", "&\u2028")])
    assert not set("<>&\u2028") & set(written)
    assert "\\u003c/script\\u003e" in written


def test_a_citation_names_who_what_and_where() -> None:
    said = citation(works(4)[0])
    assert said.startswith("زينب التازي. «الموجز 0")
    assert said.endswith("». دار الوراق، 2 نوفمبر 2026. الطبعة 1.")
