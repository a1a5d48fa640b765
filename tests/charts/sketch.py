"""Charts to draw, and the drawing read back as shapes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from report.charts.canvas import WIDE, Measure
from report.charts.drawing import draw_chart
from report.charts.lettering import Lettering
from report.filters.isolates import isolate_text
from report.locales import locale
from report.model.blocks import Cell, Chart, ChartKind, Paragraph, Row
from report.model.inlines import Direction, Text

SVG = "{http://www.w3.org/2000/svg}"


def cell(text: str, base: Direction = "rtl") -> Cell:
    return Cell((Paragraph(isolate_text(text, base)),) if text else ())


def chart(kind: ChartKind, table: str, **more: Any) -> Chart:
    """Make a chart of lines of cells parted by bars, as a manuscript has them."""
    rows = [
        Row(tuple(cell(text.strip()) for text in line.strip().strip("|").split("|")))
        for line in table.strip().split("\n")
    ]
    texts = {name: (Text(more.pop(name)),) for name in ("caption", "unit") if name in more}
    return Chart(kind, rows[0], tuple(rows[1:]), **texts, **more)


GROWTH = """
| البلد | النمو |
| المغرب | 12 |
| الجزائر | 9 |
| تونس | 4 |
| ليبيا | -3 |
| موريتانيا | |
"""

YEARS = """
| السنة | المغرب | تونس |
| 2010 | 10 | 20 |
| 2012 | 14 | |
| 2020 | 31 | 25 |
"""

PARTS = """
| المصدر | 2024 |
| الفحم | 40 |
| الغاز | 35 |
| الريح | 25 |
"""

EVENTS = """
| التاريخ | الحدث |
| 2012 | بداية |
| 2014-2018 | عملية |
| 2024 | نهاية |
"""

EXAMPLES = {"bar": GROWTH, "line": YEARS, "share": PARTS, "timeline": EVENTS}


@dataclass(frozen=True)
class Box:
    """A filled rectangle as it stands in the SVG, x from the left."""

    x: float
    y: float
    width: float
    height: float
    fill: str

    @property
    def end(self) -> float:
        return self.x + self.width


@dataclass(frozen=True)
class Drawing:
    """A drawing read back."""

    root: etree._Element

    @property
    def width(self) -> float:
        return float(self.root.get("width", ""))

    @property
    def height(self) -> float:
        return float(self.root.get("height", ""))

    def boxes(self) -> list[Box]:
        return [
            Box(
                *(float(e.get(name, "")) for name in ("x", "y", "width", "height")),
                fill=e.get("fill", ""),
            )
            for e in self.root.iter(f"{SVG}rect")
        ]

    def lines(self) -> list[list[tuple[float, float]]]:
        paths = (e.get("d", "") for e in self.root.iter(f"{SVG}path") if e.get("stroke"))
        return [_points(path) for path in paths if "Z" not in path]

    def dashed(self) -> list[str]:
        return [e.get("stroke-dasharray", "") for e in self.root.iter(f"{SVG}path")]

    def words(self) -> list[tuple[float, float, float, str]]:
        """Return each lettered line: its left and right edge, its baseline and its ink."""
        found = []
        for element in self.root.iter(f"{SVG}path"):
            if place := re.match(r"translate\((\S+) (\S+)\)scale", element.get("transform", "")):
                left, right = _reach(element.get("d", ""))
                x = float(place[1])
                found.append((x + left, x + right, float(place[2]), element.get("fill", "")))
        return found


def draw(
    what: Chart, lettering: Lettering, language: str = "ar-MA", measure: Measure = WIDE
) -> Drawing:
    svg = draw_chart(what, lettering, locale(language), language, measure)
    return Drawing(etree.fromstring(svg))


def ltr(what: Chart) -> Chart:
    return replace(what, direction="ltr")


def _points(path: str) -> list[tuple[float, float]]:
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _reach(path: str) -> tuple[float, float]:
    """Return the leftmost and rightmost point of a path of relative whole numbers."""
    x, begun, low, high = 0, 0, 10**9, -(10**9)
    for command, written in re.findall(r"([mlqcz])([^mlqcz]*)", path):
        numbers = [int(n) for n in re.findall(r"-?\d+", written)]
        if command == "z":
            x = begun
            continue
        for dx in numbers[::2]:
            low, high = min(low, x + dx), max(high, x + dx)
        x += numbers[-2]
        begun = x if command == "m" else begun
    return low / 100, high / 100
