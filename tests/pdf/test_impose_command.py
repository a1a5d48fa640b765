"""``report impose`` and the paper of ``report build``, as they are typed."""

from __future__ import annotations

import argparse
import io
from pathlib import Path

import pytest
from printed import MM, numbered, opened

from report.cli import impose, paper
from report.cli.desk import Desk
from report.diagnostics import ReportError
from report.writers.pdf.paper import Paper


def typed(module: object, *words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(exit_on_error=False)
    module.arguments(parser)  # type: ignore[attr-defined]
    return parser.parse_args(words)


def run(*words: str) -> tuple[str, str]:
    desk = Desk("short", io.StringIO(), io.StringIO())
    assert impose.run(typed(impose, *words), desk)
    return desk.out.getvalue(), desk.err.getvalue()  # type: ignore[attr-defined]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.pdf"
    path.write_bytes(numbered(6, (210, 297)))
    return path


def test_sheets_are_written_beside_the_book(book: Path) -> None:
    said, complained = run(str(book))
    sheets = book.with_name("book-sheets.pdf")
    assert said.startswith(f"wrote {sheets}: a3 sheets to print on both sides")
    assert not complained
    with opened(sheets.read_bytes()) as job:
        assert len(job.pages) == 4
        assert round(float(job.pages[0].mediabox[2]) / MM) == 420


def test_all_that_can_be_asked_for(book: Path, tmp_path: Path) -> None:
    output = tmp_path / "out" / "sheets.pdf"
    words = ["--sheet", "a4", "--binding", "left", "--signature", "4", "--creep", "0.1"]
    _, complained = run(str(book), "-o", str(output), *words)
    assert complained.startswith(f"{book}: note[P301]:")
    with opened(output.read_bytes()) as job:
        assert len(job.pages) == 4


@pytest.mark.parametrize(
    ("made", "code"),
    [(None, "C001"), ("folder", "C003"), (b"no book", "P303")],
)
def test_what_cannot_be_imposed(tmp_path: Path, made: object, code: str) -> None:
    path = tmp_path / "book.pdf"
    if isinstance(made, bytes):
        path.write_bytes(made)
    elif made:
        path.mkdir()
    with pytest.raises(ReportError) as caught:
        run(str(path))
    assert caught.value.diagnostic.code == code
    assert str(caught.value.diagnostic.place) == str(path)
    assert not (tmp_path / "book-sheets.pdf").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("--signature", "6"),
        ("--signature", "many"),
        ("--creep", "-0.1"),
        ("--creep", "3"),
        ("--creep", "nan"),
        ("--sheet", "a5"),
        ("--binding", "top"),
    ],
)
def test_bad_usage_is_refused(words: tuple[str, str]) -> None:
    with pytest.raises(argparse.ArgumentError):
        typed(impose, "book.pdf", *words)


def test_the_paper_of_a_build() -> None:
    assert paper.paper_of(typed(paper)) == Paper()
    words = ("--paper", "B5", "--bleed", "3", "--crop-marks", "--colour", "cmyk")
    assert paper.paper_of(typed(paper, *words)) == Paper("B5", 3, True, "cmyk")


@pytest.mark.parametrize("bleed", ["-1", "11", "nan", "wide"])
def test_a_bad_bleed_is_refused(bleed: str) -> None:
    with pytest.raises(argparse.ArgumentError):
        typed(paper, "--bleed", bleed)
