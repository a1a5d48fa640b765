"""Parts stand on the shelf of the house: no division is set twice the same, and bytes are equal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from report.compose import compose
from report.compose.galley import Galley, House
from report.diagnostics import Diagnostic
from report.disk import open_house
from report.press import edition_of, prepare
from report.readers.source import Source
from report.shelf import Shelf
from report.store import Store
from report.writers.pdf import divisions
from report.writers.pdf.coding import Coding
from report.writers.pdf.collating import Collator
from report.writers.pdf.hands import OwnHands
from report.writers.pdf.laying import Look
from report.writers.pdf.parts import recoded
from report.writers.pdf.patches import patched
from report.writers.pdf.standards import Standard
from report.writers.pdf.writer import A4, Printed, write_pdf

WORDS = "كلمات كثيرة تملأ الصفحة حتى تبلغ التالية، وفيها بعض ما يقال في الباب. " * 20
HEAD = "---\ntitle: تقرير\nlang: ar\ndate: 2026-11-24\nchapters: page\n---\n\n"


def manuscript(*changed: str) -> str:
    parts = (f"# الباب {n} {{#part-{n}}}\n\n{WORDS}\n\n## قسم {n}\n\n{WORDS}" for n in range(5))
    return HEAD + "\n\n".join(parts) + "".join(changed)


def galley_of(text: str, house: House) -> Galley:
    report = prepare(Source("a.md", "text/markdown", text.encode()), lambda finding: None)
    return compose(report, edition_of(report), house)


@pytest.fixture
def laid(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The first sheets of the divisions that are laid out."""
    monkeypatch.setattr(divisions, "ENOUGH", 1)
    names: list[str] = []
    lay = Look.lay

    def noted(look: Look, division: Any, *given: Any) -> Any:
        names.append(division.sheets[0].name)
        return lay(look, division, *given)

    monkeypatch.setattr(Look, "lay", noted)
    return names


def printed(text: str, house: House) -> tuple[Printed, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return write_pdf(galley_of(text, house), found.append), found


def test_a_book_that_is_set_again_is_not_laid_out_again(laid: list[str]) -> None:
    house = replace(open_house(), shelf=Shelf())
    first, _ = printed(manuscript(), house)
    assert "part-3" in laid
    laid.clear()
    again, _ = printed(manuscript(), house)
    assert laid == []
    assert again == first
    fresh, _ = printed(manuscript(), replace(house, shelf=Shelf()))
    assert fresh == first


def test_an_edit_lays_one_division_out(laid: list[str]) -> None:
    house = replace(open_house(), shelf=Shelf())
    printed(manuscript(), house)
    laid.clear()
    edited = manuscript().replace("## قسم 2\n\nكلمات كثيرة", "## قسم 2\n\nكلمات قليلة")
    kept, _ = printed(edited, house)
    assert laid == ["part-2"]
    fresh, _ = printed(edited, replace(house, shelf=Shelf()))
    assert kept == fresh


def test_what_moves_by_a_page_gets_new_folios(laid: list[str]) -> None:
    house = replace(open_house(), shelf=Shelf())
    before, _ = printed(manuscript(), house)
    laid.clear()
    longer = manuscript().replace("## قسم 1\n\n", f"## قسم 1\n\n{WORDS * 4}\n\n")
    kept, _ = printed(longer, house)
    assert len(kept.folios) > len(before.folios)
    assert "part-0" not in laid
    assert set(laid) >= {"part-1", "contents"}
    fresh, _ = printed(longer, replace(house, shelf=Shelf()))
    assert kept == fresh


def test_what_was_found_is_told_again(laid: list[str]) -> None:
    house = open_house()
    styles = {**house.styles, "page.css": house.styles["page.css"] + "p { colour: red }"}
    house = replace(house, shelf=Shelf(), styles=styles)
    text = manuscript(
        "\n\nنصّ فيه https://example.org/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
    )
    _, first = printed(text, house)
    _, again = printed(text, house)
    assert {finding.code for finding in first} >= {"P001"}
    assert again == first
    assert laid


def test_other_styles_faces_and_standards_are_set_anew(laid: list[str]) -> None:
    house = replace(open_house(), shelf=Shelf())
    printed(manuscript(), house)
    for change in (
        {"styles": {**house.styles, "page.css": house.styles["page.css"] + "p { color: #123 }"}},
        {"faces": house.faces[:-1]},
    ):
        laid.clear()
        printed(manuscript(), replace(house, **change))
        assert "part-0" in laid


@pytest.mark.parametrize("harm", [b"", b"\x00" * 99, None])
def test_a_folder_that_was_harmed_is_done_without(
    harm: bytes | None, laid: list[str], tmp_path: Path
) -> None:
    def house() -> House:
        return replace(open_house(), shelf=Store(tmp_path, lambda: "press"))

    first, _ = printed(manuscript(), house())
    laid.clear()
    kept, _ = printed(manuscript(), house())
    assert (laid, kept) == ([], first)
    for path in sorted(tmp_path.iterdir())[::2]:
        path.write_bytes(harm) if harm is not None else path.unlink()
    again, _ = printed(manuscript(), house())
    assert laid
    assert again == first


def test_only_pages_whose_codes_have_changed_are_written_anew(
    laid: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[bytes] = []

    def noted(content: bytes, faces: Any) -> bytes:
        if content.startswith(b"1 0 0 -1 0 "):  # no group of a page
            written.append(content)
        return recoded(content, faces)

    monkeypatch.setattr("report.writers.pdf.coding.recoded", noted)
    house = replace(open_house(), shelf=Shelf())
    first, _ = printed(manuscript(), house)
    assert len(written) == len(first.folios)
    written.clear()
    again, _ = printed(manuscript(), house)
    assert not written
    assert again == first
    other = manuscript().replace("## قسم 2\n\nكلمات كثيرة", "## قسم 2\n\nكلمات ژليلة")
    edited, _ = printed(other, house)
    assert 0 < len(written) < len(first.folios)
    fresh, _ = printed(other, replace(house, shelf=Shelf()))
    assert edited == fresh
    assert laid


def test_parts_that_were_taken_before_others_begin_again(laid: list[str]) -> None:
    galley = galley_of(manuscript(), replace(open_house(), shelf=Shelf()))
    with patched():
        hands = OwnHands(galley, Standard.PLAIN, A4.css, lambda finding: None)
        parts = Collator(hands, Coding()).parts(galley)
    one, other = Coding(), Coding()
    one.take(parts[-1])
    one.finish(parts)
    other.finish(parts)
    assert [part.front for part in one.taken] == sorted(part.front for part in parts)
    assert [page.stream for part in one.taken for page in part.pages] == [
        page.stream for part in other.taken for page in part.pages
    ]
    assert laid
