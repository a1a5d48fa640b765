"""Cells that are one line are set another way than all others, and come to the same pages."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest
import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.text.fonts import FontConfiguration

from report.compose import compose
from report.disk import open_house
from report.model.blocks import TableStyle
from report.press import edition_of, prepare
from report.readers.source import Source
from report.writers.pdf.longtables import _Slim
from report.writers.pdf.patches import patched
from report.writers.pdf.writer import write_pdf

ISSUED = datetime(2026, 1, 1, tzinfo=UTC)
AMIRI = Path(__file__).parents[2] / "fonts" / "amiri" / "Amiri-Regular.ttf"
LONG = "وصف طويل للمشروع يحتاج إلى أسطر كثيرة في عمود ضيّق من جدول "
ROWS = "".join(
    f"<tr><td>{n}<td>محافظة {n % 5}<td{' rowspan=2' if n % 7 == 3 else ''}>"
    f"{LONG * 9 if n == 11 else 'صفّ Latin 12%' if n % 3 else ''}"
    + (f"<td colspan=2>{n * 37},5" if n % 7 != 4 else "<td>‏(<b>٣</b>)")
    for n in range(30)
)
HEAD = "<thead><tr class=continued><td colspan=5><div>تابع<tr><th>أ<th>ب<th>ج<th>د<th>هـ</thead>"
PAGE = f"""<html lang="ar" dir="{{direction}}"><meta charset="utf-8"><title>ت</title><style>
@font-face {{{{ font-family: A; src: url({AMIRI.as_uri()}) }}}}
@page {{{{ size: A6; margin: 8mm }}}} @page wide {{{{ size: A6 landscape }}}}
body {{{{ font: 9pt/1.5 A }}}} table {{{{ width: 100%; margin-bottom: 3mm }}}}
td, th {{{{ padding: 1mm; border: 0.3mm solid; vertical-align: {{vertical}}; {{cell}} }}}}
tr:nth-child(even) td {{{{ background: #eee }}}} .wide {{{{ page: wide }}}} tr {{{{ {{row}} }}}}
</style><table>{HEAD}<tbody>{ROWS}</table>
<table style="border-collapse: {{collapse}}">{HEAD}<tbody>{ROWS}<tfoot><tr><td>جملة</table>
<table class="wide" style="border-collapse: {{collapse}}"><tbody>{ROWS}</table></html>"""


def hand_made(*, quick: bool, **how: str) -> bytes:
    with patched(quick=quick):
        page = weasyprint.HTML(string=PAGE.format(**how))
        document = page.render(font_config=FontConfiguration())
        return bytes(document.write_pdf(pdf_identifier=b"same", pdf_variant="pdf/ua-1"))


@pytest.mark.parametrize(
    ("direction", "collapse", "vertical", "cell", "row"),
    [
        ("rtl", "collapse", "baseline", "text-align: end", ""),
        ("rtl", "separate", "middle", "text-align: center; min-height: 9mm", ""),
        ("ltr", "collapse", "bottom", "text-align: justify", "break-inside: avoid"),
        ("rtl", "collapse", "top", "height: 8mm; text-indent: 1mm", ""),
        ("rtl", "separate", "baseline", "padding: 2%; overflow: hidden", "position: relative"),
        ("ltr", "separate", "baseline", "letter-spacing: 1px; hyphens: auto", "height: 9mm"),
        ("rtl", "collapse", "middle", "white-space: nowrap; border-radius: 1mm", ""),
    ],
)
def test_tables_are_the_same_with_and_without_shortcuts(
    direction: str, collapse: str, vertical: str, cell: str, row: str
) -> None:
    how = {"direction": direction, "collapse": collapse, "vertical": vertical}
    how |= {"cell": cell, "row": row}
    assert hand_made(quick=True, **how) == hand_made(quick=False, **how)


def manuscript(style: str) -> bytes:
    marked = style == "matrix"
    lines = "\n".join(
        f"| بند {n} | {'✓' if marked else f'{n * 1037},5'} | {LONG if n % 9 == 5 else n} |"
        for n in range(60)
    )
    head = "| البند | القيمة | ملاحظة |\n|:--|--:|:-:|"
    said = f"Table: جدول طويل {{#table-long .{style}}}"
    top = "---\ntitle: جداول\nlang: ar\ndate: 2026-01-01\n---\n\n# فصل\n\n"
    return f"{top}{head}\n{lines}\n\n{said}\n".encode()


@pytest.mark.parametrize("style", get_args(TableStyle))
def test_every_style_of_the_house_is_the_same_without_shortcuts(
    style: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Source("a.md", "text/markdown", manuscript(style))
    report = prepare(source, lambda finding: None)
    galley = compose(report, edition_of(report, issued=ISSUED), open_house())
    quick = write_pdf(galley, lambda finding: None).data
    monkeypatch.setattr("report.writers.pdf.patches.SHORTCUTS", ())
    assert quick == write_pdf(galley, lambda finding: None).data


def test_most_cells_are_light() -> None:
    how = {"direction": "rtl", "collapse": "collapse", "vertical": "top", "cell": "", "row": ""}
    with patched():
        page = weasyprint.HTML(string=PAGE.format(**how))
        document = page.render(font_config=FontConfiguration())
    laid = [box for page in document.pages for box in page._page_box.descendants()]
    cells = [box for box in laid if isinstance(box, boxes.TableCellBox) and box.children]
    light = [box for box in cells if isinstance(box.children[0], _Slim)]
    assert len(cells) > 250
    assert len(light) > 0.7 * len(cells)
