"""Tables on a narrow screen: rows as cards where each cell says its column, else a scrolling box.

Both are done by ``reflow.css``; here the markup is made ready for it. A table set as blocks
loses its semantics in browsers, so the roles that HTML implies are written out (WAI-ARIA in
HTML, 4: table, row, cell and header roles).
"""

from __future__ import annotations

from lxml import etree

from report.writers.epub.markup import tag, text_of

_WIDE = 3
"""From how many columns on a table does not fit 320 CSS pixels (WCAG 2.2, 1.4.10: reflow)."""

_ROLES = {
    "table": "table",
    "thead": "rowgroup",
    "tbody": "rowgroup",
    "tfoot": "rowgroup",
    "tr": "row",
    "td": "cell",
}
_SCOPE_ROLES = {
    "col": "columnheader",
    "colgroup": "columnheader",
    "row": "rowheader",
    "rowgroup": "rowheader",
}


def fit_tables(root: etree._Element, hint: str) -> None:
    """Mark every wide table of a document as one that stacks or one that scrolls.

    A table stacks when each body cell stands alone in its row and column and says its column
    in ``data-label`` or heads its row. Any other wide table gets a region that the keyboard can
    reach and scroll (WCAG 2.2, 2.1.1); ``hint`` tells who sees a part of it that there is more.
    """
    for table in root.iter(tag("table")):
        if _columns(table) < _WIDE:
            continue
        if _can_stack(table):
            _add_class(table, "stacks")
            _write_roles(table)
        else:
            _put_in_region(table, hint)


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if cell.tag in {tag("td"), tag("th")}]


def _columns(table: etree._Element) -> int:
    rows = table.iter(tag("tr"))
    return max((sum(int(c.get("colspan", "1")) for c in _cells(row)) for row in rows), default=0)


def _can_stack(table: etree._Element) -> bool:
    cells = [
        cell
        for body in table.iterchildren(tag("tbody"), tag("tfoot"))
        for row in body.iterchildren(tag("tr"))
        for cell in _cells(row)
    ]
    return bool(cells) and all(_stands_alone(cell) for cell in cells)


def _stands_alone(cell: etree._Element) -> bool:
    spans = cell.get("colspan", "1") != "1" or cell.get("rowspan", "1") != "1"
    return not spans and (cell.tag == tag("th") or bool(cell.get("data-label")))


def _add_class(element: etree._Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())


def _write_roles(table: etree._Element) -> None:
    for element in table.iter(tag("*")):
        name = etree.QName(element).localname
        if name == "th":
            element.set("role", _SCOPE_ROLES.get(element.get("scope", ""), "columnheader"))
        elif name in _ROLES:
            element.set("role", _ROLES[name])


def _put_in_region(table: etree._Element, hint: str) -> None:
    region = etree.Element(tag("div"), {"class": "scrolls", "role": "region", "tabindex": "0"})
    region.set("data-hint", hint)
    caption = table.find(tag("caption"))
    name = " ".join(text_of(caption).split()) if caption is not None else ""
    if name:
        region.set("aria-label", name)
    parent = table.getparent()
    if parent is None:
        return
    region.tail, table.tail = table.tail, None
    parent.replace(table, region)
    region.append(table)
