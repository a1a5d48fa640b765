"""Datasets: cells out of files, chosen, written as the region does, and never from elsewhere."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from report.datasets import fill
from report.datasets.sheets import DataError, read_sheet
from report.diagnostics import Diagnostic
from report.disk import read_assets
from report.model.assets import Asset
from report.model.blocks import Chart, Table
from report.model.document import Report
from report.model.jsonform import from_json, to_json
from report.model.walk import inline_text, report_blocks
from report.readers.markdown import read_markdown, wanted_assets
from report.readers.source import Source
from report.writers.manuscript import write_manuscript

CITIES = (
    "المدينة;السكان;النسبة;التاريخ;الرمز\nتونس;12500,5;0.125;2024-01-31;01\nسوسة;7300;0.3;غدا;02\n"
)
TABLE = '::: {{.table from=data.csv columns="{}" {}}}\nTable: المدن\n:::\n'


def manuscript(text: str, language: str = "ar-EG") -> Report:
    source = f"---\ntitle: المدن\nlang: {language}\n---\n\n# المدن\n\n{text}"
    return read_markdown(Source("m.md", "text/markdown", source.encode()), lambda found: None)


def filled(text: str, data: bytes, language: str = "ar-EG") -> tuple[Report, list[str]]:
    found: list[Diagnostic] = []
    report = fill(manuscript(text, language), [Asset("data.csv", "text/csv", data)], found.append)
    return report, [diagnostic.code for diagnostic in found]


def cells(report: Report) -> list[list[str]]:
    (block,) = (b for b in report_blocks(report) if isinstance(b, Table | Chart))
    rows = (*block.head, *block.body) if isinstance(block, Table) else (block.head, *block.rows)
    return [
        ["".join(inline_text(b.content) for b in cell.content) for cell in row.cells]  # type: ignore[union-attr]
        for row in rows
    ]


def test_columns_are_chosen_named_and_written_as_the_region_does() -> None:
    columns = "المدينة; السكان = العدد: number.1; النسبة: percent.1; التاريخ: date"
    report, codes = filled(TABLE.format(columns, 'total="المجموع"'), CITIES.encode())
    assert cells(report) == [
        ["المدينة", "العدد", "النسبة", "التاريخ"],
        ["تونس", "١٢٬٥٠٠٫٥", "١٢٫٥٪", "٣١ يناير ٢٠٢٤"],
        ["سوسة", "٧٣٠٠٫٠", "٣٠٫٠٪", "غدا"],
        ["المجموع", "١٩٬٨٠٠٫٥", "", ""],
    ]
    assert codes == ["D062"]


def test_without_a_choice_all_columns_come_and_codes_stay_codes() -> None:
    report, codes = filled("::: {.table from=data.csv}\n:::\n", CITIES.encode(), "ar-MA")
    assert cells(report)[1] == ["تونس", "12.500,5", "0,125", "2024-01-31", "01"]
    (table,) = (block for block in report_blocks(report) if isinstance(block, Table))
    assert [column.align for column in table.columns] == "start number number start start".split()
    assert not codes


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("ar-MA", "12.500,5\xa0د.م."),
        ("ar-EG", "١٢٬٥٠٠٫٥\xa0د.م."),
        ("en", "MAD\xa012,500.5"),
        ("fr", "12\u202f500,5\xa0MAD"),
    ],
)
def test_amounts_bear_their_currency_where_the_region_puts_it(language: str, written: str) -> None:
    text = TABLE.format("المدينة; السكان = الكلفة: money.MAD.1", 'total="الجملة"')
    report, codes = filled(text, CITIES.encode(), language)
    assert cells(report)[1] == ["تونس", written]
    assert cells(report)[-1][1].replace("\xa0", " ").strip("0123456789٠١٢٣٤٥٦٧٨٩.,٬٫ \u202f") in {
        "د.م",
        "MAD",
    }
    assert not codes


def test_a_chart_takes_plain_figures() -> None:
    text = '::: {.chart kind=bar from=data.csv columns="المدينة; السكان: number"}\nChart: ت\n:::\n'
    report, _ = filled(text, CITIES.encode())
    assert cells(report) == [["المدينة", "السكان"], ["تونس", "12500.5"], ["سوسة", "7300.0"]]


@pytest.mark.parametrize(
    "data",
    [
        CITIES.encode("utf-8-sig"),
        CITIES.encode("utf-16"),
        CITIES.replace(";", "\t").encode(),
        CITIES.replace("\n", "\r\n").encode(),
        (CITIES + "طنجة;1250000;0.5;2024-02-29;03\n" * 9).encode("cp1256"),
    ],
)
def test_delimiters_and_encodings_are_told(data: bytes) -> None:
    sheet = read_sheet(Asset("data.csv", "text/csv", data))
    assert sheet.names == ("المدينة", "السكان", "النسبة", "التاريخ", "الرمز")
    assert sheet.rows[0][:2] == ("تونس", "12500,5")


def workbook(rows: list[list[object]], title: str = "ورقة") -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_is_read_by_its_bytes() -> None:
    data = workbook([["المدينة", "السكان", "التاريخ"], ["تونس", 12500, date(2024, 1, 31)]])
    report, codes = filled(TABLE.format("", "sheet=ورقة").replace('columns="" ', ""), data)
    assert cells(report)[1] == ["تونس", "١٢٬٥٠٠", "٣١ يناير ٢٠٢٤"]
    assert not codes
    report, codes = filled(TABLE.format("", "sheet=X").replace('columns="" ', ""), data)
    assert codes == ["D060"]


def _with_part(data: bytes, name: str, text: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", 8) as new:
        for member in old.infolist():
            new.writestr(member.filename, text if member.filename == name else old.read(member))
    return stream.getvalue()


LAUGHS = "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"
LATE = b"-->" + LAUGHS.encode()
HOSTILE: list[Callable[[], bytes]] = [
    lambda: b"",
    lambda: b"\x00" * 100,
    lambda: b"PK\x03\x04" + b"\x00" * 100,
    lambda: b'"' + b"a" * 200_000,
    lambda: b"a,b\n" + b"1,2\n" * 100_001,
    lambda: b"a,b,c,d,e,f,g,h,i\n" + b"1,2,3,4,5,6,7,8,9\n" * 90_000,
    lambda: ",".join("abcdefgh" * 10).encode() + b"\n",
    lambda: _with_part(workbook([["a"]]), "xl/workbook.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"),
    lambda: _with_part(workbook([["a"]]), "xl/worksheets/sheet1.xml", b" " * 70_000_000),
    lambda: _with_part(
        workbook([["a"]]), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>"
    ),
    lambda: workbook([["a"]])[:-200],
    # Found by fuzzing: bytes that are missing in front move every part below its place.
    lambda: workbook([["a"]])[:9] + workbook([["a"]])[12:],
    lambda: _with_part(workbook([["a"]]), "xl/workbook.xml", LAUGHS.encode("utf-16")),
    lambda: _with_part(workbook([["a"]]), "xl/workbook.xml", b"<!--" + b" " * 5_000 + LATE),
]


@pytest.mark.parametrize("make", HOSTILE)
def test_what_is_no_table_is_refused_with_a_reason(make: Callable[[], bytes]) -> None:
    with pytest.raises(DataError):
        read_sheet(Asset("data.csv", "text/csv", make()))
    report, codes = filled("::: {.table from=data.csv}\n:::\n", make())
    assert codes == ["D060"]
    assert cells(report) == [[""]]


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_table_or_refused(data: bytes) -> None:
    try:
        sheet = read_sheet(Asset("data.csv", "text/csv", data))
    except DataError:
        return
    assert all(len(row) == len(sheet.names) for row in sheet.rows)


def test_files_outside_the_folder_are_never_read(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n")
    inside = tmp_path / "inside"
    inside.mkdir()
    os.symlink(tmp_path / "secret.csv", inside / "link.csv")
    for name in ("../secret.csv", str(tmp_path / "secret.csv"), "link.csv"):
        report = manuscript(f'::: {{.table from="{name}"}}\n:::\n')
        assert list(wanted_assets(report)) == [name]
        assert read_assets([name], inside) == ()


@pytest.mark.parametrize(
    "text",
    [
        TABLE.format("المدينة; السكان = العدد: number", 'total="المجموع" header-cols="1"'),
        "::: {.table #tbl-1 from=data.csv}\nTable: المدن\n\nNote: تقدير\n\nSource: المعهد\n:::\n",
        "::: {.chart kind=line from=data.csv}\nChart: المدن\n:::\n",
    ],
)
def test_the_reference_is_what_is_kept(text: str) -> None:
    read = manuscript(text)
    written = write_manuscript(read)
    assert "from=data.csv" in written
    assert "تونس" not in written
    again = read_markdown(Source("m.md", "text/markdown", written.encode()), lambda found: None)
    assert again == read
    whole, _ = filled(text, CITIES.encode())
    assert write_manuscript(whole) == written
    assert from_json(to_json(whole)) == whole


def test_a_hundred_thousand_rows_are_let_through() -> None:
    data = "المدينة;السكان\n" + "".join(f"مدينة رقم {n};{n}\n" for n in range(100_000))
    assert len(read_sheet(Asset("a.csv", "text/csv", data.encode())).rows) == 100_000
