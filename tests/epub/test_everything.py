"""A report with everything in it, composed and written, in each language of the house."""

from __future__ import annotations

import io
import zipfile
from typing import get_args

import pytest
from everything import EDITION, everything
from lxml import etree

from report.checks.epub import check_epub
from report.compose import compose
from report.compose.galley import House
from report.locales import direction_of
from report.model.blocks import Block
from report.model.inlines import Inline
from report.model.walk import inline_text, report_blocks, report_inlines
from report.writers.epub import write_epub

XHTML = "{http://www.w3.org/1999/xhtml}"


def documents(book: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xhtml")]
        return {name: etree.fromstring(archive.read(name)) for name in names}


def test_no_kind_of_block_or_inline_is_missing() -> None:
    report = everything()
    assert {type(block) for block in report_blocks(report)} == set(get_args(Block))
    assert {type(inline) for inline in report_inlines(report)} == set(get_args(Inline))


@pytest.mark.parametrize("language", ["ar", "ar-EG", "fa", "ur", "he", "en"])
def test_the_book_is_sound_in_each_language(house: House, language: str) -> None:
    book = write_epub(compose(everything(language), EDITION, house))
    families = {face.family for face in house.faces}
    assert check_epub(book, "book.epub", families) == ()
    said = {root.get("dir") for root in documents(book).values()}
    assert said == {direction_of(language)}


def test_every_text_of_the_report_is_in_the_book_in_order(house: House) -> None:
    report = everything()
    roots = documents(write_epub(compose(report, EDITION, house))).values()
    said = " ".join("".join(map(str, root.itertext())) for root in roots)
    place = 0
    for _, division in report.divisions():
        place = said.index(inline_text(division.title), place)
        for block in division.content:
            for piece in texts(block):
                assert piece in said[place:], piece


def texts(block: Block) -> list[str]:
    from report.model.inlines import Code, Text
    from report.model.walk import all_blocks, all_inlines, own_inlines

    return [
        inline.text
        for inner in all_blocks((block,))
        for run in own_inlines(inner)
        for inline in all_inlines(run)
        if isinstance(inline, Text | Code)
    ]


def test_an_empty_corner_is_no_header(house: House) -> None:
    root = documents(write_epub(compose(everything(), EDITION, house)))["EPUB/water.xhtml"]
    assert all("".join(map(str, th.itertext())) for th in root.iter(f"{XHTML}th"))
    assert len([td for td in root.iterfind(f".//{XHTML}thead//{XHTML}td")]) == 2
