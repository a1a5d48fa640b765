"""Body: the element of a page that holds the article, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from report.diagnostics import Warn
from report.readers.article.lines import fold
from report.readers.html.chrome import drop
from report.readers.html.page import (
    BLOCKS,
    HEADINGS,
    Element,
    elements,
    name_of,
    text_of,
    tokens_of,
)

_NAMES: Final = frozenset(
    "entry-content post-content article-content article-body articlebody story-body post-body "
    "mw-parser-output td-post-content single-content news-content article__body article-text "
    "field-name-body content-body wp-block-post-content".split()
)
_WITHIN: Final = frozenset(
    "html body div section article main center form span font table tbody tr td".split()
)
"""Elements whose only purpose can be to lie around the article."""
_PARAGRAPH: Final = 60
"""Letters: a shorter line is as likely a button, a label or an entry of a menu."""
_SENTENCES: Final = 25
"""Words: more of them above the title are text."""
_SHARE = 0.9
"""Of the prose of an element: so much in one inner element means that it holds the article."""


def find_article(root: Element, heading: Element | None, name: str, warn: Warn) -> Element:
    """Return the element that holds the article; what stands outside is a finding (S012).

    ``heading`` is the title of the article. Where the page does not say what its article is,
    that is the piece with the prose, its title, and what stands between them.
    """
    body = root if name_of(root) == "body" else root.find("body")
    if body is None:
        body = root
    weights = _weights(body)
    total = weights.get(body, 0)
    start = next(
        (e for e in _named(body) if weights.get(e, 0) >= 0.4 * total and weights.get(e, 0)), body
    )
    core, sure = start, start is not body
    if not sure:
        prose = _prose(body)
        core = _innermost(body, prose if prose.get(body) else weights)
    article = _with_title(core, heading, body, sure)
    strangers = list(_strangers(core, article, heading, sure))
    for beside in [*_beside(article, body), *strangers]:
        if beside is heading:
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


def _prose(body: Element) -> dict[Element, int]:
    """Return how many letters of paragraphs stand in each element; menus and buttons have none."""
    prose: dict[Element, int] = {}
    loose: dict[Element, int] = {}
    for element in reversed(list(body.iter())):
        if not isinstance(element.tag, str):
            continue
        run = len((element.text or "").strip())
        inner = 0
        for child in elements(element):
            run += len((child.tail or "").strip()) + loose.get(child, 0)
            inner += prose.get(child, 0)
        tag = name_of(element)
        if tag == "a" or tag in HEADINGS:
            run = inner = 0
        if tag in BLOCKS:
            loose[element], prose[element] = 0, inner + (run if run >= _PARAGRAPH else 0)
        else:
            loose[element], prose[element] = run, inner
    return prose


def _innermost(body: Element, weights: dict[Element, int]) -> Element:
    """Go inwards as long as one element holds nine tenths of the prose of the one around it."""
    article = body
    while True:
        best = max(elements(article), key=lambda e: weights.get(e, 0), default=None)
        if best is None or name_of(best) not in _WITHIN:
            return article
        if weights.get(best, 0) < _SHARE * max(weights.get(article, 0), 1):
            return article
        article = best


def _with_title(core: Element, heading: Element | None, body: Element, sure: bool) -> Element:
    """Go outwards from the prose to the title.

    Where the page does not say itself what its article is (it is not ``sure``), go on to the
    tables, the figures and the sections beside it.
    """
    line = [core, *core.iterancestors()]
    line = line[: line.index(body) + 1]
    over = set(heading.iterancestors()) if heading is not None else set()
    end = next((n for n, around in enumerate(line) if around in over), 0)
    for n in range(end + 1, 0 if sure else len(line)):
        beside = [e for e in elements(line[n]) if e is not line[n - 1]]
        if any(_belongs(e) and not _is_linked(e) for e in beside):
            end = n
    return line[end]


def _strangers(
    core: Element, article: Element, heading: Element | None, sure: bool
) -> Iterator[Element]:
    """Yield what stands between the prose and the element around it and the title: menus, links.

    What stands under the title and above the prose (a date, a summary, an image) is of the
    article, and so is a table, a figure or a section beside it.
    """
    inner = core
    while inner is not article:
        around = inner.getparent()
        if around is None:
            return
        beside = elements(around)
        place = beside.index(inner)
        titled = next((n for n, e in enumerate(beside) if _holds(e, heading)), None)
        for n, element in enumerate(beside):
            if n in {place, titled}:
                continue
            between = titled is not None and titled < n < place
            beside_it = _belongs(element) or (n > place and bool(_prose(element)[element]))
            if not (between or (beside_it and not sure)) or _is_linked(element):
                yield element
        inner = around


def _holds(element: Element, heading: Element | None) -> bool:
    return heading is not None and (element is heading or element in heading.iterancestors())


def _is_linked(element: Element) -> bool:
    """Tell whether a piece is made of links: «الأكثر قراءة», the editions of a site."""
    links = [text_of(link) for link in element.iter("a")]
    linked = sum(len(text.split()) for text in links)
    return len(links) > 1 and 2 * linked >= len(text_of(element).split())


def _belongs(beside: Element) -> bool:
    """Tell whether what stands beside the prose is a part of the article: a section, an image."""
    names = ("h2", "figure", "table")
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


def without_forerunners(article: Element, heading: Element | None, name: str, warn: Warn) -> None:
    """Take out the short pieces of an article that stand above its title: menus, over-titles."""
    if heading is None or article not in heading.iterancestors():
        return
    line = {heading, *heading.iterancestors()}
    stack = [article]
    while stack:
        around = stack.pop()
        for child in elements(around):
            if child in line:
                if child is not heading:
                    stack.append(child)
                break
            if child.find(".//img") is None and name_of(child) not in {"img", "table", "script"}:
                if len(text_of(child).split()) < _SENTENCES:
                    drop(child, "what stands above the title", name, warn)


def take_title(body: Element, described: str) -> Element | None:
    """Return the heading that titles the page; what Word calls its title becomes one.

    Of several that is the one that the head of the page names: others are the name of the site
    or of its sections.
    """
    for element in body.iter("p"):
        if "msotitle" in tokens_of(element) and text_of(element):
            element.tag = "h1"
            return element
    headings = [e for e in body.iter("h1", "h2") if text_of(e)]
    wanted = f" {fold(described)} "
    named = [e for e in headings if f" {fold(text_of(e))} " in wanted]
    best = max(named, key=lambda e: len(text_of(e).split()), default=None)
    if best is not None and (name_of(best) == "h1" or len(text_of(best).split()) > 1):
        return best
    return next((e for e in headings if name_of(e) == "h1"), None)
