"""A report with every kind of block and of inline, and tables that stack and that cannot."""

from __future__ import annotations

from handset import DOT, ISSUED

from report.model.assets import Asset
from report.model.blocks import (
    Block,
    BlockQuote,
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
from report.model.document import Contributor, Division, Edition, Metadata, Note, Report
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

EDITION = Edition("https://example.org/water", 1, ISSUED)


def paragraph(*pieces: Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(p) if isinstance(p, str) else p for p in pieces))


def items(*texts: str) -> tuple[ListItem, ...]:
    return tuple(ListItem((paragraph(text),)) for text in texts)


def cell(text: str, **options: int | bool) -> Cell:
    return Cell((paragraph(text),), **options)  # type: ignore[arg-type]


def english(text: str) -> Isolate:
    return Isolate((Text(text),), "ltr", "en")


RUN = paragraph(
    "نشرت ",
    english("World Health Organization (WHO)"),
    " تقريرها",
    NoteRef("who"),
    "؛ انظر ",
    CrossRef("tbl-plain"),
    " و",
    Link((Text("موقع الهيئة"),), "https://example.org/a?b=1&c=2"),
    "، و",
    Emphasis((Text("التأكيد"),)),
    Day("2026-11-24"),
    Term((Text("الملوحة"),)),
    IndexMark((Text("الكثافة"),), "ماء!كثافته"),
    Citation((Cite("who2020"),), (Text("(المنظمة 2020)"),)),
    " و",
    Strong((Text("الأهمية"),)),
    "، و",
    Code("a < b"),
    "، م",
    Superscript((Text("2"),)),
    "، ",
    Isolate((Text("CO"), Subscript((Text("2"),))), "ltr"),
    LineBreak(),
    "سطر جديد ",
    Gap("truncated"),
)

PLAIN = Table(
    (Column(), Column(), Column("number")),
    (Row((cell("الدولة"), cell("الحدث"), cell("العدد"))),),
    (
        Row((cell("مالي", header=True), cell("إعادة انتشار"), cell("15,400"))),
        Row((cell("النيجر", header=True), cell(""), cell("1,200"))),
    ),
    caption=(Text("التحولات"),),
    notes=((Text("أرقام تقديرية."),),),
    source=(Text("تقدير الباحث"),),
    label="tbl-plain",
)
SPANNED = Table(
    (Column(), Column(), Column()),
    (
        Row((cell("", rows=2), cell("الفترة", columns=2))),
        Row((cell("2020"), cell("2021"))),
    ),
    (
        Row((cell("مالي", header=True), cell("12"), cell("14"))),
        Row((cell("تشاد", header=True), cell("9", columns=2))),
    ),
    caption=(Text("فترات"),),
    label="tbl-spanned",
)
CHART = Chart(
    "bar",
    Row((cell(""), cell("2023"), cell("2024"))),
    (
        Row((cell("مالي"), cell("12"), cell("15"))),
        Row((cell("النيجر"), cell("9"), cell("7"))),
    ),
    caption=(Text("الأمطار"),),
    unit=(Text("مليمتر"),),
    source=(Text("تقدير الباحث"),),
    alternative="زادت في مالي ونقصت في النيجر",
    label="fig-rain",
)

BLOCKS: tuple[Block, ...] = (
    RUN,
    PullQuote((paragraph("Water is life."),), (Text("Jane Doe"),), language="en"),
    List((ListItem((paragraph("أول"), List(items("فرعي"), "decimal"))), *items("ثان"))),
    List(items("ألف", "باء"), "abjad"),
    DefinitionList((Definition((Text("الساحل"),), ((paragraph("إقليم."),),)),)),
    BlockQuote((paragraph("وجعلنا من الماء كل شيء حي."),), (Text("الأنبياء: 30"),)),
    Callout((paragraph("احذر."),), "warning", (Text("تنبيه منهجي"),)),
    CodeBlock('print("ماء")  # <b>', "python"),
    Break(),
    PLAIN,
    SPANNED,
    CHART,
    Figure("map.png", "خريطة الساحل", (Text("خريطة"),), (Text("الباحث"),), label="fig-map"),
)


def everything(language: str = "ar") -> Report:
    """Return the report, as it leaves the filters, in a language."""
    questions = Faq(
        (
            QuestionAnswer((Text("لماذا؟"),), (paragraph("لأن."),), label="q-why"),
            QuestionAnswer((Text("كيف؟"),), (paragraph(CrossRef("section")),), label="q-how"),
        )
    )
    summary = Division(
        (Text("Summary"),), (paragraph("In short."),), kind="summary", label="sum", language="en"
    )
    section = Division((Text("قسم"),), (paragraph("نص."),), label="section")
    return Report(
        Metadata(
            title="الماء في الساحل",
            subtitle="موجز عن Sahel Water",
            language=language,
            contributors=(Contributor("سارة منصور", sort="منصور، سارة"),),
            publisher="دار الورّاق",
            date="2026-11-24",
        ),
        front=(summary,),
        body=(Division((Text("الماء"),), BLOCKS, (section,), label="water"),),
        back=(Division((Text("أسئلة"),), (questions,), kind="faq", label="faq"),),
        notes=(Note("who", (paragraph("حاشية فيها ", english("UNDP"), "."),)),),
        assets=(Asset("map.png", "image/png", DOT),),
    )
