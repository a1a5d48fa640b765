"""What is plain is read a shorter way, to the same end."""

from __future__ import annotations

from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from report.readers.markdown.grammar import grammar
from report.readers.markdown.inlines import Reading, _RunReader, read_run, tokens_of
from report.readers.markdown.places import Lines

LINES = st.text("ab ماء \t،.:-|>#()\"'{}\u00a0\u2003\f\n", min_size=1)
MARKED = st.text("a ب\n\\`~*_[]!^@<&", min_size=1)


@given(LINES | MARKED, st.booleans())
def test_a_run_is_read_as_token_by_token(text: str, cell: bool) -> None:
    lines = Lines("a.md", f"ثم\n{text}\nثم")
    run = lines.cell(text, 3)
    told: list[object] = []
    reading = Reading(lines, told.append, {"labels": frozenset()})
    shorter = read_run(reading, run, cell=cell)
    assert shorter == _RunReader(reading, run, cell=cell).read(tokens_of(reading, run))


SOME, ALL = grammar.__wrapped__(), grammar.__wrapped__()

BEGINNINGS = (
    *("", " ", "  ", "    ", "\t", "> ", "- ", "* ", "_", "***", "---", "+ ", "1. ", "أ) ", "(1) "),
    *("#", "# ", "## ", "```", "~~~", "<div>", "</div>", "<!--", "-->", ":::", ":::{.note}", ": "),
    *("[a]: b", "[^1]: ", "[", "| a | b |", "|---|---|", "===", "كلمة", "word", "\\", "\u00a0", "‏"),
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(BEGINNINGS), st.sampled_from(BEGINNINGS), st.sampled_from(("", "نص"))
        ).map("".join),
        max_size=12,
    )
)
def test_rules_that_are_not_asked_would_make_nothing(lines: list[str]) -> None:
    def tokens(parser: MarkdownIt) -> list[object]:
        return [(t.type, t.map, t.content, t.meta, t.level) for t in parser.parse("\n".join(lines))]

    asked = tokens(SOME)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("report.readers.markdown.grammar"), "OPENS", {})
        assert tokens(ALL) == asked
