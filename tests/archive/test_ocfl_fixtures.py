"""The official fixtures: good ones accepted, others told with the clauses in their names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from report.archive.root.folder import Folder
from report.archive.verify.object import verify_object

COUNTS = {"1.0": {"good": 10, "bad": 52, "warn": 14}, "1.1": {"good": 12, "bad": 55, "warn": 13}}


def cases(fixtures: Path, specification: str, kind: str) -> list[Path]:
    return sorted((fixtures / specification / f"{kind}-objects").iterdir())


@pytest.mark.parametrize("specification", COUNTS)
@pytest.mark.parametrize("kind", ["good", "bad", "warn"])
def test_fixture_is_judged_as_its_name_says(
    ocfl_fixtures: Path, specification: str, kind: str
) -> None:
    objects = cases(ocfl_fixtures, specification, kind)
    assert len(objects) == COUNTS[specification][kind]
    wrong = {}
    for home in objects:
        verdict = verify_object(Folder(home))
        named = set(re.findall(r"[EW]\d{3}", home.name)) if kind != "good" else set()
        agreed = {
            "good": not verdict.breaches,
            "warn": verdict.valid and verdict.clauses == named,
            "bad": not verdict.valid and named <= verdict.clauses,
        }
        if not agreed[kind]:
            wrong[home.name] = sorted(verdict.clauses)
    assert wrong == {}


def test_every_fixture_says_its_own_version_of_ocfl(ocfl_fixtures: Path) -> None:
    for specification in COUNTS:
        for home in cases(ocfl_fixtures, specification, "good"):
            verdict = verify_object(Folder(home))
            assert verdict.specification == specification
            assert verdict.sheet is not None
            assert verdict.sheet.specification == specification
