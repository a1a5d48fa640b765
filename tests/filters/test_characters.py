"""Characters: what is typed badly is mended, each mending is said, nothing else changes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_lines import WORDS, directions

from report.diagnostics import Diagnostic, Place
from report.filters.characters import mend_characters, mend_line, mend_string
from report.model.blocks import CodeBlock, Figure, Paragraph
from report.model.document import Contributor, Division, Metadata, Report
from report.model.inlines import (
    Code,
    Direction,
    Inlines,
    Isolate,
    LineBreak,
    NoteRef,
    Strong,
    Text,
)
from report.model.walk import all_inlines, inline_text

AT = Place("a.md", 3, 7)

TROUBLE = [
    "\u200e", "\u200f", "\u061c", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066",
    "\u2067", "\u2068", "\u2069", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad",
    "\x07", "\x85", "\t", "\n", "\u2003", "\u2028", "\u2009", "\ufffd", "ﺗﻘﺮﻳﺮ", "ﻻ", "ﷺ", "ﷲ",
    "ﹱ", "ﬁ", "שּׁ", "ي", "ة", "\u0651\u064e", "e\u0301",
]  # fmt: skip
texts = st.lists(st.sampled_from(WORDS + TROUBLE), max_size=10).map("".join)
lines = st.lists(
    st.one_of(
        texts.map(Text),
        texts.map(lambda text: Strong((Text(text),))),
        st.builds(Isolate, texts.map(lambda text: (Text(text),)), directions),
        texts.filter(bool).map(Code),
        st.just(NoteRef("1")),
        st.just(LineBreak()),
    ),
    max_size=4,
).map(tuple)


def mended(content: Inlines, base: Direction = "rtl") -> tuple[Inlines, list[str]]:
    codes: list[str] = []
    return mend_line(content, base, lambda code, at, **fields: codes.append(code)), codes


def of_text(text: str, base: Direction = "rtl") -> tuple[str, list[str]]:
    line, codes = mended((Text(text, at=AT),), base)
    return inline_text(line), codes


@pytest.mark.parametrize(
    ("typed", "set_", "codes"),
    [
        ("نص سليم ﷺ", "نص سليم ﷺ", []),
        ("ﺗﻘﺮﻳﺮ", "تقرير", ["T001"]),
        ("ﷲ ﻻ ﷺ ﷽ ﷻ ﴾آية﴿ ﷼", "الله لا ﷺ ﷽ ﷻ ﴾آية﴿ ﷼", ["T001"]),
        ("كتابﹰا", "كتابًا", ["T001"]),
        ("ﬁnance", "finance", ["T001"]),
        ("ﺮﻳﺮﻘﺗ", "ﺮﻳﺮﻘﺗ", ["T002"]),
        ("لغة C++\u200e و\u200f(WHO)", "لغة C++ و(WHO)", ["T003"]),
        ("قال \u2066Hello", "قال Hello", ["T005"]),
        ("قال\u202c ثم\u2069", "قال ثم", ["T005", "T005"]),
        ("الرمز \u202eabc\u202c", "الرمز abc", ["T006"]),
        ("\ufeffالأمن\u200b", "الأمن", ["T007"]),
        ("الأ\u00adمن", "الأمن", ["T007"]),
        ("الأمن\x07\x00", "الأمن", ["T008"]),
        ("الأمن\u200c ثم\u200d", "الأمن ثم\u200d", ["T009"]),
        ("الغذا\ufffdي", "الغذا\ufffdي", ["T010"]),
        ("آ\u0627\u0653", "آآ", []),
        ("بَّ", "بَّ", []),
        (" أ \t\n ب\u2003ج ", "أ ب ج", []),
        ("أ\u00a0ب 12\u2009500", "أ\u00a0ب 12\u202f500", []),
    ],
)
def test_texts(typed: str, set_: str, codes: list[str]) -> None:
    assert of_text(typed) == (set_, codes)


@pytest.mark.parametrize(
    "kept", ["می\u200cخواهم", "1446 هـ\u200d", "ه\u200d،", "👩\u200d💻", "نامه\u200cها"]
)
def test_joiners_that_shape_a_letter_stay(kept: str) -> None:
    assert of_text(kept) == (kept, [])


@pytest.mark.parametrize(
    "idle", ["د\u200cر", "ب\u200dب", "WHO\u200c", "و\u200c قال", "ب\u200c\u200cب"]
)
def test_joiners_that_shape_nothing_go(idle: str) -> None:
    text, codes = of_text(idle)
    assert codes == ["T009"]
    assert "\u200c\u200c" not in text
    assert len(text) < len(idle)


def test_pairs_of_controls_become_isolates_across_emphasis() -> None:
    line = (Text("قال \u2066Hello "), Strong((Text("big"),)), Text(" world\u2069 ثم"))
    assert mended(line) == (
        (
            Text("قال "),
            Isolate((Text("Hello "), Strong((Text("big"),)), Text(" world")), "ltr"),
            Text(" ثم"),
        ),
        ["T004"],
    )


@pytest.mark.parametrize("opening", ["\u202a", "\u2066", "\u2068", "\u202d"])
@pytest.mark.parametrize("inside", ["Hello"])
def test_every_kind_of_pair_is_understood(opening: str, inside: str) -> None:
    closing = "\u202c" if opening in "\u202a\u202d" else "\u2069"
    line, codes = mended((Text(f"قال {opening}{inside}{closing} ثم"),))
    assert codes == ["T004"]
    assert line[1] == Isolate((Text(inside),), "ltr")


def test_a_pair_along_the_line_is_only_taken_out() -> None:
    assert of_text("\u202bقال الوزير\u202c") == ("قال الوزير", ["T004"])


def test_pairs_nest() -> None:
    line, codes = mended((Text("قال \u2066the \u2067كتاب\u2069 book\u2069 ثم"),))
    inner = Isolate((Text("كتاب"),), "rtl")
    assert line[1] == Isolate((Text("the "), inner, Text(" book")), "ltr")
    assert codes == ["T004", "T004"]


def test_the_end_of_an_isolate_ends_the_embeddings_in_it() -> None:
    line, codes = mended((Text("قال \u2066Hello \u202aworld\u2069 ثم\u202c"),))
    assert line[1] == Isolate((Text("Hello "), Text("world")), "ltr")
    assert sorted(codes) == ["T004", "T005", "T005"]


def test_a_date_parted_by_marks_keeps_its_order() -> None:
    line, codes = mended((Text("في 24\u200f/11\u200f/2024 م"),))
    assert [i.content for i in line if isinstance(i, Isolate)] == [
        (Text("24"),),
        (Text("11"),),
        (Text("2024"),),
    ]
    assert inline_text(line) == "في 24/11/2024 م"
    assert codes == ["T003"]


def test_blanks_meet_across_inlines() -> None:
    line = (Text("قال "), Strong((Text(" ثم "),)), Text(" مضى "), LineBreak(), Text(" أخيرًا "))
    assert mended(line)[0] == (
        Text("قال "),
        Strong((Text("ثم "),)),
        Text("مضى "),
        LineBreak(),
        Text("أخيرًا"),
    )


def test_code_keeps_its_characters_but_not_what_deceives() -> None:
    assert mended((Code("a  = 'ﺗ' \u200c"),)) == ((Code("a  = 'ﺗ' \u200c"),), [])
    assert mended((Code("if x:\u202e #\u2066"),)) == ((Code("if x: #"),), ["T006"])


def test_the_whole_report_is_mended_with_places() -> None:
    report = Report(
        Metadata(
            title="ﺗﻘﺮﻳﺮ \u202bأول\u202c",
            subtitle="\ufeffالأمن",
            contributors=(Contributor("\u200fأحمد"),),
            subjects=("ﻧﺺ",),
        ),
        body=(
            Division(
                (Text("ﻋﻨﻮﺍﻥ", at=AT),),
                (
                    Paragraph((Text("نص\u200b", at=AT),)),
                    CodeBlock("x\u202e", at=AT),
                    Figure("a.png", "\ufeffصورة", at=AT),
                ),
            ),
        ),
    )
    found: list[Diagnostic] = []
    edited = mend_characters(report, found.append)
    assert edited.metadata == Metadata(
        title="تقرير أول",
        subtitle="الأمن",
        contributors=(Contributor("أحمد"),),
        subjects=("نص",),
    )
    assert edited.body == (
        Division(
            (Text("عنوان"),),
            (Paragraph((Text("نص"),)), CodeBlock("x"), Figure("a.png", "صورة")),
        ),
    )
    placed = [f for f in found if f.place]
    assert {f.code for f in placed} == {"T001", "T006", "T007"}
    assert all(f.place == AT for f in placed)


@given(lines, directions)
def test_a_second_time_changes_and_finds_nothing(line: Inlines, base: Direction) -> None:
    once, _ = mended(line, base)
    twice, codes = mended(once, base)
    assert twice == once
    assert set(codes) <= {"T002", "T010"}


@given(lines, directions)
def test_the_letters_are_kept_in_order(line: Inlines, base: Direction) -> None:
    def letters(content: Inlines) -> str:
        text = unicodedata.normalize("NFKC", inline_text(content))
        return "".join(c for c in text if unicodedata.category(c)[0] in "LN" and c != "ـ")

    assert letters(mended(line, base)[0]) == letters(line)


@given(lines, directions)
def test_nothing_that_xml_forbids_is_left(line: Inlines, base: Direction) -> None:
    content = mended(line, base)[0]
    texts = [i.text for i in all_inlines(content) if isinstance(i, Text | Code)]
    assert not [c for t in texts for c in t if c in "\x07\u202a\u202e\u2066\u2069"]


def test_a_string_of_the_metadata_is_mended() -> None:
    codes: list[str] = []
    text = mend_string(" \u2067ﺗﻘﺮﻳﺮ\u2069  2024 ", lambda code, at, **fields: codes.append(code))
    assert text == "تقرير 2024"
    assert codes == ["T003", "T001"]
