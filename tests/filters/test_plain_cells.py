"""What most cells of a table are goes a shorter way through the filters, to the same end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from strategies import reports

from report.filters import edit
from report.filters.characters import mend_line
from report.filters.runs import _SETTLED, _found, foreign_runs
from report.model.blocks import Cell, Column, Paragraph, Row, Table
from report.model.document import Division, Metadata, Report
from report.model.inlines import Text
from report.model.walk import inline_text, map_blocks, map_inlines

NUMBERS = st.from_regex(r"[0-9]{1,9}([.,][0-9]{1,4}){0,3}|[٠-٩]{1,6}", fullmatch=True)
WORDS = st.from_regex("[\u0621-\u063a\u0641-\u064a]{1,6}", fullmatch=True)


@given(st.lists(WORDS, max_size=3), st.lists(NUMBERS, max_size=1), st.lists(WORDS, max_size=3))
def test_words_with_a_bare_number_hold_no_run(
    before: list[str], number: list[str], after: list[str]
) -> None:
    line = " ".join([*before, *number, *after])
    assert _SETTLED.fullmatch(line)
    assert foreign_runs(line, "rtl", frozenset({len(line)})) == []
    assert _found(line, "rtl", frozenset({len(line)})) == ()


def test_a_number_that_an_inline_parts_is_looked_at() -> None:
    assert foreign_runs("عدد 12", "rtl", frozenset({5, 6})) == [(4, 6, False)]


@given(
    st.text("[ -~ء-غف-ي٠-٩،؛؟٪٫٬«»a5")
    | st.text(" -~ءيb0٠،؟«")
    | st.text(" اأىيًّٰٓٔـ–“”é\u0301\u00a0\u2009\u200c\u200f\u2068\ufb50ﷺ5")
    | st.text()
)
def test_sound_text_is_mended_as_any_other(text: str) -> None:
    def mended(said: str) -> tuple[str, set[str]]:
        codes: set[str] = set()
        line = mend_line((Text(f"ا{said}ا"),), "rtl", lambda code, at, **fields: codes.add(code))
        return inline_text(line), codes

    shorter, longer = mended(text), mended(f"{text}\u200b")
    assert shorter[0] == longer[0]
    assert shorter[1] | {"T007"} == longer[1]


@given(reports())
def test_what_no_edit_changes_stays_the_same_object(report: Report) -> None:
    assert map_inlines(report, lambda content, language: tuple([*content])) is report
    assert map_blocks(report, lambda block: block) is report


def test_rows_that_no_filter_changes_stay_the_same_objects() -> None:
    rows = tuple(Row((Cell((Paragraph((Text(said),)),)),)) for said in ("عدد 12", "بلغ 5 km"))
    table = Table((Column(),), (), rows, label="t")
    report = Report(Metadata(title="ت"), body=(Division((Text("ف"),), (table,), label="d"),))
    (after,) = edit(report, lambda found: None).body[0].content
    assert isinstance(after, Table)
    assert after.body[0] is rows[0]
    assert after.body[1] is not rows[1]
