"""What a sheet asks of the whole report is gathered once, or a long report takes for ever."""

from __future__ import annotations

from collections import Counter

import pytest

from report import compose as room
from report.compose import endnotes, sheets
from report.compose.galley import House
from report.compose.numbering import Numbers, division_notes
from report.model.document import Division, Report
from report.model.walk import missing_images
from report.press import edition_of, prepare
from report.readers.source import Source

CHAPTERS = 30


def test_each_division_is_gone_through_twice_however_many_there_are(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: Counter[str] = Counter()

    def notes(division: Division, numbers: Numbers) -> tuple[str, ...]:
        asked["notes"] += 1
        return division_notes(division, numbers)

    def images(report: Report) -> frozenset[str]:
        asked["images"] += 1
        return missing_images(report)

    monkeypatch.setattr(endnotes, "division_notes", notes)
    monkeypatch.setattr(sheets, "division_notes", notes)
    monkeypatch.setattr(room, "missing_images", images)
    chapters = "\n\n".join(f"# باب {n}\n\nنص له حاشية[^{n}]." for n in range(CHAPTERS))
    called = "\n".join(f"[^{n}]: حاشية." for n in range(CHAPTERS))
    text = f"---\ntitle: تقرير\nlang: ar\ndate: 2026-01-01\n---\n\n{chapters}\n\n{called}\n"
    report = prepare(Source("a.md", "text/markdown", text.encode()), lambda finding: None)
    room.compose(report, edition_of(report), house)
    assert asked == {"notes": 2 * CHAPTERS, "images": 1}
