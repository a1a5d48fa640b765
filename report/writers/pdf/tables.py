"""Tables in the structure tree: scopes, spans, rows of one length, headers of each cell.

PDF/UA wants tables that are regular (ISO 14289-2, 8.2.5.26) and header cells that say what they
head. ``Scope`` says it for a plain table; where header cells span, each data cell names its own
headers, because readers disagree on how far the scope of a spanning cell reaches.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from report.writers.pdf.tree import Node

_GROUPS = ("THead", "TBody", "TFoot")
_MOST = 1000
_SCOPES = {"col": "Column", "colgroup": "Column", "row": "Row", "rowgroup": "Row"}


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell, its first row and column counted over the table, and how far it reaches."""

    node: Node
    row: int
    column: int
    rows: int
    columns: int

    def covers(self) -> Iterator[tuple[int, int]]:
        for row in range(self.row, self.row + self.rows):
            for column in range(self.column, self.column + self.columns):
                yield row, column


def head_tables(document: Node) -> None:
    """See to every table of a tree: order of its parts, scopes, spans, headers."""
    for number, table in enumerate(n for n in list(document.walk()) if n.role == "Table"):
        _order(table)
        cells = list(_grid(table))
        for cell in cells:
            _describe(cell)
        _fill(table, cells)
        if any(c.node.role == "TH" and c.rows * c.columns > 1 for c in cells):
            _name_headers(cells, f"table-{number + 1}")


def _order(table: Node) -> None:
    """Put caption, head, bodies and foot in this order; a table of one part has a body."""
    groups = [node for node in table.nodes() if node.role in _GROUPS]
    if groups and all(node.role != "TBody" for node in groups):
        for group in groups:
            group.role = "TBody"
    rank = {"Caption": 0, "THead": 1, "TBody": 2, "TFoot": 3}
    table.kids.sort(key=lambda kid: rank.get(kid.role, 2) if isinstance(kid, Node) else 2)


def _grid(table: Node) -> Iterator[_Placed]:
    """Give each cell its place, as HTML forms a table (HTML, 4.9.12.1).

    >>> row = Node("TR", None, "ar", kids=[Node("TD", None, "ar"), Node("TD", None, "ar")])
    >>> table = Node("Table", None, "ar", kids=[Node("TBody", None, "ar", kids=[row])])
    >>> [(cell.row, cell.column) for cell in _grid(table)]
    [(0, 0), (0, 1)]
    """
    first = 0
    for group in table.nodes():
        if group.role not in _GROUPS:
            continue
        rows = [row for row in group.nodes() if row.role == "TR"]
        taken: set[tuple[int, int]] = set()
        for down, row in enumerate(rows):
            column = 0
            for node in row.nodes():
                while (down, column) in taken:
                    column += 1
                columns = _span(node, "colspan") or 1
                wanted, left = _span(node, "rowspan"), len(rows) - down
                reach = min(left if wanted == 0 else wanted or 1, left)
                placed = _Placed(node, down, column, reach, columns)
                taken.update(placed.covers())
                yield _Placed(node, first + down, column, reach, columns)
                column += columns
        first += len(rows)


def _span(node: Node, name: str) -> int | None:
    written = (node.source.get(name) or "").strip() if node.source is not None else ""
    return min(int(written), _MOST) if written.isascii() and written.isdigit() else None


def _describe(cell: _Placed) -> None:
    node = cell.node
    if cell.columns > 1:
        node.set("Table", ColSpan=cell.columns)
    if cell.rows > 1:
        node.set("Table", RowSpan=cell.rows)
    if node.role == "TH":
        node.set("Table", Scope=f"/{_scope(cell)}")


def _scope(cell: _Placed) -> str:
    """Return what a header cell heads: as the author says, else by where it stands."""
    source, row = cell.node.source, cell.node.parent
    written = source.get("scope", "").lower() if source is not None else ""
    if written in _SCOPES:
        return _SCOPES[written]
    in_head = row is not None and row.parent is not None and row.parent.role == "THead"
    alone = row is not None and all(node.role == "TH" for node in row.nodes())
    return "Column" if in_head or alone else "Row"


def _fill(table: Node, cells: list[_Placed]) -> None:
    """Make every row as long as the longest: HTML shows blanks there, so nothing is invented."""
    width = max((cell.column + cell.columns for cell in cells), default=0)
    taken = {place for cell in cells for place in cell.covers()}
    rows = [row for group in table.nodes() for row in group.nodes() if row.role == "TR"]
    for number, row in enumerate(rows):
        for column in range(width):
            if (number, column) not in taken:
                row.place(Node("TD", row, row.language))


def _name_headers(cells: list[_Placed], name: str) -> None:
    """Give header cells identifiers and each data cell the list of those that head it."""
    columns: dict[int, list[_Placed]] = {}
    rows: dict[int, list[_Placed]] = {}
    for number, cell in enumerate(cells, start=1):
        if cell.node.role == "TH":
            cell.node.identifier = f"{name}-header-{number}"
            by_column = cell.node.attributes["Table"]["Scope"] == "/Column"
            kept = columns if by_column else rows
            start, reach = (cell.column, cell.columns) if by_column else (cell.row, cell.rows)
            for place in range(start, start + reach):
                kept.setdefault(place, []).append(cell)
    for cell in cells:
        if cell.node.role == "TD":
            heads = [
                *(
                    h
                    for c in range(cell.column, cell.column + cell.columns)
                    for h in columns.get(c, ())
                ),
                *(h for r in range(cell.row, cell.row + cell.rows) for h in rows.get(r, ())),
            ]
            names = list(dict.fromkeys(h.node.identifier for h in heads if _before(h, cell)))
            if names:
                cell.node.set("Table", Headers=names)


def _before(header: _Placed, cell: _Placed) -> bool:
    """Say whether a header stands above or before a cell."""
    return (header.row, header.column) < (cell.row, cell.column) and (
        header.row <= cell.row or header.column <= cell.column
    )
