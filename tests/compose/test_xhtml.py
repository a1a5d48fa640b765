from __future__ import annotations

import pytest
from lxml import etree

from report.compose.numbering import Numbered, Numbers
from report.compose.setting import Setting
from report.compose.xhtml import set_block, set_inlines
from report.locales import locale
from report.model.blocks import (
    Block,
    BlockQuote,
    Break,
    Callout,
    CodeBlock,
    Definition,
    DefinitionList,
    Faq,
    Figure,
    List,
    ListItem,
    Paragraph,
    PullQuote,
    QuestionAnswer,
)
from report.model.inlines import (
    Code,
    CrossRef,
    Emphasis,
    Gap,
    Inline,
    Isolate,
    LineBreak,
    Link,
    NoteRef,
    Strong,
    Subscript,
    Superscript,
    Text,
)


def setting(language: str = "ar") -> Setting:
    targets = {
        "tbl-a": Numbered("table", 2, "الشركاء"),
        "q-1": Numbered("question", 1, "لماذا؟"),
        "fig-a": Numbered("figure", 3, "خريطة"),
        "ch-a": Numbered("division", 0, "الفصل الأول"),
    }
    return Setting(locale(language), Numbers(targets, {"n": 4}), language)


def paragraph(text: str, **own: str) -> Paragraph:
    return Paragraph((Text(text),), **own)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("inline", "written"),
    [
        (Text("أ < ب & ج"), "أ &lt; ب &amp; ج"),
        (Emphasis((Text("أ"),)), "<em>أ</em>"),
        (Strong((Text("أ"),)), "<strong>أ</strong>"),
        (Superscript((Text("2"),)), "<sup>2</sup>"),
        (Subscript((Text("2"),)), "<sub>2</sub>"),
        (Isolate((Text("WHO"),), "ltr"), '<bdi dir="ltr">WHO</bdi>'),
        (
            Isolate((Text("WHO"),), "ltr", "en"),
            '<bdi dir="ltr" lang="en" xml:lang="en">WHO</bdi>',
        ),
        (
            Link((Text("هنا"),), 'https://a.example/?q="1"&b'),
            '<a class="link" href="https://a.example/?q=&#34;1&#34;&amp;b">هنا</a>',
        ),
        (Code("a<b"), '<code dir="ltr">a&lt;b</code>'),
        (CrossRef("tbl-a"), '<a class="crossref" href="#tbl-a">الجدول 2</a>'),
        (CrossRef("ch-a"), '<a class="crossref" href="#ch-a">الفصل الأول</a>'),
        (CrossRef("ch-a", (Text("هناك"),)), '<a class="crossref" href="#ch-a">هناك</a>'),
        (LineBreak(), "<br/>"),
        (Gap(), '<span class="gap">[النص مبتور في المصدر]</span>'),
        (NoteRef("unknown"), ""),
    ],
)
def test_inlines(inline: Inline, written: str) -> None:
    assert set_inlines((inline,), setting()) == written


def test_only_the_first_call_of_a_note_is_what_the_note_leads_back_to() -> None:
    both = set_inlines((NoteRef("n"), Text(" "), NoteRef("n")), setting())
    assert both.count('id="ref-n"') == 1
    assert both.count('href="#note-n"') == 2


@pytest.mark.parametrize(
    "block",
    [
        paragraph("نص", label="p"),
        List((ListItem((paragraph("أ"), List((ListItem((paragraph("ب"),)),)))),), label="p"),
        List((ListItem((paragraph("أ"),)),), "abjad", 3, label="p"),
        Figure("a.png", "وصف", (Text("تعليق"),), (Text("تصوير: س"),), label="p"),
        PullQuote((paragraph("اقتباس"),), (Text("قائل"),), label="p"),
        BlockQuote((paragraph("اقتباس"),), label="p"),
        Callout((paragraph("نص"),), "warning", label="p"),
        Faq((QuestionAnswer((Text("لماذا؟"),), (paragraph("لأن"),), label="q-1"),), label="p"),
        CodeBlock("if a < b:\n    pass", "python", label="p"),
        DefinitionList((Definition((Text("أ"),), ((paragraph("ب"),),)),), label="p"),
        Break(label="p"),
    ],
    ids=lambda block: type(block).__name__,
)
def test_blocks_are_well_formed_and_carry_their_label(block: Block) -> None:
    root = etree.fromstring(set_block(block, setting()))
    assert root.get("id") == "p"


def test_a_block_in_another_language_says_so_and_turns_its_direction() -> None:
    quote = PullQuote((paragraph("English."),), language="en")
    root = etree.fromstring(set_block(quote, setting()))
    assert (root.get("lang"), root.get("dir")) == ("en", "ltr")
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_an_arabic_block_inside_an_english_one_turns_back() -> None:
    quote = BlockQuote((paragraph("نص", language="ar"),), language="en")
    inner = etree.fromstring(set_block(quote, setting())).find("p")
    assert inner is not None
    assert (inner.get("lang"), inner.get("dir")) == ("ar", "rtl")


def test_the_press_words_a_callout_without_a_title() -> None:
    assert "تنبيه" in set_block(Callout((paragraph("نص"),), "warning"), setting())
    own = Callout((paragraph("نص"),), "warning", (Text("انتبه"),))
    assert "تنبيه" not in set_block(own, setting())


def test_a_figure_is_numbered_and_its_credit_set_apart() -> None:
    figure = Figure("a.png", "وصف", (Text("خريطة"),), (Text("تصوير: س"),), label="fig-a")
    root = etree.fromstring(set_block(figure, setting("ar-EG")))
    caption = root.find("figcaption")
    assert caption is not None
    assert "".join(caption.itertext()) == "شكل ٣. خريطة تصوير: س"
    image = root.find("img")
    assert image is not None
    assert image.get("alt") == "وصف"


def test_code_runs_left_to_right_and_keeps_its_blanks() -> None:
    root = etree.fromstring(set_block(CodeBlock("  a\n\tb"), setting()))
    assert root.get("dir") == "ltr"
    assert "".join(root.itertext()) == "  a\n\tb"


def test_words_of_the_press_keep_their_direction_in_a_foreign_passage() -> None:
    passage = (Text("See "), CrossRef("tbl-a"), Gap())
    said = set_block(Paragraph(passage, language="en"), setting())
    assert 'href="#tbl-a" lang="ar" xml:lang="ar" dir="rtl">' in said
    assert '<span class="gap" lang="ar" xml:lang="ar" dir="rtl">' in said
    inside = set_inlines((Isolate(passage, "ltr"),), setting())
    assert inside.count('dir="rtl"') == 2
    assert 'dir="rtl"' not in set_block(Paragraph(passage), setting())


def test_a_list_counts_from_its_start_in_both_books() -> None:
    items = (ListItem((Paragraph((Text("أ"),)),)),)
    said = set_block(List(items, "decimal", 3), setting())
    assert said.startswith('<ol class="decimal" start="3" style="counter-reset: list-item 2">')
