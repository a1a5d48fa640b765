"""Whole books are the same with and without shortcuts: the sample, twice over, and specimens."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from report.cli.build import assets_of
from report.disk import open_house, read_source
from report.press import Order, edition_of, publish
from report.readers.source import Source
from report.writers.pdf.paper import Paper, Size

EXAMPLES = Path(__file__).parents[2] / "examples"
SAMPLE = EXAMPLES / "sahel-security" / "manuscript.md"
EDITION = partial(edition_of, issued=datetime(2026, 1, 1, tzinfo=UTC))


def printed(source: Source, size: Size) -> bytes:
    order = Order(to=("pdf",), paper=Paper(size))
    brought = partial(assets_of, source=source)
    pdf = publish(source, EDITION, open_house(), lambda found: None, brought, order).pdf
    assert pdf is not None
    return pdf


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "times", "size"),
    [
        (SAMPLE, 2, "A4"),
        (EXAMPLES / "specimen" / "manuscript.md", 1, "A5"),
        (EXAMPLES / "specimen" / "fa.md", 1, "A4"),
        (EXAMPLES / "specimen" / "ur.md", 1, "A5"),
        (EXAMPLES / "specimen" / "he.md", 1, "A4"),
    ],
)
def test_a_book_is_the_same_with_and_without_shortcuts(
    path: Path, times: int, size: Size, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = read_source(path)
    head, mark, body = source.data.partition(b"\n# ")
    twice = Source(source.name, source.media_type, head + (mark + body) * times)
    quick = printed(twice, size)
    monkeypatch.setattr("report.writers.pdf.patches.SHORTCUTS", ())
    assert printed(twice, size) == quick
