"""A page set by hand that holds every kind of element, and a reader of tagged files.

The page is of the kind that the press composes, with what it composes rarely or not yet added:
the tags have to stand on the element and not on the press.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import weasyprint

from report.diagnostics import Diagnostic
from report.locales import locale
from report.model.document import Contributor, Edition, Metadata
from report.writers.pdf.associated import Attachment
from report.writers.pdf.binding import Facts, bound
from report.writers.pdf.folios import folios, page_name
from report.writers.pdf.painting import painted
from report.writers.pdf.patches import patched
from report.writers.pdf.standards import Standard, render_options

FONTS = Path(__file__).parents[2] / "fonts"
ISSUED = datetime(2026, 11, 24, 9, 30, 1, tzinfo=UTC)
EDITION = Edition("urn:uuid:5f0e8f0a-7a59-4a8e-9c6b-0d6a2b1c3e4f", 2, ISSUED)
METADATA = Metadata(
    title="الموجز <1> & 2",
    contributors=(Contributor("ليلى"), Contributor("عمر"), Contributor("سلمى", "edt")),
    publisher="دار الورّاق",
    description="وصف",
    subjects=("ماء", "ساحل"),
    rights="© الدار",
    licence="https://creativecommons.org/licenses/by/4.0/",
)
DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgG"
    "AWjR9awAAAABJRU5ErkJggg=="
)

FACES = {
    "Amiri": "amiri/Amiri-Regular.ttf",
    "Amiri; font-weight: 700": "amiri/Amiri-Bold.ttf",
}
STYLE = "".join(
    f"@font-face {{ font-family: {name}; src: url({(FONTS / file).as_uri()}) }}\n"
    for name, file in FACES.items()
)
STYLE += """
@page { size: A5; margin: 20mm;
  @top-right { content: string(head) } @bottom-center { content: counter(page, arabic-indic) }
  @footnote { border-top: 1pt solid } }
@page :nth(1 of text) { counter-reset: page }
.front { page: front } .body { page: text; break-before: page }
* { font-family: Amiri } h1 { string-set: head content() }
.footnote, .note { float: footnote } .para { display: block }
.footnote::footnote-call, .footnote::footnote-marker { content: none }
nav ol { list-style: none } nav a { display: block }
nav a::after { content: leader(" . ") target-counter(attr(href), page, arabic-indic) }
img, svg { width: 12mm; height: 8mm } .faint { opacity: .5 } dl.row { display: flex }
td, th { border: 1pt solid }
"""

_ROWS = "".join(
    f'<tr><th scope="row">صف {n}</th><td>{n}</td><td><p>فقرة</p><ul><li>بند</li></ul></td></tr>'
    for n in range(40)
)

BODY = f"""
<div class="front"><nav class="contents" role="doc-toc"><h1>المحتويات</h1>
<ol><li><a href="#one">الفصل</a><ol><li><a href="#deep">قسم</a></li></ol></li>
<li><a href="#table">جدول</a></li></ol></nav>
<section class="imprint"><dl class="row"><dt>الناشر</dt><dd>دار</dd><dt>أ</dt><dt>ب</dt><dd>ج</dd>
<dd>د</dd></dl></section></div>
<div class="body"><section id="one" class="chapter">
<h1>الفصل <bdi dir="ltr" lang="en">One</bdi></h1>
<p id="long">{"كلمات تملأ الصفحة حتى تبلغ التالية. " * 40}</p>
<p id="called">نص <strong>قوي</strong><a class="noteref" id="ref-n1" href="#note-n1"
 role="doc-noteref" aria-label="حاشية ١">١</a><span class="footnote" id="note-n1"
 role="doc-footnote"><a class="backlink" role="doc-backlink" href="#ref-n1"
 aria-label="عودة">١</a><span class="para">حاشية أولى</span><span class="para">ثانيتها</span></span>
 بقية <bdi lang="en" dir="ltr">World <b>Bank</b> report<span class="note"
 lang="ar">عربية</span></bdi>
 و<code dir="ltr">x = 1</code> و<a class="link" id="wide" href="https://example.org/a?b=(c)">رابط
 طويل يمتد على أكثر من سطر واحد حتى يُرى كيف يُقسم الرابط على السطرين في الصفحة</a>.</p>
<ul id="outer"><li>أول<ul><li>فرعي</li>
<li>فرعي<ol style="list-style: lower-alpha"><li>ثالث</li></ol></li></ul></li>
<li><p>فقرة</p><p>فقرة</p></li><li>حاشية<span class="note">في بند</span> بقية</li></ul>
<ol id="digits" style="list-style: arabic-indic"><li>أ</li></ol>
<ol id="letters" style="list-style: 'أ. '"><li>أ</li></ol>
<section id="deep"><h4>قسم بعد فجوة</h4>
<figure id="figure"><img src="{DOT}" alt="صورة"/><figcaption>شكل ١</figcaption></figure>
<figure id="ornament"><img src="{DOT}" alt=""/><figcaption>زخرف</figcaption></figure>
<figure id="pair"><img src="{DOT}" alt="يمين"/><img src="{DOT}" alt="يسار"/>
<figcaption>صورتان</figcaption></figure>
<figure id="drawing"><svg xmlns="http://www.w3.org/2000/svg"><title>مربع</title>
<rect width="20" height="20" fill="red"/></svg></figure>
<p id="icon">سطر <img src="{DOT}" alt="أيقونة"/> بعد</p>
<blockquote><p>اقتباس</p></blockquote><blockquote lang="en" dir="ltr"><p>Quoted</p></blockquote>
<aside class="pullquote" role="doc-pullquote"><p>بارز</p></aside>
<aside class="callout" role="note"><p class="callout-title">ملاحظة</p><p>نص</p></aside>
<section class="faq"><div class="qa"><h2 class="question">سؤال؟</h2>
<div class="answer">جواب <a href="mailto:a@example.org">بريد</a> بعده<p>فقرة</p></div></div>
</section>
<pre dir="ltr" id="code"><code>def f(x):
    return x</code></pre>
<hr/><div class="faint" id="faint"><p>شفاف <a href="#one">رابط</a></p></div>
<div class="table" id="table"><table><caption>جدول ١</caption>
<thead><tr><th rowspan="2">اسم</th><th colspan="2" scope="colgroup">قيم</th></tr>
<tr><th><a href="#one">عدد</a></th><th>نص</th></tr></thead>
<tbody>{_ROWS}<tr><td>ناقص</td></tr></tbody></table><p class="table-note">ملاحظة</p></div>
<table id="plain"><tr><th>أ</th><th>ب</th></tr><tr><td>1</td>
<td><blockquote>في خلية</blockquote></td></tr></table>
</section></section></div>
"""


def page(body: str, language: str = "ar", style: str = STYLE) -> str:
    direction = "rtl" if language in {"ar", "fa", "ur", "he"} else "ltr"
    return (
        f'<!DOCTYPE html><html lang="{language}" dir="{direction}"><head><title>الموجز</title>'
        f"<style>{style}</style></head><body>{body}</body></html>"
    )


ATTACHMENTS = (
    Attachment("table-1.csv", "text/csv", b"a,b\r\n", "جدول ١", "Data", "table"),
    Attachment("source.md", "text/markdown", "# الموجز".encode(), "المخطوط", "Source"),
    Attachment("manifest.json", "application/json", b"{}", "البيان", "Supplement"),
)


def set_page(
    html: str,
    standard: Standard = Standard.A3A_UA1,
    attachments: tuple[Attachment, ...] = ATTACHMENTS,
    found: list[Diagnostic] | None = None,
) -> bytes:
    """Set a page by hand through the same doors that the PDF writer goes through."""
    with patched():
        laid = weasyprint.HTML(string=html, base_url="house:").render(**render_options(standard))
        warn = ([] if found is None else found).append
        part = painted(laid, warn, modern=standard.modern)
        facts = Facts(
            METADATA,
            EDITION,
            "rtl",
            folios(list(map(page_name, laid.pages)), locale("ar-EG")),
            attachments,
            standard,
        )
        return bound([part], facts)


@dataclass
class Element:
    """A structure element as it is read back from a file."""

    role: str
    written: Any
    pages: list[int] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    links: list[Any] = field(default_factory=list)
    kids: list[Element] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def all(self, *roles: str) -> list[Element]:
        return [element for element in self.walk() if element.role in roles]

    def outline(self) -> str:
        """The roles inside as one line: ``LI(Lbl LBody(L))``."""
        inner = " ".join(kid.outline() for kid in self.kids)
        return f"{self.role}({inner})" if inner else self.role

    def attribute(self, name: str) -> Any:
        held = self.written.get("/A", pikepdf.Dictionary())
        for attributes in held if isinstance(held, pikepdf.Array) else (held,):
            if f"/{name}" in attributes:
                return attributes[f"/{name}"]
        return None

    def text(self, key: str) -> str | None:
        return str(self.written[f"/{key}"]) if f"/{key}" in self.written else None


class Tagged:
    """A tagged file, read back with pikepdf: what is written, not what was meant."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.pdf = pikepdf.open(BytesIO(data))
        self.root = self.pdf.Root.StructTreeRoot
        self._numbers = {page.obj.objgen: n for n, page in enumerate(self.pdf.pages)}
        self.streams: dict[tuple[int, int], Any] = {}
        self.document = self._element(self.root.K[0])

    def _element(self, written: Any) -> Element:
        element = Element(str(written.S).lstrip("/"), written)
        for kid in written.get("/K", ()):
            if isinstance(kid, int):
                self._mark(element, written.Pg, kid)
            elif "/S" in kid:
                element.kids.append(self._element(kid))
            elif kid.Type == "/MCR":
                self._mark(element, kid.Pg, int(kid.MCID))
                if "/Stm" in kid:
                    self.streams[element.marks[-1]] = kid.Stm
            else:
                element.links.append(kid.Obj)
        return element

    def _mark(self, element: Element, page: Any, mcid: int) -> None:
        number = self._numbers[page.objgen]
        element.marks.append((number, mcid))
        if number not in element.pages:
            element.pages.append(number)

    def under(self, element: Element) -> list[int]:
        """The pages that an element stands on, with all inside it."""
        return sorted({page for inner in element.walk() for page in inner.pages})

    def parent_tree(self) -> dict[int, Any]:
        numbers = self.root.ParentTree.Nums
        return {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}

    def marked(self, number: int) -> list[tuple[str, Any]]:
        """The marked content of a page in the order of painting: tag and property list."""
        commands = pikepdf.parse_content_stream(self.pdf.pages[number])
        return [
            (str(c.operands[0]).lstrip("/"), c.operands[1] if len(c.operands) > 1 else None)
            for c in commands
            if str(c.operator) in {"BDC", "BMC"}
        ]
