"""A reference to a page says the folio of the printed book in the EPUB too."""

from __future__ import annotations

import re

from handset import open_house
from lxml import etree
from readback import XHTML, spine

from report.press import Order, edition_of, publish
from report.readers.source import Source

FILL = "نص يملأ الصفحة حتى ينتقل ما بعده إلى التي تليها. " * 60
TEXT = f"""---
title: موجز
lang: ar-EG
date: 2026-11-24
---

# أول {{#first}}

انظر [](#last){{.page}} و[](#first){{.page}}.

{FILL}

{FILL}

# آخر {{#last}}

نص
"""


def references(*to: str) -> list[str]:
    source = Source("brief.md", "text/markdown", TEXT.encode())
    made = publish(source, edition_of, open_house(), lambda _: None, order=Order(to))
    assert made.epub
    links = [a for _, root in spine(made.epub) for a in root.iter(f"{XHTML}a")]
    found = [a for a in links if a.get("class") == "crossref page"]
    assert not [name for a in found for name in a.attrib if name.startswith("data-")]
    return [
        str(etree.tostring(a, method="text", encoding="unicode", with_tail=False)) for a in found
    ]


def test_the_folio_is_that_of_the_printed_page() -> None:
    last, first = references("pdf", "epub")
    assert first == "ص\u00a0١"
    assert re.fullmatch("ص\u00a0[٢-٩]", last)


def test_a_book_that_is_not_printed_says_the_part() -> None:
    assert references("epub") == ["آخر", "أول"]
