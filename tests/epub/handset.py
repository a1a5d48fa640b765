"""A galley set by hand: every kind of block, Arabic with foreign runs, notes, tables, figures."""

from __future__ import annotations

import base64
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from report.compose.galley import Face, Galley, House, NavPoint, Sheet
from report.compose.themes import theme_of
from report.locales import locale
from report.model.assets import Asset
from report.model.document import Contributor, Edition, Metadata, ParallelTitle, Report

ROOT = Path(__file__).parents[2]
ISSUED = datetime(2026, 11, 24, 9, 30, 1, tzinfo=UTC)
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)

COVER = """<section class="cover">
<p class="publisher">دار الورّاق</p>
<div class="titles"><h1 class="title">الماء في الساحل</h1>
<p class="subtitle">موجز عن <bdi dir="ltr" lang="en" xml:lang="en">Sahel Water</bdi></p></div>
</section>"""

CONTENTS = """<nav class="contents" role="doc-toc" id="contents" aria-label="المحتويات">
<h1>المحتويات</h1>
<ol><li><a href="#water">الماء في <bdi dir="ltr">WHO Europe</bdi></a></li></ol>
</nav>"""

CHAPTER = """<section class="chapter level-1 body" id="water" role="doc-chapter">
<h1>الماء في <bdi dir="ltr">WHO Europe</bdi></h1>
<p>نشرت <bdi dir="ltr" lang="en" xml:lang="en">World Health Organization</bdi> تقريرها سنة
2024<a class="noteref" id="ref-who" href="#note-who" role="doc-noteref" aria-label="حاشية 1">1</a>؛
انظر <a class="crossref" href="#tbl-rain">جدول 1</a> و<a class="crossref" href="#faq">الملحق</a>
و<a class="link" href="https://example.org/ماء?a=1&amp;b=2">الموقع</a>، و<em>التأكيد</em>
و<strong>الأهمية</strong>، و م<sup>2</sup>، وCO<sub>2</sub>، و<code dir="ltr">a &lt; b</code>.</p>
<section class="chapter level-2 body" id="sec-lists">
<h2>القوائم</h2>
<ul><li>أول<ol class="decimal" start="3"><li>ثالث</li></ol></li><li>ثان</li></ul>
<dl><dt>الساحل</dt><dd>إقليم جنوب الصحراء</dd></dl>
<aside class="pullquote" aria-label="اقتباس بارز" lang="en" xml:lang="en" dir="ltr"><p>Water is
life.</p><p class="attribution">A. N. Other</p></aside>
<blockquote><p>كل شيء حيّ من الماء.</p></blockquote>
<aside class="callout key"><p class="callout-title">أبرز النقاط</p><p>نقطة.</p></aside>
<pre dir="ltr"><code class="language-python">print("ماء")</code></pre>
<hr/>
<p>نص <span class="gap">[النص مبتور في المصدر]</span></p>
</section>
<section class="chapter level-2 body" id="sec-tables">
<h2>الجداول</h2>
<div class="table" id="tbl-rain">
<table><caption><span class="number">جدول 1.</span> الأمطار</caption>
<thead><tr><th scope="col">البلد</th><th scope="col">السنة</th>
<th scope="col" class="number">مليمتر</th></tr></thead>
<tbody><tr><th scope="row">مالي</th><td data-label="السنة">2023</td>
<td class="number" data-label="مليمتر">282</td></tr>
<tr><th scope="row">النيجر</th><td data-label="السنة"></td>
<td class="number" data-label="مليمتر">151</td></tr></tbody></table>
<p class="table-source">المصدر: تقدير</p></div>
<div class="table" id="tbl-span">
<table><caption>فترات</caption>
<thead><tr><th scope="col">أ</th><th scope="col">ب</th><th scope="col">ج</th></tr></thead>
<tbody><tr><td colspan="2" data-label="أ">مدموجة</td><td data-label="ج">مفردة</td></tr></tbody>
</table></div>
<figure id="fig-map"><img src="assets/خريطة.png" alt="خريطة الساحل"/>
<figcaption><span class="number">شكل 1.</span> خريطة</figcaption></figure>
</section>
<div class="notes">
<aside class="note" id="note-who" role="doc-footnote"><a class="backlink" role="doc-backlink"
href="#ref-who" aria-label="عودة إلى الموضع">1</a><p>حاشية.</p></aside>
</div>
</section>"""

FAQ = """<section class="faq level-1 back" id="faq" role="doc-appendix">
<h1>أسئلة</h1>
<div class="faq"><div class="qa" id="q-1"><h2 class="question">
<span class="number">1</span> لماذا؟</h2>
<div class="answer"><p>عودة إلى <a class="crossref" href="#sec-lists">القوائم</a> و<a
href="#contents">المحتويات</a>.</p></div></div></div>
</section>"""

COLOPHON = """<section class="colophon" role="doc-colophon" aria-label="بيان الطبع">
<p>أُخرج بمطبعة ورّاق</p></section>"""


def open_faces() -> tuple[Face, ...]:
    table = tomllib.loads((ROOT / "fonts" / "FONTS.toml").read_text("utf-8"))
    return tuple(
        Face(
            family=face["family"],
            weight=face["weight"],
            style=face["style"],
            file=face["file"],
            version=face["version"],
            sha256=face["sha256"],
            data=(ROOT / "fonts" / face["file"]).read_bytes(),
        )
        for face in table["face"]
    )


def open_house() -> House:
    """Return the house of this repository."""
    folder = ROOT / "templates"
    templates = {path.name: path.read_text("utf-8") for path in folder.glob("*.jinja")}
    styles = {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in folder.rglob("*.css")}
    return House(templates, styles, open_faces())


def sheet(name: str, title: str, body: str, matter: str, kind: str) -> Sheet:
    return Sheet(name, title, body, matter, kind, "ar", "rtl")  # type: ignore[arg-type]


def make_galley(house: House) -> Galley:
    metadata = Metadata(
        title="الماء في الساحل",
        title_sort="ماء في الساحل",
        titles=(ParallelTitle("en", "Water in the Sahel"),),
        language="ar",
        subtitle="موجز",
        contributors=(
            Contributor("سارة منصور", "aut", "منصور، سارة", "Sara Mansour"),
            Contributor("علي حسن", "trl"),
        ),
        publisher="دار الورّاق",
        place="الرباط",
        date="2026-11-24",
        identifier="urn:isbn:9780306406157",
        isbn="9789953875002",
        isbn_epub="978-9953-87-501-9",
        doi="https://doi.org/10.1000/182",
        description="وصف & شرح",
        subjects=("أمن", "ماء", "thema:JPS العلاقات الدولية", "ddc:327"),
        rights="© 2026",
        licence="https://creativecommons.org/licenses/by/4.0/",
        series="موجزات",
        series_number="7",
        online="https://example.org/water",
    )
    report = Report(metadata, assets=(Asset("خريطة.png", "image/png", DOT),))
    edition = Edition("https://example.org/water", 2, ISSUED)
    sections = (
        NavPoint("القوائم", "sec-lists"),
        NavPoint("الجداول", "sec-tables"),
    )
    return Galley(
        report=report,
        edition=edition,
        house=house,
        sheets=(
            sheet("cover", "الماء في الساحل", COVER, "cover", "cover"),
            sheet("contents", "المحتويات", CONTENTS, "front", "toc"),
            sheet("water", "الماء في WHO Europe", CHAPTER, "body", "chapter"),
            sheet("faq", "أسئلة", FAQ, "back", "appendix"),
            sheet("colophon", "بيان الطبع", COLOPHON, "back", "colophon"),
        ),
        contents=(
            NavPoint("الماء في WHO Europe", "water", sections),
            NavPoint("أسئلة", "faq", (NavPoint("لماذا؟", "q-1"),)),
        ),
        tables=(NavPoint("جدول 1. الأمطار", "tbl-rain"),),
        figures=(NavPoint("شكل 1. خريطة", "fig-map"),),
        words=locale("ar").words,
        theme=theme_of(house.styles, None),
    )
