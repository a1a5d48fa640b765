"""Two editions compared: exact to the character, and told as an editor reads."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from report.archive.diff.align import align
from report.archive.diff.compare import Comparison, compare
from report.archive.diff.page import write_page
from report.archive.diff.plain import write_plain
from report.archive.diff.tables import compare_tables
from report.archive.diff.units import units_of
from report.archive.diff.words import after_of, before_of, compare_texts, sentences, words
from report.model.assets import Asset
from report.model.blocks import (
    Block,
    BlockQuote,
    Callout,
    Cell,
    Column,
    List,
    ListItem,
    Paragraph,
    Row,
    Table,
)
from report.model.document import Contributor, Division, Metadata, Note, Report
from report.model.inlines import Inlines, Link, NoteRef, Strong, Text

ARABIC = st.text(alphabet="ابتثجحخ ًٌّ.؟،:«»\n\u200c123 abc", max_size=60)


def p(*content: str | Inlines) -> Paragraph:
    runs = [(Text(each),) if isinstance(each, str) else each for each in content]
    return Paragraph(tuple(inline for run in runs for inline in run))


def report(*divisions: Division, **metadata: object) -> Report:
    return Report(Metadata(title="الموجز", **metadata), body=divisions)  # type: ignore[arg-type]


def chapter(title: str, *content: Block, inner: tuple[Division, ...] = ()) -> Division:
    return Division((Text(title),), content, inner)


def table(*rows: Sequence[str], caption: str = "") -> Table:
    made = [Row(tuple(Cell((p(text),)) for text in row)) for row in rows]
    return Table(
        columns=tuple(Column() for _ in rows[0]),
        head=tuple(made[:1]),
        body=tuple(made[1:]),
        caption=(Text(caption),) if caption else (),
    )


def fates(comparison: Comparison) -> list[tuple[str, str]]:
    return [(passage.fate, passage.unit.text) for passage in comparison.passages]


@given(ARABIC, ARABIC)
def test_runs_hold_both_texts_to_the_character(before: str, after: str) -> None:
    runs = compare_texts(before, after)
    assert before_of(runs) == before
    assert after_of(runs) == after
    assert all(run.text for run in runs)
    assert all(one.fate != two.fate for one, two in pairwise(runs))


@given(ARABIC)
def test_parts_make_the_text_again(text: str) -> None:
    assert "".join(sentences(text)) == text
    assert "".join(words(text)) == text
    assert compare_texts(text, text) == compare_texts(text, text)
    assert all(run.fate == "kept" for run in compare_texts(text, text))


@given(st.lists(ARABIC, max_size=8), st.lists(ARABIC, max_size=8))
def test_alignment_keeps_both_sequences(before: list[str], after: list[str]) -> None:
    pairs = list(align(before, after, str))
    assert [was for was, _ in pairs if was is not None] == before
    assert [now for _, now in pairs if now is not None] == after


def test_only_the_changed_word_is_marked() -> None:
    runs = compare_texts(
        "نشر المرصد تقريره. بلغت النسبة 12.5 في المئة. والباقي كما هو.",
        "نشر المرصد تقريره. بلغت النسبة 13.5 في المئة. والباقي كما هو.",
    )
    assert [(run.fate, run.text) for run in runs] == [
        ("kept", "نشر المرصد تقريره. بلغت النسبة "),
        ("removed", "12"),
        ("added", "13"),
        ("kept", ".5 في المئة. والباقي كما هو."),
    ]


def test_changed_mark_on_a_letter_changes_its_word_whole() -> None:
    """A mark apart from its letter would be drawn on a dotted circle."""
    runs = compare_texts("هذا كتابٌ", "هذا كتابًا")
    assert [(run.fate, run.text) for run in runs] == [
        ("kept", "هذا "),
        ("removed", "كتابٌ"),
        ("added", "كتابًا"),
    ]


def test_words_replaced_side_by_side_are_one_change() -> None:
    runs = compare_texts("في الأمن القومي اليوم", "في الدفاع الوطني اليوم")
    assert [run.text for run in runs] == ["في ", "الأمن القومي", "الدفاع الوطني", " اليوم"]


def test_equal_reports_have_no_change() -> None:
    same = report(chapter("مقدمة", p("نص")), identifier="urn:x-test:1")
    comparison = compare(same, same)
    assert comparison.is_empty
    assert write_plain(comparison) == ""
    assert "لا فرق" in write_page(comparison, "الموجز", 1, 2)


def test_added_and_removed_paragraphs() -> None:
    before = report(chapter("مقدمة", p("الفقرة الأولى ثابتة"), p("هذه ستُحذف من النص")))
    after = report(chapter("مقدمة", p("الفقرة الأولى ثابتة"), p("وأخرى جديدة لا تشبهها")))
    assert fates(compare(before, after)) == [
        ("kept", "مقدمة"),
        ("kept", "الفقرة الأولى ثابتة"),
        ("removed", "هذه ستُحذف من النص"),
        ("added", "وأخرى جديدة لا تشبهها"),
    ]


def test_passage_that_moved_is_known_again() -> None:
    moving = p("فقرة طويلة بما يكفي لتُعرف إذا انتقلت إلى فصل آخر")
    before = report(chapter("الأول", moving, p("أ")), chapter("الثاني", p("ب")))
    after = report(chapter("الأول", p("أ")), chapter("الثاني", p("ب"), moving))
    found = [passage for passage in compare(before, after).changes]
    assert [passage.fate for passage in found] == ["moved away", "moved here"]
    assert found[1].unit.where == ("الثاني",)
    assert found[1].was is not None
    assert found[1].was.where == ("الأول",)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            (Text("انظر الموقع"),),
            (Text("انظر "), Link((Text("الموقع"),), "https://a.org")),
            "https",
        ),
        ((Text("مهم جداً"),), (Strong((Text("مهم"),)), Text(" جداً")), "**"),
        ((Text("كما ورد"),), (Text("كما ورد"), NoteRef("n1")), "[^n1]"),
    ],
)
def test_changed_link_stress_or_reference_is_a_change(
    before: Inlines, after: Inlines, told: str
) -> None:
    comparison = compare(report(chapter("ف", p(before))), report(chapter("ف", p(after))))
    (change,) = comparison.changes
    assert change.fate == "changed"
    assert told in after_of(change.runs)


def test_structure_that_changed_while_the_text_did_not() -> None:
    text = "نص واحد في الطبعتين بلا تغيير"
    before = report(chapter("أ", p(text)), chapter("ب", List((ListItem((p("بند"),)),))))
    quoted = BlockQuote((p(text),))
    deeper = chapter("ب", List((ListItem((p("بند"),)),), numbering="abjad"))
    after = report(chapter("أ", quoted, inner=(deeper,)))
    told = [
        (passage.was.kind, passage.was.form, passage.unit.kind, passage.unit.form)
        for passage in compare(before, after).changes
        if passage.was
    ]
    assert told == [
        ("paragraph", "", "quotation", ""),
        ("title", "chapter 1", "title", "chapter 2"),
        ("item", "", "item", "abjad 1"),
    ]


def test_notes_callouts_and_metadata() -> None:
    before = Report(
        Metadata(title="الموجز", contributors=(Contributor("زينب"),), subjects=("أمن",)),
        body=(chapter("ف", Callout((p("احذر"),), "warning", (Text("تنبيه"),))),),
        notes=(Note("n1", (p("حاشية"),)),),
    )
    after = Report(
        Metadata(
            title="الموجز الثاني", contributors=(Contributor("زينب", "edt"),), subjects=("أمن",)
        ),
        body=(chapter("ف", Callout((p("احذر"),), "tip", (Text("تنبيه"),))),),
        notes=(Note("n1", (p("حاشية أطول"),)),),
        assets=(Asset("map.png", "image/png", b"1"),),
    )
    comparison = compare(before, after)
    assert [field.name for field in comparison.metadata] == ["title", "contributors"]
    assert [passage.fate for passage in comparison.changes] == [
        "another kind",
        "another kind",
        "changed",
    ]
    assert [(asset.name, asset.fate) for asset in comparison.assets] == [("map.png", "added")]


def test_cells_rows_and_columns_of_a_table() -> None:
    before = table(("البلد", "2024", "2025"), ("المغرب", "10", "12"), ("تونس", "7", "8"))
    after = table(
        ("البلد", "2024", "2026"),
        ("المغرب", "11", "13"),
        ("تونس", "7", "9"),
        ("مصر", "20", "21"),
    )
    change = compare_tables(before, after)
    assert change.rows_added == ("مصر | 20 | 21",)
    assert change.rows_removed == ()
    assert [(cell.row, cell.number, cell.column) for cell in change.cells] == [(2, 2, "2024")]
    assert change.columns_added == ("2026",)
    assert change.columns_removed == ("2025",)
    assert before_of(change.cells[0].runs) == "10"


def test_new_figures_under_the_same_headings_are_cells() -> None:
    before = table(("البلد", "العدد"), ("المغرب", "10"), ("تونس", "7"))
    after = table(("البلد", "العدد"), ("المغرب", "31"), ("تونس", "44"))
    change = compare_tables(before, after)
    assert [(cell.row, cell.column) for cell in change.cells] == [(2, "العدد"), (3, "العدد")]
    assert change.columns_added == change.columns_removed == ()


def test_spanning_cells_are_compared_at_their_place() -> None:
    wide = Row((Cell((p("عنوان"),), columns=2),))
    before = Table((Column(), Column()), (wide,), (Row((Cell((p("أ"),)), Cell((p("ب"),)))),))
    after = Table((Column(), Column()), (wide,), (Row((Cell((p("أ"),)), Cell((p("ج"),)))),))
    (cell,) = compare_tables(before, after).cells
    assert (cell.row, cell.number) == (2, 2)


def test_table_inside_a_report_is_told_by_cell() -> None:
    before = report(chapter("ف", table(("البلد", "العدد"), ("المغرب", "10"), caption="جدول")))
    after = report(chapter("ف", table(("البلد", "العدد"), ("المغرب", "12"), caption="جدول محدَّث")))
    comparison = compare(before, after)
    (change,) = comparison.changes
    assert change.table is not None
    assert len(change.table.cells) == 1
    assert [after_of(runs) for runs in change.table.apart] == ["جدول محدَّث"]
    assert "row 2, column ⁨العدد⁩: [-10-]{+12+}" in write_plain(comparison)


def test_units_before_and_after_can_be_read_off_a_comparison() -> None:
    before = report(chapter("أ", p("واحد"), p("اثنان")), chapter("ب", p("ثلاثة")))
    after = report(chapter("أ", p("واحد"), p("اثنان معدّل")), chapter("ج", p("أربعة")))
    passages = compare(before, after).passages
    was = [before_of(x.runs) for x in passages if x.fate not in {"added", "moved here"}]
    now = [after_of(x.runs) for x in passages if x.fate not in {"removed", "moved away"}]
    assert was == [unit.text for unit in units_of(before)]
    assert now == [unit.text for unit in units_of(after)]


def test_page_is_right_to_left_marks_changes_and_escapes_the_text() -> None:
    before = report(chapter("مقدمة", p("نص قديم <b>")), description="وصف")
    after = report(chapter("مقدمة", p("نص جديد <script>")), description="وصف آخر")
    text = write_page(compare(before, after), "الموجز <1>", 1, 2)
    page = html.fromstring(text)
    assert (page.get("dir"), page.get("lang")) == ("rtl", "ar")
    assert "script" not in {element.tag for element in page.iter() if isinstance(element.tag, str)}
    assert "".join(page.xpath("//section//del//text()")) == "قديمb"
    assert "".join(page.xpath("//section//ins//text()")) == "جديدscript"
    assert page.xpath("//table[@class='metadata']//ins")[0].text == " آخر"
    assert not page.xpath("//@src | //@href | //link | //img")


def test_letters_of_two_words_do_not_join() -> None:
    """The word that went and the one that came stand side by side, and are two words."""
    before, after = (
        report(chapter("ف", p("جاء في الصباح"))),
        report(chapter("ف", p("جاء ضمن الصباح"))),
    )
    text = write_page(compare(before, after), "T", 1, 2)
    assert "<del>في</del>&zwnj;<ins>ضمن</ins>" in text


def test_long_passages_are_shortened_around_the_change() -> None:
    words = " ".join(f"كلمة{number}" for number in range(60))
    before = report(chapter("ف", p(f"{words} في {words}")))
    after = report(chapter("ف", p(f"{words} ضمن {words}")))
    (line,) = [each for each in write_plain(compare(before, after)).splitlines() if "[-" in each]
    assert "كلمة59 [-في-]{+ضمن+} كلمة0 " in line
    assert line.count("…") == 2
    assert len(line) < 200


@pytest.mark.parametrize(("language", "direction"), [("he", "rtl"), ("fr", "ltr"), ("sw", "ltr")])
def test_page_speaks_the_language_of_the_report(language: str, direction: str) -> None:
    before, after = report(chapter("A", p("x"))), report(chapter("A", p("y")), language=language)
    page = html.fromstring(write_page(compare(before, after), "T", 1, 2))
    assert (page.get("dir"), page.get("lang")) == (direction, language)


def test_unchanged_passages_are_folded_away() -> None:
    many = [p(f"الفقرة رقم {number} من النص") for number in range(20)]
    before = report(chapter("ف", *many))
    after = report(chapter("ف", *many[:10], p("فقرة مضافة"), *many[10:]))
    page = html.fromstring(write_page(compare(before, after), "T", 1, 2))
    assert len(page.xpath("//details")) == 2
    assert len(page.xpath("//main/section")) == 3
    assert len(page.xpath("//section")) == 22
