"""The validators themselves on a book with every kind of block, where they are installed."""

from __future__ import annotations

from pathlib import Path

import pytest
from everything import EDITION, everything

from report import tools
from report.compose import compose
from report.compose.galley import House
from report.diagnostics import Diagnostic, ReportError
from report.writers.epub import write_epub
from report.writers.pdf.cover import draw_cover
from report.writers.pdf.writer import write_pdf


@pytest.fixture(scope="module")
def whole(house: House) -> bytes:
    """A book with all that a build puts in: the pages of the printed one and a cover."""
    galley = compose(everything(), EDITION, house)
    found: list[Diagnostic] = []
    printed, cover = write_pdf(galley, found.append), draw_cover(galley, found.append)
    assert found == []
    assert cover is not None
    return write_epub(galley, printed.pages, cover)


@pytest.fixture
def on_disk(whole: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "book.epub"
    path.write_bytes(whole)
    return path


def need(find: object) -> None:
    try:
        find()  # type: ignore[operator]
    except ReportError as error:
        pytest.skip(str(error))


@pytest.mark.slow
def test_epubcheck_finds_nothing_and_remarks_only_on_embedded_faces(on_disk: Path) -> None:
    need(tools.find_epubcheck)
    found = tools.epubcheck([on_disk], usage=True)
    assert {finding.message.split(":")[0] for finding in found} == {"EPUBCheck CSS-028"}


@pytest.mark.slow
def test_ace_finds_no_barrier(on_disk: Path) -> None:
    need(tools.find_ace)
    assert tools.ace([on_disk]) == ()


@pytest.mark.slow
def test_a_book_that_is_not_there_was_not_checked(tmp_path: Path) -> None:
    need(tools.find_epubcheck)
    (found,) = tools.epubcheck([tmp_path / "none.epub"])
    assert found.code == "E906"


@pytest.mark.slow
def test_a_validator_that_takes_too_long_is_ended(on_disk: Path) -> None:
    need(tools.find_epubcheck)
    (found,) = tools.epubcheck([on_disk], seconds=0.05)
    assert (found.code, "longer than 0.05 seconds" in found.message) == ("E906", True)


def test_what_books_are_made_with_is_said_without_starting_a_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tools, "_run", None)
    found = tools.versions()
    assert found["ebooklib"]
    assert {"weasyprint", "pango", "uharfbuzz", "zlib"} <= set(found)
