from __future__ import annotations

from dataclasses import replace

from lxml import etree

from report.compose.numbering import Numbered, Numbers
from report.compose.setting import Setting
from report.compose.tables import Dress, place_rows, set_table, style_of
from report.compose.tabular import figures
from report.compose.xhtml import set_block
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
    written = set_table(block, "", "", Dress(lambda blocks: "", inline_text))
    assert written.index("table-note") < written.index("table-source")
    assert written.index("</table>") < written.index("table-note")


def test_source_and_unit_are_introduced_by_the_words_of_the_press() -> None:
    block = replace(table(Row((cell("أ"),))), unit=(Text("طن"),), source=(Text("وزارة الزراعة"),))
    lines = ["".join(line.itertext()) for line in parsed(block).iter("p")]
    assert lines == ["الوحدة: طن", "المصدر: وزارة الزراعة"]


def test_what_the_author_introduced_is_not_introduced_twice() -> None:
    block = replace(table(Row((cell("أ"),))), source=(Text("المصدر: الوزارة"),))
    assert ["".join(line.itertext()) for line in parsed(block).iter("p")] == ["المصدر: الوزارة"]


def headed(*texts: str) -> Row:
    return Row((cell("صف", header=True), *map(cell, texts)))


HEAD = (Row((cell("المعيار"), cell("الأول"), cell("الثاني"))),)


def test_the_author_chooses_a_style_before_content_and_theme() -> None:
    block = replace(table(headed("✓", "×"), head=HEAD), style="striped")
    assert style_of(block, "plain") == "striped"


def test_marks_alone_make_a_matrix_and_passages_a_comparison() -> None:
    marks = table(headed("✓", "نعم"), headed("×", "لا"), head=HEAD)
    passage = "كلام طويل يوازن بين خيارين ويشرح كلفة كل منهما وأثره في السنوات القادمة"
    passages = table(headed(passage, passage), head=HEAD)
    assert style_of(marks, "ruled") == "matrix"
    assert style_of(passages, "ruled") == "comparison"
    assert style_of(table(headed("قصير", "قصير"), head=HEAD), "plain") == "plain"


def test_a_column_of_numbers_is_aligned_though_nobody_asked() -> None:
    root = parsed(table(headed("12.5", "اسم"), headed("—", "آخر"), head=HEAD))
    assert [td.get("class") for td in root.iter("td")] == ["number", None, "number", None]


def test_a_number_with_a_shorter_fraction_keeps_the_room_of_what_it_lacks() -> None:
    rows = tuple(Row((cell(text),)) for text in ("1,204.75", "12.5", "3", "—"))
    found = figures(table(*rows), float_length)
    assert [found[row, 0].room for row in range(4)] == [0, 1, 3, 3]


def test_a_sign_among_arabic_digits_stands_at_the_right() -> None:
    rows = tuple(Row((cell(text),)) for text in ("+١٫٢", "٣٫٤", "٥"))
    found = figures(table(*rows), float_length)
    assert [found[row, 0].room for row in range(3)] == [0, 1, 3]


def float_length(text: str) -> float:
    return float(len(text))


def test_digits_that_are_not_of_one_width_are_set_in_a_face_that_has_them_so() -> None:
    block = table(Row((cell("١٢"),)), Row((cell("٣"),)))
    root = etree.fromstring(set_block(block, replace(setting(), table_figures=float_length)))
    assert [td.get("class") for td in root.iter("td")] == ["number indic", "number indic"]


def test_key_figures_say_where_their_numbers_stand() -> None:
    head = Row((cell("البند", header=True), cell("القيمة", header=True)))
    one, two = (Row((cell(name, header=True), cell(number))) for name, number in _COSTS)
    over = table(Row((cell("12"), cell("40"))), head=(head,))
    ways = {
        "listed": table(Row((cell("12"), cell("مكتبة"))), Row((cell("40"), cell("كتاباً")))),
        "counted": table(one, two, head=(head,)),
        "": over,
    }
    for way, block in ways.items():
        names = set((parsed(replace(block, style="key-figures")).get("class") or "").split())
        assert names & {"listed", "counted"} == ({way} if way else set())


_COSTS = (("كلفة الساعة", "18,000"), ("كلفة الكتاب", "45"))
