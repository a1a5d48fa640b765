"""Blocks: what stands in a division, written as the lines of a manuscript."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import assert_never

from report.model.blocks import (
    Block,
    BlockQuote,
    Blocks,
    Break,
    Callout,
    Chart,
    CodeBlock,
    DefinitionList,
    Faq,
    Figure,
    List,
    ListItem,
    Paragraph,
    PullQuote,
    Table,
)
from report.model.inlines import Gap, Inlines, Text
from report.model.ordinals import ordinal, resolve
from report.writers.manuscript.charts import write_chart
from report.writers.manuscript.inlines import SEPARATOR, Pen, write_inlines
from report.writers.manuscript.marks import (
    address,
    attributes,
    indented,
    protect_line,
    quoted_title,
)
from report.writers.manuscript.tables import write_table

_RULE = re.compile(r"-(?: -){2,}")
"""Empty items inside empty items: three markers in a line are a break."""
_DASH = re.compile(r"[—―](?=\s)")
_SYNTAX = re.compile(r"\w[\w+#.-]{0,40}")


def write_blocks(blocks: Blocks, pen: Pen) -> list[str]:
    """Return the lines of blocks, an empty one between each two."""
    lines: list[str] = []
    above: Block | None = None
    for block in blocks:
        written = write_block(block, pen)
        if not written:
            continue
        if lines:
            lines.append("")
        if _would_join(above, block):
            lines += [SEPARATOR, ""]
        lines += written
        above = block
    return lines


def _would_join(above: Block | None, block: Block) -> bool:
    """Say whether two lists would be read as one; a div around one of them keeps them apart."""
    if not isinstance(above, List | DefinitionList) or type(above) is not type(block):
        return False
    return not any(b.label or b.language for b in (above, block))


def write_block(block: Block, pen: Pen) -> list[str]:
    """Return the lines of one block."""
    match block:
        case Paragraph(content):
            return _with_div(block, _paragraph(content, pen))
        case List():
            return _list(block, pen)
        case Table():
            return write_table(block, pen, write_blocks)
        case Figure():
            return _figure(block, pen)
        case Chart():
            return write_chart(block, pen)
        case PullQuote():
            return _fenced("pullquote", block, _quotation(block, pen))
        case BlockQuote():
            quotation = _quotation(block, pen)
            if block.label or block.language:
                return _fenced("quote", block, quotation)
            return [
                f"> {line}".rstrip(" ") if not line else f"> {line}" for line in quotation or [""]
            ]
        case Callout(content, kind, title):
            value = write_inlines(title, pen.in_one_line())
            return _fenced(kind, block, write_blocks(content, pen), {"title": value})
        case Faq():
            return _faq(block, pen)
        case CodeBlock():
            return _code(block)
        case DefinitionList(entries):
            pairs = [(entry.term, "", entry.meanings) for entry in entries]
            return _with_div(block, _entries(pairs, pen))
        case Break():
            return _with_div(block, ["* * *"])
        case _:
            assert_never(block)


def _with_div(
    block: Block, lines: list[str], values: dict[str, str | None] | None = None
) -> list[str]:
    """Put a nameless div around a block that has no other place for label and language."""
    braces = attributes(block.label, (), {**(values or {}), "lang": block.language})
    return [f"::: {braces}", *lines, ":::"] if braces and lines else lines


def _fenced(
    name: str, block: Block, lines: list[str], values: dict[str, str | None] | None = None
) -> list[str]:
    braces = attributes(block.label, [name], {**(values or {}), "lang": block.language})
    return [f"::: {name if braces == f'{{.{name}}}' else braces}", *lines, ":::"]


def _paragraph(content: Inlines, pen: Pen) -> list[str]:
    lines = [protect_line(line) for line in write_inlines(content, pen).split("\n")]
    return lines if any(lines) else []


def _gap(pen: Pen) -> str:
    return write_inlines((Gap("missing"),), pen)


def _list(block: List, pen: Pen) -> list[str]:
    markers, values = _markers(block, pen)
    tight = all(_is_tight(item) for item in block.items)
    lines: list[str] = []
    for marker, item in zip(markers, block.items, strict=True):
        if lines and not tight:
            lines.append("")
        written = _tight_item(item, pen) if tight else write_blocks(item.content, pen)
        lines += indented(written, f"{marker} ")
    if _RULE.fullmatch(next(iter(lines), "")):
        lines = [f"+{line[1:]}" if line.startswith("-") else line for line in lines]
    return _with_div(block, lines, values)


def _markers(block: List, pen: Pen) -> tuple[list[str], dict[str, str | None]]:
    """Return the markers of a list, and what a div must say because markers cannot."""
    count = len(block.items)
    if block.numbering is None:
        return ["-"] * count, {}
    numbers = range(block.start, block.start + count)
    if block.numbering == "decimal":
        return [f"{number}." for number in numbers], {}
    letters = [
        ordinal(number, block.numbering, hebrew=pen.hebrew, persian=pen.persian)
        for number in numbers
    ]
    written = [letter for letter in letters if letter]
    if len(written) == count and resolve(written) == (block.numbering, block.start):
        return [f"{letter})" for letter in written], {}
    return [f"{number}." for number in numbers], {"numbering": block.numbering}


def _is_tight(item: ListItem) -> bool:
    """Say whether an item is a paragraph, or one with a list that may follow without a blank."""
    if not item.content:
        return True
    first, *others = item.content
    if not isinstance(first, Paragraph) or first.label or first.language or len(others) > 1:
        return False
    for inner in others:
        if not isinstance(inner, List) or inner.label or inner.language:
            return False
        if not inner.items or not inner.items[0].content:
            return False
        if inner.numbering is not None and inner.start != 1:
            return False
    return True


def _tight_item(item: ListItem, pen: Pen) -> list[str]:
    return [line for block in item.content for line in write_block(block, pen)]


def _quotation(block: PullQuote | BlockQuote, pen: Pen) -> list[str]:
    """Return the lines inside a quotation; the last says whose it is, or must not look so."""
    lines = write_blocks(block.content, pen)
    if block.attribution:
        said_by = write_inlines(block.attribution, pen.in_one_line())
        return [*lines, *([""] if lines else []), f"-- {said_by}"]
    if lines and (dash := _DASH.match(lines[-1])):
        lines[-1] = f"&#{ord(dash[0])};{lines[-1][1:]}"
    return lines


def _figure(block: Figure, pen: Pen) -> list[str]:
    credit = write_inlines(block.credit, pen.in_one_line())
    alternative = write_inlines((Text(block.alternative),), pen.in_one_line(), "[", "]")
    image = f"![{alternative}]({address(block.asset)}"
    match block.caption:
        case ():
            title: str | None = ""
        case (Text(text),):
            title = f" {quoted_title(text)}"
        case _:
            title = None
    if title is not None:
        values = {"credit": credit, "width": _width(block), "lang": block.language}
        return [f"{image}{title}){attributes(block.label, (), values)}"]
    caption = _paragraph(block.caption, pen)
    more = {"credit": credit, "width": _width(block)}
    return _fenced("figure", block, [f"{image})", "", *caption], more)


def _width(block: Figure) -> str | None:
    return None if block.width is None else f"{block.width * 100:.6g}%"


def _faq(block: Faq, pen: Pen) -> list[str]:
    pairs: list[tuple[Inlines, str, tuple[Blocks, ...]]] = []
    for pair in block.items:
        braces = attributes(pair.label, (), {"lang": pair.language})
        pairs.append((pair.question, braces, (pair.answer,)))
    return _fenced("faq", block, _entries(pairs, pen))


def _entries(pairs: Sequence[tuple[Inlines, str, tuple[Blocks, ...]]], pen: Pen) -> list[str]:
    lines: list[str] = []
    for term, braces, meanings in pairs:
        if lines:
            lines.append("")
        text = protect_line(write_inlines(term, pen.in_one_line())) or _gap(pen)
        lines.append(f"{text} {braces}".rstrip(" "))
        for meaning in meanings or ((),):
            lines += indented(write_blocks(meaning, pen) or [_gap(pen)], ": ")
    return lines


def _code(block: CodeBlock) -> list[str]:
    longest = max((len(run) for run in re.findall("`+", block.text)), default=0)
    fence = "`" * max(3, longest + 1)
    syntax = block.syntax if _SYNTAX.fullmatch(block.syntax or "") else None
    info = syntax or ""
    if block.label or block.language:
        classes = [syntax] if syntax else []
        info = " " + attributes(block.label, classes, {"lang": block.language})
    return [fence + info, *(block.text.split("\n") if block.text else []), fence]
