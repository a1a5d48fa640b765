"""Isolates: whole runs, nothing lost, nothing changed by a second time."""

from __future__ import annotations

import pytest
from hypothesis import given
from inline_lines import directions, lines

from report.filters.isolates import isolate, isolate_report, isolate_text
from report.model.blocks import Paragraph
from report.model.document import Division, Metadata, Report
from report.model.inlines import (
    Code,
    Direction,
    Emphasis,
    Inline,
    Inlines,
    Isolate,
    Link,
    NoteRef,
    Strong,
    Text,
)
from report.model.walk import all_inlines, children, inline_text


def isolated(content: Inlines) -> list[str]:
    return [inline_text((i,)) for i in all_inlines(content) if isinstance(i, Isolate)]


def leaves(content: Inlines) -> list[tuple[type[Inline], ...]]:
    """Return for each character or object of a line the inlines around it, isolates left out."""

    def walk(inlines: Inlines, around: tuple[type[Inline], ...]) -> None:
        for inline in inlines:
            inside = children(inline)
            if inside:
                name = () if isinstance(inline, Isolate) else (type(inline),)
                walk(inside, around + name)
            elif isinstance(inline, Text):
                found.extend([*around, Text] for _ in inline.text)
            elif isinstance(inline, Code | NoteRef):
                found.append([*around, type(inline)])

    found: list[list[type[Inline]]] = []
    walk(content, ())
    return [tuple(f) for f in found]


@given(lines, directions)
def test_text_is_kept_to_the_letter(line: Inlines, base: Direction) -> None:
    assert inline_text(isolate(line, base)) == inline_text(line)


@given(lines, directions)
def test_every_character_keeps_what_is_around_it(line: Inlines, base: Direction) -> None:
    assert leaves(isolate(line, base)) == leaves(line)


@given(lines, directions)
def test_a_second_time_changes_nothing(line: Inlines, base: Direction) -> None:
    once = isolate(line, base)
    assert isolate(once, base) == once


def test_a_run_reaches_across_emphasis_and_links() -> None:
    line = (
        Text("قال Hello "),
        Strong((Text("big"),)),
        Text(" and "),
        Link((Text("wide"),), "https://example.org/"),
        Text(" world ثم مضى."),
    )
    assert isolate(line, "rtl") == (
        Text("قال "),
        Isolate(
            (
                Text("Hello "),
                Strong((Text("big"),)),
                Text(" and "),
                Link((Text("wide"),), "https://example.org/"),
                Text(" world"),
            ),
            "ltr",
        ),
        Text(" ثم مضى."),
    )


def test_emphasis_half_inside_a_run_becomes_two() -> None:
    line = (Emphasis((Text("قال World"),)), Text(" Bank."))
    assert isolate(line, "rtl") == (
        Emphasis((Text("قال "),)),
        Isolate((Emphasis((Text("World"),)), Text(" Bank")), "ltr"),
        Text("."),
    )


def test_a_run_inside_one_link_leaves_the_link_whole() -> None:
    line = (Link((Text("تقرير World Bank السنوي"),), "https://example.org/"),)
    assert isolate(line, "rtl") == (
        Link(
            (Text("تقرير "), Isolate((Text("World Bank"),), "ltr"), Text(" السنوي")),
            "https://example.org/",
        ),
    )


def test_a_note_reference_after_a_run_is_the_sentences() -> None:
    line = (Text("البنك World Bank"), NoteRef("1"), Text(" report (2024)"), NoteRef("2"))
    assert isolate(line, "rtl") == (
        Text("البنك "),
        Isolate((Text("World Bank"), NoteRef("1"), Text(" report (2024)")), "ltr"),
        NoteRef("2"),
    )


def test_code_alone_needs_no_isolate_and_code_in_a_run_is_part_of_it() -> None:
    assert isolate((Text("اكتب "), Code("ls -l"), Text(".")), "rtl")[1] == Code("ls -l")
    line = (Text("اكتب type "), Code("ls"), Text(" twice ثم"))
    assert isolated(isolate(line, "rtl")) == ["type ls twice"]


def test_neighbours_isolated_apart_become_one() -> None:
    line = (
        Text("قال "),
        Isolate((Text("Hello"),), "ltr"),
        Text(" "),
        Isolate((Text("world"),), "ltr"),
        Text("."),
    )
    assert isolate(line, "rtl") == (
        Text("قال "),
        Isolate((Text("Hello"), Text(" "), Text("world")), "ltr"),
        Text("."),
    )


def test_the_authors_isolate_and_its_language_stay() -> None:
    own = Isolate((Text("12-15"),), "rtl", "ar")
    assert isolate((Text("الصفحات "), own, Text(" وما بعدها")), "rtl")[1] == own
    french = Isolate((Text("Le Monde"),), "ltr", "fr")
    line = (Text("قرأ the "), french, Text(" daily ثم"))
    assert isolate(line, "rtl")[1] == Isolate((Text("the "), french, Text(" daily")), "ltr")


def test_a_line_without_its_own_letters_is_one_run_with_its_punctuation() -> None:
    assert isolated(isolate_text("Smith, J. (2020). Title.", "rtl")) == ["Smith, J. (2020). Title."]
    assert isolated(isolate_text("قال النص.", "ltr")) == ["قال النص."]


def test_a_line_of_one_direction_is_left_as_it_is() -> None:
    for line in ("", "نص عربي، ولا شيء غيره (2024) في 24/11/2024 الساعة 10:30."):
        assert isolated(isolate_text(line, "rtl")) == []
    assert isolated(isolate_text("English only, 12-15 (2024).", "ltr")) == []


@pytest.mark.parametrize(
    ("language", "expected"), [("en", ["مرحبا"]), (None, ["Hello"])], ids=["own", "report"]
)
def test_direction_comes_from_the_nearest_language(
    language: str | None, expected: list[str]
) -> None:
    paragraph = Paragraph((Text("قال مرحبا ثم Hello"),), language=language)
    words = {"en": "say مرحبا or Hello", None: "قل Hello ثم"}
    paragraph = Paragraph((Text(words[language]),), language=language)
    report = Report(Metadata(title="عنوان"), body=(Division((), (paragraph,)),))
    edited = isolate_report(report, lambda found: None)
    block = edited.body[0].content[0]
    assert isinstance(block, Paragraph)
    assert isolated(block.content) == expected


def test_trade_marks_are_the_names() -> None:
    assert isolated(isolate_text("نظام Windows® وبرنامج Word™ معًا.", "rtl")) == [
        "Windows®",
        "Word™",
    ]


FIGURES = ["1/", "1-", "1+", "1:1 ", "1,", "+1 ", "1%", "$1", "1°", "(1) ", "0 ", "1=", "1 - "]
WORDS = ["a.", "http://a/", "a@b.", '"', "«", "(", "a (", "A-1 ", ". ", "x/", "U.S. ", 'a"b ']


@pytest.mark.parametrize("sign", [*FIGURES, *WORDS])
def test_no_line_is_tried_in_every_way(sign: str) -> None:
    """A pattern that could be matched in many ways would not come to an end here."""
    said = f"قال {sign * 400} ثم"
    assert inline_text(isolate_text(said, "rtl")) == said


def test_latin_inside_arabic_figures_ends() -> None:
    # Found by fuzzing: from the right the run is Latin, from the left it is figures.
    run = (Text("٢٠٢"), Isolate((Text("x"),), "ltr", "en"), Text("٢"))
    for base in ("rtl", "ltr"):
        once = isolate(run, base)
        assert inline_text(once) == "٢٠٢x٢"
        assert isolate(once, base) == once
