"""The book of the galley set by hand, written once."""

from __future__ import annotations

import io
import zipfile

import pytest
from handset import make_galley, open_house

from report.compose.galley import Galley, House
from report.writers.epub import write_epub


@pytest.fixture(scope="session")
def house() -> House:
    return open_house()


@pytest.fixture(scope="session")
def galley(house: House) -> Galley:
    return make_galley(house)


@pytest.fixture(scope="session")
def book(galley: Galley) -> bytes:
    return write_epub(galley)


@pytest.fixture(scope="session")
def members(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
