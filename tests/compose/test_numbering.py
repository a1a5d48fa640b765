from __future__ import annotations

from report.compose.numbering import division_notes, number
from report.model.blocks import Cell, Column, Definition, DefinitionList, Paragraph, Row, Table
from report.model.document import Division, Metadata, Note, Report
from report.model.inlines import NoteRef, Text


def paragraph(*notes: str) -> Paragraph:
    return Paragraph((Text("نص"), *(NoteRef(label) for label in notes)))


def report(*body: Division, notes: tuple[str, ...] = (), back: tuple[Division, ...] = ()) -> Report:
    said = tuple(Note(label, (paragraph(),)) for label in notes)
    return Report(Metadata(title="تقرير"), body=body, back=back, notes=said)


def test_notes_are_counted_as_the_text_calls_them_not_as_they_are_written() -> None:
    written = report(Division((), (paragraph("b"), paragraph("a", "b"))), notes=("a", "b", "c"))
    assert number(written).notes == {"b": 1, "a": 2}


def test_a_note_inside_a_note_comes_after_it() -> None:
    outer = Note("a", (paragraph("b"),))
    inner = Note("b", (paragraph(),))
    whole = Report(
        Metadata(title="تقرير"),
        body=(Division((), (paragraph("a"), paragraph("c"))),),
        notes=(outer, inner, Note("c", (paragraph(),))),
    )
    assert number(whole).notes == {"a": 1, "b": 2, "c": 3}


def test_a_term_is_met_before_its_meaning_and_the_next_term_after() -> None:
    entries = (
        Definition((NoteRef("t1"),), ((paragraph("m1"),),)),
        Definition((NoteRef("t2"),), ((paragraph("m2"),),)),
    )
    labels = ("t1", "m1", "t2", "m2")
    whole = report(Division((), (DefinitionList(entries),)), notes=labels)
    assert list(number(whole).notes) == list(labels)


def test_tables_count_through_divisions_and_appendices_have_their_own_numbers() -> None:
    def table(label: str) -> Table:
        row = Row((Cell((paragraph(),)),))
        return Table((Column(),), (), (row,), caption=(Text(label),), label=label)

    whole = report(
        Division((Text("فصل"),), (table("t1"),), label="c1"),
        back=(Division((Text("ملحق"),), (table("t2"),), label="a1", kind="appendix"),),
    )
    targets = number(whole).targets
    assert (targets["t1"].number, targets["t2"].number) == (1, 2)
    assert (targets["a1"].kind, targets["a1"].number) == ("appendix", 1)
    assert targets["c1"].kind == "division"


def test_the_notes_of_a_division_are_those_it_calls_and_its_sections_call() -> None:
    inner = Division((Text("قسم"),), (paragraph("b"),))
    outer = Division((Text("فصل"),), (paragraph("a", "gone"),), (inner,))
    whole = report(outer, Division((), (paragraph("c"),)), notes=("a", "b", "c"))
    assert division_notes(outer, number(whole)) == ("a", "b")
