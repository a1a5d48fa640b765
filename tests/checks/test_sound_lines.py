"""Lines that are passed over have nothing that a rule finds; the others are told of each time."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from report.checks.source import RULES, check_report
from report.checks.source.lines import ADDRESS, OBJECT, Line, Piece, Role
from report.checks.source.patterns import Usage
from report.model.blocks import Cell, Column, Paragraph, Row, Table
from report.model.document import Division, Metadata, Report
from report.model.inlines import Text

ROLES: tuple[Role, ...] = ("heading", "paragraph", "item", "head", "cell", "aside")
LANGUAGES = ("ar", "fa", "ur", "he", "en", "und")
BAD = sorted((Path(__file__).parents[1] / "rules").glob("T*/bad.*"))


def line_of(text: str, role: Role, language: str) -> Line:
    hidden = ADDRESS.sub(lambda found: OBJECT * len(found.group()), text)
    return Line(hidden, text, role, language, (Piece(0, text, None, language),), None)


@given(
    st.from_regex("[0-9]{1,15}", fullmatch=True),
    st.sampled_from(ROLES),
    st.sampled_from(LANGUAGES),
    st.sampled_from(("latn", "arab", "arabext", "")),
    st.booleans(),
)
def test_no_rule_finds_anything_in_an_integer(
    number: str, role: Role, language: str, digits: str, tanwin: bool
) -> None:
    line = line_of(number, role, language)
    usage = Usage(language, digits, tanwin)
    assert [hit for rule in RULES for hit in rule(line, usage)] == []


def seen(line: Line) -> set[int]:
    """Return the rules that find something in a line that they need not look at."""
    usage = Usage(line.language, "latn", tanwin_first=False)
    return {
        number
        for number, rule in enumerate(RULES)
        if not rule.looks_at(line.languages, frozenset(line.text)) and [*rule(line, usage)]
    }


def test_no_rule_passes_over_what_it_finds() -> None:
    texts = {said for bad in BAD for said in bad.read_text("utf-8", "replace").splitlines()}
    assert len(texts) > 100
    for text in sorted(texts):
        for language in LANGUAGES:
            assert not seen(line_of(text, "paragraph", language)), text


SIGNS = sorted(frozenset().union(*(rule.signs for rule in RULES)))
WORDS = (
    "في",
    "على",
    "الأمن",
    "حتي",
    "می",
    "شود",
    "هذا",
    "שלום",
    "מים",
    "the",
    "WHO",
    "٢٠٢٤",
    "20",
    "و",
)


@given(
    st.lists(
        st.sampled_from((*SIGNS, *WORDS, " ", " ", "…", "a@b.co", "http://a.b/c")), max_size=24
    ),
    st.sampled_from(ROLES),
    st.sampled_from(LANGUAGES),
)
def test_no_rule_passes_over_what_chance_writes(
    parts: list[str], role: Role, language: str
) -> None:
    assert not seen(line_of("".join(parts), role, language))


def test_cells_that_say_the_same_wrong_are_told_of_each() -> None:
    rows = tuple(Row((Cell((Paragraph((Text(said),)),)),)) for said in ("الماء ، ثم", "الماء") * 3)
    part = Division((Text("ف"),), (Table((Column(),), (), rows),))
    report = Report(Metadata(title="ت"), body=(part,))
    assert [found.code for found in check_report(report)].count("T031") == 3
