"""The filters of the house together: each has its effect, a second time none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from inline_lines import lines

from report.filters import HOUSE, edit
from report.filters.isolates import isolate_report
from report.model.blocks import Block, Cell, CodeBlock, Column, Paragraph, Row, Table
from report.model.document import Division, Metadata, Note, Report
from report.model.inlines import CrossRef, Inlines, Isolate, Text
from report.model.walk import report_inlines


def report_of(titles: list[Inlines], content: list[Block]) -> Report:
    divisions = tuple(Division(title, tuple(content)) for title in titles)
    notes = (Note("1", tuple(content)),)
    return Report(Metadata(title="ﺗﻘﺮﻳﺮ WHO"), body=divisions, notes=notes)


blocks = st.one_of(
    lines.map(Paragraph),
    lines.map(lambda run: Paragraph(run, language="en")),
    lines.map(
        lambda run: Table((Column(),), (), (Row((Cell((Paragraph(run),)),)),), run, (run,), run)
    ),
    st.just(CodeBlock("x = 1")),
)


@given(st.lists(lines, max_size=2), st.lists(blocks, max_size=3))
def test_a_second_time_changes_nothing(titles: list[Inlines], content: list[Block]) -> None:
    once = edit(report_of(titles, content), lambda found: None)
    assert edit(once, lambda found: None) == once


def test_every_filter_has_its_effect() -> None:
    broken = Paragraph((Text("قال \u2066Hello\u2069 ثم ﺗﻘﺮﻳﺮ في World Bank"), CrossRef("س")))
    report = Report(Metadata(title="أ"), body=(Division((Text("عنوان"),), (broken,), label="س"),))
    codes: list[str] = []
    edited = edit(report, lambda found: codes.append(found.code))
    assert codes == ["T004", "T001", "T020"]
    isolates = [i.content for i in report_inlines(edited) if isinstance(i, Isolate)]
    assert isolates == [(Text("Hello"),), (Text("World Bank"),)]
    assert edited.body[0].label is not None


def test_filters_are_passed_in_their_order() -> None:
    seen: list[str] = []

    def named(name: str) -> object:
        def apply(report: Report, warn: object) -> Report:
            seen.append(name)
            return report

        return apply

    edit(Report(Metadata(title="أ")), lambda found: None, (named("one"), named("two")))  # type: ignore[arg-type]
    assert seen == ["one", "two"]
    assert HOUSE[-1] is isolate_report
