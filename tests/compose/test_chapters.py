"""Chapters begin pages where the book and its chapters are long, unless the author says how."""

from __future__ import annotations

import pytest

from report.compose import compose
from report.compose.chapters import chapters_of
from report.compose.galley import Sheet
from report.disk import open_house
from report.model.document import Chapters
from report.press import edition_of, prepare
from report.readers.source import Source
from report.writers.page import write_page

HEAD = "---\ntitle: تقرير\nlang: ar\ndate: 2026-11-24\n"
WORDS = "كلمات كثيرة تملأ الصفحة حتى تبلغ التالية، وفيها بعض ما يقال في الباب. " * 140


def sheets(*lengths: int, matter: str = "body") -> list[Sheet]:
    body = '<section class="chapter"><p title="a long word about it">{}</p></section>'
    return [
        Sheet(f"s{n}", f"{n}", body.format("س" * length), matter, "chapter", "ar", "rtl")  # type: ignore[arg-type]
        for n, length in enumerate(lengths)
    ]


@pytest.mark.parametrize(
    ("lengths", "chapters"),
    [
        ([], "run"),
        ([3_000] * 8, "run"),
        ([10_000] * 7, "run"),  # a long brief, not a book
        ([10_000] * 8, "page"),
        ([2_000] * 90, "run"),  # a book of short chapters
        ([2_000] * 10 + [30_000] * 5, "page"),
        ([90_000], "page"),
    ],
)
def test_long_chapters_of_a_book_begin_pages(lengths: list[int], chapters: str) -> None:
    assert chapters_of("auto", sheets(*lengths)) == chapters


def test_what_stands_behind_the_text_does_not_count() -> None:
    assert chapters_of("auto", sheets(*[10_000] * 9, matter="back")) == "run"


@pytest.mark.parametrize("asked", ["run", "page", "recto"])
def test_what_the_author_says_holds(asked: Chapters) -> None:
    assert chapters_of(asked, sheets(*[10_000] * 9)) == asked
    assert chapters_of(asked, sheets(100)) == asked


@pytest.mark.parametrize(
    ("asked", "chapters"), [("", "page"), ("chapters: auto\n", "page"), ("chapters: run\n", "run")]
)
def test_the_page_is_written_with_them(asked: str, chapters: str) -> None:
    text = f"{HEAD}{asked}---\n\n" + "\n\n".join(f"# الباب {n}\n\n{WORDS}" for n in range(9))
    report = prepare(Source("a.md", "text/markdown", text.encode()), lambda finding: None)
    galley = compose(report, edition_of(report), open_house())
    assert galley.chapters == chapters
    assert f'chapters-{chapters}">' in write_page(galley)
