"""Text layer: what the page shows is what readers of PDF read, and the page looks as it did."""

from __future__ import annotations

import html
import io
import json
import logging
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import plainpaint
import pydyf
import pypdf
import pypdfium2
import pytest
import weasyprint
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.qu2cuPen import Qu2CuPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables.S_V_G_ import SVGDocument
from PIL import Image, ImageChops

from report.checks.wordmatch import ZWJ, ZWNJ, compare
from report.diagnostics import ReportError
from report.writers.pdf import faces, patches, textlayer
from report.writers.pdf.justification import Justification, justified
from report.writers.pdf.patches import Replacement, patched

FONTS = Path(__file__).parents[2] / "fonts"
AMIRI = FONTS / "amiri/Amiri-Regular.ttf"
PLEX = FONTS / "plex-sans-arabic/IBMPlexSansArabic-Regular.ttf"
FRANK = FONTS / "frank-ruhl-libre/FrankRuhlLibre_400Regular.ttf"
MONO = FONTS / "plex-mono/IBMPlexMono-Regular.ttf"

TEXTS = {
    "ar": """
        لقد شهدنا مؤخرًا لقاءً رفيع المستوى في الرباط، حيث استقبل المدير العام نظيرته البلجيكية. هذا
        اللقاء لم يكن مجرد اجتماع روتيني؛ بل كان خطوة لتعزيز الأمن الإقليمي، فالآن لا أحد يجهل ذلك.
        «إلى الأمام»، قال المتحدث، ثم أضاف: (لا عودة)!""",
    "vowelled": """
        كَانَ الرَّجُلُ يَمْشِي فِي طَرِيقٍ طَوِيلٍ، فَرَأَى شَجَرَةً كَبِيرَةً تَحْتَهَا شَيْخٌ
        يَقْرَأُ كِتَابًا قَدِيمًا. سَلَّمَ عَلَيْهِ وَجَلَسَ بِجَانِبِهِ، ثُمَّ سَأَلَهُ: مَاذَا
        تَقْرَأُ يَا عَمِّ؟ قَالَ الشَّيْخُ: أَقْرَأُ أَخْبَارَ الْأُمَمِ الَّتِي سَبَقَتْنَا، فَإِنَّ
        فِيهَا عِبْرَةً لِمَنْ يَعْتَبِرُ. وَالصَّلَاةُ وَالسَّلَامُ، هَٰذِهِ رِسَالَةٌ كَتَبَهَا
        جَدِّي مُنْذُ سِتِّينَ سَنَةً""",
    "fa": """
        من می‌خواهم نرم‌افزارهای ارتباط با مشتری را بررسی کنم؛ کسب‌وکارها در سال ۱۴۰۳
        بیش از ۷۵٪ رشد کرده‌اند.""",
    "ur": """
        انسانی حقوق کا عالمی منشور: اقوامِ متحدہ کی جنرل اسمبلی نے ۱۰ دسمبر کو اس کا اعلانِ
        عام کیا۔""",
    "he": """
        כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם; כולם חוננו בתבונה ובמצפון.""",
    "mixed": """
        أعلنت منظمة الصحة العالمية (WHO) أن نسبة التغطية بلغت 87.5% في عام 2024، مقابل ٧٩٫٣٪ في عام
        ٢٠١٩، وفق تقرير World Health Statistics الصادر عن World Health Organization في جنيف.
        المادة 1: نعم. المادة 22: لا""",
}
SETTINGS = [
    *((text, face) for text in ("ar", "vowelled", "fa", "ur", "mixed") for face in (AMIRI, PLEX)),
    ("he", FRANK),
]


def page(body: str, *faces_: Path, css: str = "", direction: str = "rtl") -> str:
    rules = "".join(
        f"@font-face {{ font-family: F{i}; src: url({face.as_uri()}) }}"
        for i, face in enumerate(faces_)
    )
    families = ", ".join(f"F{i}" for i in range(len(faces_)))
    body_rules = f"margin: 0; font: 11pt/1.7 {families}; text-align: justify"
    return (
        f"<html lang=ar dir={direction}><title>ا</title><style>{rules} {css}"
        f"@page {{ size: A5; margin: 15mm }} html, body {{ {body_rules} }}</style>{body}"
    )


def from_right(document: Any, pdf: Any) -> None:
    """Let the book open from the right, as the press does: PDFium reads it otherwise then."""
    preferences = pydyf.Dictionary({"Direction": "/R2L"})
    pdf.catalog["ViewerPreferences"] = preferences


def printed(source: str, **options: Any) -> bytes:
    with patched(), justified(Justification("spaces")):
        return bytes(weasyprint.HTML(string=source).write_pdf(finisher=from_right, **options))


def by_pypdf(data: bytes) -> list[str]:
    return [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(data)).pages]


def by_pdfium(data: bytes) -> list[str]:
    return [sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(data)]


def by_poppler(data: bytes) -> list[str]:
    command = ["pdftotext", "-enc", "UTF-8", "-", "-"]
    read = subprocess.run(command, input=data, capture_output=True, check=True)
    return read.stdout.decode().split("\f")


PDFJS = os.environ.get("WARRAQ_PDFJS", "")
SCRIPT = Path(__file__).parent / "pdfjs.mjs"


def by_pdfjs(data: bytes) -> list[str]:
    """Read with PDF.js from the folder in which npm has put ``pdfjs-dist``."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.pdf"
        file.write_bytes(data)
        command = ["node", str(SCRIPT), str(Path(PDFJS).resolve()), str(file)]
        read = subprocess.run(command, capture_output=True, check=True)
    pages: list[str] = json.loads(read.stdout)
    return pages


READERS = [
    pytest.param(by_pypdf, 1.0, id="pypdf"),
    pytest.param(by_pdfium, 0.995, id="pdfium"),
    pytest.param(
        by_poppler,
        0.97,
        id="poppler",
        marks=pytest.mark.skipif(not shutil.which("pdftotext"), reason="no pdftotext here"),
    ),
    pytest.param(
        by_pdfjs,
        0.99,
        id="pdfjs",
        marks=pytest.mark.skipif(
            not (PDFJS and shutil.which("node")), reason="needs node and WARRAQ_PDFJS"
        ),
    ),
]
Reader = Callable[[bytes], list[str]]
READ_BY = [pytest.param(p.values[0], id=p.id, marks=p.marks) for p in READERS]


@cache
def sample(text: str, face: Path, tagged: bool) -> bytes:
    """Print a text three times in a narrow measure, so that it breaks at many places."""
    body = "".join(f"<p style='margin: 0 {20 * i}mm 4mm 0'>{TEXTS[text]}</p>" for i in range(3))
    return printed(page(body, face), **({"pdf_variant": "pdf/ua-1"} if tagged else {}))


@pytest.mark.parametrize(("read", "share"), READERS)
@pytest.mark.parametrize("tagged", [False, True], ids=["untagged", "tagged"])
@pytest.mark.parametrize(
    ("text", "face"), SETTINGS, ids=lambda value: getattr(value, "stem", value)
)
def test_words_are_intact(text: str, face: Path, tagged: bool, read: Reader, share: float) -> None:
    match = compare([TEXTS[text]] * 3, read(sample(text, face, tagged)))
    assert match.share >= share, match.misses[:5]


JOINED = {
    "quoted": "«می‌خواهم»، (نرم‌افزارها)! کتاب‌خانه‌ها‌یشان",
    "at the end": "او می‌ خواهد که می‌، برود و می‌. پایان می‌",
    "across boxes": "او می‌<b>خواهد</b> و <b>می‌</b>رود",
    "code": "دستور <code>echo می‌رود</code> و <code>ls نرم‌افزار -l</code> است",
    "ZWJ": f"در سال ۱۴۰۳ ه{ZWJ}.ش و سنة ١٤٤٦ ه{ZWJ} و ۱۲۰ ه{ZWJ}. ق. شد {ZWJ}ه",
}


@pytest.mark.parametrize("read", READ_BY)
@pytest.mark.parametrize("text", JOINED)
def test_joiners_are_read_wherever_they_stand(text: str, read: Reader) -> None:
    body = JOINED[text]
    pages = read(printed(page(f"<p>نعم</p><p>{body}", AMIRI, MONO, css=STYLE)))
    said = re.sub("<[^>]*>", "", body)
    if text == "code" and read is by_poppler:  # it takes all Arabic of a line from the right
        said, pages = "می‌رود نرم‌افزار", [" ".join(re.findall(r"می.رود|نرم\S+", pages[0]))]
    assert compare([said], pages).misses == ()


@pytest.mark.parametrize("read", READ_BY)
def test_joiners_are_read_in_a_line_from_the_left(read: Reader) -> None:
    text = "Auf‌lage and Schiff‌fahrt are German words of two parts, and there may be more."
    source = page(f"<p>نعم</p><p dir=ltr lang=de>{text}", AMIRI)
    assert compare([text], read(printed(source))).misses == ()


@pytest.mark.parametrize("text", ["ar", "fa", "ur", "mixed"])
def test_one_reader_alone_is_told_more_than_a_code_shows(text: str) -> None:
    """In the table of the CIDFont, which says the same but for the joiners before letters."""
    pdf = pikepdf.open(io.BytesIO(sample(text, AMIRI, True)))
    fonts = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
    (font,) = (each for each in fonts if each.get("/Subtype") == "/Type0")
    plain = font.ToUnicode.read_bytes()
    assert not re.search(rb"<\w{4}> <200[cd]\w", plain)
    (descendant,) = font.DescendantFonts
    assert ("/ToUnicode" in descendant) == (ZWNJ in TEXTS[text])
    if ZWNJ in TEXTS[text]:
        shown = dict(re.findall(rb"<(\w{4})> <(\w*)>", plain.partition(b"bfchar")[2]))
        said = {
            b"%04x" % code: given
            for start, texts in re.findall(
                rb"<(\w{4})> <\w{4}> \[(.*)\]", descendant.ToUnicode.read_bytes()
            )
            for code, given in enumerate(re.findall(rb"<(\w*)>", texts), int(start, 16))
        }
        assert said != shown
        assert {code: re.sub(rb"^200[cd](?=\w)", b"", t) for code, t in said.items()} == shown


def test_plain_weasyprint_loses_them() -> None:
    """What all this is for: WeasyPrint's own text of the same page."""
    source = page(f"<p>{TEXTS['vowelled']}", PLEX)
    data = bytes(weasyprint.HTML(string=source).write_pdf())
    assert compare([TEXTS["vowelled"]], by_pypdf(data)).share < 0.7


@pytest.mark.parametrize("text", ["ar", "vowelled", "fa", "he"])
def test_blanks_and_punctuation_are_where_the_source_has_them(text: str) -> None:
    data = sample(text, FRANK if text == "he" else AMIRI, False)
    assert compare([TEXTS[text]] * 3, by_pypdf(data), marks=True).share == 1.0


@pytest.mark.parametrize(("read", "share"), READERS)
def test_inline_marks_leave_words_whole(read: Reader, share: float) -> None:
    body = """
        <p>قال <b>الرجل</b> إن <span dir=ltr>World <b>Health</b> Organization</span> أصدرت
        <i>تقريرًا</i> عن <a href='https://example.org'>الأمن</a>، و<b>المح&zwj;</b>&zwj;مدية كذلك:
        <span dir=ltr>2024-11-24</span> ثم <b>بَعْدَ</b> ذلك."""
    text = html.unescape(re.sub("<[^>]*>|&zwj;", "", body))
    data = printed(page(body, AMIRI), pdf_variant="pdf/ua-1")
    match = compare([text], read(data))
    assert len(match.misses) <= (0 if share == 1.0 else 2), match.misses


PHRASES = """
    قال Morocco’s King إن COVID-19 انتهى، و50W تكفي مع MC4 و12V/20A.
    سلك 4mm² من Breadth-First Search (BFS) إلى O(n log n) ثم 1.26e+29 في src/main.js نعم.
    The battery is to be charged to 12V to the end, to 3x 100W: don’t stop"""


@pytest.mark.parametrize("read", [by_pypdf, by_pdfium])
@pytest.mark.parametrize("face", [AMIRI, PLEX], ids=lambda face: face.stem)
def test_latin_with_figures_and_signs_keeps_its_order(face: Path, read: Reader) -> None:
    first, second, third = PHRASES.strip().splitlines()
    body = f"<p>{first}<p>{second}<p dir=ltr>{third}<sup>7</sup>"
    match = compare(
        [first, second, f"{third}7"], read(printed(page(body, face), pdf_variant="pdf/ua-1"))
    )
    assert match.misses == ()


FIGURES = """
    راجع الملف قبل 2026-11-24 عند 14:30 في المدينة.
    وبلغت نسبة 45%–60% من 3/4، و(1990-1995) ثم 12.5-13,5 نعم."""


@pytest.mark.parametrize(("read", "share"), READERS)
@pytest.mark.parametrize("face", [AMIRI, PLEX], ids=lambda face: face.stem)
def test_figures_with_a_sign_between_keep_their_order(
    face: Path, read: Reader, share: float
) -> None:
    """Each number is a run of its own after an Arabic word, and the sign another (UAX #9, W2)."""
    lines = FIGURES.strip().splitlines()
    data = printed(page("".join(f"<p>{line}" for line in lines), face), pdf_variant="pdf/ua-1")
    assert compare(lines, read(data)).misses == ()


STYLE = """
    sup, sub { font-size: .7em; line-height: 0 } sup { vertical-align: .5em }
    sub { vertical-align: -.25em } td { padding: 0 5mm }
    code { direction: ltr; unicode-bidi: isolate }"""
CODE = """الأمر <code>ls -l ملف</code> ثم <code>ملف.txt = 1</code> أو <code>س = x + 1</code>
    ثم <code>print("نعم")</code> كذلك"""
PIECES = {
    "marks": """كذا: <i>العين</i>، و<i>المصبّ</i>، وبينها <i>أيضاً</i>: ثم <i>كتابٌ</i> نعم
        و<i>قلمٌ</i>. ثم (<i>سطرٌ</i>)!""",
    "signs": "وكان ٢٠٢٥م / ١ رمضان، <i>و</i> = أ + ب<sub>١</sub>س + ب<sub>٢</sub>ص (أ) - (ب): 12",
    "first": "لا يجوز القبض على أي إنسان أو نفيه تعسفاً.",
    "raised": """ومساحة الأرض م<sup>٢</sup>، ثم <i>كذا</i> م<sup>3</sup>. والطول
        <bdi dir=ltr>10<sup>-3</sup></bdi> نعم""",
    "phrases": """نعم هذا <bdi dir=ltr lang=en>the 4<sup>th</sup> of July</bdi> كذا، وفيه
        <bdi dir=ltr>X<sup>2</sup></bdi> كلام<sup>أ</sup> ثم ينتهي<sup>(12)</sup> نعم
        و<bdi dir=ltr>E=mc<sup>2</sup></bdi> كلها""",
    "cells": """الجدول الذي يلي هذا السطر ذو أرقام في كل خلية من خلاياه التي تملأ الصفحة: <table>
        <tr><td>العين<td>١٢٬٤٠٠<td>٥<td>٨٦<td>١٫٨
        <tr><td>الجسر<td>31,750<td>10<td>341<td>أولها</table>""",
}


@pytest.mark.parametrize(("read", "share"), READERS)
@pytest.mark.parametrize("face", [AMIRI, PLEX], ids=lambda face: face.stem)
@pytest.mark.parametrize("pieces", PIECES)
def test_words_are_whole_across_boxes(pieces: str, face: Path, read: Reader, share: float) -> None:
    """Where one box ends with a mark, has few letters, is raised, or stands in another cell."""
    body = PIECES[pieces]
    text = re.sub("<t[rd]>|</?table>", " ", body)
    data = printed(page(f"<p>{body}", face, css=STYLE), pdf_variant="pdf/ua-1")
    pages = read(data)
    assert compare([re.sub("<[^>]*>", "", text)], pages).misses == ()
    assert read is by_pdfjs or not re.search("[\u0000-\u0009\u0080-\u009f]", "".join(pages))


@pytest.mark.parametrize(("read", "share"), [p for p in READERS if p.values[0] is not by_poppler])
@pytest.mark.parametrize("face", [AMIRI, PLEX], ids=lambda face: face.stem)
def test_arabic_in_text_from_the_left_keeps_its_place(
    face: Path, read: Reader, share: float
) -> None:
    """Poppler takes all Arabic of a line from the right, whatever it stands in."""
    english = "He said نعم twice, and then (لا): see it."
    source = page(f"<p>{CODE}<p dir=ltr lang=en>{english}", face, css=STYLE)
    said = [re.sub("<[^>]*>", "", CODE), english]
    assert compare(said, read(printed(source, pdf_variant="pdf/ua-1"))).misses == ()


ENGLISH = (
    "see المادة 5 of it",
    "«المادة 5» and (المادة 22) of it",
    "The Act (القانون رقم 12 لسنة 2004) says so; see المادة 5، الفقرة 2 of it.",
    "Price: ١٢٫٥ دينار or 12.5 دينار per kg",
    "The single word می‌خواهم stands in the middle of a long English sentence here.",
    "He wrote كَتَبَ الرَّجُلُ twice, and نرم‌افزار‌ها too.",
    "The title «الأمن الإقليمي في الساحل: دراسة» (Beirut, 2019) is long.",
    "In Hebrew בית הספר 5 is it; قال then said نعم",
)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize(("read", "share"), [p for p in READERS if p.values[0] is not by_poppler])
@pytest.mark.parametrize("face", [AMIRI, PLEX], ids=lambda face: face.stem)
def test_arabic_and_figures_in_text_from_the_left_keep_their_order(
    face: Path, read: Reader, share: float, direction: str
) -> None:
    """In an English book, and in an English paragraph of an Arabic one."""
    body = "".join(f"<p dir=ltr lang=en>{text}" for text in ENGLISH)
    source = page(body, face, FRANK, direction=direction)
    opens = from_right if direction == "rtl" else None
    with patched():
        data = bytes(weasyprint.HTML(string=source).write_pdf(finisher=opens))
    assert compare(ENGLISH, read(data)).misses == ()


@pytest.mark.parametrize(
    "body", [PHRASES, FIGURES, *PIECES.values(), CODE, f"<div dir=ltr>{' '.join(ENGLISH)}</div>"]
)
def test_text_in_order_moves_no_ink(body: str, tmp_path: Path) -> None:
    source = page(f"<p>{unmarked(body)}</p>" * 3, PLEX, FRANK, css=STYLE)
    pixels, _, _ = differing(source, "pdftoppm", tmp_path)
    assert not pixels


def test_what_is_tall_has_no_ink(tmp_path: Path) -> None:
    source = page("<p>م<sup>٢</sup></p>", PLEX, css=STYLE)
    ((_, _, font),) = embedded(printed(source))
    glyphs = [font["glyf"][name] for name in font.getGlyphOrder()]
    ends = [list(each.endPtsOfContours) for each in glyphs if each.numberOfContours == 2]
    assert [0, 1] in ends  # two contours of one point
    pixels, _, _ = differing(source, "mutool", tmp_path)
    assert not pixels


def test_a_leader_is_shown_in_one() -> None:
    css = "p::after { content: leader(' . ') '5' }"
    with pikepdf.open(io.BytesIO(printed(page("<p>الفصل الأول", AMIRI, css=css)))) as book:
        (sheet,) = book.pages
        shows = [o for _, o in pikepdf.parse_content_stream(sheet) if str(o) == "TJ"]
    assert len(shows) < 8


def test_cells_of_a_row_are_parted() -> None:
    rows = "<tr><th>الدولة<th>الأثر<th>Level<tr><td>فرنسا<td>أمن<td>High<tr><td>٣<td>4<td>نعم"
    data = printed(page(f"<table dir=rtl>{rows}</table>", AMIRI), pdf_variant="pdf/ua-1")
    cells = re.sub("<t[rhd]>", " ", rows).split()
    assert compare(cells, by_pypdf(data)).misses == ()
    assert compare(cells, by_pdfium(data)).misses == ()


def test_cells_in_the_middle_of_their_row_are_parted() -> None:
    """One line beside two stands between them in height, too near to be a line of its own."""
    css = "td { vertical-align: middle; padding: 0; line-height: 1.3 }"
    body = "<table dir=ltr><tr><td>one two<td>three<br>four<td>five six</table>"
    data = printed(page(body, AMIRI, css=css))
    assert compare(["one two", "three four", "five six"], by_pypdf(data)).misses == ()


def test_what_stands_apart_is_read_apart() -> None:
    """A number set before its note by a margin, without a blank between."""
    body = "<p><a style='margin-left: .5em'>6</a>حاشية <p><a style='margin-left: .5em'>7</a>See it"
    data = printed(page(body, AMIRI))
    for read in (by_pypdf, by_pdfium):
        assert compare(["6", "حاشية", "7", "See it"], read(data)).misses == ()


def test_letters_that_touch_across_boxes_stay_together() -> None:
    data = printed(page("<p>و<b>المدرسة</b> H<sub>2</sub>O <i>ab</i><b>cd</b>", AMIRI))
    assert compare(["والمدرسة H2O abcd"], by_pypdf(data)).misses == ()


def test_faces_that_lack_a_script_are_helped_out_in_order() -> None:
    data = printed(page(f"<p>{TEXTS['he']}", AMIRI, FRANK))
    assert compare([TEXTS["he"]], by_pypdf(data)).share == 1.0


def test_code_keeps_its_blanks() -> None:
    body = "<pre dir=ltr>def f(x):\n    return x  # office</pre>"
    data = printed(page(body, MONO, css="pre { font-family: F0 }"))
    assert by_pypdf(data)[0].strip().splitlines() == ["def f(x):", "    return x  # office"]
    assert by_pdfium(data)[0].split() == ["def", "f(x):", "return", "x", "#", "office"]


def test_what_turns_a_phrase_round_is_no_text() -> None:
    text = "قال Morocco’s GDP (50W) x[i]=y ثم سكت"
    data = printed(page(f"<p>{text}", AMIRI))
    for read in (by_pypdf, by_pdfium):
        (said,) = read(data)
        assert re.search(r"Morocco’s GDP \(50W\) x\[i\]=y", said)
        assert not re.search("[\u0000-\u0009\u000e-\u001f\u200e]", said)


def test_what_a_silent_code_says_ends_with_nothing() -> None:
    """PDF.js drops it by its number and PDFium by the text before; the last one is empty."""
    pdf = pikepdf.open(io.BytesIO(printed(page("<p>Morocco’s (50W)", AMIRI))))
    fonts = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
    tables = [font.ToUnicode.read_bytes() for font in fonts if "/ToUnicode" in font]
    given = re.findall(rb"<(20[0-9a-f]{2})> <(.*?)>", b"".join(tables))
    assert given
    assert set(given[::2]) == {(code, b"0003") for code, _ in given}
    assert set(given[1::2]) == {(code, b"") for code, _ in given}
    for table in tables:
        blocks = re.findall(rb"(\d+) beginbfchar\n(.*?)endbfchar", table, re.S)
        assert [int(count) for count, _ in blocks] == [b.count(b"\n") for _, b in blocks]


def test_a_word_broken_by_a_hyphen_is_one_word() -> None:
    words = "counterrevolutionaries internationalization responsibilities"
    css = "p { hyphens: auto; width: 30mm }"
    data = printed(page(f"<p lang=en dir=ltr>{words}", AMIRI, css=css, direction="ltr"))
    assert "\u00ad" in by_pypdf(data)[0]
    assert compare([words], by_pypdf(data)).share == 1.0


def test_kashidas_of_the_press_are_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """The layout holds more tatweels than the box says; those of the source are kept."""
    import weasyprint.layout.inline as inline

    original = inline.add_word_spacing

    def stretch(context: Any, box: Any, *arguments: Any) -> Any:
        result = original(context, box, *arguments)
        if text := getattr(box, "text", ""):
            box.pango_layout.text = text.replace("سَم", "سَـــم").replace("كت", "كــت")
        return result

    monkeypatch.setattr(inline, "add_word_spacing", stretch)
    text = "رَسَمَ الكتاب ورسـم الكتابة في المكتبة التي كتبها الكاتب "
    data = printed(page(f"<p style='width: 60mm'>{text * 4}", AMIRI))
    for read in (by_pypdf, by_pdfium):
        assert compare([text * 4], read(data)).share == 1.0
    assert "\u0640" in by_pypdf(data)[0]


def shown_codes(data: bytes) -> Iterator[tuple[str, int]]:
    with pikepdf.open(io.BytesIO(data)) as book:
        for sheet in book.pages:
            font = ""
            for operands, operator in pikepdf.parse_content_stream(sheet):
                if str(operator) == "Tf":
                    font = str(operands[0])
                elif str(operator) == "TJ":
                    for operand in operands[0]:
                        if isinstance(operand, pikepdf.String):
                            codes = bytes(operand)
                            pairs = zip(codes[::2], codes[1::2], strict=True)
                            yield from ((font, 256 * high + low) for high, low in pairs)


def embedded(data: bytes) -> Iterator[tuple[dict[int, float], dict[int, str], TTFont]]:
    """Yield the widths, the text and the font file of each face of a book."""
    with pikepdf.open(io.BytesIO(data)) as book:
        for font in book.pages[0].Resources.Font.values():
            descendant = font.DescendantFonts[0]
            widths: dict[int, float] = {}
            array = iter(descendant.W)
            for first in array:
                for i, width in enumerate(next(array)):
                    widths[int(first) + i] = float(width)
            cmap = font.ToUnicode.read_bytes().decode()
            pairs = re.findall("<([0-9a-f]{4})> <([0-9a-f]+)>", cmap.split("endcodespacerange")[1])
            texts = {int(a, 16): bytes.fromhex(b).decode("utf-16-be") for a, b in pairs}
            descriptor = descendant.FontDescriptor
            file = descriptor.get("/FontFile2") or descriptor.get("/FontFile3")
            yield widths, texts, TTFont(io.BytesIO(file.read_bytes()))


@pytest.mark.parametrize("text", ["vowelled", "mixed"])
def test_the_file_keeps_what_the_standards_ask_of_fonts(text: str) -> None:
    """ISO 19005-3, 6.2.11: widths agree, all codes mean text, no glyph is .notdef."""
    data = printed(page(f"<p>{TEXTS[text]} 漢", AMIRI))
    codes = {code for _, code in shown_codes(data)}
    assert 0 not in codes
    for widths, texts, font in embedded(data):
        names, scale = font.getGlyphOrder(), 1000 / font["head"].unitsPerEm
        for code, width in widths.items():
            assert abs(font["hmtx"][names[code]][0] * scale - width) < 1
        assert set(widths) == set(texts)
        assert all(texts.values())
        assert not {"\0", "\ufeff", "\ufffe"} & set("".join(texts.values()))
    assert codes <= set(widths)


def test_a_character_that_no_face_has_is_said_and_shown(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "weasyprint"):
        data = printed(page("<p>نعم \U000f0000 لا \U000f0000", AMIRI))
    lacking = [r.getMessage() for r in caplog.records if "U+F0000" in r.getMessage()]
    assert len(lacking) == 2
    assert compare(["نعم", "لا"], by_pypdf(data)).share == 1.0


def test_equal_pages_give_equal_bytes() -> None:
    source = page(f"<p>{TEXTS['vowelled']} {TEXTS['mixed']}", PLEX, FRANK)
    assert printed(source) == printed(source)


def test_the_file_is_no_larger_than_without_the_text_layer() -> None:
    source = page("".join(f"<p>{text}" for text in TEXTS.values()), AMIRI, FRANK)
    plain = bytes(weasyprint.HTML(string=source).write_pdf())
    assert len(printed(source)) <= 1.15 * len(plain)


def without_text_layer(source: str) -> bytes:
    """Print a page with all repairs but the text layer: glyphs as HarfBuzz placed them."""
    ours = {faces.face, faces.one_face, textlayer.noted_line, textlayer.painted_line}
    kept = tuple(r for r in patches.REPLACEMENTS if r.make not in ours)
    plain = Replacement(("weasyprint.draw.text:draw_first_line",), plainpaint.plain_line, "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(patches, "REPLACEMENTS", (*kept, plain))
        return printed(source)


def rendered(data: bytes, tool: str, folder: Path, dots: int = 150) -> Image.Image:
    folder.mkdir()
    (folder / "page.pdf").write_bytes(data)
    command = {
        "pdftoppm": ["pdftoppm", "-r", f"{dots}", "-gray", "-singlefile", "page.pdf", "page"],
        "mutool": [
            "mutool",
            "draw",
            "-q",
            f"-r{dots}",
            "-cgray",
            "-o",
            "page.pgm",
            "page.pdf",
            "1",
        ],
    }[tool]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return Image.open(folder / "page.pgm").copy()


def differing(source: str, tool: str, tmp_path: Path) -> tuple[int, int, int]:
    """Return how many pixels differ, how many have ink, and the greatest difference."""
    if not shutil.which(tool):
        pytest.skip(f"no {tool} here")
    plain = rendered(without_text_layer(source), tool, tmp_path / "plain")
    ours = rendered(printed(source), tool, tmp_path / "ours")
    counts = ImageChops.difference(plain, ours).histogram()
    greatest = max(value for value, count in enumerate(counts) if count)
    return sum(counts[1:]), sum(plain.histogram()[:250]), greatest


def unmarked(text: str) -> str:
    return re.sub("[\u064b-\u0652\u0670]", "", text)


@pytest.mark.parametrize("tool", ["pdftoppm", "mutool"])
@pytest.mark.parametrize(
    ("text", "face"), [("ar", PLEX), ("fa", PLEX), ("mixed", PLEX), ("he", FRANK)]
)
def test_the_page_looks_the_same(text: str, face: Path, tool: str, tmp_path: Path) -> None:
    """Letters stand where they stood, to the pixel.

    MuPDF counts in single precision, and adds up widths in another order: a letter may fall
    on the other side of a quarter of a pixel, to which it snaps.
    """
    source = page(f"<p>{unmarked(TEXTS[text])}</p>" * 6, face)
    pixels, ink, greatest = differing(source, tool, tmp_path)
    assert pixels <= (0 if tool == "pdftoppm" else ink / 500)
    assert greatest <= 70


@pytest.mark.parametrize("face", [AMIRI, PLEX], ids=lambda face: face.stem)
def test_marks_differ_by_what_rasterisers_snap(face: Path, tmp_path: Path) -> None:
    """Seen from afar nothing differs: only the grid differs to which a rasteriser snaps.

    Poppler moves a glyph that is raised by itself to a quarter of a pixel, and leaves where it is
    what a mark draws inside a glyph. So a quarter of the pixels of a vowelled text differ at 150
    dots to the inch, most of them little; at sixteen times as many, reduced to 150, none does.
    """
    line = " ".join(TEXTS["vowelled"].split()[:7])
    source = page(f"<p>{line}", face).replace(
        "size: A5; margin: 15mm", "size: 70mm 12mm; margin: 0"
    )
    far = [
        rendered(data, "pdftoppm", tmp_path / name, 2400).reduce(16)
        for name, data in (("plain", without_text_layer(source)), ("ours", printed(source)))
    ]
    counts = ImageChops.difference(*far).histogram()
    assert max(value for value, count in enumerate(counts) if count) <= 24


@pytest.mark.parametrize("tool", ["pdftoppm", "mutool"])
def test_marks_stand_where_the_font_puts_them(tool: str, tmp_path: Path) -> None:
    """Rasterisers snap a raised glyph to whole or quarter pixels; ink in a glyph is not snapped.

    So a mark may differ by a pixel from what text rise gives, and there is neither more nor less.
    """
    source = page(f"<p>{TEXTS['vowelled']}</p>" * 3, AMIRI)
    if not shutil.which(tool):
        pytest.skip(f"no {tool} here")
    plain = rendered(without_text_layer(source), tool, tmp_path / "plain")
    ours = rendered(printed(source), tool, tmp_path / "ours")
    weights = [sum((255 - v) * n for v, n in enumerate(i.histogram())) for i in (plain, ours)]
    assert weights[1] == pytest.approx(weights[0], rel=0.003)


@pytest.fixture(scope="session")
def cff(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """IBM Plex Sans Arabic with its outlines as a CFF table."""
    font = TTFont(PLEX)
    outlines = font.getGlyphSet()
    charstrings = {}
    for name in font.getGlyphOrder():
        pen = T2CharStringPen(outlines[name].width, outlines)
        outlines[name].draw(Qu2CuPen(pen, 0.5, all_cubic=True))
        charstrings[name] = pen.getCharString()
    for tag in ("glyf", "loca", "cvt ", "fpgm", "prep", "gasp"):
        if tag in font:
            del font[tag]
    builder = FontBuilder(font=font)
    builder.isTTF, font.sfntVersion = False, "OTTO"
    builder.setupCFF("PlexCFF", {}, charstrings, {})
    font["maxp"].tableVersion = 0x5000
    path = tmp_path_factory.mktemp("cff") / "plex.otf"
    font.save(path)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("text", ["ar", "vowelled", "mixed"])
def test_cff_faces_are_made_right_too(cff: Path, text: str, tmp_path: Path) -> None:
    data = printed(page(f"<p>{TEXTS[text]}", cff))
    assert compare([TEXTS[text]], by_pypdf(data)).share == 1.0
    assert compare([TEXTS[text]], by_pdfium(data)).share >= 0.95
    (font,) = (font for _, _, font in embedded(data))
    assert font.sfntVersion == "OTTO"
    pixels, ink, _ = differing(page(f"<p>{unmarked(TEXTS[text])}", cff), "pdftoppm", tmp_path)
    assert pixels <= ink / 500


def test_a_colour_face_is_refused(tmp_path: Path) -> None:
    font = TTFont(PLEX)
    font["SVG "] = newTable("SVG ")
    drawing = "<svg xmlns='http://www.w3.org/2000/svg'><g id='glyph5'/></svg>"
    font["SVG "].docList = [SVGDocument(drawing, 5, 5, False)]
    font.save(tmp_path / "colour.ttf")
    with pytest.raises(ReportError, match="carry no text"):
        printed(page("<p>نعم", tmp_path / "colour.ttf"))
