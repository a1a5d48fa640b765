"""A long report whose words are numbers, so that any word says where in the text it stands.

The words of the flow are four letters of sixteen, counted up from the first to the last. Titles,
notes and the heads of tables, which print repeats or sets elsewhere, are of other letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from handset import DOT

from report.model.assets import Asset
from report.model.blocks import (
    Block,
    BlockQuote,
    Callout,
    Cell,
    CodeBlock,
    Column,
    Definition,
    DefinitionList,
    Faq,
    Figure,
    List,
    ListItem,
    Paragraph,
    QuestionAnswer,
    Row,
    Table,
)
from report.model.document import Division, Metadata, Note, Report
from report.model.inlines import Emphasis, Inline, Isolate, NoteRef, Text

_LETTERS = "بتثجحخسشصطعفقكمن"
_WORD = re.compile(rf"(?<![\w]){'[' + _LETTERS + ']'}{{4}}(?![\w])")


def word(number: int) -> str:
    """Return the word of a number."""
    return "".join(_LETTERS[number >> shift & 15] for shift in (12, 8, 4, 0))


def numbers(text: str) -> list[int]:
    """Return the numbers of the words in a text."""
    return [
        int("".join(f"{_LETTERS.index(letter):x}" for letter in found), 16)
        for found in _WORD.findall(text)
    ]


class Writer:
    """Writes blocks, each with the next words."""

    def __init__(self) -> None:
        self._count = count(1)
        self.notes: list[Note] = []

    def words(self, length: int) -> str:
        return " ".join(word(next(self._count)) for _ in range(length))

    def paragraph(self, length: int) -> Paragraph:
        """Write a paragraph with stress, a foreign run and, where it is long, a note."""
        run: list[Inline] = [
            Text(self.words(length) + " "),
            Emphasis((Text(self.words(3)),)),
            Text(" "),
            Isolate((Text("World Health Organization"),), "ltr", "en"),
        ]
        if length > 60:
            label = f"note-{len(self.notes) + 1}"
            self.notes.append(Note(label, (Paragraph((Text("هامش ولا رقم له هنا"),)),)))
            run.append(NoteRef(label))
        return Paragraph((*run, Text(" " + self.words(length))))

    def cell(self, length: int, **options: bool) -> Cell:
        return Cell((Paragraph((Text(self.words(length)),)),), **options)

    def list(self, length: int) -> List:
        items = [*self.items(length)]
        items.append(ListItem((self.paragraph(4), List(tuple(self.items(3))))))
        return List((*items, *self.items(length)), "decimal")

    def items(self, length: int) -> Iterator[ListItem]:
        for _ in range(length):
            yield ListItem((self.paragraph(9),))

    def table(self, rows: int, label: str) -> Table:
        caption = Text(self.words(4))
        head = Row(tuple(Cell((Paragraph((Text(text),)),)) for text in ("أول", "ثان", "آخر")))
        body = tuple(
            Row((self.cell(2, header=True), self.cell(4 + number % 9), self.cell(3)))
            for number in range(rows)
        )
        return Table((Column(),) * 3, (head,), body, (caption,), label=label)

    def blocks(self, chapter: int) -> Iterator[Block]:
        yield self.paragraph(30 + chapter * 7 % 90)
        yield self.list(4)
        yield self.paragraph(110)
        yield self.table(6 if chapter % 4 else 45, f"table-{chapter}")
        yield BlockQuote((self.paragraph(40), self.paragraph(50)), (Text(self.words(2)),))
        if chapter % 3 == 0:
            yield Figure("dot.png", "نقطة", (Text(self.words(5)),), label=f"figure-{chapter}")
        yield Callout((self.paragraph(25),), "note")
        yield DefinitionList(
            tuple(Definition((Text(self.words(2)),), ((self.paragraph(12),),)) for _ in range(5))
        )
        yield CodeBlock("\n".join(self.words(5) for _ in range(12)))
        yield Faq(
            tuple(
                QuestionAnswer(
                    (Text(self.words(7)),), (self.paragraph(30),), label=f"q-{chapter}-{n}"
                )
                for n in range(2)
            )
        )


def counted(chapters: int) -> Report:
    """Return a report of so many chapters, each of about three and a half printed pages."""
    writer = Writer()
    body = tuple(
        Division(
            (Text(f"الأول بعده {'و' * (number % 3 + 1)}"),),
            tuple(writer.blocks(number)),
            label=f"chapter-{number}",
        )
        for number in range(chapters)
    )
    return Report(
        Metadata(title="ألفاظ وأرقام", publisher="دار الورّاق"),
        body=body,
        notes=tuple(writer.notes),
        assets=(Asset("dot.png", "image/png", DOT),),
    )
