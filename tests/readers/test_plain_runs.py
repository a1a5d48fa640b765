"""A run without a mark is read a shorter way, to the same end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

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
