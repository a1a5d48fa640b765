"""Every rule has its folder with a bad and a good example, and both are proved."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from report.cli import main
from report.compose.galley import House
from report.diagnostics import Diagnostic, ReportError, Severity
from report.disk import read_assets, read_source
from report.model.document import Edition, Report
from report.press import Order, edition_of, prepare, publish
from report.readers.markdown import wanted_assets
from report.rules import Rule, catalogue, rule_of

FOLDERS = Path(__file__).parent / "rules"
SOURCES = ("S", "T", "D", "M")
BOOKS = ("P0", "P1")


def folder(rule: Rule) -> Path:
    return FOLDERS / f"{rule.code}-{rule.name}"


def sources() -> list[Rule]:
    return [rule for rule in catalogue().values() if rule.code.startswith(SOURCES)]


def books() -> list[Rule]:
    return [rule for rule in catalogue().values() if rule.code.startswith(BOOKS)]


def example(rule: Rule, name: str) -> Path:
    (found,) = (path for path in folder(rule).iterdir() if path.stem == name)
    return found


def codes(path: Path, house: House | None = None) -> set[str]:
    """Return the codes that a source raises: read and checked, and set in pages for a house."""
    found: list[Diagnostic] = []

    def assets(report: Report) -> object:
        return read_assets(wanted_assets(report), path.parent)

    try:
        if house is not None and path.suffix == ".css":
            house = replace(house, styles={**house.styles, "page.css": _added(house, path)})
            path = FOLDERS.parent.parent / "examples" / "sahel-security" / "manuscript.md"
        source = read_source(path)
        if house is None:
            prepare(source, found.append, assets)  # type: ignore[arg-type]
        else:
            publish(source, dated, house, found.append, assets, Order(("pdf",)))  # type: ignore[arg-type]
    except ReportError as error:
        found.append(error.diagnostic)
    return {diagnostic.code for diagnostic in found}


def _added(house: House, path: Path) -> str:
    """Return the house's page styles with those of an example after them."""
    return f"{house.styles['page.css']}\n{path.read_text('utf-8')}"


def dated(report: Report) -> Edition:
    from datetime import UTC, datetime

    return edition_of(report, issued=datetime(2026, 11, 24, tzinfo=UTC))


def test_a_rule_is_found_in_its_family_alone() -> None:
    for code, rule in catalogue().items():
        assert rule_of(code) == rule
    with pytest.raises(KeyError):
        rule_of("C999")


def test_catalogue_and_folders_hold_the_same_codes() -> None:
    named = {f"{rule.code}-{rule.name}" for rule in catalogue().values()}
    assert {path.name for path in FOLDERS.iterdir() if path.is_dir()} == named


@pytest.mark.parametrize("rule", catalogue().values(), ids=lambda rule: rule.code)
def test_a_rule_is_whole(rule: Rule) -> None:
    assert all((rule.message, rule.why, rule.fix, rule.title))
    assert rule.message[0].islower() or rule.message.startswith("{")
    assert not rule.message.endswith(".")
    assert set(rule.arabic or {}) == {"title", "why", "fix"}
    for name in ("bad", "good"):
        shown = getattr(rule, name)
        text = example(rule, name).read_bytes().decode("utf-8", errors="replace")
        missing = [line for line in shown.strip().splitlines() if line.strip() not in text]
        assert not missing, f"`explain {rule.code}` shows what its {name} example does not hold"


@pytest.mark.parametrize("rule", sources(), ids=lambda rule: rule.code)
def test_a_source_rule_speaks_of_bad_and_not_of_good(rule: Rule) -> None:
    assert rule.code in codes(example(rule, "bad"))
    assert rule.code not in codes(example(rule, "good"))


@pytest.mark.parametrize("rule", books(), ids=lambda rule: rule.code)
def test_a_book_rule_speaks_of_bad_and_not_of_good(rule: Rule, house: House) -> None:
    assert rule.code in codes(example(rule, "bad"), house)
    assert rule.code not in codes(example(rule, "good"), house)


@pytest.mark.parametrize("rule", catalogue().values(), ids=lambda rule: rule.code)
def test_every_code_can_be_explained(rule: Rule, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", rule.code]) == 0
    said = capsys.readouterr().out
    assert rule.title in said
    assert (rule.arabic or {})["title"] in said


def test_command_examples_are_commands() -> None:
    for rule in catalogue().values():
        if rule.code.startswith("C") and rule.good.startswith("report "):
            assert len(shlex.split(rule.good)) > 1


def test_severities_are_used_as_the_design_says() -> None:
    assert {rule.severity for rule in catalogue().values()} == set(Severity)
