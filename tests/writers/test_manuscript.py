"""The manuscript: what is written reads back, and what was read is written the same."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from strategies import blocks, reports, runs

from report.diagnostics import Diagnostic, Severity
from report.model.blocks import Block, Blocks, Paragraph, Table
from report.model.document import Division, Metadata, Report
from report.model.dump import dump
from report.model.inlines import Citation, Cite, Inlines, Text
from report.model.walk import inline_text, own_inlines, report_blocks
from report.readers.article import read_article
from report.readers.markdown import read_markdown
from report.readers.source import Source
from report.writers.manuscript import write_manuscript

TITLE = (Text("فصل"),)
UNHURRIED = settings(suppress_health_check=list(HealthCheck))


def read(text: str) -> tuple[Report, list[Diagnostic]]:
    """Read a manuscript past the gate, which would mend what chance makes look garbled."""
    found: list[Diagnostic] = []
    source = Source("a.md", "text/markdown", text.encode())
    with patch("report.readers.markdown.decode", lambda source, warn: source.data.decode()):
        return read_markdown(source, found.append), found


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


@pytest.mark.parametrize("text", ["(1)", "{.x}", "[1]", ": أ", "!"])
def test_what_follows_a_citation_is_not_drawn_into_it(text: str) -> None:
    content = (Text("الأمن "), Citation((Cite("qasim2021"),)), Text(text))
    holds(chapter(Paragraph(content)))


@settings(UNHURRIED, max_examples=60)
@given(blocks())
def test_blocks_read_back_equal(content: Blocks) -> None:
    holds(chapter(*content))


@settings(UNHURRIED, max_examples=25)
@given(reports())
def test_a_report_reads_back_equal(report: Report) -> None:
    holds(report)


EXAMPLE = Path(__file__).parents[2] / "examples" / "sahel-security"
SCRAPED = Path(os.environ.get("WARRAQ_CORPUS", "/nonexistent")) / "scraped"
ARTICLES = [EXAMPLE / "article.txt", *sorted(SCRAPED.glob("*.txt"))]


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_imported_article_is_the_same_report(path: Path) -> None:
    source = Source(path.name, "text/plain", path.read_bytes())
    report = read_article(source, lambda finding: None)
    again, found = read(write_manuscript(report))
    assert dump(again) == dump(report)
    assert found == []


def test_the_reviewed_manuscript_is_in_the_form_that_the_press_writes() -> None:
    text = (EXAMPLE / "manuscript.md").read_text("utf-8")
    report, found = read(text)
    assert found == []
    assert write_manuscript(report) == text


def test_the_reviewed_manuscript_says_what_the_article_says_and_no_more() -> None:
    article = (EXAMPLE / "article.txt").read_text("utf-8")
    report, _ = read((EXAMPLE / "manuscript.md").read_text("utf-8"))
    ours = set(lines_of(report))
    theirs = {
        line.strip(" •").removeprefix("س: ").removeprefix("ج: ") for line in article.split("\n")
    }
    assert theirs - ours - {""} == LEFT_OUT
    assert ours - theirs == set()


LEFT_OUT = {
    "0",
    "تعزيز الأمن الوطني المغربي",  # captions of images that the source does not have
    "التعاون الدولي في مكافحة الإرهاب",
    "Leave a Comment",
    "Your email address will not be published. Required fields are marked *",
    "Scroll to Top",
}


def lines_of(report: Report) -> Iterator[str]:
    """Yield the lines that a report is made of, a table row by row."""
    yield report.metadata.title
    for _, division in report.divisions():
        if division.title:
            yield inline_text(division.title)
    in_cells: set[int] = set()
    for block in report_blocks(report):
        if isinstance(block, Table):
            for row in block.head + block.body:
                in_cells.update(id(inner) for cell in row.cells for inner in cell.content)
                yield " ".join(words_of(cell.content) for cell in row.cells)
        if id(block) not in in_cells:
            yield from (inline_text(run) for run in own_inlines(block) if run)


def words_of(content: Blocks) -> str:
    return " ".join(inline_text(run) for block in content for run in own_inlines(block))
