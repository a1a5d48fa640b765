"""Charts in the books: a figure with words instead of it, its numbers as a table, a valid file."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from lxml import etree
from sketch import EXAMPLES, GROWTH, PARTS, cell, chart

from report import tools
from report.checks.epub import check_epub
from report.checks.proof import prove
from report.compose import compose
from report.compose.galley import Galley, House
from report.diagnostics import Diagnostic, ReportError
from report.model.blocks import Block, Cell, Chart, Paragraph, Row
from report.model.document import Division, Edition, Metadata, Note, Report
from report.model.inlines import CrossRef, Inline, NoteRef, Text
from report.press import prepare
from report.readers.source import Source
from report.writers.epub import write_epub

EDITION = Edition("https://example.org/w", 1, datetime(2026, 11, 24, tzinfo=UTC))
XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
INTRODUCTION = Paragraph((Text("كما في "), CrossRef("fig-bar"), Text(".")))


def report_of(*blocks: Block, language: str = "ar-MA", notes: tuple[Note, ...] = ()) -> Report:
    metadata = Metadata(title="موجز", language=language, date="2026-11-24")
    division = Division((Text("الأرقام"),), (INTRODUCTION, *blocks), label="numbers")
    return Report(metadata, body=(division,), notes=notes)


def everything(language: str = "ar-MA") -> Report:
    """Return a report with a chart of every kind."""
    charts = [
        chart(kind, table, caption=f"شكل {kind}", unit="%", label=f"fig-{kind}")  # type: ignore[arg-type]
        for kind, table in EXAMPLES.items()
    ]
    return report_of(*charts, language=language)


def page(galley: Galley) -> etree._Element:
    sheet = next(sheet for sheet in galley.sheets if sheet.name == "numbers")
    return etree.fromstring(f"<sheet>{sheet.body}</sheet>")


def written(report: Report, house: House) -> etree._Element:
    return page(compose(report, EDITION, house))


def test_a_chart_is_a_figure_with_its_number_and_its_numbers(house: House) -> None:
    what = chart("bar", GROWTH, caption="النمو", label="fig-bar", source=(Text("المصدر: أ"),))
    root = written(report_of(what), house)
    (figure,) = root.iter("figure")
    assert (figure.get("id"), figure.get("class")) == ("fig-bar", "chart bar")
    assert [child.get("class") for child in figure.iter(f"{SVG}svg")] == ["wide", "narrow"]
    caption = "".join(figure.find("figcaption").itertext())  # type: ignore[union-attr]
    assert caption == "شكل 1. النمو المصدر: أ"
    assert root.xpath("string(//a[@class='crossref'])") == "الشكل 1"
    (data,) = root.iter("details")
    assert data.findtext("summary") == "البيانات"
    assert [[c.text for c in row] for row in data.iter("tr")][:2] == [
        ["البلد", "النمو"],
        ["المغرب", "12"],
    ]
    assert [e.get("scope") for e in data.iter("th")] == ["col", "col", *["row"] * 5]


@pytest.mark.parametrize(
    "what",
    [
        chart("bar", GROWTH, shown=True),
        chart("bar", "| أ | ب |\n| ج | - |"),
        chart("bar", "| أ | ب |\n" + "\n".join(f"| {n} | {n} |" for n in range(41))),
        chart("share", PARTS.replace("25", "-25")),
        Chart(
            "bar",
            Row((cell("أ"), cell("ب"))),
            (Row((cell("ج"), Cell((Paragraph((Text("1"), NoteRef("n"))),)))),),
        ),
    ],
    ids=["asked for", "nothing to draw", "too much to draw", "no share", "with a note"],
)
def test_numbers_are_shown_in_print_where_the_drawing_does_not_do(
    what: Chart, house: House
) -> None:
    notes = (Note("n", (Paragraph((Text("حاشية"),)),)),)
    root = written(report_of(what, notes=notes), house)
    assert not list(root.iter("details"))
    assert len(root.xpath("//div[@class='chart-data']//table")) == 1


def test_an_epub_with_charts_is_sound_and_says_what_it_has(house: House) -> None:
    book = write_epub(compose(everything(), EDITION, house))
    assert check_epub(book, "book.epub", {face.family for face in house.faces}) == ()
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        package = etree.fromstring(archive.read("EPUB/package.opf"))
        drawn = etree.fromstring(archive.read("EPUB/numbers.xhtml"))
    items = {item.get("href"): item.get("properties") for item in package.iter("{*}item")}
    assert items["numbers.xhtml"] == "svg"
    said = [meta.text for meta in package.iter("{*}meta") if "schema:" in meta.get("property", "")]
    assert {"visual", "alternativeText"} <= set(said)
    for drawing in drawn.iter(f"{SVG}svg"):
        assert drawing.get("role") == "img"
        assert (drawing.findtext(f"{SVG}title") or "").strip()
        assert not list(drawing.iter(f"{SVG}text"))
    assert len(list(drawn.iter(f"{XHTML}table"))) == 4


@pytest.mark.slow
def test_epubcheck_finds_nothing_in_a_book_of_charts(house: House, tmp_path: Path) -> None:
    try:
        tools.find_epubcheck()
    except ReportError as error:
        pytest.skip(str(error))
    path = tmp_path / "charts.epub"
    path.write_bytes(write_epub(compose(everything("ar-EG"), EDITION, house)))
    assert tools.epubcheck([path]) == ()


def printed(report: Report, house: House) -> tuple[bytes, list[Diagnostic]]:
    from report.writers.pdf.writer import write_pdf

    found: list[Diagnostic] = []
    return write_pdf(compose(report, EDITION, house), found.append).data, found


def test_print_draws_vectors_and_reads_them_aloud(house: House) -> None:
    report = everything()
    data, found = printed(report, house)
    assert found == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        figures = [
            str(each.Alt)
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
        ]
        pictures = [
            each
            for each in pdf.objects
            if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
        ]
    assert len(figures) == 4
    assert any(said.startswith("رسم بالأعمدة: شكل bar\nالنمو — المغرب: 12%") for said in figures)
    assert pictures == []
    for proof in prove(report, data, "book.pdf"):
        assert proof.findings == (), "words that are drawn are not looked for"
    text = "".join(leaf.get_textpage().get_text_range() for leaf in pypdfium2.PdfDocument(data))
    assert "موريتانيا" not in text, "the numbers below the drawing are not printed"


def test_charts_are_the_same_bytes_twice(house: House) -> None:
    assert printed(everything("fa"), house)[0] == printed(everything("fa"), house)[0]


def test_a_manuscript_says_what_is_wrong_at_the_cell(house: House) -> None:
    text = (
        "---\ntitle: موجز\nlang: ar\n---\n\n# الأرقام\n\n::: {.chart kind=bar}\nالنمو\n\n"
        "| البلد | النمو |\n|---|---|\n| المغرب | ثلاثة |\n| تونس | 1,234 |\n:::\n"
    )
    found: list[Diagnostic] = []
    prepare(Source("a.md", "text/markdown", text.encode()), found.append)
    at = {f.code: f.place for f in found}
    assert {code: place and place[1:] for code, place in at.items()} == {
        "D102": (13, 12),
        "D103": (14, 10),
    }


def test_a_chart_in_another_language_runs_as_that_does(house: House) -> None:
    english = partial(chart, "bar", "| Country | Growth |\n| Morocco | 3 |\n| Tunisia | 9 |")
    root = written(report_of(english(language="en", label="fig-bar")), house)
    (figure,) = root.iter("figure")
    assert (figure.get("lang"), figure.get("dir")) == ("en", "ltr")
    first, second = (
        float(r.get("x", "")) for r in figure.findall(f"{SVG}svg[@class='wide']/{SVG}rect")
    )
    assert first < second


def test_an_inline_that_calls_a_note_is_no_number() -> None:
    run: tuple[Inline, ...] = (Text("12"), NoteRef("n"))
    from report.charts.data import cell_words

    assert cell_words(Cell((Paragraph(run),))) == "12"
