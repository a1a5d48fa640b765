"""Compose: a report becomes a galley, XHTML sheets that both books are made from."""

from __future__ import annotations

from report.compose import nav, sheets
from report.compose.brief import brief_of, brief_points, brief_sheet
from report.compose.chapters import chapters_of
from report.compose.charts import lettering_of
from report.compose.endnotes import at_end
from report.compose.galley import Galley, House, Matter, Sheet
from report.compose.jinja import environment
from report.compose.numbering import number
from report.compose.tabular import measure_of
from report.compose.themes import theme_of
from report.locales import locale_of
from report.model.document import Division, Edition, Report
from report.model.walk import missing_images


def compose(report: Report, edition: Edition, house: House) -> Galley:
    """Compose an edited report: cover, imprint, contents, divisions, colophon.

    The report has been through the filters: every division, table, figure and question that
    something can lead to has a label. Front and back matter stand in the order of the report.
    """
    brief = report.options.profile == "brief"
    report = brief_of(report) if brief else report
    desk = _desk(report, edition, house)
    numbers, tongue, theme = desk.numbers, desk.locale, desk.theme
    if brief:
        return Galley(
            report=report,
            edition=edition,
            house=house,
            sheets=(brief_sheet(desk),),
            contents=brief_points(report),
            tables=(),
            figures=(),
            words=tongue.words,
            theme=theme,
        )
    points = nav.contents(report)
    tables = nav.listed(numbers, "table", tongue)
    figures = nav.listed(numbers, "figure", tongue)
    divisions = _divisions(desk)
    summaries = [
        sheet
        for part, sheet in zip(report.front, divisions, strict=False)
        if part.kind == "summary" and report.options.summary == "before"
    ]
    return Galley(
        report=report,
        edition=edition,
        house=house,
        chapters=chapters_of(report.options.chapters, divisions),
        sheets=(
            sheets.cover(desk),
            *((sheets.half_title(desk),) if report.options.half_title else ()),
            sheets.imprint(desk),
            *summaries,
            sheets.contents(desk, points, tables, figures),
            *(sheet for sheet in divisions if sheet not in summaries),
            sheets.colophon(desk, house.faces),
        ),
        contents=points,
        tables=tables,
        figures=figures,
        words=tongue.words,
        theme=theme,
    )


def _desk(report: Report, edition: Edition, house: House) -> sheets.Desk:
    """Gather once what every sheet is set with."""
    numbers = number(report)
    theme = theme_of(house.styles, report.options.theme)
    return sheets.Desk(
        report,
        edition,
        locale_of(report),
        numbers,
        environment(house.templates),
        theme,
        lettering_of(house.faces, theme.display_families),
        measure_of(house.faces, theme.display_families),
        missing=missing_images(report),
        ended=at_end(report, numbers),
    )


def _divisions(desk: sheets.Desk) -> list[Sheet]:
    """Set the divisions in their order, indexes last: they list what the others have marked."""
    report = desk.report
    matters: tuple[tuple[Matter, tuple[Division, ...]], ...] = (
        ("front", report.front),
        ("body", report.body),
        ("back", report.back),
    )
    placed = [(part, matter) for matter, parts in matters for part in parts]
    made = [
        None if part.kind == "index" else sheets.division(desk, part, matter)
        for part, matter in placed
    ]
    return [
        sheet or sheets.division(desk, part, matter)
        for sheet, (part, matter) in zip(made, placed, strict=True)
    ]
