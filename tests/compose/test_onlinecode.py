"""The code beside the imprint leads to the address: read back off the printed page."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from lxml import etree

from report.compose import compose
from report.compose.galley import House
from report.compose.onlinecode import code_address, online_code
from report.diagnostics import Diagnostic
from report.model.document import Metadata, Report
from report.press import edition_of
from report.writers.pdf.paper import Paper

SVG = "{http://www.w3.org/2000/svg}"
ADDRESSES = [
    "https://example.org/r",
    "https://example.org:8443/reports/water?lang=ar&edition=2#summary",
    "https://example.org/" + "a" * 180,
]


@pytest.mark.parametrize(
    ("typed", "coded"),
    [
        ("https://example.org/r", "https://example.org/r"),
        ("HTTPS://Example.org/r", "https://Example.org/r"),
        ("https://example.org/تقرير", "https://example.org/%D8%AA%D9%82%D8%B1%D9%8A%D8%B1"),
        ("https://example.org/%D8%AA", "https://example.org/%D8%AA"),
        ("ftp://example.org/r", None),
        ("example.org", None),
        ("https://user:word@example.org/", None),
        ("https://example.org/a b", None),
    ],
)
def test_an_address_is_written_in_the_characters_of_every_scanner(
    typed: str, coded: str | None
) -> None:
    assert code_address(typed) == coded


def test_an_address_too_long_gets_no_code() -> None:
    assert online_code("https://example.org/" + "a" * 181, "رمز") is None


def test_the_code_has_its_quiet_zone_and_says_what_it_is() -> None:
    code = online_code(ADDRESSES[0], "رمز: العنوان")
    assert code is not None
    root = etree.fromstring(code)
    assert root.findtext(f"{SVG}title") == "رمز: العنوان"
    side = int(root.get("viewBox", "").split()[2])
    path = root.find(f"{SVG}path")
    assert path is not None
    assert path.get("d", "").startswith("M4 4h7v1h-7z"), "the finder stands in the corner"
    assert side == 25 + 2 * 4, "version 2, and four modules of blank on each side"


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("size", ["A4", "A5"])
def test_the_printed_code_leads_to_the_address(address: str, size: str, house: House) -> None:
    from report.writers.pdf.writer import write_pdf

    report = Report(Metadata(title="موجز", language="ar", date="2026-11-24", online=address))
    found: list[Diagnostic] = []
    galley = compose(report, edition_of(report), house)
    book = write_pdf(galley, found.append, paper=Paper(size))  # type: ignore[arg-type]
    assert found == []
    pages = pypdfium2.PdfDocument(book.data)
    read = [
        (code.text, code.ec_level)
        for page in pages
        for code in zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())
    ]
    assert read == [(address, "M")]
    with pikepdf.open(io.BytesIO(book.data)) as pdf:
        actions = [a.get("/A") for page in pdf.pages for a in page.get("/Annots", ())]
    assert address in {str(action.URI) for action in actions if action and "/URI" in action}


def test_a_report_that_is_not_online_has_no_code(house: House) -> None:
    report = Report(Metadata(title="موجز", date="2026-11-24"))
    galley = compose(report, edition_of(report), house)
    assert "online-code" not in "".join(sheet.body for sheet in galley.sheets)
