from __future__ import annotations

from lxml import etree

from report.compose.numbering import Numbered, Numbers
from report.compose.tables import place_rows, set_table
from report.compose.xhtml import Setting, set_block
from report.locales import locale
from report.model.blocks import Align, Cell, Column, Paragraph, Row, Table
from report.model.inlines import Text
from report.model.walk import inline_text


def cell(text: str, **options: object) -> Cell:
    return Cell((Paragraph((Text(text),)),), **options)  # type: ignore[arg-type]


def table(*body: Row, head: tuple[Row, ...] = (), align: Align = "start") -> Table:
    width = sum(c.columns for c in (head + body)[0].cells)
    return Table((Column(align),) * width, head, body, caption=(Text("عنوان"),), label="tbl-a")


def setting() -> Setting:
    return Setting(locale("ar-EG"), Numbers({"tbl-a": Numbered("table", 2, "عنوان")}, {}), "ar-EG")


def parsed(block: Table) -> etree._Element:
    return etree.fromstring(set_block(block, setting()))


def test_caption_has_the_word_and_the_number_of_the_region() -> None:
    root = parsed(table(Row((cell("أ"),))))
    caption = root.find(".//caption")
    assert caption is not None
    assert "".join(caption.itertext()) == "جدول ٢. عنوان"
    assert root.get("id") == "tbl-a"


def test_header_cells_say_what_they_head() -> None:
    head = Row((cell("المجال", header=True), cell("العدد", header=True, columns=2)))
    body = Row((cell("التدريب", header=True), cell("1"), cell("2")))
    root = parsed(table(body, head=(head,)))
    scopes = [th.get("scope") for th in root.iter("th")]
    assert scopes == ["col", "colgroup", "row"]


def test_cells_carry_the_heading_of_their_column_for_narrow_screens() -> None:
    head = Row((cell("المجال"), cell("الشركاء")))
    root = parsed(table(Row((cell("أ"), cell("ب"))), head=(head,)))
    assert [td.get("data-label") for td in root.iter("td")] == ["المجال", "الشركاء"]


def test_a_cell_that_reaches_down_moves_the_next_row() -> None:
    rows = (
        Row((cell("أ", rows=2), cell("ب", columns=2))),
        Row((cell("ج"), cell("د"))),
        Row((cell("هـ"), cell("و"), cell("ز"))),
    )
    columns = [[placed.column for placed in row] for row in place_rows(rows)]
    assert columns == [[0, 1], [1, 2], [0, 1, 2]]


def test_numbers_stand_on_their_units() -> None:
    root = parsed(table(Row((cell("12"),)), align="number"))
    assert [td.get("class") for td in root.iter("td")] == ["number"]


def test_notes_and_source_stand_below_in_order() -> None:
    block = Table(
        (Column(),),
        (),
        (Row((cell("أ"),)),),
        notes=((Text("ملاحظة"),),),
        source=(Text("المصدر: الوزارة"),),
    )
    written = set_table(block, "", "", lambda blocks: "", inline_text)
    assert written.index("table-note") < written.index("table-source")
    assert written.index("</table>") < written.index("table-note")
