"""The parts of an article, each told from raw lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from report.checks.truth import answers, headings, list_items, tables
from report.diagnostics import Diagnostic, Severity
from report.model.blocks import Block, Callout, CodeBlock, List, Paragraph, PullQuote, Table
from report.model.document import Report
from report.model.inlines import Gap, LineBreak, Link
from report.model.walk import all_inlines, inline_text, report_blocks
from report.readers.article import read_article
from report.readers.source import Source

SAMPLE = Path(__file__).parents[2] / "examples" / "sahel-security" / "article.txt"
LONG = (
    "تمتد المشاريع المائية في جنوب البلاد على مدى عشر سنوات، وتهدف إلى تأمين مياه الشرب "
    "والسقي للقرى البعيدة عن الأنهار."
)
MORE = "وقد شارك في إعدادها مهندسون وفلاحون وباحثون من جامعات مختلفة."


def read(*parts: str) -> tuple[Report, list[Diagnostic]]:
    found: list[Diagnostic] = []
    source = Source("a.txt", "text/plain", "\n\n".join(parts).encode())
    return read_article(source, found.append), found


def blocks(report: Report, kind: type[Block]) -> list[Block]:  # type: ignore[valid-type]
    return [block for block in report_blocks(report) if isinstance(block, kind)]


def places(found: list[Diagnostic], code: str) -> list[tuple[int, int]]:
    return [(d.place.line, d.place.column) for d in found if d.code == code and d.place]


def levels(report: Report) -> list[tuple[int, str]]:
    return [(level - 1, text) for level, text in headings(report)[1:]]


# --- the sample -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample() -> tuple[Report, list[Diagnostic]]:
    found: list[Diagnostic] = []
    source = Source("article.txt", "text/plain", SAMPLE.read_bytes())
    return read_article(source, found.append), found


def test_the_sample_has_its_structure(sample: tuple[Report, list[Diagnostic]]) -> None:
    report, _found = sample
    assert report.metadata.title.startswith("تعزيز الأمن الوطني المغربي: التعاون")
    assert [division.kind for division in report.back] == ["faq"]
    assert len(levels(report)) == 13
    assert {level for level, _ in levels(report)} == {1}
    quotes = [block for block in blocks(report, PullQuote)]
    assert [quote.language for quote in quotes] == ["en", "en"]
    assert len(list_items(report)) == 44
    (table,) = blocks(report, Table)
    assert isinstance(table, Table)
    assert inline_text(table.caption) == "مجالات التعاون الأمني الدولي للمغرب في مكافحة الإرهاب"
    assert [len(row.cells) for row in table.head + table.body] == [4] * 6


def test_the_sample_loses_its_furniture_by_name(sample: tuple[Report, list[Diagnostic]]) -> None:
    _, found = sample
    assert places(found, "S012") == [(1, 1), (171, 1), (173, 1), (175, 1)]
    assert places(found, "S013") == [(5, 1)]
    assert places(found, "S014") == [(15, 1), (69, 1)]
    assert places(found, "S025") == [(152, 1)]
    assert len(places(found, "S023")) == 6


def test_the_sample_s_second_answer_is_cut_off(sample: tuple[Report, list[Diagnostic]]) -> None:
    report, found = sample
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    assert [error.code for error in errors] == ["S021"]
    assert errors[0].place == ("article.txt", 169, 4)
    assert "تق" in errors[0].message
    assert len(answers(report)) == 2
    (faq,) = report.back[0].content
    last = faq.items[-1].answer[-1]  # type: ignore[union-attr]
    assert isinstance(last, Paragraph)
    assert isinstance(last.content[-1], Gap)


# --- title ------------------------------------------------------------------------------


def test_the_title_is_taken_once() -> None:
    report, found = read("المياه في الجنوب | موقع الأرض", "المياه في الجنوب", LONG)
    assert report.metadata.title == "المياه في الجنوب"
    assert levels(report) == []
    assert places(found, "S013") == [(1, 1)]


def test_without_a_title_the_opening_words_stand_in() -> None:
    report, found = read(LONG)
    assert report.metadata.title == "تمتد المشاريع المائية في جنوب البلاد على مدى …"
    assert [d.code for d in found if d.severity is Severity.WARNING] == ["S018"]


def test_byline_and_date_go_to_the_metadata() -> None:
    report, _ = read("المياه في الجنوب", "بقلم: سعاد المريني", "نشر في 24 نونبر 2024", LONG)
    assert [person.name for person in report.metadata.contributors] == ["سعاد المريني"]
    assert report.metadata.date == "2024-11-24"
    assert len(blocks(report, Paragraph)) == 1


@pytest.mark.parametrize(
    "line", ["12 رجب 1446", "۱۲ اسفند ۱۴۰۲", "كتبت سعاد عن الماء", "في 24 نونبر 2024 انعقد اللقاء"]
)
def test_what_is_no_certain_credit_stays_in_the_text(line: str) -> None:
    report, _ = read("المياه في الجنوب", line, LONG)
    assert report.metadata.contributors == ()
    assert report.metadata.date is None
    assert line in "\n".join(
        [t for _, t in levels(report)] + [inline_text(b.content) for b in blocks(report, Paragraph)]  # type: ignore[attr-defined]
    )


# --- headings ---------------------------------------------------------------------------


def test_lone_short_lines_are_headings() -> None:
    report, found = read("العنوان العام", LONG, "أسباب الأزمة", MORE, "من أين نبدأ؟", MORE)
    assert levels(report) == [(1, "أسباب الأزمة"), (1, "من أين نبدأ؟")]
    assert places(found, "S015") == [(5, 1), (9, 1)]


@pytest.mark.parametrize(
    "line",
    [
        "قال الوزير إن الماء شرط السلام.",
        "https://example.org/page",
        "وقد أضاف قائلا،",
        "«الماء شرط السلام في المنطقة»",
        "يشمل البرنامج ما يلي:",
    ],
)
def test_what_is_no_heading(line: str) -> None:
    report, _ = read("العنوان العام", LONG, line, MORE)
    assert levels(report) == []


def test_a_line_at_the_end_heads_nothing() -> None:
    report, _ = read("العنوان العام", LONG, "فريق التحرير")
    assert levels(report) == []


def test_numbers_and_sections_give_levels() -> None:
    report, _ = read(
        "العنوان العام", LONG, "1. الأسباب", MORE, "1.1 الجفاف", MORE, "1.2 الهدر", MORE,
        "2. الحلول", MORE,
    )  # fmt: skip
    assert [level for level, _ in levels(report)] == [1, 2, 2, 1]


def test_numbers_that_begin_anew_lie_under_what_stands_between() -> None:
    report, _ = read(
        "العنوان العام", "المدن", "1. فاس", MORE, "2. طنجة", MORE, "القرى", "1. تمري", MORE,
        "2. أملن", MORE,
    )  # fmt: skip
    assert [level for level, _ in levels(report)] == [1, 2, 2, 1, 2, 2]


def test_ranks_of_divisions_give_levels() -> None:
    report, _ = read(
        "العنوان العام", "الباب الأول", "الفصل الأول", MORE, "الفصل الثاني", MORE, "الباب الثاني",
        "الفصل الأول", MORE,
    )  # fmt: skip
    assert [level for level, _ in levels(report)] == [1, 2, 2, 1, 2]


def test_a_colon_under_a_heading_makes_a_section_of_it() -> None:
    report, found = read(
        "العنوان العام", LONG, "التركيب", "المواد المطلوبة:", "• أنبوب\n• مضخة", "الخطوات:", MORE
    )
    assert levels(report) == [(1, "التركيب"), (2, "المواد المطلوبة:"), (2, "الخطوات:")]
    assert len(places(found, "S016")) == 2


def test_labels_among_labelled_paragraphs_are_no_headings() -> None:
    report, _ = read(
        "العنوان العام", LONG, "البرنامج الأول", "التعريف: برنامج لتدبير المياه في القرى.",
        "المزايا:", "• سهل\n• مجاني", "السعر: مئة درهم في الشهر.",
    )  # fmt: skip
    assert levels(report) == [(1, "البرنامج الأول")]


def test_without_evidence_all_headings_are_of_one_level() -> None:
    report, found = read("العنوان العام", LONG, "الأسباب", MORE, "الآثار", MORE, "الحلول", MORE)
    assert {level for level, _ in levels(report)} == {1}
    assert places(found, "S016") == []


def test_captions_of_lost_images_are_left_out_with_a_warning() -> None:
    report, found = read(
        "الزراعة الذكية في الجنوب: تجارب ودروس", LONG, "الخطوة الأولى", MORE,
        "الزراعة الذكية في الجنوب", "أول التجارب", MORE, "صورة: حقل في سوس",
    )  # fmt: skip
    assert [text for _, text in levels(report)] == ["الخطوة الأولى", "أول التجارب"]
    assert places(found, "S014") == [(9, 1), (15, 1)]


def test_marks_of_markdown_are_headings() -> None:
    report, found = read("# العنوان العام", LONG, "## الأسباب", MORE, "### الجفاف", MORE)
    assert report.metadata.title == "العنوان العام"
    assert levels(report) == [(1, "الأسباب"), (2, "الجفاف")]
    assert len(places(found, "S034")) == 2


# --- lists ------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["•", "-", "–", "*", "▪", "○", "  •", "\t-", "\u00a0\u00a0•"])
def test_bullets_of_all_sorts(mark: str) -> None:
    report, _ = read("العنوان العام", LONG, f"{mark} بند أول\n{mark} بند ثان", MORE)
    (made,) = blocks(report, List)
    assert isinstance(made, List)
    assert made.numbering is None
    assert list_items(report) == ["بند أول", "بند ثان"]


@pytest.mark.parametrize(
    ("marks", "numbering"),
    [
        (("1.", "2.", "3."), "decimal"),
        (("1-", "2-", "3-"), "decimal"),
        (("(1)", "(2)", "(3)"), "decimal"),
        (("١.", "٢.", "٣."), "decimal"),
        (("۱)", "۲)", "۳)"), "decimal"),
        (("أ.", "ب.", "ج."), "abjad"),
        (("أ)", "ب)", "ت)"), "alphabet"),
        (("الف)", "ب)", "ج)"), "abjad"),
        (("א.", "ב.", "ג."), "abjad"),
        (("a)", "b)", "c)"), "alpha"),
        (("i.", "ii.", "iii."), "roman"),
    ],
)
def test_numbers_and_letters_of_all_sorts(marks: tuple[str, ...], numbering: str) -> None:
    report, _ = read("العنوان العام", LONG, "\n".join(f"{m} بند طويل" for m in marks), MORE)
    (made,) = blocks(report, List)
    assert isinstance(made, List)
    assert (made.numbering, made.start, len(made.items)) == (numbering, 1, 3)


@pytest.mark.parametrize("line", ["- قال الوزير إن الماء شرط السلام.", "5- لا شيء قبله ولا بعده."])
def test_a_lone_unsure_mark_is_no_list(line: str) -> None:
    report, _ = read("العنوان العام", LONG, line, MORE)
    assert blocks(report, List) == []


def test_lists_nest_by_indent_and_by_mark() -> None:
    by_indent = read("العنوان العام", LONG, "1. أول\n\n  • فرع\n  • فرع آخر\n\n2. ثان", MORE)[0]
    by_mark = read("العنوان العام", LONG, "1. أول\n• فرع\n• فرع آخر\n2. ثان", MORE)[0]
    for report in (by_indent, by_mark):
        outer = blocks(report, List)[0]
        assert isinstance(outer, List)
        assert len(outer.items) == 2
        inner = outer.items[0].content[1]
        assert isinstance(inner, List)
        assert len(inner.items) == 2


def test_a_list_cut_by_blank_lines_is_one_list() -> None:
    report, _ = read("العنوان العام", LONG, "• أول", "• ثان", "• ثالث", MORE)
    assert len(blocks(report, List)) == 1


def test_numbers_that_skip_keep_their_values() -> None:
    report, _ = read("العنوان العام", LONG, "1. أول\n2. ثان\n5. خامس\n6. سادس", MORE)
    lists = [block for block in blocks(report, List) if isinstance(block, List)]
    assert [(made.start, len(made.items)) for made in lists] == [(1, 2), (5, 2)]


# --- tables -----------------------------------------------------------------------------


@pytest.mark.parametrize("separator", ["\t", "\t\t", " | ", "    "])
def test_separators_of_all_sorts(separator: str) -> None:
    rows = [["الصنف", "السعر"], ["القمح", "280"], ["الشعير", "210"]]
    text = "\n".join(separator.join(row) for row in rows)
    report, _ = read("سوق الحبوب", LONG, "الأسعار", text, MORE)
    assert tables(report) == [rows]
    (table,) = blocks(report, Table)
    assert isinstance(table, Table)
    assert [column.align for column in table.columns] == ["start", "number"]


def test_an_empty_cell_between_double_tabs_is_kept() -> None:
    report, _ = read("سوق الحبوب", LONG, "أ\t\tب\t\tج\nد\t\t\t\tهـ\nو\t\tز\t\tح", MORE)
    assert tables(report)[0][1] == ["د", "", "هـ"]


def test_caption_and_source_of_a_table() -> None:
    report, found = read(
        "سوق الحبوب", LONG, "جدول 1: أسعار الحبوب", "الصنف\tالسعر\nالقمح\t280",
        "المصدر: وزارة الفلاحة",
    )  # fmt: skip
    (table,) = blocks(report, Table)
    assert isinstance(table, Table)
    assert inline_text(table.caption) == "جدول 1: أسعار الحبوب"
    assert inline_text(table.source) == "المصدر: وزارة الفلاحة"
    assert places(found, "S025") == [(5, 1)]


# --- questions --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "question", "answer"),
    [
        ("الأسئلة الشائعة", "س:", "ج:"),
        ("أسئلة وأجوبة", "سؤال:", "جواب:"),
        ("أسئلة شائعة", "السؤال الأول:", "الإجابة:"),
        ("سوالات متداول", "پرسش:", "پاسخ:"),
        ("اکثر پوچھے گئے سوالات", "سوال:", "جواب:"),
        ("שאלות נפוצות", "ש:", "ת:"),
        ("FAQ", "Q1:", "A:"),
    ],
)
def test_marks_of_questions(title: str, question: str, answer: str) -> None:
    report, found = read(
        "العنوان العام", LONG, title,
        f"{question} ما هو الري؟", f"{answer} سقي الأرض.",
        f"{question} ولماذا؟", f"{answer} لأن المطر قليل.",
    )  # fmt: skip
    assert answers(report) == [("ما هو الري؟", "سقي الأرض."), ("ولماذا؟", "لأن المطر قليل.")]
    assert [division.kind for division in report.back] == ["faq"]
    assert len(places(found, "S030")) == 1


def test_questions_without_marks_under_their_title() -> None:
    report, _ = read(
        "العنوان العام", LONG, "الأسئلة الشائعة", "ما هو الري؟", "سقي الأرض.", "ولماذا؟",
        "لأن المطر قليل.", "الخاتمة", MORE,
    )  # fmt: skip
    assert len(answers(report)) == 2
    assert report.back == ()
    assert [text for _, text in levels(report)] == ["الأسئلة الشائعة", "الخاتمة"]


def test_question_and_answer_on_one_line() -> None:
    report, _ = read("العنوان العام", LONG, "س: ما الري؟ ج: سقي الأرض.\nس: متى؟ ج: صباحا.")
    assert answers(report) == [("ما الري؟", "سقي الأرض."), ("متى؟", "صباحا.")]


def test_what_follows_the_last_answer_is_text() -> None:
    report, _ = read("العنوان العام", LONG, "س: ما الري؟", "ج: سقي الأرض.", MORE)
    assert answers(report) == [("ما الري؟", "سقي الأرض.")]


def test_a_question_without_answer_is_told() -> None:
    _, found = read("العنوان العام", LONG, "س: ما الري؟", "ج: سقي.", "س: ومتى؟")
    assert places(found, "S031") == [(9, 4)]


@pytest.mark.parametrize(
    ("end", "code"),
    [
        ("وتبادل الخبرات الزراعية، تق", "S021"),
        ("وتبادل الخبرات الزراعية في", "S022"),
        ("وتبادل الخبرات الزراعية،", "S022"),
        ("وتبادل الخبرات الزراعية.", None),
        ("وتبادل الخبرات مع FAO", None),
    ],
)
def test_an_answer_that_stops_too_soon(end: str, code: str | None) -> None:
    answer = f"ج: يساهم البرنامج في التكوين {end}"
    report, found = read("العنوان العام", LONG, "تقنيات تقدم", MORE, "س: كيف؟", answer)
    assert [d.code for d in found if d.severity is Severity.ERROR] == ([code] if code else [])
    gaps = [
        i for b in blocks(report, Paragraph) for i in all_inlines(b.content) if isinstance(i, Gap)
    ]  # type: ignore[attr-defined]
    assert len(gaps) == (1 if code else 0)


# --- asides, code, lines ----------------------------------------------------------------


def test_a_sentence_lifted_from_the_text_is_a_pull_quote() -> None:
    report, found = read(
        "العنوان العام", LONG, "وتهدف إلى تأمين مياه الشرب والسقي للقرى البعيدة", MORE
    )
    assert len(blocks(report, PullQuote)) == 1
    assert places(found, "S026") == [(5, 1)]


def test_callouts_take_their_list() -> None:
    report, _ = read("العنوان العام", LONG, "⚠️ تحذيرات مهمة:", "• لا تلمس\n• افصل التيار", MORE)
    (box,) = blocks(report, Callout)
    assert isinstance(box, Callout)
    assert box.kind == "warning"
    assert inline_text(box.title) == "⚠️ تحذيرات مهمة"
    assert list_items(report) == ["لا تلمس", "افصل التيار"]


def test_code_with_and_without_fences() -> None:
    code = 'def salam(name):\n    print("سلام", name)'
    bare = read("العنوان العام", LONG, code, MORE)[0]
    fenced = read("العنوان العام", LONG, f"```python\n{code}\n```", MORE)[0]
    assert [b.text for b in blocks(bare, CodeBlock)] == [code]  # type: ignore[attr-defined]
    assert [(b.text, b.syntax) for b in blocks(fenced, CodeBlock)] == [(code, "python")]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "line", ["Import duties rose in May.", "Prices ($50-100) differ", "C++ and Java are languages"]
)
def test_english_is_no_code(line: str) -> None:
    assert blocks(read("العنوان العام", LONG, line, MORE)[0], CodeBlock) == []


def test_wrapped_lines_are_joined() -> None:
    text = (
        "تنتهي الأسطر عند عرض ثابت ولو كانت\nالجملة لم تكتمل بعد. وهذا ما تفعله\n"
        "برامج البريد القديمة والمحررات التي\nتحفظ النص كما يظهر. فلا بد إذن من\nوصلها من جديد."
    )
    report, found = read("العنوان العام", text, text.replace("تنتهي", "تقف"))
    assert len(blocks(report, Paragraph)) == 2
    assert places(found, "S028") == [(3, 1)]


def test_verse_keeps_its_lines() -> None:
    text = "أيها الساقي إليك المشتكى\nقد دعوناك وإن لم تسمع\nونديم همت في غرته"
    report, _ = read("العنوان العام", LONG, text, MORE)
    verse = blocks(report, Paragraph)[1]
    assert isinstance(verse, Paragraph)
    assert sum(isinstance(inline, LineBreak) for inline in verse.content) == 2


def test_verse_in_halves_is_a_table_without_a_head() -> None:
    halves = ["قفا نبك من ذكرى", "بين الدخول فحومل", "فتوضح فالمقراة", "لما نسجتها من شمأل"]
    verse = "\n".join("\t".join(halves[i : i + 2]) for i in (0, 2))
    report, _ = read("العنوان العام", LONG, verse, MORE)
    (table,) = blocks(report, Table)
    assert isinstance(table, Table)
    assert (len(table.head), len(table.body)) == (0, 2)


def test_marks_at_line_ends_are_dropped_with_a_word() -> None:
    report, found = read("\u200fالعنوان العام\u200f", f"\u202b{LONG}\u202c")
    assert report.metadata.title == "العنوان العام"
    assert places(found, "S035") == [(1, 2)]
    assert "4 marks" in next(d.message for d in found if d.code == "S035")


def test_findings_go_down_the_source() -> None:
    _, found = read("0", "العنوان العام", LONG, "الأسباب", MORE, "صورة: حقل", "Leave a Comment")
    lines = [d.place.line for d in found if d.place]
    assert lines == sorted(lines)
    assert len(lines) == 5


def test_addresses_become_links() -> None:
    report, _ = read("العنوان العام", f"{LONG} انظر https://example.org/a?b=1، ثم عد.")
    (paragraph,) = blocks(report, Paragraph)
    assert isinstance(paragraph, Paragraph)
    links = [inline for inline in paragraph.content if isinstance(inline, Link)]
    assert [link.target for link in links] == ["https://example.org/a?b=1"]


def test_a_chapter_in_another_language_says_so() -> None:
    english = "Water is the first condition of peace in the region, and the wells are dry."
    report, _ = read("العنوان العام", LONG, "المقدمة", MORE, LONG, "Introduction", english)
    assert [division.language for division in report.body] == [None, None, "en"]


# --- furniture --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Comment", "اترك تعليقا", "دیدگاهتان را بنویسید", "השארת תגובה", "تبصرہ کریں",
        "Laisser un commentaire", "لن يتم نشر عنوان بريدك الإلكتروني.", "Scroll to Top",
        "شارك على فيسبوك", "فيسبوك | تويتر | واتساب", "1.2k مشاهدة", "۳۵ نظر", "5 min read",
        "الرئيسية > أخبار > اقتصاد", "We use cookies to improve your experience.",
        "اقرأ أيضا: مقال آخر عن الماء", "IMG_2034.jpg", "الفصل الأول ........... 12",
        "© 2024 جميع الحقوق محفوظة",
    ],
)  # fmt: skip
def test_furniture_is_removed_and_named(line: str) -> None:
    report, found = read("العنوان العام", LONG, MORE, line)
    assert places(found, "S012") == [(7, 1)]
    assert len(blocks(report, Paragraph)) == 2


@pytest.mark.parametrize(
    "line", ["التعليقات", "البحث", "التالي", "المزيد", "الاسم", "Comments", "Notes"]
)
def test_a_word_of_the_page_can_head_a_section(line: str) -> None:
    report, found = read("العنوان العام", LONG, line, MORE, "أسباب أخرى", MORE)
    assert (1, line) in levels(report)
    assert places(found, "S012") == []


def test_what_follows_the_article_goes_too() -> None:
    _report, found = read(
        "العنوان العام", LONG, MORE, "مقالات ذات صلة", "ما هي لغة جافا؟", "كيف تختار حاسوبك؟"
    )
    assert places(found, "S012") == [(7, 1), (9, 1), (11, 1)]


def test_folios_of_a_pdf_go() -> None:
    _report, found = read("العنوان العام", LONG, "12", MORE, "13", LONG, "14", MORE)
    assert places(found, "S012") == [(5, 1), (9, 1), (13, 1)]


def test_only_furniture_is_refused() -> None:
    with pytest.raises(Exception, match="S020"):
        read("Skip to content", "Leave a Comment", "Scroll to Top")


def test_a_row_longer_than_its_cells_can_hold_is_no_row_of_a_table() -> None:
    # Found by fuzzing: sixty words do not fit into the two cells that the shortest row has.
    row = "التعاون " * 30 + "12 " + "الأمن " * 29
    report, _ = read(f"عنوان التقرير\n\nالتدبير العدد\n{row}\n{row}\n{row}\n")
    assert "الأمن" in str(report.body)


def test_a_tatweel_alone_is_no_heading() -> None:
    # Found by fuzzing: folded, the line has no word left.
    report, _ = read("عنوان التقرير\n\nـ\n\nنص الفقرة الأولى من التقرير.")
    assert report.body


@pytest.mark.parametrize(
    "above", ["المحتويات", "في هذا المقال:", "تتناول هذه الورقة ثلاث مسائل هي:"]
)
def test_a_list_of_contents_stays_and_is_told(above: str) -> None:
    # Whether it is one, or what the author says of the article, is for the editor to see.
    names = ("أسباب الجفاف", "آثار الجفاف", "سبل المواجهة")
    sections = [part for name in names for part in (name, LONG)]
    report, found = read("الجفاف في المغرب", above, "\n".join(f"• {n}" for n in names), *sections)
    assert list_items(report) == list(names)
    assert places(found, "S032")
    assert [text for _, text in levels(report)][-3:] == list(names)
