"""Blocks: what stands in a division, one below the other. A closed union."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from report.model.inlines import Direction, Inlines, Node

Blocks: TypeAlias = "tuple[Block, ...]"
Align = Literal["start", "center", "end", "number"]
Numbering = Literal["decimal", "abjad", "alphabet", "alpha", "roman"]
"""Digits; letters in the order of the abjad (أ ب ج) or of the alphabet of the language (أ ب ت);
Latin letters (a b c); Roman numerals."""
CalloutKind = Literal["note", "tip", "important", "warning", "key"]
TableStyle = Literal["ruled", "striped", "matrix", "key-figures", "comparison", "plain"]
Fit = Literal["shrink", "turn", "split"]
ChartKind = Literal["bar", "line", "share", "timeline"]
Bars = Literal["columns", "rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockNode(Node):
    """What every block has.

    ``label`` is the author's, or the one that the labels filter gave. ``language`` is a BCP 47
    tag, set only where it differs from that of what surrounds the block; the block's direction
    follows from it.
    """

    label: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph(BlockNode):
    """A paragraph."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class ListItem(Node):
    """One item; its first block is usually a paragraph."""

    content: Blocks


@dataclass(frozen=True, slots=True)
class List(BlockNode):
    """A list, ordered when it has a ``numbering``. Nested lists are blocks of an item."""

    items: tuple[ListItem, ...]
    numbering: Numbering | None = None
    start: int = 1


@dataclass(frozen=True, slots=True)
class Cell(Node):
    """A table cell. A ``header`` in the head heads its columns, elsewhere its row."""

    content: Blocks
    header: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Row(Node):
    """A table row: only the cells that begin in it, as HTML counts them."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """How a column is set; ``width`` is its share of the measure (0 to 1), or ``None``."""

    align: Align = "start"
    width: float | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """Where the cells of a table or a chart come from: a CSV or XLSX file beside the manuscript.

    The file is what is kept; the cells are filled in from it anew for each book. ``columns``
    picks, names and formats columns («City = المدينة; Index = الرقم: number.1»), ``total``
    names a last row that adds them up, ``headers`` counts columns that head their rows, and
    ``sheet`` names one of a workbook.
    """

    file: str
    columns: str = ""
    total: str = ""
    headers: int = 0
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Table(BlockNode):
    """A table. ``style`` names a table style of the house, or ``None`` for the theme's own.

    ``unit`` is what its numbers count; ``fit`` says what print does with a table too wide for the
    page, where the house would choose otherwise. A ``key`` table is the one that the brief shows.
    """

    columns: tuple[Column, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    caption: Inlines = ()
    notes: tuple[Inlines, ...] = ()
    source: Inlines = ()
    style: TableStyle | None = None
    unit: Inlines = ()
    fit: Fit | None = None
    key: bool = False
    data: Dataset | None = None


@dataclass(frozen=True, slots=True)
class Figure(BlockNode):
    """An image that stands alone. ``asset`` names an :class:`~report.model.assets.Asset`.

    ``alternative`` is what is read to who does not see the image. ``width`` is the largest
    share of the measure that it takes (0 to 1); no image is set larger than it is.
    """

    asset: str
    alternative: str
    caption: Inlines = ()
    credit: Inlines = ()
    width: float | None = None


@dataclass(frozen=True, slots=True)
class Chart(BlockNode):
    """Numbers that the press draws.

    ``head`` names the series; the first cell of each of ``rows`` names a category, the others
    are the values that the series have there. In a time line the first cell is a date and the
    second what happened. ``direction`` is that in which categories and time run, where it is
    not that of the language; ``shown`` asks for the numbers below the drawing in print too;
    a ``key`` chart is the one that the brief shows.
    """

    kind: ChartKind
    head: Row
    rows: tuple[Row, ...]
    caption: Inlines = ()
    unit: Inlines = ()
    source: Inlines = ()
    alternative: str = ""
    bars: Bars | None = None
    direction: Direction | None = None
    shown: bool = False
    key: bool = False
    data: Dataset | None = None


@dataclass(frozen=True, slots=True)
class PullQuote(BlockNode):
    """A sentence lifted out of the text, or set beside it, to catch the eye."""

    content: Blocks
    attribution: Inlines = ()


@dataclass(frozen=True, slots=True)
class BlockQuote(BlockNode):
    """A quotation that stands in the run of the text."""

    content: Blocks
    attribution: Inlines = ()


@dataclass(frozen=True, slots=True)
class Callout(BlockNode):
    """A box beside the argument: a note, a tip, key points."""

    content: Blocks
    kind: CalloutKind = "note"
    title: Inlines = ()


@dataclass(frozen=True, slots=True)
class QuestionAnswer(BlockNode):
    """One question and its answer, each of which can be linked to."""

    question: Inlines
    answer: Blocks


@dataclass(frozen=True, slots=True)
class Faq(BlockNode):
    """Questions and answers."""

    items: tuple[QuestionAnswer, ...]


@dataclass(frozen=True, slots=True)
class CodeBlock(BlockNode):
    """Literal lines, always set left to right; ``syntax`` names the programming language."""

    text: str
    syntax: str | None = None


@dataclass(frozen=True, slots=True)
class Definition(Node):
    """A term and what it means; several definitions are several blocks-tuples."""

    term: Inlines
    meanings: tuple[Blocks, ...]


@dataclass(frozen=True, slots=True)
class DefinitionList(BlockNode):
    """Terms and their definitions."""

    entries: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Break(BlockNode):
    """A break in the text that a heading does not mark (a dinkus)."""


Block: TypeAlias = (
    Paragraph
    | List
    | Table
    | Figure
    | Chart
    | PullQuote
    | BlockQuote
    | Callout
    | Faq
    | CodeBlock
    | DefinitionList
    | Break
)
