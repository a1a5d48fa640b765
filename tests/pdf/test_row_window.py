"""A page is shown the rows that it can hold, and comes to be the same as if it was shown all."""

from __future__ import annotations

from typing import Any

import pytest
from test_long_tables import hand_made
from test_pouring import TOP, printed, table

from report.writers.pdf import rowwindow


@pytest.mark.parametrize("most", [1, 3, 25])
@pytest.mark.parametrize(
    ("direction", "collapse", "row"),
    [
        ("rtl", "collapse", ""),
        ("ltr", "separate", "break-inside: avoid"),
        ("rtl", "separate", "break-after: avoid"),
    ],
)
def test_tables_are_the_same_whatever_is_shown_at_first(
    direction: str, collapse: str, row: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    how = {"direction": direction, "collapse": collapse, "row": row}
    how |= {"vertical": "baseline", "cell": ""}
    whole = hand_made(quick=False, **how)
    monkeypatch.setattr(rowwindow, "MOST", most)
    assert hand_made(quick=True, **how) == whole


def test_notes_in_cells_are_set_once(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"{TOP.format(chapters='run')}# أول\n\nفقرة.\n\n{table(80, 'striped')}بعده.\n"
    whole = printed(text)
    monkeypatch.setattr(rowwindow, "MOST", 5)
    assert printed(text) == whole


def test_a_page_is_not_asked_for_all_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[int] = []
    ended = rowwindow._end

    def counted(rows: Any, start: int, most: int) -> int:
        end = ended(rows, start, most)
        shown.append(end - start)
        return end

    monkeypatch.setattr(rowwindow, "_end", counted)
    monkeypatch.setattr(rowwindow, "MOST", 60)
    printed(f"{TOP.format(chapters='run')}# أول\n\n{table(400, 'plain')}")
    assert len(shown) > 4
    assert set(shown) == {60}
