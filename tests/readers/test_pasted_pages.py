"""Text copied out of a PDF: its pages go, its paragraphs come back."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from report.diagnostics import Diagnostic
from report.model.blocks import List, Paragraph
from report.model.document import Report
from report.model.walk import inline_text, own_inlines, report_blocks
from report.readers.article import read_article
from report.readers.source import Source

BROKEN = (
    "يعيش المغرب منذ سنوات على وقع إجهاد مائي متزايد، إذ تراجعت حصة الفرد من",
    "الماء إلى أقل من ستمئة متر مكعب. ويرجع ذلك إلى التغيرات المناخية، وإلى",
    "تزايد الطلب على الماء في الفلاحة، وهو ما يقلق سكان",
)
OVERLEAF = "القرى البعيدة عن الأنهار."
LONG = (
    "تخفي الأرقام الوطنية تفاوتا كبيرا بين الأحواض، إذ يستأثر حوضا سبو",
    "واللوكوس بنصف الموارد السطحية. ولا تتجاوز حصة الجنوب الشرقي خمسة في",
    "المئة من الموارد.",
)
WHOLE = " ".join((*BROKEN, OVERLEAF))
TRADES = ("الصناعة", "السياحة", "الطاقة", "المعادن", "المدن")


def read(lines: Sequence[str]) -> tuple[Report, list[Diagnostic]]:
    found: list[Diagnostic] = []
    report = read_article(Source("a.txt", "text/plain", "\n".join(lines).encode()), found.append)
    return report, found


def paragraphs(report: Report) -> list[str]:
    blocks = [block for block in report_blocks(report) if isinstance(block, Paragraph)]
    return [inline_text(run) for block in blocks for run in own_inlines(block)]


def removed(found: list[Diagnostic]) -> list[int]:
    return [d.place.line for d in found if d.code == "S012" and d.place]


def pages(*heads: tuple[str, ...]) -> list[str]:
    """Return pages that break a sentence, with the lines of each head between them."""
    text = ["الماء والناس", "مقدمة", *BROKEN]
    for head, trade in zip(heads, TRADES, strict=False):
        last = BROKEN[-1].replace("الفلاحة", trade)
        text += [*head, OVERLEAF, *LONG, *BROKEN[:-1], last]
    return [*text[: -len(BROKEN)], *LONG]


@pytest.mark.parametrize(
    "heads",
    [
        [("تقرير حول المياه 4",), ("تقرير حول المياه 5",), ("تقرير حول المياه 6",)],
        [("4 تقرير حول المياه",), ("5 تقرير حول المياه",), ("6 تقرير حول المياه",)],
        [("تقرير حول المياه | ٤",), ("تقرير حول المياه | ٥",), ("تقرير حول المياه | ٦",)],
        [("تقرير المياه", "4"), ("تقرير المياه", "5"), ("تقرير المياه", "6")],
        [("4", "تقرير المياه"), ("5", "تقرير المياه"), ("6", "تقرير المياه")],
        [("- 4 -",), ("- 5 -",), ("- 6 -",)],
        [("صفحة 4 من 9",), ("صفحة 5 من 9",), ("صفحة 6 من 9",)],
        [("الصفحة 4",), ("الصفحة 5",), ("الصفحة 6",)],
        [("4 / 9",), ("עמוד 5 מתוך 9",), ("Page 6 of 9",), ("صفحهٔ ۷ از ۹",)],
        [("مجلس المياه 4",), ("تقرير المياه", "5"), ("مجلس المياه 6",), ("تقرير المياه", "7")],
        [("تقرير المياه 4",), ("تقرير المياه 6",), ("تقرير المياه 8",)],
    ],
    ids=lambda heads: " ".join(heads[0]) if isinstance(heads, list) else str(heads),
)
def test_running_heads_and_folios_go_and_the_sentence_goes_on(heads: list[tuple[str, ...]]) -> None:
    lines = pages(*heads)
    report, found = read(lines)
    gone = {line for head in heads for line in head}
    assert {lines[n - 1] for n in removed(found)} == gone
    assert WHOLE in paragraphs(report)
    assert " ".join(LONG) in paragraphs(report)
    assert "S036" in {d.code for d in found}


def test_blank_lines_that_a_viewer_put_between_lines_part_nothing() -> None:
    lines = pages(("4",), ("5",), ("6",))
    report, _ = read("\n\n".join(lines).split("\n"))
    assert WHOLE in paragraphs(report)


def test_items_go_on_and_end() -> None:
    items = ["• يستأثر حوضا سبو واللوكوس بنصف الموارد السطحية، مع أنهما لا يغطيان سوى"]
    items += ["سبعة في المئة من البلاد؛", "• تراجعت الواردات كثيرا."]
    lines = [*pages(("4",), ("5",), ("6",)), *items, "الخاتمة", LONG[0]]
    report, _ = read(lines)
    (found,) = (block for block in report_blocks(report) if isinstance(block, List))
    texts = [inline_text(run) for item in found.items for run in own_inlines(item.content[0])]
    assert texts == [" ".join(items[:2])[2:], items[2][2:]]


def test_numbered_headings_are_no_running_heads() -> None:
    text = " ".join((*LONG, *LONG))
    lines = [part for n in range(1, 9) for part in (f"المادة {n}", text)]
    _report, found = read(["القانون الأساسي", *lines])
    assert removed(found) == []


def test_years_in_headings_are_no_folios() -> None:
    text = " ".join((*LONG, *LONG))
    lines = [part for n in range(2019, 2025) for part in (f"مؤشر النمو الاقتصادي {n}", text)]
    _report, found = read(["تقرير عن النمو", *lines])
    assert removed(found) == []


def test_a_column_of_numbers_is_no_row_of_folios() -> None:
    cells = ["الرقم", "الحوض", "1", "سبو", "2", "أم الربيع", "3", "تانسيفت", "4", "ملوية"]
    _report, found = read(["الأحواض", " ".join(LONG), *cells, " ".join(LONG)])
    assert "S036" not in {d.code for d in found}


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        (("The water of the oases is used for irri-", "gation of palms."), "irrigation of palms"),
        (("Le barrage assure l\u2019appro-", "visionnement en eau."), "approvisionnement en eau"),
        (
            ("The south-east is dry. Few people live in the south-", "east of the land."),
            "in the south-east of the land",
        ),
        (("Pages of the book 12-", "14 are missing, as they were."), "14 are missing"),
    ],
)
def test_words_that_a_hyphen_broke_are_whole(lines: tuple[str, str], word: str) -> None:
    report, found = read(["The oases", "", *lines, "And the dates grow in their shade."])
    assert word in " ".join(paragraphs(report))
    assert ("S037" in {d.code for d in found}) == ("14" not in word)


def test_embeddings_around_the_pieces_of_lines_go() -> None:
    piece = "\u202b{}\u202a .\u202c{}\u202c"
    lines = [
        piece.format("قلّ الماء في الواحات", "وهاجر الناس منها إلى المدن الكبرى") for _ in range(4)
    ]
    report, found = read(["\u202bالماء والناس\u202c", "", *lines])
    assert "قلّ الماء في الواحات. وهاجر الناس" in paragraphs(report)[0]
    assert {d.code for d in found} >= {"S036"}


def test_a_list_of_contents_with_leaders_goes_with_its_heading() -> None:
    contents = [
        f"{name} . . . . . . . . {n}" for n, name in enumerate(("مقدمة", "الموارد", "خاتمة"), 1)
    ]
    _report, found = read(["الماء والناس", "المحتويات", *contents, "مقدمة", " ".join(LONG)])
    assert removed(found) == [2, 3, 4, 5]
