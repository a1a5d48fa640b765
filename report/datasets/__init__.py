"""Datasets: tables and charts whose cells lie in a file beside the manuscript are filled.

The file stays the source of truth: the report keeps the reference beside the cells, and its
manuscript is written with the reference alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from report.datasets.columns import Chosen, choose
from report.datasets.sheets import DataError, read_sheet
from report.diagnostics import Warn
from report.locales import Locale, locale
from report.model.assets import Asset
from report.model.blocks import Block, Cell, Chart, Column, Dataset, Paragraph, Row, Table
from report.model.document import Report
from report.model.inlines import Gap, Text
from report.model.walk import map_blocks
from report.rules import Phrase, finding


def fill(report: Report, brought: Iterable[Asset], warn: Warn) -> Report:
    r"""Return a report whose tables and charts have the cells of their files.

    Args:
        report: a report as it was read.
        brought: the files that were found for it.
        warn: is told of a file that is not there or cannot be read (D060), of columns that it
            does not have (D061) and of cells that are not what their column says (D062).

    >>> from report.model.document import Division, Metadata
    >>> table = Table((), (), (), data=Dataset("a.csv"))
    >>> body = (Division((), (table,)),)
    >>> file = Asset("a.csv", "text/csv", "البلد;السكان\nتونس;12".encode())
    >>> filled = fill(Report(Metadata(title="ت"), body=body), [file], print)
    >>> filled.body[0].content[0].columns
    (Column(align='start', width=None), Column(align='number', width=None))
    """
    files = {asset.name: asset for asset in (*report.assets, *brought)}

    def one(block: Block) -> Block:
        if not isinstance(block, Table | Chart) or block.data is None:
            return block
        tongue = locale(block.language or report.metadata.language)
        return _filled(block, block.data, files.get(block.data.file), tongue, warn)

    return map_blocks(report, one)


def _filled(
    block: Table | Chart, data: Dataset, file: Asset | None, tongue: Locale, warn: Warn
) -> Block:
    try:
        if file is None:
            raise DataError("there is no such file beside the manuscript")
        sheet = read_sheet(file, data.sheet)
    except DataError as error:
        warn(finding("D060", block.at, file=data.file, reason=Phrase(str(error))))
        return _empty(block)
    chosen = choose(sheet, data, tongue, drawn=isinstance(block, Chart))
    for name in chosen.unknown:
        warn(finding("D061", block.at, file=data.file, name=name))
    for line, words in chosen.strange[:1]:
        count = len(chosen.strange)
        warn(finding("D062", block.at, file=data.file, line=line, text=words, count=count))
    return _with_cells(block, data, chosen) if chosen.names else _empty(block)


def _with_cells(block: Table | Chart, data: Dataset, chosen: Chosen) -> Block:
    def row(words: tuple[str, ...], headers: int) -> Row:
        cells = (
            Cell((Paragraph((Text(word, at=block.at),), at=block.at),) if word else (), n < headers)
            for n, word in enumerate(words)
        )
        return Row(tuple(replace(cell, at=block.at) for cell in cells), at=block.at)

    if isinstance(block, Chart):
        rows = tuple(row(words, 0) for words in chosen.rows)
        return replace(block, head=row(chosen.names, 0), rows=rows)
    columns = tuple(Column("number" if figures else "start") for figures in chosen.numeric)
    head = (row(chosen.names, len(columns)),)
    body = tuple(row(words, data.headers) for words in chosen.rows)
    return replace(block, columns=columns, head=head, body=body)


def _empty(block: Table | Chart) -> Block:
    """Return the block with one cell that says that something is missing."""
    cell = Cell((Paragraph((Gap("missing", at=block.at),), at=block.at),), at=block.at)
    row = Row((cell,), at=block.at)
    if isinstance(block, Chart):
        return replace(block, head=row, rows=(row,))
    return replace(block, columns=(Column(),), head=(), body=(row,))
