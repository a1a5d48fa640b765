"""A report with every kind of block, through the whole press, before the judge."""

from __future__ import annotations

import base64
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest
from hand_page import EDITION, METADATA, Tagged

from report.checks.pdf import check_pdf
from report.compose import compose
from report.compose.galley import House
from report.diagnostics import Diagnostic
from report.disk import open_house
from report.model.assets import Asset
from report.model.blocks import (
    Block,
    BlockQuote,
    Blocks,
    Break,
    Callout,
    Cell,
    Chart,
    CodeBlock,
    Column,
    Definition,
    DefinitionList,
    Faq,
    Figure,
    List,
    ListItem,
    Paragraph,
    PullQuote,
    QuestionAnswer,
    Row,
    Table,
)
from report.model.document import Division, Note, Report
from report.model.inlines import (
    Citation,
    Cite,
    Code,
    CrossRef,
    Day,
    Emphasis,
    Gap,
    IndexMark,
    Inline,
    Inlines,
    Isolate,
    LineBreak,
    Link,
    NoteRef,
    Strong,
    Subscript,
    Superscript,
    Term,
    Text,
)
from report.model.walk import report_blocks, report_inlines
from report.verapdf import judge, version
from report.writers.pdf.associated import Attachment
from report.writers.pdf.standards import Standard

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SOURCE = Attachment("source.md", "text/markdown", b"# x", "source.md", "Source")
LONG = "تمتد هذه الفقرة على أسطر كثيرة حتى تبلغ الصفحة التالية. " * 30


def run(text: str) -> Inlines:
    return (Text(text),)


def say(text: str) -> Paragraph:
    return Paragraph(run(text))


def items(*texts: str) -> tuple[ListItem, ...]:
    return tuple(ListItem((say(text),)) for text in texts)


def cells(*texts: str, header: bool = False) -> tuple[Cell, ...]:
    return tuple(Cell((say(text),), header=header) for text in texts)


EVERY_INLINE: Inlines = (
    Text("نص "),
    Strong(run("قوي")),
    Emphasis(run(" مؤكد ")),
    Isolate(run("World Bank"), "ltr", "en"),
    Superscript(run("2")),
    Subscript(run("3")),
    Code("x = 1"),
    NoteRef("n1"),
    Text(" ثم "),
    Link(run("رابط"), "https://example.org/a?b=1"),
    CrossRef("table"),
    LineBreak(),
    NoteRef("n1"),
    Day("2026-11-24", run("24 نوفمبر 2026")),
    Term(run("لفظ")),
    IndexMark(run("كثافة"), "ماء!كثافته"),
    Citation((Cite("who2020"),), run("(المنظمة 2020)")),
    Gap(),
)

WIDE = Table(
    columns=(Column(), Column("number"), Column("number", 0.3)),
    head=(
        Row((Cell((say("البلد"),), header=True, rows=2), Cell((say("السنة"),), True, columns=2))),
        Row(cells("2023", "2024", header=True)),
    ),
    body=tuple(Row((*cells(f"بلد {n}", header=True), *cells(str(n), f"{n}.5"))) for n in range(70)),
    caption=run("جدول يمتد على صفحات"),
    notes=(run("ملاحظة"),),
    source=run("مصدر"),
    label="table",
)

EVERY_BLOCK: Blocks = (
    Paragraph(EVERY_INLINE),
    List((ListItem((say("أول"), List(items("فرعي", "ثان"), "abjad"))), *items("آخر"))),
    List(items("واحد", "اثنان"), "decimal", start=3),
    WIDE,
    Figure("dot.png", "نقطة", caption=run("شكل"), credit=run("تصوير"), label="figure"),
    Chart(
        "bar",
        head=Row(cells("السنة", "المطر")),
        rows=(Row(cells("2023", "12")), Row(cells("2024", "15"))),
        caption=run("المطر"),
        alternative="ازداد المطر من 12 إلى 15",
        label="chart",
    ),
    PullQuote((say("جملة بارزة"),), attribution=run("قائلها")),
    BlockQuote((Paragraph(run("Quoted in English.")),), language="en"),
    Callout((say("نص"), List(items("بند"))), kind="key", title=run("أبرز النقاط")),
    CodeBlock("def f(x):\n    return x", "python"),
    DefinitionList((Definition(run("لفظ"), ((say("معنى"),), (say("معنى آخر"),))),)),
    Break(),
    Faq((QuestionAnswer(run("سؤال؟"), (say("جواب"), List(items("أ", "ب"))), label="question"),)),
)

REPORT = Report(
    METADATA,
    front=(Division(run("ملخص"), (say("نص"),), label="summary", kind="summary"),),
    body=(
        Division((), (say(LONG),), label="opening"),
        Division(
            run("فصل"),
            (say(LONG), *EVERY_BLOCK),
            (Division(run("قسم"), (Paragraph((Text("نص"), NoteRef("n2"))),), label="section"),),
            label="chapter",
        ),
        Division(run("Chapter"), (say("In English."),), label="english", language="en"),
    ),
    back=(Division(run("ملحق"), (say(LONG),), label="appendix", kind="appendix"),),
    notes=(
        Note("n1", (Paragraph((Text("حاشية "), Link(run("رابط"), "https://example.org/"))),)),
        Note("n2", (say("فقرة"), say("ثانية"), List(items("بند")))),
    ),
    assets=(Asset("dot.png", "image/png", DOT),),
)


@pytest.fixture(scope="module")
def house() -> House:
    return open_house()


@pytest.fixture(scope="module")
def books(house: House) -> dict[Standard, bytes]:
    from report.writers.pdf.writer import write_pdf

    galley = compose(REPORT, EDITION, house)
    found: list[Diagnostic] = []
    made = {s: write_pdf(galley, found.append, s, carried=(SOURCE,)).data for s in Standard}
    assert not found
    return made


def test_the_report_has_every_kind_of_block_and_inline() -> None:
    blocks = {type(block) for block in report_blocks(REPORT)}
    assert blocks == set(get_args(Block))
    assert {type(inline) for inline in report_inlines(REPORT)} == set(get_args(Inline))
    assert all(field.name for field in fields(REPORT))


@pytest.mark.skipif(version() is None, reason="no Java, or the extra `checks` is missing")
def test_a_report_of_everything_keeps_both_pairs_of_standards(
    books: dict[Standard, bytes], tmp_path: Path
) -> None:
    promised: dict[Path, tuple[str, ...]] = {}
    for standard, data in books.items():
        file = tmp_path / f"{standard.name}.pdf"
        file.write_bytes(data)
        promised[file] = standard.flavours
    verdicts = judge(promised)
    assert [v.flavour for v in verdicts] == ["3a", "ua1", "4f", "ua2"]
    for verdict in verdicts:
        assert verdict.compliant, [verdict.trouble, *(f.told for f in verdict.failures)]


@pytest.mark.parametrize("standard", list(Standard), ids=lambda s: s.value)
def test_a_report_of_everything_is_clean_by_the_rules_of_the_house(
    books: dict[Standard, bytes], house: House, standard: Standard
) -> None:
    families = {face.family for face in house.faces}
    assert not check_pdf(books[standard], "book.pdf", families)


def test_labels_are_the_folios_that_the_pages_print(books: dict[Standard, bytes]) -> None:
    tagged = Tagged(books[Standard.A3A_UA1])
    labels = [leaf.label for leaf in tagged.pdf.pages]
    assert labels[:2] == ["أ", "ب"]
    first = labels.index("1")
    assert labels[first:] == [str(n + 1) for n in range(len(labels) - first)]


def test_every_part_of_the_report_has_its_element(books: dict[Standard, bytes]) -> None:
    tagged = Tagged(books[Standard.A3A_UA1])
    roles = {element.role for element in tagged.document.walk()}
    assert roles >= {
        *("BlockQuote", "Caption", "Code", "Figure", "H1", "H2", "L", "LBody", "LI", "Lbl"),
        *("Link", "Note", "P", "Part", "Reference", "Sect", "Span", "TBody", "TD", "TH", "THead"),
        *("TOC", "TOCI", "TR", "Table"),
    }
    table = tagged.document.all("Table")[0]
    assert len(tagged.under(table)) > 1
    held = {str(f.UF): e.role for e in tagged.document.walk() for f in e.written.get("/AF", ())}
    assert held == {"table-1.csv": "Table", "chart-2.csv": "Figure"}
    references = tagged.document.all("Reference")
    assert len([r for r in references if "حاشية" in str(r.kids[0].links[0].Contents)]) == 3
