"""Brief: what it takes from a report, by marks and by rule, and that it fits or says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from report.compose import compose
from report.compose.brief import EXHIBIT, POINTS, SUMMARY, brief_of, check_brief
from report.compose.galley import Galley, House
from report.diagnostics import Diagnostic
from report.filters import edit
from report.model.blocks import Chart, Table
from report.model.document import Edition, Report
from report.model.walk import inline_text, own_inlines, report_blocks
from report.press import Order, publish
from report.readers.markdown import read_markdown
from report.readers.source import Source
from report.writers.epub import write_epub
from report.writers.pdf.paper import Paper
from report.writers.pdf.writer import write_pdf

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "examples" / "sahel-security" / "manuscript.md"
HEAD = "---\ntitle: أمن المياه\nlang: ar-EG\nprofile: brief\ncontact: info@example.org\n---\n\n"
BODY = """# مقدمة {#intro}

تمهيد لا يدخل الموجز.

- قائمة أولى

# ملخص {#sum .summary}

الخلاصة في [](#tbl-a) وفي [فصل](#intro).

# بيانات {#data}

::: {.key}
- نقطة بارزة
:::

| أ | ب |
|---|---|
| س | 1 |

Table: أول جدول {#tbl-a}

| ج | د |
|---|---|
| ع | 2 |

Table: ثاني جدول {#tbl-b .key}
"""


def report_of(text: str) -> Report:
    source = Source("a.md", "text/markdown", text.encode())
    return edit(read_markdown(source, lambda finding: None), lambda finding: None)


def galley_of(house: House, text: str) -> Galley:
    return compose(
        report_of(text), Edition("urn:x:1", 1, datetime(2026, 11, 24, tzinfo=UTC)), house
    )


def said(report: Report, label: str) -> str:
    (part,) = (part for part in report.body if part.label == label)
    small = replace(report, body=(part,), front=(), back=(), notes=())
    return " ".join(inline_text(run) for b in report_blocks(small) for run in own_inlines(b))


def test_what_is_marked_is_taken_before_what_comes_first() -> None:
    brief = brief_of(report_of(HEAD + BODY))
    assert "الخلاصة" in said(brief, SUMMARY)
    assert "تمهيد" not in said(brief, SUMMARY)
    assert "نقطة بارزة" in said(brief, POINTS)
    assert "ثاني جدول" in said(brief, EXHIBIT)
    assert "أول جدول" not in said(brief, EXHIBIT)


def test_without_marks_the_opening_the_first_list_and_the_first_table_are_taken() -> None:
    text = HEAD + BODY.replace(" .summary", "").replace(" .key", "")
    text = text.replace("::: {.key}\n- نقطة بارزة\n:::\n\n", "")
    brief = brief_of(report_of(text))
    assert "تمهيد" in said(brief, SUMMARY)
    assert "قائمة أولى" in said(brief, POINTS)
    assert "أول جدول" in said(brief, EXHIBIT)


def test_the_description_stands_in_for_a_summary() -> None:
    text = HEAD.replace("contact", "description: خلاصة التقرير.\ncontact") + BODY.replace(
        " .summary", ""
    )
    assert said(brief_of(report_of(text)), SUMMARY) == "خلاصة التقرير."


def test_references_to_what_is_left_out_keep_their_words_and_lead_nowhere(house: House) -> None:
    galley = galley_of(house, HEAD + BODY)
    assert "جدول ١" in said(galley.report, SUMMARY).replace("الجدول", "جدول")
    root = etree.fromstring(f"<sheet>{galley.sheets[0].body}</sheet>")
    ids = {element.get("id") for element in root.iter()}
    inner = [a.get("href", "") for a in root.iter("a") if a.get("href", "").startswith("#")]
    assert all(href[1:] in ids for href in inner)


def test_a_brief_names_no_page_of_the_report() -> None:
    text = HEAD + "# خلاصة {.summary}\n\nفي [](#far)، [](#far){.page}.\n\n# باب {#far}\n\nنص.\n"
    assert said(brief_of(report_of(text)), SUMMARY) == "في باب."


def test_a_brief_of_nobody_has_no_masthead(house: House) -> None:
    (bare,) = galley_of(house, HEAD + BODY).sheets
    (signed,) = galley_of(house, HEAD.replace("contact", "publisher: دار\ncontact") + BODY).sheets
    assert ("masthead" in bare.body, "masthead" in signed.body) == (False, True)


def test_a_marked_chart_is_the_exhibit() -> None:
    chart = "::: {.chart .key kind=bar}\n| أ | ب |\n|---|---|\n| س | 1 |\n:::\n"
    brief = brief_of(report_of(HEAD + BODY.replace(" .key}\n", "}\n", 1) + "\n" + chart))
    blocks = [b for b in report_blocks(brief) if isinstance(b, Table | Chart)]
    assert [type(block) for block in blocks] == [Chart]


@pytest.mark.parametrize("code", ["B001", "B002"])
def test_what_a_brief_guesses_is_told(code: str) -> None:
    (folder,) = (ROOT / "tests" / "rules").glob(f"{code}-*")

    def told(name: str) -> set[str]:
        found = check_brief(report_of((folder / name).read_text("utf-8")))
        return {finding.code for finding in found}

    assert code in told("bad.md")
    assert code not in told("good.md")


def printed(house: House, text: str, paper: Paper | None = None) -> tuple[int, list[Diagnostic]]:
    found: list[Diagnostic] = []
    made = write_pdf(galley_of(house, text), found.append, paper=paper or Paper())
    return len(made.folios), found


def test_a_brief_that_fits_two_pages_is_not_told_of_and_one_that_does_not_is(house: House) -> None:
    (folder,) = (ROOT / "tests" / "rules").glob("B003-*")
    pages, found = printed(house, (folder / "bad.md").read_text("utf-8"))
    told = [finding for finding in found if finding.code == "B003"]
    assert pages > 2
    assert len(told) == 1
    assert "lines are too many" in told[0].message
    pages, found = printed(house, (folder / "good.md").read_text("utf-8"))
    assert (pages, [f.code for f in found if f.code == "B003"]) == (1, [])


def test_nothing_of_a_brief_is_cut(house: House) -> None:
    (folder,) = (ROOT / "tests" / "rules").glob("B003-*")
    text = (folder / "bad.md").read_text("utf-8")
    galley = galley_of(house, text)
    assert said(galley.report, SUMMARY).count("بلغت نسبة") == text.count("بلغت نسبة")


def test_the_brief_of_the_sample_is_one_sheet_of_a4_and_of_its_epub_one_document(
    house: House,
) -> None:
    source = Source(SAMPLE.name, "text/markdown", SAMPLE.read_bytes())
    found: list[Diagnostic] = []
    edition = Edition("urn:x:1", 1, datetime(2026, 11, 24, tzinfo=UTC))
    books = publish(
        source, lambda report: edition, house, found.append, order=Order(("pdf",), profile="brief")
    )
    assert len(books.pages) == 1
    assert "B003" not in {finding.code for finding in found}
    assert books.description["profile"] == "brief"
    assert [sheet.name for sheet in books.galley.sheets] == ["brief"]
    assert write_epub(books.galley).startswith(b"PK")


def test_a_brief_on_a5_is_in_smaller_type_with_smaller_margins() -> None:
    a4, a5 = Paper(brief=True), Paper("A5", brief=True)
    assert a5.text_size < a4.text_size < Paper().text_size
    assert a4.margins.inner == a4.margins.outer
    assert a5.margins.head < a4.margins.head < Paper().margins.head
