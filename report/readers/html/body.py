"""Body: the element of a page that holds the article, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from report.diagnostics import Warn
from report.readers.html.chrome import drop
from report.readers.html.page import Element, elements, name_of, text_of, tokens_of

_NAMES: Final = frozenset(
    "entry-content post-content article-content article-body articlebody story-body post-body "
    "mw-parser-output td-post-content single-content news-content article__body article-text "
    "field-name-body content-body wp-block-post-content".split()
)
_WITHIN: Final = frozenset(
    "html body div section article main center form span font table tbody tr td".split()
)
"""Elements whose only purpose can be to lie around the article."""
_SHARE = 0.9
"""Of the prose of an element: so much in one inner element means that it holds the article."""


def find_article(root: Element, title: str, name: str, warn: Warn) -> Element:
    """Return the element that holds the article; what stands outside is a finding (S012)."""
    body = root if name_of(root) == "body" else root.find("body")
    if body is None:
        body = root
    weights = _weights(body)
    total = weights.get(body, 0)
    start = next(
        (e for e in _named(body) if weights.get(e, 0) >= 0.4 * total and weights.get(e, 0)), body
    )
    article = start if start is not body else _innermost(body, weights)
    for beside in list(_beside(article, body)):
        if text_of(beside) == title:
            continue  # it is the title of the report
        drop(beside, "what stands beside the article on the page", name, warn)
    return article


def _weights(body: Element) -> dict[Element, int]:
    """Return how many letters stand in and under each element that are not links."""
    weights: dict[Element, int] = {}
    for element in reversed(list(body.iter())):
        if not isinstance(element.tag, str):
            continue
        own = len((element.text or "").strip())
        own += sum(len((child.tail or "").strip()) for child in element)
        inner = sum(weights.get(child, 0) for child in element)
        weights[element] = 0 if name_of(element) == "a" else own + inner
    return weights


def _named(body: Element) -> Iterator[Element]:
    """Yield the elements that the page itself calls its article, the surest first."""
    everything = [e for e in body.iter() if isinstance(e.tag, str)]
    articles = [e for e in everything if name_of(e) == "article"]
    if len(articles) == 1:
        yield articles[0]
    mains = [e for e in everything if name_of(e) == "main" or e.get("role") == "main"]
    if mains and not articles:
        yield mains[0]
    yield from (e for e in everything if "articleBody" in (e.get("itemprop") or ""))
    yield from articles
    yield from (e for e in everything if _NAMES & set(tokens_of(e)))
    yield from mains


def _innermost(body: Element, weights: dict[Element, int]) -> Element:
    """Go inwards as long as one element holds nine tenths of the prose of the one around it."""
    article = body
    while True:
        best = max(elements(article), key=lambda e: weights.get(e, 0), default=None)
        if best is None or name_of(best) not in _WITHIN:
            return article
        if weights.get(best, 0) < _SHARE * max(weights.get(article, 0), 1):
            return article
        if any(_belongs(beside) for beside in elements(article) if beside is not best):
            return article
        article = best


def _belongs(beside: Element) -> bool:
    """Tell whether what stands beside the prose is a part of the article: its title, an image."""
    names = ("h1", "h2", "figure", "table")
    return name_of(beside) in names or any(beside.find(f".//{name}") is not None for name in names)


def _beside(article: Element, body: Element) -> Iterator[Element]:
    """Yield what stands outside the article, in the order of the page."""
    line: set[Element] = {article}
    element: Element | None = article
    while element is not None and element is not body:
        element = element.getparent()
        if element is not None:
            line.add(element)
    stack = [body]
    while stack:
        around = stack.pop()
        if around is article:
            continue
        for child in elements(around):
            if child in line:
                stack.append(child)
            elif name_of(child) != "script":
                yield child


def take_title(body: Element) -> Element | None:
    """Return the heading that titles the page; what Word calls its title becomes one."""
    for element in body.iter("p"):
        if "msotitle" in tokens_of(element) and text_of(element):
            element.tag = "h1"
            break
    return next((element for element in body.iter("h1") if text_of(element)), None)
