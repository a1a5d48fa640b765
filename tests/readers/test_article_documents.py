"""Whole articles with a known answer: our own in six languages, and the corpus where it is."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from scorer import Tally, read, score
from shapes import SHAPES

from report.diagnostics import Diagnostic
from report.model.blocks import Table
from report.model.walk import report_blocks
from report.readers.article import read_article
from report.readers.source import Source

OWN = sorted((Path(__file__).parent / "articles").glob("*.txt"))
CORPUS = Path(os.environ.get("WARRAQ_CORPUS", "/nonexistent"))
SCRAPED = sorted((CORPUS / "scraped").glob("*.txt"))
# Wrapped lines without blank lines, a menu without its gap, sentences without their lines.
UNTELLABLE = {
    ("no blank lines", "fa-isfahan"),
    ("no blank lines", "ar-water-news"),
    ("wrapped", "ar-forum-guide"),
}
NUMBERED = {"arabic digits", "1)", "1-", "abjad"}

needs_corpus = pytest.mark.skipif(not SCRAPED, reason="the corpus is not here")


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_our_articles_are_read_whole(path: Path) -> None:
    truth = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    report, findings = read(path)
    assert report.metadata.title == truth["title"]
    assert report.metadata.language == path.stem[:2]
    for name, tally in score(report, findings, truth).items():
        assert (tally.missed, tally.extra) == ([], []), name


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_headings_and_lists_survive_other_shapes(path: Path, shape: str) -> None:
    if shape == "title twice" or (shape, path.stem) in UNTELLABLE:
        pytest.skip("this shape adds lines of its own, or takes away what tells the parts")
    truth = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    tallies = scored(path.read_text("utf-8"), shape, truth)
    assert tallies["headings"].f1 >= 0.85, tallies["headings"]
    assert tallies["items"].f1 >= 0.85, tallies["items"]
    if "cells" in tallies:
        assert tallies["cells"].f1 >= 0.85, tallies["cells"]


def scored(raw: str, shape: str, truth: dict[str, object]) -> dict[str, Tally]:
    if shape in NUMBERED:
        wanted = [(level, SHAPES[shape](text)) for level, text in truth["headings"]]  # type: ignore[attr-defined]
        truth = truth | {"headings": wanted}
    findings: list[Diagnostic] = []
    source = Source("a.txt", "text/plain", SHAPES[shape](raw).encode())
    return score(read_article(source, findings.append), findings, truth)


@needs_corpus
def test_scraped_articles_in_all_shapes() -> None:
    total: dict[str, Tally] = {}
    for path in SCRAPED:
        name = path.name.split(".")[0]
        truth = json.loads((path.parent / f"{name}.truth.json").read_text("utf-8"))
        # Eleven paragraphs of one page begin with a typed dash: in raw text they are items.
        typed = re.findall(r"(?m)^ *- (.+)$", path.read_text("utf-8"))
        truth["list_items"] += [text for text in typed if text not in truth["list_items"]]
        for shape in SHAPES:
            for measure, tally in scored(path.read_text("utf-8"), shape, truth).items():
                total.setdefault(measure, Tally()).add(tally)
    assert total["headings"].f1 >= 0.97
    assert total["levels"].f1 >= 0.93
    assert total["items"].f1 >= 0.98
    assert total["cells"].f1 >= 0.95


@needs_corpus
def test_levels_are_those_that_the_source_tells() -> None:
    """Where the list of contents in the text and the markup that was lost disagree, the text is all
    that a reader has: four headings of one page stand there among its chapters."""
    total = Tally()
    for path in SCRAPED:
        raw, name = path.read_text("utf-8"), path.name.split(".")[0]
        truth = json.loads((path.parent / f"{name}.truth.json").read_text("utf-8"))
        told = {line.strip(" •\t") for line in raw.split("\n") if line.startswith("  •")}
        told |= {"پارامترهای مهم در انتخاب نرم افزار CRM"} if "hooshkar" in name else set()
        wanted = [(2 if text in told else level, text) for level, text in truth["headings"]]
        for shape in SHAPES:
            tallies = scored(raw, shape, truth | {"headings": wanted})
            total.add(tallies["levels"])
    assert total.f1 >= 0.97


@pytest.mark.parametrize(
    "lines",
    [
        "يا ليل الصب متى غده\nأقيام الساعة موعده\nرقد السمار فأرقه\n"
        "أسف للبين يردده\nفبكاه النجم ورق له",
        "شارع محمد الخامس\nعمارة النخيل الطابق الثالث\nصندوق البريد مئة\n"
        "الرباط المملكة المغربية\nهاتف المكتب",
    ],
)
def test_verse_and_addresses_without_blank_lines_are_no_table(lines: str) -> None:
    text = (
        "كتاب الشعر\nقرأ الناس هذه القصيدة منذ قرون طويلة في مجالسهم كلها، وحفظوها عن ظهر قلب.\n"
        f"القصيدة كما رويت\n{lines}\nوبعدها سكت الراوي وشرب الماء، "
        "ثم عاد إلى حديثه عن الشعراء القدامى في بلاده.\n"
        "وكان يحب أن يروي لنا كل ليلة قصة من قصصهم، ثم ينام قبل أن تنتهي القصة بقليل."
    )
    source = Source("a.txt", "text/plain", text.encode())
    report = read_article(source, lambda found: None)
    assert not any(isinstance(block, Table) for block in report_blocks(report))


@needs_corpus
@pytest.mark.parametrize(("name", "articles"), [("arb", 31), ("heb", 30), ("urd", 31)])
def test_the_declaration_of_human_rights(name: str, articles: int) -> None:
    report, _ = read(CORPUS / "udhr" / f"udhr_{name}.txt")
    titled = [division for _, division in report.divisions() if division.title]
    assert len(titled) == articles
    assert all(division.content for division in titled)
