"""Specimens: the books of examples/specimen hold all that a report can, in every language."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from report.cli.build import assets_of
from report.cli.look import dressed
from report.compose.galley import House
from report.compose.themes import TABLE_STYLES
from report.diagnostics import Diagnostic, Severity
from report.disk import read_source
from report.model.blocks import (
    Block,
    Callout,
    CalloutKind,
    Chart,
    ChartKind,
    Fit,
    List,
    Numbering,
    Table,
)
from report.model.document import Kind, Report
from report.model.inlines import Inline
from report.model.walk import all_inlines, own_inlines, report_blocks
from report.press import Order, edition_of, prepare, publish

FOLDER = Path(__file__).parents[1] / "examples" / "specimen"


@pytest.fixture(scope="module")
def specimen() -> Report:
    source = read_source(FOLDER / "manuscript.md")
    return prepare(source, lambda found: None, lambda report: assets_of(report, source))


def test_every_block_occurs(specimen: Report) -> None:
    found = {type(block) for block in report_blocks(specimen)}
    assert set(get_args(Block)) - found == set()


def test_every_inline_occurs(specimen: Report) -> None:
    runs = (run for block in report_blocks(specimen) for run in own_inlines(block))
    found = {type(inline) for run in runs for inline in all_inlines(run)}
    assert set(get_args(Inline)) - found == set()


def test_every_table_style_and_every_way_to_fit_a_page_occur(specimen: Report) -> None:
    tables = [block for block in report_blocks(specimen) if isinstance(block, Table)]
    assert {table.style for table in tables} >= set(TABLE_STYLES)
    assert {table.fit for table in tables} >= set(get_args(Fit)) - {"shrink"}
    assert max(len(table.body) for table in tables) > 25, "one goes on on a second page"


def test_every_kind_of_chart_of_box_and_of_numbering_occurs(specimen: Report) -> None:
    blocks = list(report_blocks(specimen))
    assert {b.kind for b in blocks if isinstance(b, Chart)} == set(get_args(ChartKind))
    assert {b.bars for b in blocks if isinstance(b, Chart)} >= {"rows"}
    assert {b.kind for b in blocks if isinstance(b, Callout)} == set(get_args(CalloutKind))
    numberings = {b.numbering for b in blocks if isinstance(b, List)}
    assert numberings == {None, *get_args(Numbering)}


def test_every_part_of_a_book_occurs(specimen: Report) -> None:
    kinds = {division.kind for _, division in specimen.divisions()}
    assert set(get_args(Kind)) - kinds == set()
    assert specimen.options.half_title
    assert specimen.options.emblem
    assert len(specimen.options.calendars) > 1
    assert specimen.metadata.online


@pytest.mark.parametrize("name", ["fa", "ur", "he"])
def test_the_shorter_specimens_are_published_without_an_error(house: House, name: str) -> None:
    source = read_source(FOLDER / f"{name}.md")
    found: list[Diagnostic] = []
    books = publish(
        source,
        edition_of,
        dressed(house, source.name),
        found.append,
        lambda report: assets_of(report, source),
        Order(),
    )
    assert books.epub
    assert books.pdf
    assert [finding.code for finding in found if finding.severity != Severity.NOTE] == []
