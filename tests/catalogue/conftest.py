from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from bookshelf import add_edition

from report.archive.root.archive import Archive
from report.catalogue.pages import Desk
from report.catalogue.works import Settings
from report.cli import main
from report.cli.catalogue.sources import open_look
from report.compose.galley import Face

Run = Callable[..., Path]


@pytest.fixture(scope="session")
def site_desk() -> Desk:
    """The desk of a site in Arabic, with the look of the house."""
    return Desk(open_look(), Settings("دار الوراق", "ar"))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder with the schemas of OPDS, where a corpus is at hand."""
    named = os.environ.get("WARRAQ_CORPUS")
    if not named:
        pytest.skip("WARRAQ_CORPUS names no folder with standards/opds")
    return Path(named)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command into ``tmp_path``; faces are not packed, which takes seconds."""

    def packed(face: Face) -> bytes:
        return face.data[:64]

    monkeypatch.setattr("report.cli.catalogue.compressed", packed)

    def call(source: Path, *options: str, name: str = "site", code: int = 0) -> Path:
        site = tmp_path / name
        assert main(["catalogue", str(source), "-o", str(site), *options]) == code
        return site

    return call


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive of three works, the first in two editions."""
    made = Archive.create(tmp_path / "archive")
    for number in (1, 2, 3):
        add_edition(made, number, 1, "حديث عن الإرهاب في الساحل")
    add_edition(made, 1, 2, "حديث عن الإرهاب والتطرف في الساحل")
    return made
