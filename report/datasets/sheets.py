"""Sheets: the rows of a CSV or XLSX file, whatever its delimiter and encoding, within limits."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import TypeAlias

from report.diagnostics import ReportError
from report.model.assets import Asset
from report.readers.source import Source, decode_data

Value: TypeAlias = "str | float | date"

MOST_ROWS = 100_000
"""Rows of one table: some thousand pages. More is a data set to be summed up first."""
MOST_COLUMNS = 64
MOST_CELLS = 800_000
LARGEST_SHEET = 64_000_000
"""Bytes of the parts of a workbook once they are unpacked."""
_DELIMITERS = ",;\t|،"
_SNIFFED = 40
_WORKBOOK = b"PK\x03\x04"
_OFFICE_MEMBERS = 2_000
_DOCUMENT_TYPE = tuple(map("<!DOCTYPE".encode, ("ascii", "utf-16-le", "utf-16-be")))


class DataError(Exception):
    """A file that no table can be made of, and why."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The names of the columns and the rows below, each as long as the names."""

    names: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def read_sheet(file: Asset, sheet: str = "") -> Sheet:
    r"""Read a file of data: a workbook by its bytes, anything else as text with delimiters.

    Raises :class:`DataError` for what is neither, is empty, or is larger than a table can be.

    >>> read_sheet(Asset("a.csv", "text/csv", "المدينة;السكان\nتونس;12".encode())).names
    ('المدينة', 'السكان')
    """
    rows = _workbook(file.data, sheet) if file.data.startswith(_WORKBOOK) else _text(file)
    kept = [row for row in islice(rows, MOST_ROWS + 2) if any(value != "" for value in row)]
    if not kept:
        raise DataError("it is empty")
    if len(kept) > MOST_ROWS + 1:
        raise DataError(f"it has more than {MOST_ROWS} rows")
    width = max(map(len, kept))
    while width and all(len(row) < width or row[width - 1] == "" for row in kept):
        width -= 1
    if width > MOST_COLUMNS:
        raise DataError(f"it has more than {MOST_COLUMNS} columns")
    if width * len(kept) > MOST_CELLS + width:
        raise DataError(f"it has more than {MOST_CELLS} cells")
    filled = [tuple((*row, *[""] * (width - len(row))))[:width] for row in kept]
    names = tuple(str(value).strip() for value in filled[0])
    return Sheet(names, tuple(filled[1:]))


def _text(file: Asset) -> Iterator[tuple[Value, ...]]:
    try:
        text = decode_data(Source(file.name, "text/csv", file.data), lambda found: None)
    except ReportError as error:
        raise DataError(error.diagnostic.message) from None
    delimiter = _delimiter(text)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield tuple(value.strip() for value in row)
    except csv.Error as error:
        raise DataError(f"it is no CSV ({error})") from None


def _delimiter(text: str) -> str:
    """Return the delimiter that parts most of the first lines into the same number of cells."""
    lines = [line for line in text.split("\n") if line.strip()][:_SNIFFED]

    def score(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        usual = max(set(widths), key=widths.count)
        return (widths.count(usual) if usual > 1 else 0, usual)

    try:
        return max(_DELIMITERS, key=score)
    except csv.Error:
        return ","


def _workbook(data: bytes, sheet: str) -> Iterator[tuple[Value, ...]]:
    # Loaded when it is needed: few reports have a workbook.
    from openpyxl import load_workbook

    _refuse_bombs(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except Exception as error:
        # A damaged workbook raises whatever the parser trips over: there is no list.
        raise DataError(f"it is no workbook ({type(error).__name__})") from None
    names = book.sheetnames
    if sheet and sheet not in names:
        raise DataError(f"it has no sheet of that name; there are {', '.join(names[:6])}")
    try:
        # The size that a sheet says it has is not to be believed: rows are cut where too wide.
        rows = book[sheet or names[0]].iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
        for row in rows:
            yield tuple(_plain(value) for value in row)
    except Exception as error:
        raise DataError(f"its sheet is damaged ({type(error).__name__})") from None


def _refuse_bombs(data: bytes) -> None:
    """Refuse a workbook that unpacks to too much, or whose XML declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if unpacked > LARGEST_SHEET or len(members) > _OFFICE_MEMBERS:
                raise DataError(f"it unpacks to {unpacked} bytes, more than {LARGEST_SHEET}")
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    content = archive.read(member)
                    if any(mark in content for mark in _DOCUMENT_TYPE):
                        raise DataError("its XML has a document type, which no workbook needs")
    except DataError:
        raise
    except Exception as error:
        # What a damaged archive raises depends on where it is damaged, down to a seek below zero.
        raise DataError(f"it is no workbook ({type(error).__name__})") from None


def _plain(value: object) -> Value:
    """Return what a cell of a workbook holds as text, number or day."""
    match value:
        case None:
            return ""
        case bool():
            return str(value)
        case int() | float():
            return float(value)
        case datetime():
            return value.date()
        case date():
            return value
        case _:
            return str(value).strip()
