"""Table fit: print gives each table the widths of its columns, and makes one fit that is too wide.

A screen scrolls; a page does not. A table whose columns would be narrower than is fair is set
smaller, down to a size that can still be read; failing that it stands on a page that is turned;
failing that it is parted by columns, the headers of its rows once more in each part. The author may
say which (``fit=turn``). What was done is told (P011), and so is a table that fits nowhere (P012).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, NamedTuple

from lxml import etree

from report.compose.charts import lettering_of
from report.compose.galley import Galley, Sheet
from report.diagnostics import Diagnostic, Place, Warn
from report.locales import Locale, direction_of, locale_of
from report.model.blocks import Table
from report.model.walk import report_blocks
from report.rules import Phrase, finding
from report.writers.continuing import continued
from report.writers.pagemap import POSITION
from report.writers.pdf.columns import Measure, Width, distribute, placed, widths
from report.writers.pdf.paper import MM, Paper

SCALES: Final = (1.0, 0.95, 0.9, 0.85, 0.8)
SMALLEST: Final = 7.0
"""Points: the least size of type in a table; smaller is for the magnifying glass."""

TABLE_SIZE: Final = 0.8
"""The size of tables as a share of the text's (``type.css``)."""

_CAPTION_SIZE = 1.08
_APART = 0.5
"""Em between the columns of a comparison (``type.css``)."""
_NARROWER = 0.86
"""The share of the measure that a table inside a box, a list or a quotation has."""

_BOXES = frozenset({"aside", "blockquote", "li", "dd"})
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


class _Fit(NamedTuple):
    """How a table is made to fit: smaller by ``scale``, turned, or in parts of some columns."""

    scale: float
    turned: bool = False
    parts: tuple[tuple[int, ...], ...] = ()
    fits: bool = True


@dataclass(frozen=True, slots=True)
class _Bench:
    """What tables are fitted with: measures in em of a table of full size, the least scale."""

    measure: Measure
    upright: float
    turned: float
    least: float
    tongue: Locale
    tables: Mapping[str, Table]

    @property
    def scales(self) -> tuple[float, ...]:
        return tuple(scale for scale in SCALES if scale >= self.least) or (1.0,)


def fit_tables(galley: Galley, paper: Paper, warn: Warn) -> Galley:
    """Return a galley whose tables have their columns and fit the pages of a paper.

    Tables that may be broken get the line that stands above their head on later pages («تابع جدول
    ٣»); :func:`report.writers.pdf.repairs.continued_head` takes it away on the first.
    """
    bench = _bench(galley, paper)
    return replace(galley, sheets=tuple(_fitted(sheet, bench, warn) for sheet in galley.sheets))


def _bench(galley: Galley, paper: Paper) -> _Bench:
    metadata = galley.report.metadata
    lettering = lettering_of(galley.house.faces, galley.theme.display_families)
    base = direction_of(metadata.language)
    em = paper.text_size * TABLE_SIZE
    return _Bench(
        measure=lambda text, strong: lettering.width(text, 1, base, strong=strong),
        upright=paper.measure * MM / em,
        turned=paper.turned_measure * MM / em,
        least=SMALLEST / em,
        tongue=locale_of(galley.report),
        tables={
            block.label: block
            for block in report_blocks(galley.report)
            if isinstance(block, Table) and block.label
        },
    )


def _fitted(sheet: Sheet, bench: _Bench, warn: Warn) -> Sheet:
    if "<table" not in sheet.body:
        return sheet
    root = etree.fromstring(f"<sheet>{sheet.body}</sheet>", _PARSER)
    for holder in list(root.iterfind(".//div")):
        if "table" in (holder.get("class") or "").split():
            for found in _fit(holder, bench):
                warn(found)
    inside = etree.tostring(root, encoding="unicode").removeprefix("<sheet>")
    return replace(sheet, body=inside.removesuffix("</sheet>"))


def _fit(holder: etree._Element, bench: _Bench) -> Iterator[Diagnostic]:
    table = holder.find("table")
    styles = (holder.get("class") or "").split()
    if table is None or "key-figures" in styles:
        return  # few and large: they share the measure as they need it
    columns = widths(table, bench.measure)
    if "comparison" in styles:
        columns = tuple(Width(*(width + _APART for width in column)) for column in columns)
    boxed = any(parent.tag in _BOXES for parent in holder.iterancestors())
    room = bench.upright * (_NARROWER if boxed else 1)
    fit = _choose(table, columns, _wish(holder), room, bench, boxed=boxed)
    yield from _told(holder, fit, bench)
    across = bench.turned if fit.turned else room
    if fit.turned:
        holder.set("class", f"{holder.get('class')} turned")
    for part in _parted(holder, fit, bench):
        inside = part.find("table")
        assert inside is not None, "a part of a table is a table"
        own = [columns[n] for n in fit.parts[_number(part)]] if fit.parts else list(columns)
        _set_columns(inside, own, across / fit.scale)
        _set_size(inside, fit.scale)
        _set_continuation(part, bench.tongue)


def _wish(holder: etree._Element) -> str | None:
    names = (holder.get("class") or "").split()
    return next((name[4:] for name in names if name.startswith("fit-")), None)


def _choose(
    table: etree._Element,
    columns: tuple[Width, ...],
    wish: str | None,
    room: float,
    bench: _Bench,
    *,
    boxed: bool,
) -> _Fit:
    """Choose how a table fits: as it is, smaller, turned, parted; the first that does."""
    fits = [] if wish in {"turn", "split"} else [_Fit(scale) for scale in bench.scales]
    if not boxed and wish not in {"shrink", "split"}:
        fits += [_Fit(scale, turned=True) for scale in bench.scales]
    for fit in fits:
        across = bench.turned if fit.turned else room
        if sum(column.fair for column in columns) * fit.scale <= across:
            return fit
    if wish not in {"shrink", "turn"}:
        for scale in bench.scales:
            if parts := _parts(table, columns, room / scale):
                return _Fit(scale, parts=parts)
    smallest = bench.scales[-1]
    least = sum(column.least for column in columns) * smallest
    wide = wish == "turn" or (least > room and wish != "shrink" and not boxed)
    return _Fit(smallest, wide, fits=least <= (bench.turned if wide else room))


def _parts(
    table: etree._Element, columns: tuple[Width, ...], room: float
) -> tuple[tuple[int, ...], ...]:
    """Share columns out among parts, each with the headers of its rows; none if they do not fit.

    A table is parted only between columns that no cell spans.
    """
    if any(span > 1 for _, _, span in placed(table)):
        return ()
    heads = _row_headers(table)
    taken = sum(columns[n].fair for n in heads)
    rest = [n for n in range(len(columns)) if n not in heads]
    if len(rest) < 2 or taken + max(columns[n].fair for n in rest) > room:
        return ()
    filled, count = taken, 1
    for number in rest:
        if filled + columns[number].fair > room:
            filled, count = taken, count + 1
        filled += columns[number].fair
    count = max(2, count)  # a table that would fit in one: its author wants it parted
    first, more = divmod(len(rest), count)
    cuts = [n * first + min(n, more) for n in range(count + 1)]
    parts = tuple((*heads, *rest[a:b]) for a, b in pairwise(cuts))
    fits = all(sum(columns[n].fair for n in part) <= room for part in parts)
    return parts if fits else ()


def _row_headers(table: etree._Element) -> tuple[int, ...]:
    """Return the columns whose body cells head their rows; without any, the first column."""
    inside = set(table.iterfind("tbody/tr/*"))
    body = [(cell.tag, column) for cell, column, _ in placed(table) if cell in inside]
    plain = {n for tag, n in body if tag == "td"}
    heads = tuple(sorted({n for tag, n in body if tag == "th"} - plain))
    return heads or (0,)


def _told(holder: etree._Element, fit: _Fit, bench: _Bench) -> Iterator[Diagnostic]:
    block = bench.tables.get(holder.get("id") or "")
    place: Place | None = block.at if block else None
    if not fit.fits:
        yield finding("P012", place)
        return
    how = [f"set at {fit.scale:.0%} of its size"] if fit.scale < 1 else []
    how += ["turned"] if fit.turned else []
    how += [f"parted into {len(fit.parts)} by columns"] if fit.parts else []
    if how:
        yield finding("P011", place, how=Phrase(", ".join(how)))


_PART = "data-part"


def _number(part: etree._Element) -> int:
    return int(part.attrib.pop(_PART, "0"))


def _parted(holder: etree._Element, fit: _Fit, bench: _Bench) -> list[etree._Element]:
    """Return the tables that a table becomes: itself, or one for each part of its columns."""
    if not fit.parts:
        return [holder]
    parts = [holder, *(deepcopy(holder) for _ in fit.parts[1:])]
    for number, (part, kept) in enumerate(zip(parts, fit.parts, strict=True)):
        table = part.find("table")
        assert table is not None, "a part of a table is a table"
        first = fit.parts[0]
        for cell, column, _ in list(placed(table)):
            if column not in kept:
                _remove(cell)
            elif number and column in first:
                _strip(cell)
        part.set(_PART, str(number))
        below = [child for child in part if child is not table]
        if number:
            _begin_again(part, table, bench.tongue)
            parts[number - 1].addnext(part)
        for line in below if number < len(parts) - 1 else ():
            part.remove(line)
    return parts


def _begin_again(part: etree._Element, table: etree._Element, tongue: Locale) -> None:
    """Caption a later part: what it goes on, not the caption once more."""
    part.attrib.pop("id", "")
    said = _goes_on(table, tongue)
    part.tail = None
    caption = table.find("caption")
    if caption is not None:
        for child in list(caption):
            caption.remove(child)
        caption.text = said
    for element in part.iter(etree.Element):
        element.attrib.pop(POSITION, "")


def _strip(cell: etree._Element) -> None:
    """Make a cell that is set a second time lead nowhere and be led to by nothing."""
    for element in list(cell.iter("a")):
        if element.get("class") == "noteref":
            _remove(element)
        else:
            element.attrib.pop("href", "")
    for element in cell.iter(etree.Element):
        element.attrib.pop("id", "")


def _remove(element: etree._Element) -> None:
    parent, before = element.getparent(), element.getprevious()
    assert parent is not None, "an element of a cell stands in it"
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _set_columns(table: etree._Element, columns: list[Width], across: float) -> None:
    """Give a table the widths of its columns, unless its author has given them."""
    if table.find("colgroup") is not None and len(table.findall("colgroup/col")) == len(columns):
        return
    for group in table.findall("colgroup"):
        table.remove(group)
    shared = distribute(columns, across)
    group = etree.Element("colgroup")
    for width in shared:
        etree.SubElement(group, "col").set("style", f"width:{width / sum(shared):.3%}")
    table.insert(1 if table.find("caption") is not None else 0, group)
    table.set("class", "fitted")


def _set_size(table: etree._Element, scale: float) -> None:
    if scale < 1:
        table.set("style", f"font-size:{TABLE_SIZE * scale:.4g}em")
        caption = table.find("caption")
        if caption is not None:
            caption.set("style", f"font-size:{_CAPTION_SIZE / scale:.4g}em")


def _set_continuation(part: etree._Element, tongue: Locale) -> None:
    """Put the line over the head that stands there from the second page on."""
    table = part.find("table")
    assert table is not None, "a part of a table is a table"
    head = table.find("thead")
    if head is None or "short" in (part.get("class") or "").split():
        return
    span = sum(int(cell.get("colspan", "1")) for cell in head[0]) if len(head) else 1
    row = etree.Element("tr", {"class": "continued"})
    line = etree.SubElement(etree.SubElement(row, "td", {"colspan": str(span)}), "div")
    line.text = _goes_on(table, tongue)
    head.insert(0, row)


def _goes_on(table: etree._Element, tongue: Locale) -> str:
    """Return «تابع جدول ٣», or the word alone for a table without a number."""
    sign = table.find('caption/span[@class="number"]')
    return continued("" if sign is None else "".join(map(str, sign.itertext())), tongue.words)
