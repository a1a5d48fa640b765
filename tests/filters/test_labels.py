"""Labels: stable from edition to edition, names in ASCII, one for each part."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.diagnostics import Diagnostic, Place
from report.filters.labels import label
from report.model.blocks import (
    Block,
    Cell,
    Column,
    Faq,
    Figure,
    List,
    ListItem,
    Paragraph,
    QuestionAnswer,
    Row,
    Table,
)
from report.model.document import Division, Metadata, Note, Report
from report.model.inlines import CrossRef, Emphasis, NoteRef, Text
from report.model.walk import report_blocks, report_inlines

NAME = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")
TITLE = Metadata(title="تقرير")


def of(*divisions: Division, notes: tuple[Note, ...] = ()) -> Report:
    return Report(TITLE, body=divisions, notes=notes)


def titled(title: str, *content: Block, own: str | None = None) -> Division:
    return Division((Text(title),), content, label=own)


def labelled(report: Report) -> tuple[Report, list[str]]:
    found: list[Diagnostic] = []
    return label(report, found.append), [f.code for f in found]


def names(report: Report) -> list[str]:
    """Return the labels of divisions, tables, figures and questions."""
    given = [d.label for _, d in label(report, lambda f: None).divisions()]
    for block in report_blocks(label(report, lambda f: None)):
        if isinstance(block, Table | Figure):
            given.append(block.label)
        elif isinstance(block, Faq):
            given += [pair.label for pair in block.items]
    return [name or "" for name in given]


def table(caption: str, cell: str = "خلية") -> Table:
    row = Row((Cell((Paragraph((Text(cell),)),)),))
    return Table((Column(),), (), (row,), (Text(caption),) if caption else ())


def pair(question: str, answer: str = "جواب") -> QuestionAnswer:
    return QuestionAnswer((Text(question),), (Paragraph((Text(answer),)),))


def test_every_part_gets_a_name_of_its_kind() -> None:
    report = of(
        titled("المنهج", table("التعاون"), Figure("a.png", "خريطة"), Faq((pair("لماذا؟"),))),
        titled("World Bank: a Report"),
    )
    kinds = [name.rpartition("-")[0] for name in names(report)]
    assert kinds == ["section", "section-world-bank-a", "table", "figure", "question"]
    assert all(NAME.fullmatch(name) for name in names(report))


def test_what_is_put_in_before_moves_no_label() -> None:
    first = of(titled("المنهج"), titled("النتائج", table("التعاون")))
    second = of(titled("تمهيد", table("جديد")), *first.body)
    assert set(names(first)) <= set(names(second))


@pytest.mark.parametrize("other", ["المَنهج", "المنهـج", "المنهج.", " المنهج "])
def test_marks_tatweel_and_punctuation_move_no_label(other: str) -> None:
    assert names(of(titled(other))) == names(of(titled("المنهج")))


def test_markup_moves_no_label() -> None:
    marked = Division((Emphasis((Text("المن"),)), Text("هج")))
    assert names(of(marked)) == names(of(titled("المنهج")))


def test_parts_alike_are_told_apart_by_what_is_beside_them() -> None:
    parts = [
        replace(titled("الأول"), divisions=(titled("خاتمة"),)),
        replace(titled("الثاني"), divisions=(titled("خاتمة"),)),
    ]
    one, other = names(of(*parts)), names(of(titled("تمهيد"), *parts))
    assert len(set(one)) == 4
    assert set(one) <= set(other)


def test_parts_alike_in_every_word_are_counted() -> None:
    same = [table("جدول"), table("جدول"), table("جدول"), table("جدول")]
    given = names(of(titled("فصل", *same)))
    assert len(set(given)) == 5
    assert given[-1].endswith("-2-2") or given[-1].endswith("-3")


def test_a_part_without_a_title_is_named_for_its_text() -> None:
    untitled = Division((), (Paragraph((Text("في البدء"),)),))
    assert names(of(untitled)) == names(of(titled("في البدء")))


def test_the_authors_label_stays_and_no_derived_one_takes_it() -> None:
    taken = names(of(titled("النتائج")))[0]
    report = of(titled("النتائج"), titled("أخرى", own=taken))
    given, codes = labelled(report)
    assert given.body[1].label == taken
    assert given.body[0].label != taken
    assert codes == []


@pytest.mark.parametrize("written", ["المنهج", "tbl:results", "1st", "note-1", "cover", "a b"])
def test_a_label_that_is_no_free_name_is_changed_and_references_follow(written: str) -> None:
    reference = Paragraph((Text("انظر "), Emphasis((CrossRef(written),))))
    given, codes = labelled(of(titled("أ", reference, own=written)))
    own = given.body[0].label or ""
    assert codes == ["T020"]
    assert own != written
    assert NAME.fullmatch(own)
    references = [i.label for i in report_inlines(given) if isinstance(i, CrossRef)]
    assert references == [own]


def test_a_label_twice_is_an_error_at_the_second() -> None:
    found: list[Diagnostic] = []
    parts = [
        Division((Text("أ"),), label="x", at=Place("a.md", 1)),
        Division((Text("ب"),), label="x", at=Place("a.md", 5)),
    ]
    given = label(of(*parts), found.append)
    assert [(f.code, f.place) for f in found] == [("T021", Place("a.md", 5))]
    assert given.body[0].label == "x"
    assert given.body[1].label == names(of(titled("ب")))[0]


def test_notes_keep_their_labels() -> None:
    line = Paragraph((Text("نص"), NoteRef("١")))
    given, codes = labelled(of(titled("أ", line), notes=(Note("١", (line,)),)))
    assert given.notes[0].label == "١"
    assert [i.label for i in report_inlines(given) if isinstance(i, NoteRef)] == ["١", "١"]
    assert codes == []


def test_other_blocks_keep_a_valid_label_and_get_none() -> None:
    item = ListItem((Paragraph((Text("بند"),)),))
    given, _ = labelled(of(titled("أ", List((item,)), List((item,), label="steps"))))
    assert [b.label for b in given.body[0].content] == [None, "steps"]


words = st.text(alphabet="ابتثABC xyz 12-.:َ", max_size=8)
divisions = st.recursive(
    st.builds(
        lambda title, own, caption: titled(title, table(caption), own=own),
        words,
        st.none() | st.sampled_from(["x", "y", "س", "note-1", "section-abc"]),
        words,
    ),
    lambda inner: st.builds(
        lambda part, parts: replace(part, divisions=tuple(parts)),
        inner,
        st.lists(inner, max_size=3),
    ),
    max_leaves=6,
)


@given(st.lists(divisions, max_size=4))
def test_labels_are_names_unique_and_final(parts: list[Division]) -> None:
    report = of(*parts)
    given = names(report)
    assert len(set(given)) == len(given)
    assert all(NAME.fullmatch(name) for name in given)
    once, _ = labelled(report)
    assert labelled(once) == (once, [])
