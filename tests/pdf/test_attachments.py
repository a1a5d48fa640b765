"""What the book carries inside: order, relations, dates, and the data of its tables."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pikepdf
import pytest
from hand_page import ATTACHMENTS, BODY, Tagged, page, set_page
from hypothesis import given
from hypothesis import strategies as st

from report.locales import locale
from report.model.blocks import Cell, Chart, Column, Figure, List, ListItem, Paragraph, Row, Table
from report.model.document import Division, Metadata, Report
from report.model.inlines import Text
from report.writers.pdf.associated import Attachment
from report.writers.pdf.attachments import table_csv, table_files
from report.writers.pdf.standards import Standard

SHORT = '<div class="table" id="table"><table><tr><td>أ</td></tr></table></div><p id="p">نص</p>'


@pytest.fixture(params=[Standard.A3A_UA1, Standard.A4F_UA2], ids=lambda s: s.value)
def carrying(request: pytest.FixtureRequest) -> Tagged:
    return Tagged(set_page(page(SHORT), request.param))


def embedded(tagged: Tagged) -> list[tuple[str, pikepdf.Object]]:
    names = tagged.pdf.Root.Names.EmbeddedFiles.Names
    return [(str(names[at]), names[at + 1]) for at in range(0, len(names), 2)]


def test_files_are_carried_once_each_in_the_order_of_their_names(carrying: Tagged) -> None:
    assert [name for name, _ in embedded(carrying)] == ["manifest.json", "source.md", "table-1.csv"]


def test_files_say_what_they_are_to_the_book(carrying: Tagged) -> None:
    for (name, written), given_file in zip(
        embedded(carrying), sorted(ATTACHMENTS, key=lambda a: a.name), strict=True
    ):
        assert str(written.AFRelationship) == f"/{given_file.relationship}"
        assert str(written.Desc) == given_file.description
        assert str(written.F) == str(written.UF) == name
        stream = written.EF.F
        assert stream.read_bytes() == given_file.data
        assert str(stream.Subtype) == f"/{given_file.media_type}"
        assert int(stream.Params.Size) == len(given_file.data)
        assert str(stream.Params.ModDate) == "D:20261124093001+00'00'"


def test_the_book_has_what_belongs_to_the_whole(carrying: Tagged) -> None:
    assert sorted(str(file.UF) for file in carrying.pdf.Root.AF) == ["manifest.json", "source.md"]


def test_the_data_of_a_table_hang_on_the_table(carrying: Tagged) -> None:
    (table,) = carrying.document.all("Table")
    assert [str(file.UF) for file in table.written.AF] == ["table-1.csv"]


def test_a_target_that_is_no_table_holds_its_file_itself() -> None:
    file = replace(ATTACHMENTS[0], target="p")
    tagged = Tagged(set_page(page(SHORT), attachments=(file,)))
    assert "/AF" in tagged.document.all("P")[0].written
    assert "/AF" not in tagged.pdf.Root


def test_a_target_that_is_not_there_leaves_the_file_to_the_book() -> None:
    file = replace(ATTACHMENTS[0], target="elsewhere")
    tagged = Tagged(set_page(page(SHORT), attachments=(file,)))
    assert [str(f.UF) for f in tagged.pdf.Root.AF] == ["table-1.csv"]


def test_equal_files_may_stand_in_different_relations() -> None:
    source = replace(ATTACHMENTS[1], data=b"same")
    manifest = replace(ATTACHMENTS[2], data=b"same")
    tagged = Tagged(set_page(page(SHORT), attachments=(source, manifest)))
    assert [str(f.AFRelationship) for _, f in embedded(tagged)] == ["/Supplement", "/Source"]


def test_arabic_names_come_after_latin_ones_as_viewers_search() -> None:
    named = tuple(replace(ATTACHMENTS[1], name=name) for name in ("مخطوط.md", "z.md", "a.md"))
    tagged = Tagged(set_page(page(SHORT), attachments=named))
    assert [name for name, _ in embedded(tagged)] == ["a.md", "z.md", "مخطوط.md"]


def test_a_book_may_carry_nothing() -> None:
    tagged = Tagged(set_page(page("<p>نص</p>"), attachments=()))
    root = tagged.pdf.Root
    assert "/AF" not in root
    assert "/Names" not in root or "/EmbeddedFiles" not in root.Names


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ((ATTACHMENTS[0], ATTACHMENTS[0]), "2 attachments are named 'table-1.csv'"),
        ((replace(ATTACHMENTS[0], media_type="csv"),), "'csv' of 'table-1.csv' is no media type"),
    ],
)
def test_what_would_break_the_standard_is_refused(files: tuple[Attachment, ...], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        set_page(page("<p>نص</p>"), attachments=files)


def cell(text: str, **kind: object) -> Cell:
    return Cell((Paragraph((Text(text),)),), **kind)  # type: ignore[arg-type]


def lines(table: Table) -> list[list[str]]:
    text = table_csv(table).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_spanning_cells_keep_the_columns_in_their_place() -> None:
    table = Table(
        columns=(Column(),) * 3,
        head=(
            Row((cell("البلد", rows=2), cell("السنة", columns=2))),
            Row((cell("2023"), cell("2024"))),
        ),
        body=(Row((cell("المغرب"), cell("1"), cell("2"))),),
    )
    assert lines(table) == [
        ["البلد", "السنة", ""],
        ["", "2023", "2024"],
        ["المغرب", "1", "2"],
    ]


def test_cells_of_several_blocks_are_one_value() -> None:
    listed = List((ListItem((Paragraph((Text("أول"),)),)), ListItem((Paragraph((Text("ثان"),)),))))
    table = Table((Column(),), (), (Row((Cell((Paragraph((Text("نص"),)), listed)),)),))
    assert lines(table) == [["نص أول ثان"]]


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"))), min_size=2, max_size=2),
        min_size=1,
    )
)
def test_any_text_can_be_read_back(rows: list[list[str]]) -> None:
    body = tuple(Row(tuple(map(cell, row))) for row in rows)
    assert lines(Table((Column(), Column()), (), body)) == rows


def test_csv_ends_its_lines_as_the_rfc_says_and_names_its_encoding() -> None:
    data = table_csv(Table((Column(),), (), (Row((cell("أ"),)), Row((cell("ب"),)))))
    assert data == "\ufeffأ\r\nب\r\n".encode()


def test_tables_are_numbered_as_the_report_numbers_them() -> None:
    table = Table((Column(),), (), (Row((cell("أ"),)),), caption=(Text("الأمطار"),), label="rain")
    report = Report(
        Metadata(title="الموجز"),
        body=(
            Division((Text("فصل"),), (table, replace(table, caption=(), label=None)), label="c"),
        ),
    )
    first, second = table_files(report, locale("ar-EG"))
    assert (first.name, first.target, first.description) == (
        "table-1.csv",
        "rain",
        "جدول ١. الأمطار",
    )
    assert (second.name, second.target, second.description) == ("table-2.csv", None, "جدول ٢")
    assert first.relationship == "Data"


def test_the_numbers_of_a_chart_are_carried_under_the_number_of_its_figure() -> None:
    head, rows = Row((cell("السنة"), cell("المطر"))), (Row((cell("2024"), cell("15"))),)
    chart = Chart("bar", head, rows, caption=(Text("المطر"),), label="rain")
    blocks = (Figure("a.png", "صورة", label="a"), chart)
    report = Report(Metadata(title="ت"), body=(Division((Text("فصل"),), blocks, label="c"),))
    (file,) = table_files(report, locale("ar-MA"))
    assert (file.name, file.target) == ("chart-2.csv", "rain")
    assert file.description == "شكل 2. المطر"
    assert file.data.decode("utf-8-sig") == "السنة,المطر\r\n2024,15\r\n"


def test_many_tables_sort_as_they_are_numbered() -> None:
    table = Table((Column(),), (), (Row((cell("أ"),)),))
    body = (Division((Text("فصل"),), (table,) * 12, label="c"),)
    names = [f.name for f in table_files(Report(Metadata(title="ت"), body=body), locale("ar"))]
    assert names == sorted(names)
    assert names[0] == "table-01.csv"


def test_the_whole_page_carries_its_data_on_the_long_table() -> None:
    tagged = Tagged(set_page(page(BODY)))
    holders = [element for element in tagged.document.walk() if "/AF" in element.written]
    assert [holder.role for holder in holders] == ["Table"]
