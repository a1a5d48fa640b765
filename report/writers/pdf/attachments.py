"""Attachments: the manuscript, the data of each table and the manifest, carried inside the book.

Associated files are ISO 32000-2, 14.13; what PDF/A-3 wants of them is ISO 19005-3, 6.8 and annex
E. Names, order and dates depend on the report and its edition alone.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import md5
from typing import Any

import pydyf

from report.compose.charts import data_table
from report.compose.tables import place_rows
from report.compose.tabular import cell_text
from report.locales import Locale
from report.model.blocks import Chart, Figure, Table
from report.model.document import Report
from report.model.walk import inline_text, report_blocks
from report.writers.pdf.associated import Attachment
from report.writers.pdf.metadata import pdf_date
from report.writers.pdf.structure import text_bytes
from report.writers.pdf.tree import Tree

_BYTE_ORDER_MARK = "\ufeff"
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")


def table_files(report: Report, locale: Locale) -> tuple[Attachment, ...]:
    """Return the data of each table and chart of a report as CSV, numbered as they are.

    >>> from report.locales import locale
    >>> table_files(Report(metadata=None, body=()), locale("ar"))
    ()
    """
    blocks = list(report_blocks(report))
    tables = [block for block in blocks if isinstance(block, Table)]
    figures = [block for block in blocks if isinstance(block, Figure | Chart)]
    files: list[Attachment] = []
    for number, table in enumerate(tables, start=1):
        name = f"table-{number:0{len(str(len(tables)))}}.csv"
        files.append(_data(name, table, table, "table", number, locale))
    for number, figure in enumerate(figures, start=1):
        if isinstance(figure, Chart):
            name = f"chart-{number:0{len(str(len(figures)))}}.csv"
            files.append(_data(name, figure, data_table(figure), "figure", number, locale))
    return tuple(files)


def _data(
    name: str, block: Table | Chart, data: Table, word: str, number: int, locale: Locale
) -> Attachment:
    said = f"{locale.words[word]} {locale.number(number)}"
    if caption := inline_text(block.caption):
        said += f"{locale.words['caption_separator']} {caption}"
    return Attachment(name, "text/csv", table_csv(data), said, "Data", block.label)


def table_csv(table: Table) -> bytes:
    """Write a table as CSV (RFC 4180) in UTF-8, a spanning cell in its first place only.

    The byte order mark makes spreadsheets read the file as UTF-8 instead of the code page
    of their machine, in which Arabic is unreadable; statistics tools skip it.
    """
    rows = [*place_rows(table.head), *place_rows(table.body)]
    width = max((cell.column + cell.cell.columns for row in rows for cell in row), default=0)
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        line = [""] * width
        for placed in row:
            line[placed.column] = cell_text(placed.cell)
        writer.writerow(line)
    return (_BYTE_ORDER_MARK + out.getvalue()).encode()


def attach(pdf: Any, tree: Tree, files: Iterable[Attachment], issued: datetime) -> None:
    """Put files into the PDF and tie each to the book or to the part that it belongs to.

    Call it before the tree is written. Raises :class:`ValueError` for a name used twice and for
    what is no media type: both would make the book fail its standard.
    """
    ordered = sorted(files, key=lambda file: text_bytes(file.name))
    _refuse(ordered)
    names: list[Any] = []
    whole: list[bytes] = []
    for file in ordered:
        specification = _specification(pdf, file, pdf_date(issued))
        names += [specification["UF"], specification.reference]
        holder = _holder(tree, file.target)
        (whole if holder is None else holder).append(specification.reference)
    if not names:
        return
    tree_of_names = pydyf.Dictionary({"Names": pydyf.Array(names)})
    pdf.add_object(tree_of_names)
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = tree_of_names.reference
    if whole:
        pdf.catalog["AF"] = pydyf.Array(whole)


def _refuse(files: Sequence[Attachment]) -> None:
    for name, times in Counter(file.name for file in files).items():
        if times > 1:
            raise ValueError(f"{times} attachments are named {name!r}")
    for file in files:
        if not _MEDIA_TYPE.fullmatch(file.media_type):
            raise ValueError(f"{file.media_type!r} of {file.name!r} is no media type")


def _specification(pdf: Any, file: Attachment, date: str) -> Any:
    """Write a file and its specification (ISO 32000-2, 7.11)."""
    stream = pydyf.Stream(
        [file.data],
        pydyf.Dictionary(
            {
                "Type": "/EmbeddedFile",
                "Subtype": pydyf.name(file.media_type),
                "Params": pydyf.Dictionary(
                    {
                        "CheckSum": f"<{md5(file.data, usedforsecurity=False).hexdigest()}>",
                        "CreationDate": pydyf.String(date),
                        "ModDate": pydyf.String(date),
                        "Size": len(file.data),
                    }
                ),
            }
        ),
        compress=True,
    )
    pdf.add_object(stream)
    specification = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": pydyf.String(file.name),
            "UF": pydyf.String(file.name),
            "AFRelationship": f"/{file.relationship}",
            "Desc": pydyf.String(file.description),
            "EF": pydyf.Dictionary({"F": stream.reference, "UF": stream.reference}),
        }
    )
    pdf.add_object(specification)
    return specification


def _holder(tree: Tree, target: str | None) -> list[bytes] | None:
    """Return the files of the node that a target names: the table in it, if there is one."""
    node = tree.of_id(target) if target else None
    if node is None or node is tree.document:
        return None
    return (node.first("Table") or node).files
