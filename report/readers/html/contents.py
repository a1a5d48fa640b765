"""Contents: the page's own list of contents, and the headings that links in it lead to."""

from __future__ import annotations

from typing import Final

from report.diagnostics import Warn
from report.readers.article.lines import fold
from report.readers.article.phrasebook import signs
from report.readers.html.chrome import drop
from report.readers.html.page import HEADINGS, Element, elements, name_of, text_of

_FEWEST: Final = 3
_ANNOUNCED: Final = 8
"""Words of a line that announces a list of contents."""
_KIND: Final = "the page's own list of contents"


def take_contents(article: Element, name: str, warn: Warn) -> None:
    """Take out the page's own lists of contents: links into the article, or its headings."""
    _take_announced(article, name, warn)
    for element in list(article.iter("ul", "ol")):
        if element.getparent() is None or any(
            a.tag in {"ul", "ol"} for a in element.iterancestors()
        ):
            continue
        links = [a for a in element.iter("a") if (a.get("href") or "").startswith("#")]
        linked = sum(len(text_of(a)) for a in links)
        if len(links) >= _FEWEST and linked >= 0.85 * len(text_of(element)):
            above = element.getprevious()
            drop(element, _KIND, name, warn)
            if above is not None and len(text_of(above).split()) <= 3 and not elements(above):
                if name_of(above) in {*HEADINGS, "p", "div", "span", "strong"}:
                    drop(above, _KIND, name, warn)


def _take_announced(article: Element, name: str, warn: Warn) -> None:
    """Take out lists without links that repeat headings, below a line that announces them."""
    known = {fold(text_of(heading)).strip(" :") for heading in article.iter(*HEADINGS)}
    for element in list(article.iter("details", "ul", "ol")):
        folded = name_of(element) == "details"
        above = next(iter(elements(element)), None) if folded else element.getprevious()
        if above is None or not fold(text_of(above)).startswith(signs().contents):
            continue
        if not folded and len(text_of(above).split()) > _ANNOUNCED:
            continue
        items = [fold(text_of(item)).strip(" :") for item in element.iter("li")]
        if len(items) >= _FEWEST and sum(item in known for item in items) >= _FEWEST:
            drop(element, _KIND, name, warn)
            if not folded:
                drop(above, _KIND, name, warn)


def labels_of(article: Element) -> dict[str, str]:
    """Return the labels of headings that links of the article lead to, by their ids."""
    wanted = {
        (link.get("href") or "").strip()[1:]
        for link in article.iter("a")
        if (link.get("href") or "").strip().startswith("#")
    }
    labels: dict[str, str] = {}
    for heading in article.iter(*HEADINGS):
        names = [heading.get("id")]
        names += [e.get("id") or e.get("name") for e in heading.iter() if e is not heading]
        for name in names:
            if name and name in wanted and name not in labels:
                labels[name] = f"sec-{len(labels) + 1}"
                break
    return labels
