"""What stands a thousand times in one place is told a few times, and counted."""

from __future__ import annotations

import pytest

from report.diagnostics import MOST_ALIKE, Diagnostic, ReportError
from report.press import prepare
from report.readers import LONGEST_RUN, MOST_BLOCKS, read
from report.readers.source import Source


def found(text: str) -> list[Diagnostic]:
    heard: list[Diagnostic] = []
    prepare(Source("a.md", "text/markdown", f"# ف\n\n{text}".encode()), heard.append)
    return heard


@pytest.mark.parametrize(
    ("piece", "code"),
    [("الماء, ", "T030"), ("نص  ", "T043"), ("\u2066نص", "T005"), ("بيت\u200c، ", "T009")],
)
def test_findings_alike_are_told_a_few_times_and_counted(piece: str, code: str) -> None:
    alike = [d for d in found(piece * 500) if d.code == code]
    assert 1 <= len(alike) <= MOST_ALIKE
    assert len(alike) == 1 or "more like it in the same place" in alike[-1].message
    assert "more like it" not in alike[0].message or len(alike) == 1


def test_what_is_told_and_what_is_counted_is_all_there_is() -> None:
    alike = [d.message for d in found("الماء, " * 50) if d.code == "T030"]
    assert len(alike) == MOST_ALIKE
    assert alike[-1].endswith(f", and {50 - MOST_ALIKE} more like it in the same place")


def test_few_findings_are_told_one_by_one_in_each_paragraph() -> None:
    alike = [d for d in found("الماء, والغذاء, وهكذا.\n\n" * 30) if d.code == "T030"]
    assert len(alike) == 60
    assert not any("more like it" in d.message for d in alike)


def test_a_paragraph_without_end_is_refused_at_its_place() -> None:
    with pytest.raises(ReportError, match="characters in one paragraph") as refused:
        found("نص. " * (LONGEST_RUN // 4 + 1))
    assert refused.value.diagnostic.code == "S003"
    assert refused.value.diagnostic.place == ("a.md", 3, 1)


def test_paragraphs_without_end_are_refused() -> None:
    text = "- نص\n" * (MOST_BLOCKS + 1)
    with pytest.raises(ReportError, match="paragraphs, items and cells"):
        read(Source("a.md", "text/markdown", text.encode()), lambda found: None)


def test_controls_open_deeper_than_unicode_allows_are_taken_out() -> None:
    heard: list[Diagnostic] = []
    source = Source("a.md", "text/markdown", ("# ف\n\nقال " + "\u2067" * 400 + "نعم").encode())
    report = prepare(source, heard.append)
    assert "\u2067" not in str(report.body[0].content)
    assert any(d.code == "T005" for d in heard)
