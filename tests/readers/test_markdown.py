"""Markdown: places, hostile text, real files. What the dialect means is in ``*.test``."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report.diagnostics import Diagnostic, Place, ReportError
from report.model.blocks import Figure, List, Table
from report.model.document import Report
from report.model.dump import dump
from report.model.inlines import Inline
from report.model.walk import inline_text, own_inlines, report_blocks, report_inlines
from report.readers.markdown import read_markdown, wanted_assets
from report.readers.source import Source

SHARED = Path(os.environ.get("WARRAQ_CORPUS", "/nonexistent"))
CORPUS = sorted((SHARED / "markdown").glob("*.md"))
needs_corpus = pytest.mark.skipif(not CORPUS, reason="the corpus is not on this machine")


def read(text: str, name: str = "a.md") -> tuple[Report, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return read_markdown(Source(name, "text/markdown", text.encode()), found.append), found


def at(text: str, kind: type, words: str = "") -> Place | None:
    """Return the place of the first node of a kind, the one with these words if any are given."""
    report, _ = read(text)
    nodes: list[object] = [division for _, division in report.divisions()]
    nodes += [*report.notes, *report_blocks(report), *report_inlines(report)]
    for block in report_blocks(report):
        match block:
            case List(items):
                nodes += items
            case Table(head=head, body=body):
                nodes += [cell for row in head + body for cell in row.cells]
    for node in nodes:
        if type(node) is kind and (not words or words in repr(node)):
            return node.at  # type: ignore[attr-defined,no-any-return]
    raise AssertionError(f"no {kind.__name__} {words}")


MARKED = """---
title: موجز
lang: ar
---

# فصل *أول* {#a}

سطر أول
سطر **ثان** [WHO]{lang=en} و`code`[^1]

> - بند
>   تابع [رابط](https://a.b)

1. أ

   - ب &amp; *ج*

| س | ص |
|---|---|
| ع | **ف** \\| ق |

::: faq
سؤال
: جواب
:::

![خريطة](a.png)

[^1]: حاشية
"""


@pytest.mark.parametrize(
    ("kind", "words", "where"),
    [
        ("Division", "", (6, 1)),
        ("Emphasis", "أول", (6, 7)),
        ("Paragraph", "سطر", (8, 1)),
        ("Strong", "ثان", (9, 5)),
        ("Isolate", "WHO", (9, 13)),
        ("Code", "code", (9, 29)),
        ("NoteRef", "1", (9, 35)),
        ("BlockQuote", "", (11, 1)),
        ("List", "بند", (11, 3)),
        ("ListItem", "بند", (11, 3)),
        ("Link", "رابط", (12, 10)),
        ("ListItem", "'ب & '", (14, 1)),
        ("Emphasis", "ج", (16, 14)),
        ("Table", "", (18, 1)),
        ("Cell", "ص", (18, 7)),
        ("Strong", "ف", (20, 7)),
        ("Faq", "", (22, 1)),
        ("Figure", "", (27, 1)),
        ("Note", "", (29, 1)),
    ],
)
def test_every_node_knows_its_line_and_column(
    kind: str, words: str, where: tuple[int, int]
) -> None:
    import report.model.blocks
    import report.model.document
    import report.model.inlines

    names = {
        **vars(report.model.inlines),
        **vars(report.model.blocks),
        **vars(report.model.document),
    }
    assert at(MARKED, names[kind], words) == Place("a.md", *where)


def test_line_endings_do_not_move_places() -> None:
    for ending in ("\r\n", "\r"):
        report, _ = read(MARKED.replace("\n", ending))
        assert dump(report) == dump(read(MARKED)[0])


def test_front_matter_that_is_not_yaml_is_refused_at_its_place() -> None:
    with pytest.raises(ReportError) as raised:
        read("---\nlang: ar\ntitle: الأمن: مقدمة\n---\nنص\n")
    assert raised.value.diagnostic.code == "M001"
    assert raised.value.diagnostic.place == Place("a.md", 3, 13)


@pytest.mark.parametrize(
    "yaml",
    [
        "title: [أ, {ب\n---",
        "[قائمة]\n---",
        "title: أ\n\nنص بلا نهاية",
        "a: " + "[" * 5000 + "\n---",
        "a: &x [1]\nb: [*x, *x, *y]\n---",
        "title: \x85\u2028'\n---",
        "title: " + "أ " * 40_000 + "\n---",
    ],
)
def test_bad_front_matter_has_one_message(yaml: str) -> None:
    with pytest.raises(ReportError) as raised:
        read(f"---\n{yaml}\n")
    assert raised.value.diagnostic.code == "M001"


def test_assets_are_named_once() -> None:
    report, _ = read("![أ](a.png)\n\n![ب](b.png)\n\n![أ](a.png)\n")
    assert list(wanted_assets(report)) == ["a.png", "b.png"]


DEEP = {
    "quotations": ">" * 10_000 + " كلمة",
    "items": "".join(f"{'  ' * n}- كلمة\n" for n in range(400)),
    "alternating": "> - " * 3000 + "كلمة",
    "spans": "[" * 3000 + "كلمة" + "]{lang=en}" * 3000,
    "stars": "*" * 4000 + "كلمة" + "*" * 4000,
    "divs": "::: note\n" * 3000 + "كلمة\n" + ":::\n" * 3000,
    "definitions": "أ\n" + ": " * 3000 + "كلمة",
    "tags": "<b>" * 3000 + "كلمة",
}


@pytest.fixture
def unguarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let words of any length through: the grammar stands alone behind the gate."""
    monkeypatch.setattr("report.readers.markdown.decode", lambda source, warn: source.data.decode())


@pytest.mark.parametrize("name", DEEP)
@pytest.mark.usefixtures("unguarded")
def test_deep_nesting_keeps_the_words(name: str) -> None:
    report, found = read(DEEP[name])
    assert "كلمة" in dump(report)
    assert "D015" in {finding.code for finding in found} or name == "definitions"


HOSTILE = {
    "lines": "كلمة أخرى\n",
    "paragraphs": "كلمة\n\n",
    "items": "- بند\n",
    "letters": "أ. محمد\n\n",
    "brackets": "[",
    "links": "[a](",
    "images": "![",
    "braces": "[a]{",
    "heading braces": "# {",
    "stars": "*a **b ",
    "backticks": "`a",
    "less": "<a ",
    "comments": "<!-- ",
    "declarations": "<!a ",
    "tags": "<div>",
    "entities": "&amp",
    "carets": "^a",
    "tildes": "~a",
    "cells": "|",
    "notes": "[^1] ",
    "definitions": "a\n: b\n\n",
    "dashes": "- ",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.usefixtures("unguarded")
def test_hostile_text_comes_to_an_end(name: str) -> None:
    """A grammar that tried every reading of this would not end; what it costs, the bench says."""
    table = "| أ | ب |\n|---|---|\n" * (name == "cells")
    report, _ = read(table + HOSTILE[name] * 3000)
    assert isinstance(report, Report)


TOKENS = st.sampled_from(
    [
        *[
            "\n",
            "\n\n",
            "  ",
            "    ",
            "\t",
            "- ",
            "* ",
            "1. ",
            "أ) ",
            "> ",
            "# ",
            "## ",
            "```",
            "~~~",
        ],
        *[
            "::: note\n",
            ":::\n",
            "::: {.list-table}\n",
            "::: faq\n",
            "::: table\n",
            ": ",
            "| a ",
            "|",
        ],
        *[
            "|---|---|\n",
            "---\n",
            "===\n",
            "[^1]",
            "[^1]: ",
            "[",
            "](",
            ")",
            "]{",
            "}",
            "![",
            "a.png",
        ],
        *[
            "{#a}",
            "{.b}",
            "lang=en",
            "*",
            "**",
            "`",
            "^",
            "~",
            "@a",
            "<b>",
            "</b>",
            "<div>",
            "<!--",
        ],
        *[
            "-->",
            "<br>",
            "&amp;",
            "\\",
            "نص",
            "كلمة ",
            "http://a.b",
            "Table: ",
            "Note: ",
            "Source: ",
        ],
        *["\0", "\u200f", "\u2028", "title: x\n", "[]{colspan=2}", "\r"],
    ]
)


@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(st.lists(TOKENS, max_size=40).map("".join))
def test_any_text_is_read(text: str) -> None:
    try:
        report, found = read(text or "نص")
    except ReportError:
        return  # no text at all, or front matter that is not YAML: both have their own tests
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for inline in report_inlines(report):
        assert _stands_in(inline, lines)
    for finding in found:
        assert finding.place is not None


def _stands_in(inline: Inline, lines: list[str]) -> bool:
    place = inline.at
    assert place is not None
    return 1 <= place.line <= len(lines) and 1 <= place.column <= len(lines[place.line - 1]) + 1


@needs_corpus
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_real_files_keep_headings_and_items(path: Path) -> None:
    text = path.read_text("utf-8")
    report, found = read(text, path.name)
    assert not [finding for finding in found if finding.severity == "error"]
    outside_code = re.sub(r"(?ms)^```.*?^```", "", text)
    headings = re.findall(r"(?m)^(#{1,6}) (.*)$", outside_code)
    titles = [_plain(title) for _, title in headings]
    ours = [inline_text(division.title) for _, division in report.divisions() if division.title]
    first = [report.metadata.title] if titles[0] == report.metadata.title else []
    assert [_plain(title) for title in first + ours] == titles
    items = re.findall(r"(?m)^[ \t]*(?:[-*]|\d+\.)[ \t]+\S", outside_code)
    lists = [block for block in report_blocks(report) if isinstance(block, List)]
    assert sum(len(block.items) for block in lists) == len(items)


def _plain(heading: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[`*_]", "", heading)).strip()


@needs_corpus
def test_a_real_file_has_the_answer_that_is_known() -> None:
    truth = json.loads((SHARED / "scraped" / "gaza_solar_ar.truth.json").read_text("utf-8"))
    report, _ = read((SHARED / "markdown" / "gaza_solar.ar.md").read_text("utf-8"))
    headings = [[depth + 1, inline_text(d.title)] for depth, d in report.divisions() if d.title]
    assert [[1, report.metadata.title], *headings] == truth["headings"]
    items = [
        " ".join(inline_text(run) for run in own_inlines(item.content[0]))
        for block in report_blocks(report)
        if isinstance(block, List)
        for item in block.items
    ]
    assert sorted(items) == sorted(truth["list_items"])
    tables = [
        [[_cell(cell.content) for cell in row.cells] for row in block.head + block.body]
        for block in report_blocks(report)
        if isinstance(block, Table)
    ]
    assert tables == truth["tables"]


def _cell(content: object) -> str:
    assert isinstance(content, tuple)
    return " ".join(inline_text(run) for block in content for run in own_inlines(block))


@needs_corpus
def test_images_of_a_real_file_are_figures() -> None:
    (path,) = (path for path in CORPUS if "hooshkar" in path.name)
    report, _ = read(path.read_text("utf-8"))
    figures = [block for block in report_blocks(report) if isinstance(block, Figure)]
    assert figures[0].alternative == "هدف CRM چیست"
