"""Justification: which words are drawn out and where, lines that fit, and a clean text layer."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
import weasyprint
from hypothesis import given
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

from report.diagnostics import Diagnostic
from report.filters.joins import is_transparent, joins_next, joins_previous
from report.model.customs import Justify
from report.writers.pdf.filling import filled_pages, widest_line
from report.writers.pdf.justification import SetLine, justification, justified
from report.writers.pdf.kashida import TATWEEL, joint, joints
from report.writers.pdf.patches import patched

FACES = Path(__file__).parents[2] / "fonts" / "amiri"
TEXT = (
    "تسعى المملكة إلى تعزيز التعاون الأمني مع شركائها الدوليين في منطقة الساحل والصحراء، وتعمل "
    "المديرية العامة للأمن الوطني على مكافحة الإرهاب والتطرف بتبادل المعلومات والخبرات. ولا تقتصر "
    "الاستراتيجية على الإجراءات الأمنية التقليدية، بل تجمع بين التدابير الأمنية والتنمية البشرية، "
    "لأن الأمن الغذائي ركيزة أساسية من ركائز الاستقرار الاجتماعي والاقتصادي في البلاد."
)
A4, NARROW, SLIVER = 160, 62, 30


def lay(text: str, measure: int, mode: Justify | None = None, never: tuple[str, ...] = ()) -> Any:
    """Lay out a paragraph in a measure of so many millimetres."""
    html = f"""<html lang=ar dir=rtl><style>
    @font-face {{ font-family: Test; src: url({(FACES / "Amiri-Regular.ttf").as_uri()}) }}
    @font-face {{ font-family: Test; font-weight: 700;
      src: url({(FACES / "Amiri-Bold.ttf").as_uri()}) }}
    @page {{ size: {measure}mm 250mm; margin: 0 }}
    html, body, p {{ margin: 0; font: 11pt/1.7 Test; text-align: justify }}
    </style><p>{text}</p>"""
    with patched(), justified(justification(mode, never)):
        document = weasyprint.HTML(string=html).render()
        return document, document.write_pdf()


def lines(document: Any) -> Iterator[tuple[Any, SetLine | None]]:
    for page in document.pages:
        for box in page._page_box.descendants():
            if isinstance(box, boxes.LineBox):
                yield box, getattr(box, "setting", None)


def drawn(document: Any) -> str:
    """Return the text as it is shaped, tatweels and all."""
    return " ".join(
        box.pango_layout.text
        for page in document.pages
        for box in page._page_box.descendants()
        if isinstance(box, boxes.TextBox)
    )


def shown(word: str) -> str:
    best = joint(word)
    return word[: best.at] + "ـ" + word[best.at :] if best else word


@pytest.mark.parametrize(
    ("word", "as_drawn"),
    [
        ("الصحراء", "الصـحراء"),  # after seen and sad
        ("المسلحة", "المسـلحة"),
        ("السياسة", "السياسـة"),  # of two, the one nearer to the end
        ("منطقة", "منطقـة"),  # before the last teh marbuta, heh, dal
        ("تلعبه", "تلعبـه"),
        ("محمد", "محمـد"),
        ("الإرهاب", "الإرهـاب"),  # before alef, the last lam, kaf, tah
        ("تعمل", "تعمـل"),
        ("الكبير", "الكبـير"),  # the tooth before reh
        ("الوطني", "الوطـني"),  # the tooth before the last yeh
        ("مليون", "مليـون"),  # before waw
        ("المغرب", "المغـرب"),  # any last letter
        ("الله", "الله"),  # letters in a stack
        ("كلمات", "كلمـات"),
        ("الأمل", "الأمـل"),
        ("القوم", "القوم"),  # the first letter is not drawn away from the word
        ("اليوم", "اليوم"),  # nor the first after the article
        ("علي", "علي"),  # three letters are too few
        ("قضــايا", "قضــايا"),  # the author has drawn it
        ("م\u200dدرسة", "م\u200dدرسة"),  # half of a word
        ("مُحَمَّد", "مُحَمَّد"),  # marks on every letter
        ("العَربية", "العَربيـة"),  # a mark elsewhere
        ("دستورالعمل", "دسـتورالعمل"),
    ],
)
def test_a_word_is_drawn_where_scribes_draw_it(word: str, as_drawn: str) -> None:
    assert shown(word) == as_drawn


def test_names_are_kept_with_and_without_what_is_written_before_them() -> None:
    never = justification(None, ("ابن خَلدون", "محمد")).never
    assert [joint(word, never) for word in ("محمد", "ومحمد", "خلدون", "وبخلدون")] == [None] * 4
    assert joint("محمود", never) is not None


@given(st.text(st.sampled_from("ابتجدرسصعفقكلمنهويةىء\u064e\u0651ـئؤ"), min_size=1, max_size=12))
def test_a_joint_holds_two_bare_letters(word: str) -> None:
    for index, _, most in joints(word):
        before, after = word[index - 1], word[index]
        assert joins_next(before)
        assert joins_previous(after)
        assert not is_transparent(before)
        assert not any(is_transparent(c) for c in word[index + 1 : index + 2])
        assert not (before == "ل" and after in "اأإآ")
        assert 1 <= most <= 3
    if TATWEEL in word:
        assert joint(word) is None


def test_every_filled_line_ends_where_the_measure_ends() -> None:
    measure = NARROW / 25.4 * 96
    document, _ = lay(TEXT, NARROW)
    filled = [box for box, setting in lines(document) if setting]
    assert len(filled) > 5
    for box in filled:
        assert box.width == pytest.approx(measure, abs=0.01)
        ends = [child.position_x for child in box.children]
        assert min(ends) == pytest.approx(0, abs=0.01)


def ratios(document: Any) -> list[float]:
    return [setting.ratio for _, setting in lines(document) if setting]


def test_words_are_drawn_in_narrow_measures_and_blanks_do_not_gape() -> None:
    plain, wide = ratios(lay(TEXT, NARROW, "spaces")[0]), ratios(lay(TEXT, NARROW)[0])
    assert max(wide) < max(plain)
    assert sum(r > 1.6 for r in wide) < sum(r > 1.6 for r in plain) / 2
    assert "ـ" in drawn(lay(TEXT, NARROW)[0])


def test_a_wide_measure_is_filled_by_blanks_unless_the_house_asks() -> None:
    assert "ـ" not in drawn(lay(TEXT, A4)[0])
    assert "ـ" in drawn(lay(TEXT, A4, "kashida")[0])
    assert "ـ" not in drawn(lay(TEXT, NARROW, "spaces")[0])


def test_a_line_that_gapes_is_drawn_in_any_measure() -> None:
    long = "https://example.org/" + "a" * 70
    text = f"تسعى المملكة إلى تعزيز التعاون الأمني مع شركائها <bdi dir=ltr>{long}</bdi> وغيرها"
    before = ratios(lay(text, A4, "spaces")[0])[0]
    document, _ = lay(text, A4)
    assert before > ratios(document)[0] > 1
    assert "ـ" in drawn(document)


@pytest.mark.parametrize(("measure", "mode"), [(SLIVER, None), (SLIVER, "kashida"), (A4, "ragged")])
def test_a_sliver_is_ragged_and_what_is_asked_for(measure: int, mode: Justify | None) -> None:
    document, _ = lay(TEXT, measure, mode)
    assert not ratios(document)
    assert "ـ" not in drawn(document)
    assert {round(box.position_x + box.width, 2) for box, _ in lines(document)} == {
        round(measure / 25.4 * 96, 2)
    }


def test_at_most_one_joint_of_a_word_and_no_name_is_drawn() -> None:
    names = ("الساحل", "المديرية")
    written = drawn(lay(TEXT, NARROW, "kashida", names)[0])
    for word in written.split():
        assert len([part for part in word.split("ـ") if part]) <= 2
    assert all(name in written for name in names)


def test_kashidas_do_not_stand_above_each_other_where_others_can_be_had(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def above() -> int:
        document, _ = lay(TEXT * 3, 90, "kashida")
        rows = [setting.kashidas for _, setting in lines(document) if setting]
        assert sum(map(len, rows)) > 20
        em = 11 / 72 * 96
        return sum(abs(one - other) < em for a, b in pairwise(rows) for one in a for other in b)

    heeded = above()
    monkeypatch.setattr("report.writers.pdf.justification._ABOVE", 0)
    assert heeded < above() / 2


def test_what_is_searched_and_copied_has_no_kashida() -> None:
    text = TEXT.replace("الساحل", "<b>الساحل</b>")
    document, data = lay(text, NARROW, "kashida")
    assert drawn(document).count("ـ") > 10
    page = pypdfium2.PdfDocument(data)[0].get_textpage()
    by_pdfium = page.get_text_bounded().replace("\u202c", "")
    by_pypdf = pypdf.PdfReader(BytesIO(data)).pages[0].extract_text().replace("\u202c", "")
    for said in (by_pdfium, by_pypdf):
        assert "ـ" not in said
        assert set(TEXT.split()) <= set(said.split())
    for word in ("السياسة", "مكافحة", "الاستراتيجية", "الساحل"):
        assert (page.search(word).get_next() is not None) == (word in TEXT)


def test_a_tatweel_of_the_author_stays_his() -> None:
    _, data = lay(TEXT + " سنة ١٤٤٦هـ وتعـــاون", NARROW, "kashida")
    said = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded()
    assert "وتعـــاون" in said
    assert "١٤٤٦هـ" in said


def test_the_widest_line_of_a_page_is_told() -> None:
    document, _ = lay(TEXT, NARROW)
    (page,) = filled_pages(list(map(widest_line, document.pages)), ["١"], pytest.fail)
    assert page.widest == round(max(ratios(document)), 2)
    assert page.kashidas == sum(len(s.kashidas) for _, s in lines(document) if s) > 3
    assert page.folio == "١"
    assert page.opening in TEXT
    ragged, _ = lay(TEXT, SLIVER)
    assert filled_pages(list(map(widest_line, ragged.pages)), ["١"], pytest.fail) == []


def test_a_loose_line_is_reported() -> None:
    found: list[Diagnostic] = []
    document, _ = lay("الأمن في https://example.org/aaaaaaaaaaaaaaaaaaaaaaaaa", NARROW)
    filled_pages(list(map(widest_line, document.pages)), ["٣"], found.append)
    (loose,) = found
    assert loose.code == "P004"
    assert "⁨٣⁩" in loose.message
