"""A division with a long table is painted page by page, and the book is the same as ever."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from report.compose import compose
from report.disk import open_house
from report.model.blocks import TableStyle
from report.press import edition_of, prepare
from report.readers.source import Source
from report.writers.pdf import divisions, hands, laying
from report.writers.pdf.binding import Facts, bound
from report.writers.pdf.divisions import Division, divided
from report.writers.pdf.hands import OwnHands
from report.writers.pdf.keeping import PartShelf
from report.writers.pdf.longtables import _Slim
from report.writers.pdf.openings import Opening
from report.writers.pdf.patches import patched
from report.writers.pdf.pouring import NotInTurn
from report.writers.pdf.standards import Standard
from report.writers.pdf.writer import A4, Printed, write_pdf

ISSUED = datetime(2026, 1, 1, tzinfo=UTC)
TOP = "---\ntitle: جداول\nlang: ar\ndate: 2026-01-01\nchapters: {chapters}\n---\n\n"
LONG = "وصف طويل للمشروع يحتاج إلى أسطر كثيرة في عمود ضيّق من جدول "


def table(rows: int, style: str, *, columns: int = 3) -> str:
    """Return a table with notes, links and cells that are merged."""
    names = [f"عمود {n}" for n in range(columns)]
    lines = [" | ".join(names), "|".join(["---"] * columns)]
    for n in range(rows):
        cells = [f"بند {n}", f"{n * 1037},5", LONG * 3 if n % 17 == 5 else f"**{n}**"]
        cells += [f"قيمة {n}"] * (columns - 3)
        if n % 31 == 3:
            cells[0] += f"[^n{n}]"
        if n % 29 == 7:
            cells[2] = "انظر [الفصل](#last)"
        lines.append(" | ".join(cells))
    notes = "\n".join(f"[^n{n}]: حاشية البند {n}." for n in range(3, rows, 31))
    body = "\n".join(f"| {line} |" for line in lines)
    return f"{body}\n\nTable: جدول طويل {{#table-{style} .{style}}}\n\n{notes}\n\n"


def printed(text: str) -> Printed:
    source = Source("a.md", "text/markdown", text.encode())
    report = prepare(source, lambda finding: None)
    galley = compose(report, edition_of(report, issued=ISSUED), open_house())
    return write_pdf(galley, lambda finding: None)


def book(style: str, chapters: str) -> str:
    intro = "# مقدمة\n\n" + "نص قصير.\n\n" * (60 if chapters == "recto" else 1)
    first = f"{intro}# أول\n\nفقرة قبل الجدول.\n\n{table(150, style)}\n\n"
    return f"{TOP.format(chapters=chapters)}{first}# آخر {{#last}}\n\nفقرة بعده.\n"


@pytest.mark.parametrize(
    ("style", "chapters"), [("striped", "page"), ("matrix", "run"), ("ruled", "recto")]
)
def test_a_book_is_the_same_poured_and_whole(
    style: TableStyle, chapters: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(divisions, "ENOUGH", 1000)
    whole = printed(book(style, chapters))
    poured: list[Opening] = []
    pour = laying.Look.pour

    def noted(look: laying.Look, division: Division, opening: Opening, *more: object) -> object:
        made = pour(look, division, opening, *more)  # type: ignore[arg-type]
        poured.append(opening)
        return made

    monkeypatch.setattr(laying.Look, "pour", noted)
    monkeypatch.setattr(divisions, "LONG", 100)
    assert printed(book(style, chapters)) == whole
    assert poured


def test_a_wide_table_is_turned_in_the_same_way(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"{TOP.format(chapters='run')}# أول\n\n{table(60, 'ruled', columns=14)}"
    whole = printed(text)
    monkeypatch.setattr(divisions, "LONG", 50)
    assert printed(text) == whole


def test_what_has_to_be_known_before_is_laid_out_as_a_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A page is named in the text before it is laid out: all is laid out again."""
    named = "انظر الصفحة [](#last){.page}.\n\n"
    last = "# آخر {#last}\n\nفقرة.\n"
    text = f"{TOP.format(chapters='run')}# أول\n\n{named}{table(60, 'plain')}{last}"
    whole = printed(text)
    given_up: list[Division] = []
    pour = laying.Look.pour

    def noted(look: laying.Look, division: Division, *more: object) -> object:
        try:
            return pour(look, division, *more)  # type: ignore[arg-type]
        except NotInTurn:
            given_up.append(division)
            raise

    monkeypatch.setattr(laying.Look, "pour", noted)
    monkeypatch.setattr(divisions, "LONG", 50)
    assert printed(text) == whole
    assert given_up


def test_a_division_is_painted_again_where_it_was_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """It seemed to begin on folio 1, and begins on a verso of folio 6."""
    monkeypatch.setattr(divisions, "LONG", 50)
    text = f"{TOP.format(chapters='run')}# أول\n\n{table(60, 'plain')}"
    report = prepare(Source("a.md", "text/markdown", text.encode()), lambda finding: None)
    galley = compose(report, edition_of(report, issued=ISSUED), open_house())
    body = next(division for division in divided(galley) if division.matter == "body")
    with patched():
        own = OwnHands(galley, Standard.A3A_UA1, A4.css, lambda finding: None)
        list(own.proofs([(body, Opening())]))
        there = own.painted(body, Opening(page=2, folio=6))
        monkeypatch.setattr(divisions, "LONG", 10_000)
        other = OwnHands(galley, Standard.A3A_UA1, A4.css, lambda finding: None)
        list(other.proofs([(body, Opening())]))
        whole = other.painted(body, Opening(page=2, folio=6))
        facts = Facts(report.metadata, galley.edition, "rtl")
        assert bound([there], facts) == bound([whole], facts)


def test_a_huge_part_is_not_kept_and_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"{TOP.format(chapters='run')}# أول\n\n{table(60, 'plain')}"
    kept: list[int] = []
    keep = PartShelf.keep_part

    def noted(shelf: PartShelf, division: Division, opening: Opening, data: bytes) -> None:
        kept.append(len(data))
        keep(shelf, division, opening, data)

    monkeypatch.setattr(PartShelf, "keep_part", noted)
    whole = printed(text)
    assert kept
    kept.clear()
    monkeypatch.setattr(hands, "KEPT", 0)
    assert printed(text) == whole
    assert not kept


def test_cells_of_a_division_are_light() -> None:
    """The layout of a division makes its boxes in the way that is replaced."""
    text = f"{TOP.format(chapters='run')}# أول\n\n{table(30, 'plain')}"
    report = prepare(Source("a.md", "text/markdown", text.encode()), lambda finding: None)
    galley = compose(report, edition_of(report, issued=ISSUED), open_house())
    body = next(division for division in divided(galley) if division.matter == "body")
    with patched():
        look = laying.Look(galley, Standard.A3A_UA1, A4.css, lambda finding: None)
        laid = look.lay(body, Opening(), lambda finding: None)
    inside = [box for page in laid.boxes for box in page.descendants()]
    assert sum(isinstance(box, _Slim) for box in inside) > 100
