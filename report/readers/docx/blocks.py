"""Blocks: the walk through the body of a document, its tables, boxes and controls."""

from __future__ import annotations

import re

from report.model.blocks import Block, Blocks, Callout, Figure, Paragraph, Table
from report.model.inlines import Strong, Text
from report.readers.article.tree import Head
from report.readers.docx.names import W, chosen, local, value_of
from report.readers.docx.package import Element
from report.readers.docx.paragraphs import Para, Piece, joined, read_paragraph
from report.readers.docx.reading import DEEPEST, Reading
from report.readers.docx.setting import set_flow
from report.readers.docx.tables import read_table

_OF_CONTENTS = re.compile(r"toc \d|جدول المحتويات \d")
_CONTENTS = ("table of contents", "bibliographies", "cover pages")


def read_pieces(reading: Reading, container: Element) -> list[Piece]:
    """Return the paragraphs and tables inside an element, in order."""
    pieces: list[Piece] = []
    pending: Para | None = None
    for child in chosen(container):
        match local(child):
            case "w:p":
                para, goes_on = read_paragraph(reading, child)
                if any(_OF_CONTENTS.fullmatch(name) for name in para.names):
                    reading.left_out["lines of a list of contents"] += 1
                    continue
                para = joined(pending, para) if pending else para
                pending = para if goes_on else None
                if not goes_on:
                    pieces.append(para)
                pieces += _boxes(reading)
            case "w:tbl":
                pieces += _table(reading, child)
            case "w:sdt":
                if not _is_contents(reading, child):
                    content = child.find(f"{W}sdtContent")
                    pieces += read_pieces(reading, content) if content is not None else []
            case "w:ins" | "w:moveTo" | "w:customXml" | "w:smartTag":
                pieces += read_pieces(reading, child)
            case "w:altChunk":
                reading.left_out["inserted files"] += 1
            case _:
                pass
    return [*pieces, *([pending] if pending else [])]


def _is_contents(reading: Reading, control: Element) -> bool:
    """Tell whether a control is the list of contents that Word draws."""
    gallery = value_of(control.find(f"{W}sdtPr/{W}docPartObj"), "docPartGallery") or ""
    if gallery.lower() != _CONTENTS[0]:
        return False
    reading.left_out["lists of contents"] += 1
    reading.paragraph += sum(1 for _ in control.iter(f"{W}p"))
    return True


def _boxes(reading: Reading) -> list[Piece]:
    """Return the text boxes of the paragraph that was just read: a caption, or a box of text."""
    boxes, reading.boxes = reading.boxes, []
    pieces: list[Piece] = []
    for box in boxes:
        content = read_blocks(reading, box)
        if not content:
            continue
        if len(content) == 1 and isinstance(content[0], Paragraph | Figure | Table):
            pieces.append(content[0])
        else:
            pieces.append(Callout(content, "note", at=content[0].at))
    return pieces


def _table(reading: Reading, element: Element) -> list[Piece]:
    if reading.depth >= DEEPEST:
        reading.left_out["tables nested too deep (their text was kept)"] += 1
        text = " ".join(t.text or "" for t in element.iter(f"{W}t"))
        return [Paragraph((Text(" ".join(text.split()), at=reading.at),), at=reading.at)]
    reading.depth += 1
    table = read_table(reading, element, read_blocks)
    reading.depth -= 1
    if table is None:
        return []
    if len(table.columns) == 1 and len(table.head + table.body) == 1:
        # A table of one cell is a frame around text.
        (row,) = table.head + table.body
        content = row.cells[0].content
        return [Callout(content, "note", at=table.at)] if content else []
    return [table]


def read_blocks(reading: Reading, container: Element) -> Blocks:
    """Return the blocks of a cell, a note or a box, where no heading can be."""
    if reading.depth >= DEEPEST:
        text = " ".join(t.text or "" for t in container.iter(f"{W}t"))
        return (Paragraph((Text(" ".join(text.split()), at=reading.at),), at=reading.at),)
    reading.depth += 1
    pieces = read_pieces(reading, container)
    reading.depth -= 1
    for piece in pieces:
        if isinstance(piece, Para):
            piece.level = None
    flow = set_flow(reading, pieces)
    return tuple(_settled(part) for part in flow)


def _settled(part: Head | Block) -> Block:
    if isinstance(part, Head):
        return Paragraph((Strong(part.title, at=part.at),), at=part.at)
    return part
