"""What is isolated in each line of the suite is what a reader takes together."""

from __future__ import annotations

import pytest
from suite import LINES, Line

from report.filters.isolates import isolate
from report.model.inlines import Isolate
from report.model.walk import all_inlines, inline_text


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_runs(line: Line) -> None:
    edited = isolate(line.content, line.base)
    isolates = [i for i in all_inlines(edited) if isinstance(i, Isolate)]
    assert [inline_text(i.content) for i in isolates] == list(line.runs)
