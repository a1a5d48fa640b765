"""The cascade that asks each kind of element once gives each element the styles of the slow one."""

from __future__ import annotations

from typing import Any

import weasyprint
from weasyprint.css import get_all_computed_styles
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.css.targets import TargetCollector

from report.writers.pdf.patches import patched

RULES = """
@layer low, high;
@layer high { td { color: red } } @layer low { td { color: blue; text-indent: 1px } }
div.t tbody tr:nth-child(even) > * { color: green } tr:nth-child(3n+1) td { word-spacing: 1px }
tr:first-child td { letter-spacing: 1px } tr:last-of-type td { letter-spacing: 2px }
td + td { text-indent: 2px } td ~ td.n { text-indent: 3px } tr.a ~ tr td { orphans: 4 }
td:not(.n) { widows: 5 } tr:has(b) td { font-size: 9px } td:empty { orphans: 7 }
td[data-x="1"] { color: pink } td[data-x^="2"] { color: gray } td:only-child { widows: 9 }
.n { text-align: right !important } td.n { text-align: left } #one { color: lime }
:lang(en) { font-style: italic } [lang] { font-weight: 700 } td:nth-of-type(2) { orphans: 8 }
td::before { content: attr(data-x); color: olive } tr:nth-child(odd) td::after { content: "." }
p { position: note(side) } td:is(.n, .m) { hyphens: none } tr:not(:last-child) .m { widows: 3 }
tr:nth-last-child(2) td { font-variant-caps: small-caps } b:link, td > b { color: teal }
"""
ROW = (
    '<tr class="{kind}"><td data-x="1">a<td class="n" data-x="2{n}">b<td class="m n" '
    'style="width: {n}px">c<td lang="{tongue}"><b>d</b><td id="cell{n}" style="color: navy">e'
)
PAGE = (
    f"<html lang=ar><style>{RULES}</style><div class=t><table>"
    + "".join(
        ROW.format(n=n % 3, kind="a" if n == 4 else "", tongue="en" if n % 4 == 0 else "ar-EG")
        for n in range(9)
    )
    + "<tr><td><tr><td class=n></table></div><p>f<p>g<p>f<i id=one>h</i>"
)


def styles() -> list[tuple[str, str | None, dict[str, Any]]]:
    page = weasyprint.HTML(string=PAGE)
    style_for = get_all_computed_styles(page, target_collector=TargetCollector())
    found = []
    for element in page.etree_element.iter():
        for part in (None, "before", "after", "marker"):
            if (style := style_for(element, part)) is not None:
                computed = {name: style[name] for name in INITIAL_VALUES}
                found.append((element.tag, part, computed))
    return found


def test_each_element_has_the_styles_of_the_slow_way() -> None:
    slow = styles()
    with patched():
        quick = styles()
    assert len(slow) > 150
    for expected, had in zip(slow, quick, strict=True):
        assert had == expected


def test_styles_are_shared_as_far_as_elements_are_alike() -> None:
    row = ROW.replace('id="cell{n}"', "").replace('lang="{tongue}"', "")
    page = weasyprint.HTML(string=PAGE.replace("</table>", row * 50 + "</table>"))
    with patched():
        style_for = get_all_computed_styles(page, target_collector=TargetCollector())
    cells = [style_for(cell) for cell in page.etree_element.iter("td")]
    assert len(cells) > 250
    assert len({id(style) for style in cells}) < 80
