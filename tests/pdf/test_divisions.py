"""A book that is laid out division by division is the book that it would be in one piece."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from printedbook import links, outline, pages_of, roles

from report.compose import compose
from report.compose.galley import Galley
from report.diagnostics import Diagnostic
from report.disk import open_house
from report.press import edition_of, prepare
from report.readers.source import Source
from report.writers.pdf import divisions
from report.writers.pdf.divisions import Division, divided
from report.writers.pdf.writer import Printed, write_pdf

EXAMPLE = Path(__file__).parents[2] / "examples" / "sahel-security" / "manuscript.md"
WORDS = "كلمات كثيرة تملأ الصفحة حتى تبلغ التالية، وفيها بعض ما يقال في الباب. " * 30


def manuscript(chapters: str) -> str:
    parts = "\n\n".join(
        f"# الباب {number} {{#part-{number}}}\n\n{WORDS}\n\n"
        f"نصّ له حاشية[^{number}] وإحالة إلى @part-{(number + 3) % 6} في @part-{number}.\n\n"
        f"[^{number}]: حاشية الباب {number}.\n\n## قسم\n\n{WORDS}"
        for number in range(6)
    )
    head = f"---\ntitle: تقرير\nlang: ar\ndate: 2026-11-24\nchapters: {chapters}\n---"
    return f"{head}\n\n{parts}"


def galley_of(text: str) -> Galley:
    report = prepare(Source("a.md", "text/markdown", text.encode()), lambda finding: None)
    return compose(report, edition_of(report), open_house())


def printed(galley: Galley) -> tuple[Printed, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return write_pdf(galley, found.append), found


@pytest.mark.slow
@pytest.mark.parametrize("chapters", ["run", "page", "recto"])
def test_chapters_laid_out_alone_make_the_same_book(
    chapters: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    galley = galley_of(manuscript(chapters))
    together, found = printed(galley)
    assert not found
    monkeypatch.setattr(divisions, "ENOUGH", 1)
    assert (len(divided(galley)) > 6) == (chapters != "run")
    alone, found = printed(galley)
    assert not found
    assert alone.folios == together.folios
    assert alone.pages == together.pages
    assert alone.lines == together.lines
    assert pages_of(alone.data) == pages_of(together.data)
    one, other = (pikepdf.open(io.BytesIO(book.data)) for book in (alone, together))
    for key in ("Outlines", "Names", "PageLabels"):
        assert key in str(one.Root.keys())
    assert outline(one) == outline(other)
    assert sorted(links(one)) == sorted(links(other))
    assert roles(one) == roles(other)


@pytest.mark.parametrize("chapters", ["run", "recto"])
def test_the_contents_name_the_pages_where_chapters_begin(chapters: str) -> None:
    book, _ = printed(galley_of(manuscript(chapters)))
    said = [text for text, _ in pages_of(book.data)]
    contents = next(text for text in said if text.startswith("المحتويات"))
    lines = [line for line in contents.splitlines() if line.startswith("الباب")]
    folios = [int(re.findall("[0-9]+", line)[-1]) for line in lines]
    assert len(folios) == 6
    text = book.folios.index("1")
    for place, folio in enumerate(folios):
        heads = [" ".join(head.split()) for head in said[text + folio - 1].splitlines()]
        assert any(re.fullmatch(f"الباب \u202c?{place}", head) for head in heads)


def test_divisions_hold_every_sheet_once_and_in_order() -> None:
    galley = galley_of(manuscript("page"))
    for apart in (False, True):
        held = [
            sheet.name for division in divided(galley, apart=apart) for sheet in division.sheets
        ]
        assert sorted(held) == sorted(sheet.name for sheet in galley.sheets)
        assert held[0] == "cover"


def test_chapters_that_run_on_are_one_division() -> None:
    bodies = [d for d in divided(galley_of(manuscript("run"))) if d.matter == "body"]
    assert len(bodies) == 1
    assert len(bodies[0].sheets) == 6


@pytest.mark.parametrize("chapters", ["page", "recto"])
def test_short_chapters_are_laid_out_together(chapters: str) -> None:
    galley = galley_of(manuscript(chapters))
    bodies = [d for d in divided(galley) if d.matter == "body"]
    sizes = [sum(len(sheet.body) for sheet in d.sheets) for d in bodies]
    assert all(size >= divisions.ENOUGH for size in sizes[:-1])
    assert [d.recto for d in bodies[1:]] == [chapters == "recto"] * (len(bodies) - 1)
    assert not bodies[0].led
    assert all(d.led for d in bodies[1:])


Cut = Callable[[Galley], tuple[Division, ...]]


def test_an_edit_changes_one_division() -> None:
    galley = galley_of(manuscript("page"))
    edited = galley_of(manuscript("page").replace("# الباب 3 ", "# الباب الثالث ", 1))
    assert replace(galley, sheets=()) != galley
    one, other = set(divided(galley)), set(divided(edited))
    changed = [d for d in one - other if d.matter == "body"]
    assert len(changed) == 1
