"""Checks on an EPUB from anywhere: what breaks a book is found, what is hostile is not opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from plants import PAGE, SOUND, bind

from report.checks.epub import archive, check_epub, is_ours
from report.cli import judges
from report.diagnostics import ReportError
from report.rules import finding


def codes(data: bytes) -> list[str]:
    return [finding.code for finding in check_epub(data, "book.epub")]


def with_chapter(body: str) -> bytes:
    return bind({**SOUND, "EPUB/chapter.xhtml": PAGE.format(body=f"<h1>فصل</h1>{body}")})


def test_a_finding_is_at_the_line_of_its_document() -> None:
    (found,) = check_epub(with_chapter('\n\n<p><a href="#none">هنا</a></p>'), "book.epub")
    assert str(found.place) == "book.epub/EPUB/chapter.xhtml:4:1"


def test_the_sealed_book_is_caught_when_a_document_loses_its_direction(
    members: dict[str, bytes],
) -> None:
    broken = members["EPUB/water.xhtml"].replace(b' dir="rtl">', b">", 1)
    assert codes(bind({**members, "EPUB/water.xhtml": broken})) == ["E002"]


def test_the_sealed_book_is_caught_when_it_loses_a_file(members: dict[str, bytes]) -> None:
    rest = {name: data for name, data in members.items() if name != "EPUB/faq.xhtml"}
    assert set(codes(bind(rest))) == {"E001", "E010"}


def test_the_sealed_book_is_caught_when_the_contents_lose_a_chapter(
    members: dict[str, bytes],
) -> None:
    nav = members["EPUB/nav.xhtml"].replace(b"faq.xhtml#q-1", b"water.xhtml")
    nav = nav.replace(b"faq.xhtml", b"water.xhtml")
    assert codes(bind({**members, "EPUB/nav.xhtml": nav})) == ["E008"]


@pytest.mark.parametrize(
    "body",
    [
        '<p><a href="chapter.xhtml#%D9%85">م</a></p><p id="م">م</p>',
        '<p><a href="other.xhtml">آخر</a> <a href="mailto:a@example.org">بريد</a></p>',
        '<p><a href="https://example.org/">خارج</a></p>',
        '<p><img src="map.png" alt="" role="presentation"/></p>',
        '<p><img src="data:image/png;base64,AA==" alt="نقطة"/></p>',
    ],
)
def test_what_is_right_is_let_pass(body: str) -> None:
    assert codes(with_chapter(body)) == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('<p><a href="gone.xhtml">م</a></p>', "E001"),
        ('<p><img src="gone.png" alt="م"/></p>', "E001"),
        ('<p style="direction: ltr">م</p>', "E005"),
        ('<p style="background: url(//cdn.example.org/a.png)">م</p>', "E006"),
        ('<iframe src="https://example.org/"></iframe>', "E006"),
        ('<p><a href="javascript:alert(1)">م</a></p>', "E011"),
        ("<script>1</script>", "E011"),
        ('<p><img src="map.png"/></p>', "E012"),
    ],
)
def test_what_is_wrong_is_caught(body: str, code: str) -> None:
    assert code in codes(with_chapter(body))


def test_a_style_sheet_that_imports_from_outside_is_caught() -> None:
    style = '@import url("https://example.org/a.css");'
    assert codes(bind({**SOUND, "EPUB/style.css": style})) == ["E006"]


def test_a_left_to_right_book_is_not_asked_for_direction() -> None:
    english = {
        name: text.replace('dir="rtl"', "").replace('"ar"', '"en"').replace(">ar<", ">en<")
        for name, text in SOUND.items()
    }
    english["EPUB/package.opf"] = english["EPUB/package.opf"].replace('"rtl"', '"ltr"')
    assert codes(bind(english)) == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 not much more",
        bind({"mimetype": "application/zip"}),
        bind({"mimetype": "application/epub+zip"}),
        bind({"META-INF/container.xml": "", **SOUND}),
        bind({**SOUND, "META-INF/container.xml": "<container"}),
        bind({**SOUND, "EPUB/package.opf": ""}),
    ],
    ids=["empty", "cut", "other-type", "bare", "mimetype-not-first", "container", "package"],
)
def test_what_is_no_epub_is_said_to_be_none(data: bytes) -> None:
    assert codes(data) == ["E013"]


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/evil", "C:/evil", "a\\evil", "epub/NAV.xhtml"]
)
def test_names_that_must_not_be_unpacked_are_refused(name: str) -> None:
    assert codes(bind(SOUND, [(name, "")])) == ["E014"]


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_LARGEST_BOOK", 100_000)
    monkeypatch.setattr(archive.zipfile.ZipFile, "read", None)
    assert codes(bind(SOUND, [("EPUB/a.bin", "0" * 100_000)])) == ["E013"]


def test_entities_are_not_expanded() -> None:
    lie = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    chapter = lie + PAGE.format(body="<h1>فصل</h1><p>&b;</p>")
    assert codes(bind({**SOUND, "EPUB/chapter.xhtml": chapter})) == []


def test_a_book_of_the_press_says_so(book: bytes) -> None:
    assert is_ours(book)
    assert not is_ours(bind(SOUND))
    assert not is_ours(b"not a zip")


def test_a_book_from_elsewhere_may_have_any_face(
    book: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judges, "epubcheck", lambda books: ())
    monkeypatch.setattr(judges, "find_ace", no_ace)
    path = tmp_path / "book.epub"
    path.write_bytes(book)
    assert {found.code for found in judges.judge_epub(path, {"Amiri"})} == {"E007"}
    face = '@font-face { font-family: "Foreign"; src: url("faces/a.ttf"); }'
    path.write_bytes(bind({**SOUND, "EPUB/style.css": face}))
    assert judges.judge_epub(path, {"Amiri"}) == []


def no_ace() -> None:
    raise ReportError(finding("C004", None, tool="Ace"))
