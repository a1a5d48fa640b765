"""Columns: which of a file a table shows, under which names, and how the region writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from report.charts.numerals import read_number, write_number
from report.datasets.sheets import Sheet, Value
from report.locales import Locale
from report.model.blocks import Dataset

Format = Literal["", "text", "number", "percent", "date", "money"]

_FORMAT = re.compile(r"\s*:\s*(?:(text|number|percent|date)|money\.([A-Z]{3}))(?:\.([0-9]))?\s*$")
"""A currency is said by its code (ISO 4217): ``money.MAD``, ``money.SAR.2``."""
_FIGURES = frozenset({"number", "percent", "money"})
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ].*)?")
_CODE = re.compile("[0٠۰][0-9٠-٩۰-۹]+|[12١٢۱۲][0-9٠-٩۰-۹]{3}")
"""What looks like a number and is a name: «01», a year."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One column of a table: its name in the file and in the table, its format."""

    source: str
    title: str
    form: Format = ""
    decimals: int | None = None
    currency: str = ""


@dataclass(slots=True)
class Chosen:
    """Names and rows as text; which columns are figures; what was not there or not as said."""

    names: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numeric: tuple[bool, ...] = ()
    unknown: list[str] = field(default_factory=list)
    strange: list[tuple[int, str]] = field(default_factory=list)


def picks_of(written: str, names: tuple[str, ...]) -> tuple[Pick, ...]:
    """Read which columns are wanted; all of them when nothing is written.

    >>> picks_of("City = المدينة; Share: percent.1", ("City", "Share"))[1]
    Pick(source='Share', title='Share', form='percent', decimals=1, currency='')
    """
    if not written.strip():
        return tuple(Pick(name, name) for name in names)
    picks = []
    for entry in filter(None, (part.strip() for part in written.split(";"))):
        form: Format = ""
        decimals, currency = None, ""
        if found := _FORMAT.search(entry):
            form = _form(found[1] or "money")
            currency = found[2] or ""
            decimals = int(found[3]) if found[3] else None
            entry = entry[: found.start()]
        source, _, title = (part.strip() for part in entry.partition("="))
        picks.append(Pick(source, title or source, form, decimals, currency))
    return tuple(picks)


def _form(word: str) -> Format:
    known: tuple[Format, ...] = ("number", "percent", "date", "money")
    forms: Mapping[str, Format] = {form: form for form in known}
    return forms.get(word, "text")


def choose(sheet: Sheet, data: Dataset, tongue: Locale, *, drawn: bool = False) -> Chosen:
    """Choose and write the columns of a sheet; for a chart as plain figures, which it formats.

    >>> sheet = Sheet(("ا", "ب"), (("x", "1234.5"), ("y", "2")))
    >>> from report.locales import locale
    >>> chosen = choose(sheet, Dataset("a.csv", "ا; ب: number.1", "Σ"), locale("ar-EG"))
    >>> chosen.rows
    (('x', '١٢٣٤٫٥'), ('y', '٢٫٠'), ('Σ', '١٢٣٦٫٥'))
    """
    chosen = Chosen()
    wanted = picks_of(data.columns, sheet.names)
    chosen.unknown = [pick.source for pick in wanted if pick.source not in sheet.names]
    picks = [pick for pick in wanted if pick.source in sheet.names]
    columns: list[list[str]] = []
    for pick in picks:
        index = sheet.names.index(pick.source)
        values = [row[index] for row in sheet.rows]
        columns.append(_column(pick, values, tongue, chosen, data, drawn=drawn))
    chosen.names = tuple(pick.title for pick in picks)
    chosen.rows = tuple(zip(*columns, strict=True))
    if data.total and chosen.rows and not any(chosen.rows[-1][:1]):
        chosen.rows = (*chosen.rows[:-1], (data.total, *chosen.rows[-1][1:]))
    return chosen


def _column(
    pick: Pick, values: list[Value], tongue: Locale, chosen: Chosen, data: Dataset, *, drawn: bool
) -> list[str]:
    figures = pick.form in _FIGURES or (not pick.form and _are_figures(values))
    chosen.numeric = (*chosen.numeric, figures)
    decimals = pick.decimals if pick.decimals is not None else _decimals(values, pick.form)
    written: list[str] = []
    total = 0.0
    for line, value in enumerate(values, 2):
        number = _number(value) if figures else None
        share = (
            100 if pick.form == "percent" and not str(value).rstrip().endswith(("%", "٪")) else 1
        )
        if number is not None:
            total += number * share
            written.append(_figure(number * share, decimals, tongue, pick, drawn=drawn))
            continue
        written.append(_words(value, pick.form, tongue))
        if value != "" and (figures or (pick.form == "date" and not _is_day(value))):
            chosen.strange.append((line, str(value)))
    if data.total:
        adds = figures and pick.form != "percent" and len(chosen.numeric) > 1
        written.append(_figure(total, decimals, tongue, pick, drawn=drawn) if adds else "")
    return written


def _figure(value: float, decimals: int, tongue: Locale, pick: Pick, *, drawn: bool) -> str:
    """Write a figure; a chart says its currency once, as its unit."""
    percent = pick.form == "percent"
    if drawn:
        return f"{value:.{decimals}f}" + ("%" if percent else "")
    written = write_number(value, decimals, tongue, percent=percent)
    return tongue.money(written, pick.currency) if pick.currency else written


def _are_figures(values: list[Value]) -> bool:
    """Say whether every cell that is filled holds a figure, and not all of them years or codes."""
    filled = [value for value in values if value != ""]
    codes = sum(isinstance(value, str) and bool(_CODE.fullmatch(value)) for value in filled)
    return bool(filled) and codes < len(filled) and all(_number(v) is not None for v in filled)


def _number(value: Value) -> float | None:
    match value:
        case float():
            return value
        case str():
            return read_number(value).value
        case _:
            return None


def _decimals(values: list[Value], form: Format) -> int:
    """Return the most decimals that a column is typed with, two fewer once they are shares."""
    typed = []
    for value in values:
        text = f"{value:.10g}" if isinstance(value, float) else str(value)
        decimals = read_number(text).decimals
        shares = form == "percent" and not text.rstrip().endswith(("%", "٪"))
        typed.append(max(0, decimals - 2) if shares else decimals)
    return min(max(typed, default=0), 6)


def _words(value: Value, form: Format, tongue: Locale) -> str:
    match value:
        case date():
            return tongue.date(value.isoformat())
        case float():
            return f"{value:.10g}"
        case _:
            day = _ISO.fullmatch(value)
            return tongue.date("-".join(day.groups())) if form == "date" and day else value


def _is_day(value: Value) -> bool:
    return isinstance(value, date) or (isinstance(value, str) and bool(_ISO.fullmatch(value)))
