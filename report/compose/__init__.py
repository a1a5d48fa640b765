"""Compose: a report becomes a galley, XHTML sheets that both books are made from."""

from __future__ import annotations

from report.compose import nav, sheets
from report.compose.charts import lettering_of
from report.compose.galley import Galley, House
from report.compose.jinja import environment
from report.compose.numbering import number
from report.locales import locale_of
from report.model.document import Edition, Report


def compose(report: Report, edition: Edition, house: House) -> Galley:
    """Compose an edited report: cover, imprint, contents, divisions, colophon.

    The report has been through the filters: every division, table, figure and question that
    something can lead to has a label. Front and back matter stand in the order of the report.
    """
    tongue = locale_of(report)
    numbers = number(report)
    lettering = lettering_of(house.faces)
    desk = sheets.Desk(report, edition, tongue, numbers, environment(house.templates), lettering)
    points = nav.contents(report)
    tables = nav.listed(numbers, "table", tongue)
    figures = nav.listed(numbers, "figure", tongue)
    return Galley(
        report=report,
        edition=edition,
        house=house,
        sheets=(
            sheets.cover(desk),
            sheets.imprint(desk),
            sheets.contents(desk, points, tables, figures),
            *(sheets.division(desk, part, "front") for part in report.front),
            *(sheets.division(desk, part, "body") for part in report.body),
            *(sheets.division(desk, part, "back") for part in report.back),
            sheets.colophon(desk, house.faces),
        ),
        contents=points,
        tables=tables,
        figures=figures,
        words=tongue.words,
    )
