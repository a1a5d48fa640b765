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
    assert total["cells"].f1 >= 0.9


@needs_corpus
@pytest.mark.parametrize(("name", "articles"), [("arb", 31), ("heb", 30), ("urd", 31)])
def test_the_declaration_of_human_rights(name: str, articles: int) -> None:
    report, _ = read(CORPUS / "udhr" / f"udhr_{name}.txt")
    titled = [division for _, division in report.divisions() if division.title]
    assert len(titled) == articles
    assert all(division.content for division in titled)
