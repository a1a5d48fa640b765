"""Pages of four kinds, each with the manuscript that an editor would be glad to get."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report.diagnostics import Diagnostic, ReportError
from report.model.blocks import CodeBlock, Faq, Figure, List, Table
from report.model.document import Report
from report.model.walk import inline_text, report_blocks
from report.readers.html import read_html
from report.readers.source import Source
from report.writers.manuscript import write_manuscript

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))


def read(page: str | bytes) -> tuple[Report, list[Diagnostic]]:
    found: list[Diagnostic] = []
    data = page.encode() if isinstance(page, str) else page
    return read_html(Source("page.html", "text/html", data), found.append), found


def around(body: str, head: str = "") -> str:
    return (
        f'<!doctype html><html lang="ar"><head><title>الماء</title>{head}</head><body>'
        f"<h1>الماء</h1><p>قلّ الماء في الواحات منذ عشر سنين.</p>{body}</body></html>"
    )


def first(kind: type, body: str) -> object:
    report, _ = read(around(body))
    return next(block for block in report_blocks(report) if isinstance(block, kind))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_becomes_its_manuscript(path: Path, pytestconfig: pytest.Config) -> None:
    report, _ = read(path.read_bytes())
    expected = path.with_suffix(".md")
    if pytestconfig.getoption("--accept"):
        expected.write_text(write_manuscript(report), "utf-8")
    assert write_manuscript(report) == expected.read_text("utf-8")


def wrapped(name: str) -> Callable[[list[str]], str]:
    return lambda inner: f"<{name}>{''.join(inner)}</{name}>"


def rows(inner: list[str]) -> str:
    cells = "".join(f"<td>{cell}</td>" for cell in inner)
    return f"<table><tr><th>رأس</th></tr><tr>{cells}</tr></table>"


def items(inner: list[str]) -> str:
    return "<ol>" + "".join(f"<li>{item}</li>" for item in inner) + "</ol>"


def terms(inner: list[str]) -> str:
    return "<dl><dt>حد</dt>" + "".join(f"<dd>{meaning}</dd>" for meaning in inner) + "</dl>"


LEAF = st.just(" WORD ")
BLOCKS = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        *(
            st.lists(inner, min_size=1, max_size=4).map(wrapped(name))
            for name in ("p", "div", "section", "b", "span", "blockquote", "i", "center", "li")
        ),
        *(st.lists(inner, min_size=1, max_size=4).map(wrapped(f"h{n}")) for n in (2, 3)),
        *(st.lists(inner, min_size=1, max_size=3).map(shape) for shape in (rows, items, terms)),
        st.lists(inner, min_size=1, max_size=3).map("<br>".join),
    ),
    max_leaves=14,
)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(BLOCKS)
def test_no_word_of_an_article_is_lost(markup: str) -> None:
    """Whatever lies in whatever: each word comes out, and once."""
    parts = markup.split("WORD")
    body = "".join(f"{part}كلمة{n}س" for n, part in enumerate(parts[:-1])) + parts[-1]
    report, _ = read(around(f"<article>{body}</article>"))
    said = write_manuscript(report)
    for n in range(len(parts) - 1):
        assert said.count(f"كلمة{n}س") == 1


def test_a_windows_page_is_read_by_its_letters_not_by_what_it_declares() -> None:
    head = '<meta charset="iso-8859-1">'
    report, found = read(around("<p>نصف السكان بلا ماء.</p>", head).encode("cp1256"))
    assert report.metadata.title == "الماء"
    assert "S005" in {finding.code for finding in found}


def test_a_short_page_in_a_declared_encoding_is_read_in_it() -> None:
    page = '<meta charset="windows-1255"><title>מים</title><p>מים</p>'
    report, _ = read(page.encode("cp1255"))
    assert report.metadata.title == "מים"


def test_spans_are_cut_to_the_table() -> None:
    table = first(Table, "<table><tr><td colspan=100000>a<td rowspan=99999>b<tr><td>c</table>")
    assert isinstance(table, Table)
    assert len(table.columns) == 2
    assert [[(c.columns, c.rows) for c in row.cells] for row in table.body] == [
        [(1, 1), (1, 2)],
        [(1, 1)],
    ]


def test_widths_of_columns_are_kept_when_all_are_given() -> None:
    table = first(
        Table,
        "<table><colgroup><col width=25%><col style='width:75%'></colgroup>"
        "<tr><th>السنة<th>العدد<tr><td>2023<td>12<tr><td>2024<td>9</table>",
    )
    assert isinstance(table, Table)
    assert [(c.width, c.align) for c in table.columns] == [(0.25, "number"), (0.75, "number")]


@pytest.mark.parametrize(
    ("markup", "numbering", "start"),
    [
        ("<ul><li>a</ul>", None, 1),
        ("<ol><li>a</ol>", "decimal", 1),
        ("<ol start=4><li>a</ol>", "decimal", 4),
        ("<ol type=i><li>a</ol>", "roman", 1),
        ("<ol style='list-style-type:arabic-abjad'><li>a</ol>", "abjad", 1),
        ("<ol><li value=7>a</ol>", "decimal", 7),
        ("<ol start=99999999999><li>a</ol>", "decimal", 1),
    ],
)
def test_lists_count_as_the_page_counts(markup: str, numbering: str | None, start: int) -> None:
    found = first(List, markup)
    assert isinstance(found, List)
    assert (found.numbering, found.start) == (numbering, start)


def test_schema_questions_in_the_markup_are_pairs() -> None:
    markup = (
        '<div itemscope itemtype="https://schema.org/FAQPage"><div itemprop="mainEntity" itemscope '
        'itemtype="https://schema.org/Question"><h3 itemprop="name">ما الحل؟</h3><div '
        'itemprop="acceptedAnswer" itemscope><div itemprop="text"><p>الاقتصاد.</p></div></div>'
        "</div></div>"
    )
    faq = first(Faq, markup)
    assert isinstance(faq, Faq)
    assert [inline_text(pair.question) for pair in faq.items] == ["ما الحل؟"]


def test_numbers_of_lines_are_no_code() -> None:
    code = first(
        CodeBlock,
        "<table><tr><td class=gutter><pre>1\n2</pre><td class=code>"
        "<pre class='language-python'>x = 1\ny = 2</pre></table>",
    )
    assert code == CodeBlock("x = 1\ny = 2", "python")


def test_an_image_in_the_page_travels_with_the_report() -> None:
    report, _ = read(around("<img alt='نقطة' src='data:image/png;base64,iVBORw0KGgo='>"))
    figure = next(block for block in report_blocks(report) if isinstance(block, Figure))
    assert report.asset(figure.asset) is not None
    assert figure.alternative == "نقطة"


@pytest.mark.parametrize(
    "source", ["file:///etc/passwd", "/etc/passwd", "../../secret.png", "javascript:1", "ftp://h/a"]
)
def test_an_image_is_never_looked_for_elsewhere(source: str) -> None:
    report, found = read(around(f"<img src='{source}' alt='x'>"))
    assert not [block for block in report_blocks(report) if isinstance(block, Figure)]
    assert "S104" in {finding.code for finding in found}


def test_a_page_of_nothing_but_furniture_is_refused() -> None:
    with pytest.raises(ReportError) as error:
        read("<body><nav>القائمة</nav><footer>جميع الحقوق محفوظة</footer></body>")
    assert error.value.diagnostic.code == "S020"


def test_what_is_struck_out_and_what_is_drawn_is_counted_among_what_is_gone() -> None:
    page = "<h1>الماء</h1><p>قلّ <del>كثر</del> المطر <svg><path d='M0 0'/></svg>هذا العام.</p>"
    found: list[Diagnostic] = []
    report = read_html(Source("a.html", "text/html", page.encode()), found.append)
    assert "كثر" not in str(report.body)
    (gone,) = [d for d in found if d.code == "S102"]
    assert "1 passages struck out" in gone.message
    assert "1 drawings of the page" in gone.message


def test_what_an_abbreviation_stands_for_is_kept_once() -> None:
    short = '<abbr title="منظمة الصحة العالمية">م.ص.ع</abbr>'
    page = f"<h1>الماء</h1><p>قالت {short} اليوم إن الماء قليل، ثم عادت {short} فأكدت.</p>"
    report = read_html(Source("a.html", "text/html", page.encode()), lambda found: None)
    assert write_manuscript(report).count("م.ص.ع (منظمة الصحة العالمية)") == 1
    assert write_manuscript(report).count("م.ص.ع") == 2


def test_a_list_of_contents_without_links_goes_where_a_line_announces_it() -> None:
    names = ("الأسباب", "الآثار", "الحلول")
    items = "".join(f"<li>{name}</li>" for name in names)
    sections = "".join(f"<h2>{name}</h2><p>قلّ الماء في الواحات.</p>" for name in names)
    for contents in (
        f"<p>المحتويات</p><ul>{items}</ul>",
        f"<details><summary>في هذا المقال:</summary><ul>{items}</ul></details>",
    ):
        report, found = read(around(contents + sections))
        assert not any(isinstance(block, List) for block in report_blocks(report))
        assert "S012" in {d.code for d in found}
    report, _ = read(around(f"<p>للجفاف ثلاثة أوجه:</p><ul>{items}</ul>{sections}"))
    assert any(isinstance(block, List) for block in report_blocks(report))


def test_a_frame_and_a_bullet_around_a_question_and_its_answer_go() -> None:
    asked = "".join(
        f"<blockquote><details><summary>{question}</summary><ul><li>{answer}</li></ul></details>"
        "</blockquote>"
        for question, answer in (("ما الخطارة؟", "قناة تحت الأرض."), ("من يحفرها؟", "أهل الواحة."))
    )
    report, _ = read(around(f"<h2>أسئلة شائعة</h2>{asked}"))
    (faq,) = (block for block in report_blocks(report) if isinstance(block, Faq))
    assert len(faq.items) == 2
    assert not any(isinstance(block, List) for block in report_blocks(report))
