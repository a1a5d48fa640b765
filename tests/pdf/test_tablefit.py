"""Table fit: columns get their widths from what stands in them, and what is too wide fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from report.compose import compose
from report.compose.galley import Galley, House
from report.diagnostics import Diagnostic
from report.filters import edit
from report.model.document import Edition
from report.readers.markdown import read_markdown
from report.readers.source import Source
from report.writers.pdf.columns import PADDING, Width, distribute, widths
from report.writers.pdf.paper import Paper
from report.writers.pdf.tablefit import fit_tables

HEAD = "---\ntitle: تقرير\nlang: ar-EG\n---\n\n# فصل {#one}\n\n"


def manuscript(columns: int, rows: int = 3, attributes: str = "", cell: str = "٩١٢٬٣٤٥") -> str:
    head = "| البند | " + " | ".join(f"{year}" for year in range(2000, 2000 + columns)) + " |\n"
    rule = "|" + "---|" * (columns + 1) + "\n"
    lines = "".join(f"| بند {n} | " + " | ".join([cell] * columns) + " |\n" for n in range(rows))
    return f"{HEAD}{head}{rule}{lines}\nTable: الإنفاق {{#tbl-a header-cols=1 {attributes}}}\n"


def galley(house: House, text: str) -> Galley:
    report = read_markdown(Source("a.md", "text/markdown", text.encode()), lambda finding: None)
    edition = Edition("urn:x:1", 1, datetime(2026, 11, 24, tzinfo=UTC))
    return compose(edit(report, lambda finding: None), edition, house)


def fitted(
    house: House, text: str, paper: Paper | None = None
) -> tuple[etree._Element, list[Diagnostic]]:
    found: list[Diagnostic] = []
    made = fit_tables(galley(house, text), paper or Paper(), found.append)
    (sheet,) = (sheet for sheet in made.sheets if "<table" in sheet.body)
    return etree.fromstring(f"<sheet>{sheet.body}</sheet>"), found


def shares(root: etree._Element) -> list[float]:
    styles = (col.get("style", "") for col in root.iter("col"))
    return [float(style.removeprefix("width:").removesuffix("%")) for style in styles]


def test_a_table_that_fits_is_left_as_it_is_but_for_its_columns(house: House) -> None:
    root, found = fitted(house, manuscript(3))
    assert found == []
    assert abs(sum(shares(root)) - 100) < 0.01
    assert root.find(".//table[@style]") is None


def test_a_table_a_little_too_wide_is_set_smaller(house: House) -> None:
    root, found = fitted(house, manuscript(9))
    assert [f.code for f in found] == ["P011"]
    assert "of its size" in found[0].message
    assert found[0].place is not None
    table = root.find(".//table")
    assert table is not None
    assert "font-size" in (table.get("style") or "")
    assert "turned" not in (root.find(".//div").get("class") or "")  # type: ignore[union-attr]


def test_a_table_far_too_wide_is_turned(house: House) -> None:
    root, found = fitted(house, manuscript(12))
    assert "turned" in found[0].message
    assert root.find(".//div[@id='tbl-a']").get("class", "").split()[-1] == "turned"  # type: ignore[union-attr]


def test_a_table_that_no_page_holds_is_parted_by_columns_of_equal_number(house: House) -> None:
    root, found = fitted(house, manuscript(30))
    assert "parted into" in found[0].message
    tables = root.findall(".//table")
    counts = [len(table.findall("thead/tr[last()]/th")) for table in tables]
    assert max(counts) - min(counts) <= 1
    assert all(table.find("tbody/tr/th") is not None for table in tables)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    captions = ["".join(map(str, c.itertext())) for c in root.iter("caption")]
    assert captions[0] == "جدول ١. الإنفاق"
    assert set(captions[1:]) == {"تابع جدول ١"}


def test_every_cell_is_still_there_after_a_table_is_parted(house: House) -> None:
    text = manuscript(30, attributes="fit=split")
    whole = etree.fromstring(
        f"<sheet>{next(s.body for s in galley(house, text).sheets if '<table' in s.body)}</sheet>"
    )
    root, _ = fitted(house, text)
    assert len(root.findall(".//tbody//td")) == len(whole.findall(".//tbody//td"))


def test_the_author_chooses_how_a_table_fits(house: House) -> None:
    turned, _ = fitted(house, manuscript(3, attributes="fit=turn"))
    assert "turned" in turned.find(".//div[@id='tbl-a']").get("class", "")  # type: ignore[union-attr]
    parted, _ = fitted(house, manuscript(4, attributes="fit=split"))
    assert len(parted.findall(".//table")) == 2
    shrunk, found = fitted(house, manuscript(40, attributes="fit=shrink"))
    assert [f.code for f in found] == ["P012"]
    assert len(shrunk.findall(".//table")) == 1


def test_a_small_paper_makes_a_table_fit_sooner(house: House) -> None:
    assert fitted(house, manuscript(8))[1] == []
    assert fitted(house, manuscript(8), Paper("A5"))[1] != []


def test_only_a_table_that_may_break_says_that_it_goes_on(house: House) -> None:
    short, _ = fitted(house, manuscript(2, rows=3))
    long, _ = fitted(house, manuscript(2, rows=30))
    assert short.find(".//tr[@class='continued']") is None
    line = long.find(".//thead/tr[@class='continued']")
    assert line is not None
    assert "".join(map(str, line.itertext())) == "تابع جدول ١"


def test_widths_that_the_author_gives_are_kept(house: House) -> None:
    text = manuscript(2, attributes='widths="0.2 0.2 0.6"')
    assert shares(fitted(house, text)[0]) == [20, 20, 60]


def length(text: str, strong: bool) -> float:
    del strong
    return float(len(text))


def test_the_three_widths_of_a_column() -> None:
    table = etree.fromstring("<table><tbody><tr><td>aa bbb cccc</td></tr></tbody></table>")
    assert widths(table, length) == (Width(4 + PADDING, 8 + PADDING, 11 + PADDING),)


def test_a_number_is_not_broken_and_a_list_is_set_in() -> None:
    table = etree.fromstring(
        '<table><tbody><tr><td class="number">1 234</td>'
        "<td><ul><li>aaa</li><li>b</li></ul></td></tr></tbody></table>"
    )
    number, listed = widths(table, length)
    assert number.least == 5 + PADDING
    assert listed.full == 3 + 1.2 + PADDING


def test_a_cell_over_two_columns_widens_both() -> None:
    table = etree.fromstring(
        '<table><thead><tr><th colspan="2">aaaaaaaaaa</th></tr></thead>'
        "<tbody><tr><td>a</td><td>b</td></tr></tbody></table>"
    )
    assert sum(column.least for column in widths(table, length)) == 10 + PADDING


COLUMN = st.tuples(*[st.floats(PADDING, 40)] * 3).map(lambda each: Width(*sorted(each)))


@given(st.lists(COLUMN, min_size=1, max_size=9), st.floats(5, 200))
def test_columns_share_the_whole_measure(columns: list[Width], measure: float) -> None:
    assert abs(sum(distribute(columns, measure)) - measure) < 1e-3


@given(st.lists(COLUMN, min_size=1, max_size=9), st.floats(1.01, 3))
def test_no_column_is_narrower_than_is_fair_where_all_can_be(
    columns: list[Width], more: float
) -> None:
    measure = sum(column.fair for column in columns) * more
    for width, column in zip(distribute(columns, measure), columns, strict=True):
        assert width >= column.fair - 1e-3


def test_a_house_without_tables_is_left_alone(house: House) -> None:
    made = galley(house, f"{HEAD}نص.\n")
    assert fit_tables(made, Paper(), lambda finding: None) == replace(made)
