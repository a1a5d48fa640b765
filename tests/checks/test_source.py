"""The checks of structure: each finding at its place, and nothing said of a sound report."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from strategies import reports

from report.checks.source.structure import check_structure
from report.diagnostics import Place
from report.model.blocks import Cell, Faq, List, ListItem, Paragraph, QuestionAnswer, Row, Table
from report.model.blocks import Column as Col
from report.model.document import Division, Metadata, Note, Report
from report.model.inlines import CrossRef, NoteRef, Text
from report.rules import catalogue

HERE = Place("a.md", 3, 5)
SOUND = Division(
    (Text("فصل"),),
    (Paragraph((Text("نص"), NoteRef("1"), CrossRef("q")), label="p"),),
    label="c",
)
NOTE = Note("1", (Paragraph((Text("حاشية"),)),))
ASKED = Faq((QuestionAnswer((Text("سؤال"),), (Paragraph((Text("جواب"),)),), label="q"),))
REPORT = Report(Metadata(title="موجز"), body=(SOUND,), notes=(NOTE,))


def with_content(*content: object) -> Report:
    chapter = replace(SOUND, content=(*SOUND.content, ASKED, *content))  # type: ignore[arg-type]
    return replace(REPORT, body=(chapter,))


def codes(report: Report) -> list[str]:
    return [finding.code for finding in check_structure(report)]


def test_a_sound_report_has_no_findings() -> None:
    assert codes(with_content()) == []


def test_references_and_notes_answer_each_other() -> None:
    dangling = Paragraph((NoteRef("2", at=HERE), CrossRef("x", at=HERE)))
    found = list(check_structure(with_content(dangling)))
    assert [(finding.code, finding.place) for finding in found] == [("D001", HERE), ("D003", HERE)]
    spare = replace(with_content(), notes=(NOTE, NOTE, Note("3", NOTE.content)))
    assert codes(spare) == ["D019", "D002"]


def test_a_note_may_refer_to_a_note_and_a_caption_too() -> None:
    inner = Note("1", (Paragraph((NoteRef("2"),)),))
    assert codes(replace(with_content(), notes=(inner, Note("2", NOTE.content)))) == []


def test_labels_stand_once_questions_and_divisions_counted() -> None:
    assert codes(with_content(Paragraph((Text("أ"),), label="q"))) == ["D004"]
    assert codes(with_content(Paragraph((Text("أ"),), label="c"))) == ["D004"]


def test_divisions_have_words_and_something_under_them() -> None:
    empty = Division((Text("فارغ"),))
    nameless = Division((), NOTE.content)
    title = Division((Text("موجز"),), NOTE.content)
    report = replace(with_content(), body=(*with_content().body, empty, nameless, title))
    assert codes(report) == ["D018", "D026", "D025"]
    assert codes(replace(with_content(), body=(nameless, *with_content().body))) == []


def table(*rows: Row, caption: bool = True) -> Table:
    said = (Text("عنوان"),) if caption else ()
    return Table((Col(), Col()), (), rows, caption=said, at=HERE)


def test_tables_are_filled_and_have_captions() -> None:
    one, two = Cell(()), Cell((), columns=2)
    tall = Cell((), rows=2)
    assert codes(with_content(table(Row((one, one)), Row((two,))))) == []
    assert codes(with_content(table(Row((tall, one)), Row((one,))))) == []
    assert codes(with_content(table(Row((one, one)), caption=False))) == ["D006"]
    assert codes(with_content(table(Row((one,))))) == ["D027"]
    assert codes(with_content(table(Row((one, two))))) == ["D027"]
    assert codes(with_content(table(Row((tall, one))))) == ["D027"]


def test_wild_spans_cost_nothing() -> None:
    wild = Row((Cell((), columns=10**6, rows=10**6),))
    assert codes(with_content(table(*[wild] * 50))) == ["D027"] * 50


def test_empty_blocks_are_said() -> None:
    items = List((ListItem((), at=HERE), ListItem(NOTE.content)))
    answerless = Faq((QuestionAnswer((Text("سؤال"),), ()),))
    assert codes(with_content(items, answerless)) == ["D028", "D028"]


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(reports())
def test_any_report_is_checked(report: Report) -> None:
    assert all(finding.code in catalogue() for finding in check_structure(report))
