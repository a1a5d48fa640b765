"""Waivers: with a reason, for what they name, and told when they waive nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from report.checks.waivers import Waiving, read_waivers
from report.cli import main
from report.diagnostics import Diagnostic, Place, Severity
from report.rules import finding

TODAY = date(2026, 11, 24)
FOLDERS = Path(__file__).parent.parent / "rules"
FOUND = finding("T040", Place("a.md", 12, 3), text="الماء - أصل الحياة")


def waiving(entry: str) -> Waiving:
    told: list[Diagnostic] = []
    made = read_waivers(f"[[waive]]\n{entry}\n", "report.toml", told.append)
    assert not told
    return Waiving(made, TODAY)


@pytest.mark.parametrize(
    "entry",
    [
        "",
        'place = "a.md"',
        'place = "*.md"',
        'place = "a.md:12"',
        'text = "أصل الحياة"',
        "until = 2026-11-24",
    ],
)
def test_a_waiver_makes_a_note_of_what_it_names(entry: str) -> None:
    work = waiving(f'code = "T040"\nreason = "ours"\n{entry}')
    (told,) = work.apply([FOUND], "a.md")
    assert told.severity is Severity.NOTE
    assert told.message.endswith("(waived: ours)")
    assert not list(work.unused(lambda code: True))


@pytest.mark.parametrize(
    "entry", ['place = "a.md:13"', 'text = "غيره"', 'code = "T041"', 'place = "?.md:1"']
)
def test_a_waiver_of_something_else_is_unused(entry: str) -> None:
    code = "" if entry.startswith("code") else 'code = "T040"\n'
    work = waiving(f'{code}reason = "ours"\n{entry}')
    assert list(work.apply([FOUND], "a.md")) == [FOUND]
    assert [found.code for found in work.unused(lambda code: True)] == ["C023"]
    assert not list(work.unused(lambda code: False))


def test_a_waiver_of_a_source_that_was_not_looked_at_says_nothing() -> None:
    work = waiving('code = "T040"\nreason = "ours"\nplace = "b.md"')
    assert list(work.apply([FOUND], "a.md")) == [FOUND]
    assert not list(work.unused(lambda code: True))


def test_a_waiver_holds_until_its_day() -> None:
    work = waiving('code = "T040"\nreason = "ours"\nuntil = 2026-11-23')
    assert list(work.apply([FOUND], "a.md")) == [FOUND]
    assert [found.code for found in work.unused(lambda code: True)] == ["C024"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[[waive]\n", "C021"),
        ('waive = "T040"', "C021"),
        ('[[waive]]\ncode = "T040"\nreson = "ours"', "C021"),
        ('[[waive]]\ncode = "T040"\nreason = "ours"\nuntil = "soon"', "C021"),
        ('[[waive]]\ncode = "T040"', "C022"),
        ("[[waive]]\ncode = 7", "C021"),
    ],
)
def test_a_waiver_that_is_wrong_is_told_and_left_out(text: str, code: str) -> None:
    told: list[Diagnostic] = []
    assert read_waivers(text, "report.toml", told.append) == ()
    assert [found.code for found in told] == [code]


@pytest.mark.parametrize("code", ["C021", "C022", "C023", "C024"])
def test_the_examples_of_the_rules_are_projects(
    code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder,) = FOLDERS.glob(f"{code}-*")
    source = tmp_path / "m.md"
    source.write_text("---\ntitle: ت\nlang: ar\n---\n\n# ف\n\nالماء - أصل الحياة.\n", "utf-8")
    for name in ("bad", "good"):
        (tmp_path / "report.toml").write_bytes((folder / f"{name}.toml").read_bytes())
        main(["check", "--format", "short", str(source)])
        assert (f"[{code}]" in capsys.readouterr().err) is (name == "bad")


def test_a_waived_error_lets_a_strict_build_pass(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "m.md"
    source.write_text("---\ntitle: ت\nlang: ar\n---\n\n# ف\n\nعام ٢٠24 [^1].\n", "utf-8")
    assert main(["check", str(source)]) == 1
    waivers = "".join(
        f'[[waive]]\ncode = "{code}"\nreason = "as in the treaty"\n' for code in ("T050", "D001")
    )
    (tmp_path / "report.toml").write_text(waivers, "utf-8")
    assert main(["check", str(source)]) == 0
    assert "as in the treaty" in capsys.readouterr().err


@pytest.mark.parametrize("place", ["", 'place = "*.md"\n'])
def test_a_waiver_is_unused_only_when_the_whole_project_was_checked(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "report.toml").write_text(
        f'[[waive]]\ncode = "T040"\nreason = "ours"\n{place}', "utf-8"
    )
    (tmp_path / "README.md").write_text("# no manuscript\n", "utf-8")
    sources = [tmp_path / "a.md", tmp_path / "b.md"]
    for source in sources:
        source.write_text("---\ntitle: ت\nlang: ar\n---\n\n# ف\n\nالماء أصل الحياة.\n", "utf-8")
    main(["check", "--format", "short", str(sources[0])])
    assert "[C023]" not in capsys.readouterr().err
    main(["check", "--format", "short", *map(str, sources)])
    assert "[C023]" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text", ["x = " + "[" * 3_000, "x = " + "9" * 5_000, "[[waive]\n", "x = \0"]
)
def test_a_project_that_cannot_be_read_is_told(text: str) -> None:
    # The first two were found by fuzzing: tomllib raises other errors than its own for them.
    told: list[Diagnostic] = []
    assert read_waivers(text, "report.toml", told.append) == ()
    assert [found.code for found in told] == ["C021"]
