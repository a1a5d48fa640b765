from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from editions import WORK, Desk, add

from report.archive.root.archive import Archive


@pytest.fixture(scope="session")
def swift() -> Iterator[Path]:
    """A folder where syncing costs nothing: these tests sync some ten thousand times."""
    memory = Path("/dev/shm")
    place = memory if os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="archive-", dir=place) as folder:
        yield Path(folder)


@pytest.fixture
def tmp_path(swift: Path) -> Iterator[Path]:
    """A folder of its own for each test."""
    with tempfile.TemporaryDirectory(dir=swift) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def model(swift: Path) -> Path:
    """An archive with one work in three editions, to be copied."""
    made = Archive.create(swift / "model")
    for number in (1, 2, 3):
        assert add(made, number).codes == []
    return made.root


@pytest.fixture
def archive(model: Path, tmp_path: Path) -> Archive:
    """An archive with one work in three editions."""
    shutil.copytree(model, tmp_path / "archive")
    return Archive.open(tmp_path / "archive", Desk())


@pytest.fixture
def home(archive: Archive) -> Path:
    """The root of the object of the one work."""
    return archive.home(WORK)


@pytest.fixture(scope="session")
def ocfl_fixtures() -> Path:
    """The official fixtures of OCFL, where a corpus is at hand."""
    corpus = os.environ.get("WARRAQ_CORPUS")
    if not corpus:
        pytest.skip("WARRAQ_CORPUS names no folder with standards/ocfl-fixtures")
    return Path(corpus) / "standards" / "ocfl-fixtures"
