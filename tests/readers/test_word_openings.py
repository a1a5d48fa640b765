"""Documents of Word: what stands around their titles, and who signs at their ends."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

from report.diagnostics import Diagnostic
from report.readers.docx import read_docx
from report.readers.source import DOCX, Source
from report.writers.manuscript import write_manuscript

_PATH = Path(__file__).parent / "worddocument.py"
MARKED = '<w:lang w:val="en-US"/>'
TEXT = "قلّ الماء في الواحات منذ عشر سنين، ولم تكف الأمطار لملء السدود التي بُنيت من قبل."


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("worddocument", _PATH)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


word = load()
para, run, row, table = word.para, word.run, word.row, word.table


def large(text: str, points: int, *, bold: bool = True, centred: bool = False) -> str:
    """Return a paragraph in a size, as people set headings who know no styles."""
    weight = "<w:b/><w:bCs/>" if bold else ""
    look = f'{weight}<w:sz w:val="{2 * points}"/><w:szCs w:val="{2 * points}"/><w:rtl/>'
    return str(para(run(text, look), properties='<w:jc w:val="center"/>' if centred else ""))


def latin(text: str) -> str:
    """Return a paragraph that runs from left to right, marked in American English."""
    return f"<w:p>{run(text, MARKED)}</w:p>"


def manuscript(*parts: str, **more: object) -> tuple[str, list[Diagnostic]]:
    found: list[Diagnostic] = []
    source = Source("a.docx", DOCX, word.document("".join(parts), **more))
    return write_manuscript(read_docx(source, found.append)), found


def test_a_letterhead_is_no_table() -> None:
    crest = f"<w:tc>{para('المملكة المغربية')}{para('وزارة الماء')}</w:tc>"
    written, found = manuscript(
        table(row(crest, "الرباط، في 3 يناير")),
        large("دورية إلى المديرين", 18),
        large("الموضوع: ترشيد استعمال الماء", 14),
        para(TEXT),
        large("المادة 1: مجال التطبيق", 14),
        para(TEXT),
        large("المادة 2: المراقبة", 14),
        para(TEXT),
        para("حرر بالرباط."),
        large("وزير الماء", 14),
        para("أحمد العلوي"),
    )
    assert "S210" in {d.code for d in found}
    assert "list-table" not in written
    assert "title: دورية إلى المديرين\nsubtitle: ترشيد استعمال الماء\n" in written
    assert "\nالمملكة المغربية\n\nوزارة الماء\n\nالرباط، في 3 يناير\n" in written
    heads = [line for line in written.split("\n") if line.startswith("#")]
    assert heads == ["# المادة 1: مجال التطبيق", "# المادة 2: المراقبة"]
    assert written.endswith("**وزير الماء**\n\nأحمد العلوي\n")


def test_a_table_of_data_above_the_title_stays_a_table() -> None:
    written, found = manuscript(
        table(row("الحوض", "الحصة", head=True), row("سبو", "4.500")),
        large("تقرير الماء", 18),
        para(TEXT),
    )
    assert "| سبو |" in written
    assert "S210" not in {d.code for d in found}


def test_levels_count_without_gaps_and_captions_are_no_headings() -> None:
    written, found = manuscript(
        large("משק המים בישראל", 20, centred=True),
        large("מוגש לוועדת הכלכלה", 14, bold=False, centred=True),
        large("רקע", 14),
        para("בישראל פועלים חמישה מתקני התפלה לאורך חוף הים התיכון, והם מספקים מים לכולם."),
        large("מתקנים", 12),
        para("המתקן הראשון נבנה באשקלון ואחריו נבנו המתקנים האחרים לאורך החוף כולו."),
        large("לוח 1: מחיר המים לחקלאות", 11),
        table(row("שנה", "מחיר", head=True), row("2015", "1.72"), row("2025", "1.96")),
        large("סיכום", 14),
        para("מן הנתונים עולה כי מחירי המים לחקלאות אוחדו למחיר אחד בכל הארץ."),
    )
    heads = [line for line in written.split("\n") if line.startswith("#")]
    assert heads == ["# רקע", "## מתקנים", "# סיכום"]
    assert "subtitle: מוגש לוועדת הכלכלה" in written
    assert "Table: מחיר המים לחקלאות" in written
    assert "D005" not in {d.code for d in found}


def test_a_byline_and_a_date_go_into_the_metadata() -> None:
    text = "The elders of the valley count the water in hours, and nobody may sell a turn of it."
    written, _ = manuscript(
        para("Water in the valley", "T"), latin("By Leila Amrani, 14 March 2026"), latin(text)
    )
    assert "date: 2026-03-14" in written
    assert "- Leila Amrani" in written
    assert "By Leila" not in written


def test_a_mark_of_american_english_says_nothing_of_names_and_of_two_languages() -> None:
    written, _ = manuscript(
        para("التقرير السنوي", "T"),
        para(TEXT),
        table(
            row(*(f"<w:tc>{latin(cell)}</w:tc>" for cell in ("Item / البند", "MAD")), head=True),
            row(*(f"<w:tc>{latin(cell)}</w:tc>" for cell in ("الأجور / Salaries", "48"))),
        ),
        latin("The year was hard on the oases of the south, and still we worked."),
    )
    assert "| Item / البند | MAD |" in written
    assert (
        "::: {lang=en}\nThe year was hard on the oases of the south, and still we worked.\n"
        in written
    )


def test_lines_in_the_styles_of_a_list_of_contents_go() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    written, found = manuscript(
        para("تقرير الماء", "T"), para("مقدمة 3", "TOC1"), para(TEXT), styles=styles
    )
    assert "مقدمة" not in written
    assert "S207" in {d.code for d in found}
