"""The cover drawn by the press: the cover sheet's own look, in the book and on the shelf."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from everything import EDITION, everything
from handset import ROOT
from lxml import etree
from PIL import Image
from readback import OPF, XHTML, marks, spine, unzip

from report.checks.epub import check_epub
from report.compose import compose
from report.compose.galley import Galley, House
from report.diagnostics import Diagnostic
from report.writers.epub import write_epub
from report.writers.pagemap import Page, PageMap, Position
from report.writers.pdf.cover import WIDTH, draw_cover


@pytest.fixture(scope="module")
def galley(house: House) -> Galley:
    return compose(everything(), EDITION, house)


@pytest.fixture(scope="module")
def cover(galley: Galley) -> bytes:
    found: list[Diagnostic] = []
    drawn = draw_cover(galley, found.append)
    assert found == []
    assert drawn is not None
    return drawn


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def test_image_has_its_size_and_is_small(cover: bytes) -> None:
    assert opened(cover).size == (WIDTH, WIDTH * 3 // 2)
    assert len(cover) < 60_000


def test_the_ground_the_band_and_the_title_are_those_of_the_sheet(cover: bytes) -> None:
    image = opened(cover)
    width, height = image.size
    assert near(image.getpixel((5, 5)), (13, 74, 74))
    assert near(image.getpixel((width // 2, 5)), (13, 74, 74))
    band = image.crop((0, height * 4 // 5, width, height))
    assert any(near(colour, (216, 180, 101), 40) for _, colour in band.getcolors(1 << 20) or ())
    title = image.crop((0, height // 6, width, height // 2))
    assert any(near(colour, (255, 255, 255)) for _, colour in title.getcolors(1 << 20) or ())


def near(colour: object, wanted: tuple[int, int, int], by: int = 3) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(found - one) <= by for found, one in zip(colour, wanted, strict=True))


def test_another_title_is_another_cover(galley: Galley, cover: bytes) -> None:
    sheet = galley.sheets[0]
    other = replace(sheet, body=sheet.body.replace("الماء", "الهواء"))
    drawn = draw_cover(replace(galley, sheets=(other,)), lambda finding: None)
    assert drawn is not None
    assert drawn != cover


def test_a_galley_without_a_cover_has_none(galley: Galley) -> None:
    bare = replace(galley, sheets=galley.sheets[1:])
    assert draw_cover(bare, lambda finding: None) is None


def test_the_book_lists_shows_and_describes_the_image(galley: Galley, cover: bytes) -> None:
    book = write_epub(galley, cover=cover)
    members = unzip(book)
    assert members["EPUB/cover.png"] == cover
    package = etree.fromstring(members["EPUB/package.opf"])
    (item,) = (i for i in package.iter(f"{OPF}item") if i.get("properties") == "cover-image")
    assert (item.get("href"), item.get("media-type")) == ("cover.png", "image/png")
    old = [m.get("content") for m in package.iter(f"{OPF}meta") if m.get("name") == "cover"]
    assert old == [item.get("id")]
    root = dict(spine(book))["cover.xhtml"]
    (image,) = root.iter(f"{XHTML}img")
    assert image.get("src") == "cover.png"
    assert image.get("alt") == "غلاف: الماء في الساحل"
    assert "الماء في الساحل" in "".join(map(str, root.itertext()))
    assert check_epub(book, "book.epub") == ()


def test_the_image_stands_behind_the_mark_of_its_page(galley: Galley, cover: bytes) -> None:
    pages = PageMap("urn:x", (), (Page("أ", Position("cover", 2, 0)),))
    book = write_epub(galley, pages, cover)
    root = dict(spine(book))["cover.xhtml"]
    (section,) = root.iter(f"{XHTML}section")
    assert [child.get("role") or child.get("class") for child in section][:3] == [
        "doc-pagebreak",
        "cover-image",
        "publisher",
    ]
    assert [mark.label for mark in marks(book)] == ["أ"]


PROGRAM = """
import sys
sys.path[:0] = [{tests!r}, {root!r}]
from hashlib import sha256
from everything import EDITION, everything
from report.compose import compose
from report.disk import open_house
from report.writers.pdf.cover import draw_cover
cover = draw_cover(compose(everything(), EDITION, open_house()), print)
print(sha256(cover).hexdigest())
"""


def test_two_processes_draw_equal_covers() -> None:
    program = PROGRAM.format(tests=str(Path(__file__).parent), root=str(ROOT))
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed, zone in (("1", "Asia/Riyadh"), ("2", "America/Lima"))
    }
    assert len(digests) == 1
