"""Documents of Word, built from parts, and the manuscripts that they become."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from report.diagnostics import Diagnostic
from report.model.blocks import Figure, List, Table
from report.model.document import Report
from report.model.walk import inline_text, report_blocks
from report.readers.docx import read_docx
from report.readers.source import DOCX, Source
from report.writers.manuscript import write_manuscript

HERE = Path(__file__).parent


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


word = load("worddocument")
document, link, para, row, run, table, image = (
    word.document,
    word.link,
    word.para,
    word.row,
    word.run,
    word.table,
    word.image,
)


def read(data: bytes) -> tuple[Report, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return read_docx(Source("a.docx", DOCX, data), found.append), found


def manuscript(body: str, **more: object) -> str:
    """Return the manuscript of a body, without its front matter."""
    report, _ = read(document(para("تقرير عن الماء", "T") + body, **more))
    return write_manuscript(report).split("---\n", 2)[2].strip()


def test_examples_of_rules_are_what_their_script_makes() -> None:
    for path, data in load("wordrules").examples().items():
        assert (HERE.parent / "rules" / path).read_bytes() == data, path


def test_a_whole_document_becomes_its_manuscript(pytestconfig: pytest.Config) -> None:
    report, _ = read(load("wholedocument").whole())
    expected = HERE / "pages" / "document.md"
    if pytestconfig.getoption("--accept"):
        expected.write_text(write_manuscript(report), "utf-8")
    assert write_manuscript(report) == expected.read_text("utf-8")


def test_outline_levels_are_inherited_under_any_name() -> None:
    text = para("قلّ الماء في الواحات منذ عشر سنين.")
    said = manuscript(para("الأسباب", "H1x") + text + para("الجفاف", "H2GA") + text)
    assert "# الأسباب\n" in said
    assert "## الجفاف\n" in said


def test_size_and_weight_head_where_nobody_has_set_levels() -> None:
    large = '<w:rtl/><w:bCs/><w:szCs w:val="36"/>'
    small = '<w:rtl/><w:bCs/><w:szCs w:val="24"/>'
    text = para(run("قلّ الماء في الواحات منذ عشر سنين كاملة.", '<w:rtl/><w:szCs w:val="24"/>'))
    said = manuscript(para(run("الأسباب", large)) + text + para(run("الجفاف", small)) + text + text)
    assert "# الأسباب\n" in said
    assert "## الجفاف\n" in said


def test_right_to_left_runs_have_their_own_bold() -> None:
    said = manuscript(para(run("غليظ", "<w:rtl/><w:bCs/>") + run(" عادي", "<w:rtl/><w:b/>")))
    assert said == "**غليظ** عادي"


def test_runs_that_a_style_has_split_are_joined() -> None:
    said = manuscript(
        para(run("الأ") + run("من ", "<w:rtl/><w:bCs/>") + run("أولا", "<w:rtl/><w:bCs/>"))
    )
    assert said == "الأ**من أولا**"


def test_deleted_paragraph_marks_join_paragraphs() -> None:
    gone = "<w:rPr><w:del w:id='3'/></w:rPr>"
    assert manuscript(para("قلّ ", properties=gone) + para("الماء.")) == "قلّ الماء."


def test_a_table_from_left_to_right_is_turned_only_when_its_counter_is_last() -> None:
    report, found = read(
        document(
            para("تقرير عن الماء", "T")
            + table(row("العدد", "الإقليم", "م"), row("12", "زاكورة", "1"), rtl=False)
        )
    )
    (turned,) = [block for block in report_blocks(report) if isinstance(block, Table)]
    said = [inline_text(c.content[0].content) for c in turned.body[0].cells]  # type: ignore[union-attr]
    assert said == ["م", "الإقليم", "العدد"]
    assert "S209" in {finding.code for finding in found}


def test_lists_go_on_where_they_were_left() -> None:
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    numbering = (
        f'<w:numbering {word.SPACES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    body = (
        para("أول", properties=item) + para("ثان", properties=item) + para("فاصل طويل هنا.")
        + para("ثالث", properties=item)
    )  # fmt: skip
    report, _ = read(
        document(para("تقرير عن الماء", "T") + body, {"word/numbering.xml": numbering})
    )
    lists = [block for block in report_blocks(report) if isinstance(block, List)]
    assert [(found.numbering, found.start, len(found.items)) for found in lists] == [
        ("decimal", 1, 2),
        ("decimal", 3, 1),
    ]


def test_small_images_are_signs_and_large_ones_figures() -> None:
    parts = {"word/media/a.png": b"\x89PNG\r\n\x1a\n"}
    links = link("i", "image", "media/a.png")
    body = para("تقرير عن الماء", "T") + para(image("i", "بئر")) + para(image("i", size=90_000))
    report, found = read(document(body, parts, links))
    figures = [block for block in report_blocks(report) if isinstance(block, Figure)]
    assert [figure.alternative for figure in figures] == ["بئر"]
    assert "S207" in {finding.code for finding in found}


@pytest.mark.parametrize("empty", ["<w:br/>", "<w:t>\u200b</w:t>", "<w:br/><w:br/>", "<w:tab/>"])
def test_a_list_in_which_nothing_is_said_is_none(empty: str) -> None:
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    numbering = (
        f'<w:numbering {word.SPACES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="arabicAbjad"/><w:lvlText w:val="%1."/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    body = para(f"<w:r>{empty}</w:r>", properties=item) + para("نص طويل هنا.")
    report, _ = read(
        document(para("تقرير عن الماء", "T") + body, {"word/numbering.xml": numbering})
    )
    assert all(block.items for block in report_blocks(report) if isinstance(block, List))
    assert write_manuscript(report)
