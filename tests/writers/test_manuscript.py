"""The manuscript: what is written reads back, and what was read is written the same."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from strategies import blocks, reports, runs

from report.diagnostics import Diagnostic, Severity
from report.model.blocks import Block, Blocks, Paragraph
from report.model.document import Division, Metadata, Report
from report.model.dump import dump
from report.model.inlines import Inlines, Text
from report.readers.markdown import read_markdown
from report.readers.source import Source
from report.writers.manuscript import write_manuscript

TITLE = (Text("فصل"),)
UNHURRIED = settings(deadline=None, suppress_health_check=list(HealthCheck))


def read(text: str) -> tuple[Report, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return read_markdown(Source("a.md", "text/markdown", text.encode()), found.append), found


def chapter(*content: Block, title: Inlines = TITLE) -> Report:
    return Report(Metadata(title="موجز"), body=(Division(title, content),))


def holds(report: Report) -> None:
    text = write_manuscript(report)
    again, found = read(text)
    assert dump(again) == dump(report), text
    assert again == report
    assert write_manuscript(again) == text
    assert not [d.message for d in found if d.severity != Severity.NOTE], text


@settings(UNHURRIED, max_examples=300)
@given(runs())
def test_a_line_reads_back_equal(run: Inlines) -> None:
    holds(chapter(Paragraph(run), title=run))


@settings(UNHURRIED, max_examples=60)
@given(blocks())
def test_blocks_read_back_equal(content: Blocks) -> None:
    holds(chapter(*content))


@settings(UNHURRIED, max_examples=25)
@given(reports())
def test_a_report_reads_back_equal(report: Report) -> None:
    holds(report)
