"""Lines that are passed over have nothing that a rule finds; the others are told of each time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from report.checks.source import RULES, check_report
from report.checks.source.lines import Line, Piece, Role
from report.checks.source.patterns import Usage
from report.model.blocks import Cell, Column, Paragraph, Row, Table
from report.model.document import Division, Metadata, Report
from report.model.inlines import Text

ROLES: tuple[Role, ...] = ("heading", "paragraph", "item", "head", "cell", "aside")


@given(
    st.from_regex("[0-9]{1,15}", fullmatch=True),
    st.sampled_from(ROLES),
    st.sampled_from(("ar", "fa", "ur", "he", "en", "und")),
    st.sampled_from(("latn", "arab", "arabext", "")),
    st.booleans(),
)
def test_no_rule_finds_anything_in_an_integer(
    number: str, role: Role, language: str, digits: str, tanwin: bool
) -> None:
    line = Line(number, number, role, language, (Piece(0, number, None, language),), None)
    usage = Usage(language, digits, tanwin)
    assert [hit for rule in RULES for hit in rule(line, usage)] == []


def test_cells_that_say_the_same_wrong_are_told_of_each() -> None:
    rows = tuple(Row((Cell((Paragraph((Text(said),)),)),)) for said in ("الماء ، ثم", "الماء") * 3)
    part = Division((Text("ف"),), (Table((Column(),), (), rows),))
    report = Report(Metadata(title="ت"), body=(part,))
    assert [found.code for found in check_report(report)].count("T031") == 3
