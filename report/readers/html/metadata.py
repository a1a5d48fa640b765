"""Metadata: what a page says of itself, in its head, in JSON-LD, in its byline."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from report.diagnostics import Place, Warn
from report.model.document import Contributor, Metadata
from report.model.identifiers import doi_of
from report.readers.article.credits import read_credit
from report.readers.article.lines import fold
from report.readers.article.tongues import language_of
from report.readers.html.page import (
    BLOCKS,
    Element,
    elements,
    name_of,
    place_in,
    take_out,
    text_of,
    tokens_of,
)
from report.readers.shaping.flow import line_of
from report.readers.tongue import agrees, tag_of
from report.rules import Phrase, finding

_SITE: Final = re.compile(r"\s+[|–—»«·•:-]{1,2}\s+")
_DATE: Final = re.compile(r"\s*(\d{4})-(\d{2})(?:-(\d{2}))?(?:[T\s].*)?")
_BYLINES: Final = frozenset(
    "byline entry-meta post-meta article-meta posted-on dateline post-info article-info "
    "meta-info entry-date post-date article-date publish-date post-author entry-author "
    "author-name article-author article-byline authors".split()
)
_LICENCE: Final = re.compile(r"https?://creativecommons\.org/\S+", re.IGNORECASE)
_OPENING: Final = 10
"""Lines at the top of an article among which its byline and its date are looked for."""
_LARGEST: Final = 1_000_000
_DEEPEST: Final = 12


@dataclass(slots=True)
class Description:
    """What the head of a page says, before anyone has looked at the article."""

    title: str = ""
    authors: list[str] = field(default_factory=list)
    date: str | None = None
    publisher: str | None = None
    summary: str | None = None
    subjects: list[str] = field(default_factory=list)
    address: str | None = None
    licence: str | None = None
    doi: str | None = None
    subtitle: str | None = None
    questions: set[str] = field(default_factory=set)


def describe(root: Element) -> Description:
    """Read the head of a page: ``meta``, Open Graph, ``citation_…``, JSON-LD."""
    found = Description()
    named = _named(root)
    for item in _items(root):
        _take_item(found, item)
    first = {name: values[0] for name, values in named.items()}
    title = next((e for e in root.iter("title") if not _in_drawing(e)), None)
    found.title = (
        first.get("og:title")
        or first.get("citation_title")
        or first.get("dc.title")
        or found.title
        or (text_of(title) if title is not None else "")
    )
    found.title = " ".join(found.title.split())
    for name in ("citation_author", "author", "article:author", "dc.creator"):
        if not found.authors:
            found.authors = [v for v in named.get(name, []) if "://" not in v and len(v) < 120]
    for name in ("article:published_time", "citation_publication_date", "date", "dc.date"):
        found.date = found.date or _date_of(first.get(name, "").replace("/", "-"))
    found.publisher = found.publisher or first.get("og:site_name") or first.get("dc.publisher")
    found.summary = first.get("description") or first.get("og:description")
    for name in ("article:tag", "keywords"):
        if not found.subjects:
            listed = [s for v in named.get(name, []) for s in re.split(r"\s*[,،;؛]\s*", v)]
            found.subjects = list(dict.fromkeys(s.strip() for s in listed if s.strip()))[:12]
    found.doi = doi_of(first.get("citation_doi", ""))
    found.address = _address(root) or first.get("og:url")
    for link in root.iter("a", "link"):
        if "license" in (link.get("rel") or "").split():
            match = _LICENCE.match(link.get("href") or "")
            found.licence = found.licence or (match[0] if match else None)
    return found


def _in_drawing(element: Element) -> bool:
    return any(name_of(around) == "svg" for around in element.iterancestors())


def _named(root: Element) -> dict[str, list[str]]:
    """Return the contents of the ``meta`` elements by their names."""
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = " ".join((meta.get("content") or "").split())
        if name and content and len(content) < 2_000:
            found.setdefault(name, []).append(content)
    return found


def _address(root: Element) -> str | None:
    """Return where the page stood, as it says itself; links without a site lead from there."""
    for link in root.iter("link"):
        address = (link.get("href") or "").strip()
        if "canonical" in (link.get("rel") or "").split() and re.match("https?://", address):
            return address
    return None


def _items(root: Element) -> Iterator[dict[str, Any]]:
    """Yield the objects of JSON-LD, those in lists and graphs too."""
    for script in root.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "") or len(text) > _LARGEST:
            continue
        try:
            yield from _objects(json.loads(text, strict=False), 0)
        except (ValueError, RecursionError):
            continue


def _objects(value: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for inner in value[:1_000]:
            yield from _objects(inner, depth + 1)
    elif isinstance(value, dict):
        yield value
        for inner in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(inner), depth + 1)


def _take_item(found: Description, item: dict[str, Any]) -> None:
    kinds = item.get("@type")
    types = {str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])}
    if "Question" in types and isinstance(item.get("name"), str):
        found.questions.add(fold(item["name"]))
    if not any(kind.endswith(("Article", "Posting", "Report")) for kind in types):
        return
    headline = item.get("headline")
    if isinstance(headline, str):
        found.title = found.title or headline
    authors = item.get("author")
    for author in authors if isinstance(authors, list) else [authors]:
        name = author.get("name") if isinstance(author, dict) else author
        if isinstance(name, str) and name.strip() and "://" not in name:
            found.authors.append(" ".join(name.split()))
    published = item.get("datePublished")
    found.date = found.date or _date_of(published if isinstance(published, str) else "")
    publisher = item.get("publisher")
    if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
        found.publisher = found.publisher or publisher["name"]


def _date_of(written: str) -> str | None:
    match = _DATE.fullmatch(written)
    if not match or not 1900 <= int(match[1]) <= 2100 or not 1 <= int(match[2]) <= 12:
        return None
    if match[3] and not 1 <= int(match[3]) <= 31:
        return None
    return "-".join(part for part in match.groups() if part)


def title_of(described: str, heading: str) -> str:
    """Return the title: the heading of the article, else what the head says without the site.

    >>> title_of("أزمة الماء | جريدة الصباح", ""), title_of("x", "أزمة الماء")
    ('أزمة الماء', 'أزمة الماء')
    """
    if heading:
        return heading
    pieces = _SITE.split(described)
    return max(pieces, key=lambda piece: len(piece.split())).strip()


def take_byline(article: Element, found: Description, name: str, warn: Warn) -> None:
    """Take the byline and the date that stand in the article into its description."""
    language = language_of(text_of(article)[:4_000])
    taken: set[Element] = set()
    opening = _opening_credits(article, found, name, language)
    for element in list(article.iter("time", "address", "span", "div", "p", "a", "ul", "section")):
        tokens = {*tokens_of(element), *(element.get("aria-labelledby") or "").split()}
        named = bool(_BYLINES & tokens) or element in opening
        if not named and name_of(element) != "time":
            if "author" not in (element.get("rel") or "").split():
                continue
        text = text_of(element)
        if not text or len(text.split()) > 25 or taken & {element, *element.iterancestors()}:
            continue
        if name_of(element) == "time" and _in_prose(element):
            continue
        at = place_in(element, name)
        times = [element] if name_of(element) == "time" else list(element.iter("time"))
        written = next((t.get("datetime") for t in times if t.get("datetime")), "")
        line = line_of(text, at)
        credit = read_credit(line, language) if line else None
        author = credit.author if credit else None
        if not author:
            inner = (e for e in element.iter() if isinstance(e.tag, str) and _signs(e))
            author = next((text_of(e) for e in inner if 1 <= len(text_of(e).split()) <= 5), None)
        if not author and tokens & {"authors", "article-byline"}:
            names = [text_of(e) for e in element.iter("a", "li")] or [text]
            author = names[0] if 2 <= len(names[0].split()) <= 4 else None
        found.date = found.date or _date_of(written or "") or (credit.date if credit else None)
        if author and not found.authors:
            found.authors.append(author)
        warn(finding("S029", at, text=text, part=Phrase("the byline")))
        taken.add(element)
        take_out(element)


def _opening_credits(
    article: Element, described: Description, name: str, language: str
) -> set[Element]:
    """Return the lines above the text that are a byline or a date by their words alone."""
    found: set[Element] = set()
    authors = {fold(author) for author in described.authors}
    lines = 0
    for element in article.iter("p", "div", "span", "li"):
        text = text_of(element)
        if not text or any(name_of(e) in BLOCKS for e in elements(element)):
            continue
        lines += 1
        if lines > _OPENING or len(text.split()) > 25:
            break
        line = line_of(text, place_in(element, name))
        if line and (line.key in authors or read_credit(line, language)):
            found.add(element)
    return found


def _signs(element: Element) -> bool:
    names = {"author", "fn", "author-name", "author_name"}
    above = element.getparent()
    if name_of(element) == "a" and above is not None and "byline" in tokens_of(above):
        return True
    return "author" in (element.get("rel") or "").split() or bool(names & set(tokens_of(element)))


def _in_prose(element: Element) -> bool:
    parent = element.getparent()
    if parent is None or name_of(parent) not in {"p", "li", "td", "em", "strong", "span", "a"}:
        return False
    return len(text_of(parent).split()) > len(text_of(element).split()) + 6


def metadata_of(found: Description, title: str, language: str, name: str, warn: Warn) -> Metadata:
    """Return the metadata of the report, each part that was taken as a finding (S029)."""
    whole = Place(name, 0)
    taken = [("the author", ", ".join(found.authors)), ("the date", found.date or "")]
    taken += [("the publisher", found.publisher or ""), ("the description", found.summary or "")]
    taken += [("subjects", ", ".join(found.subjects)), ("the licence", found.licence or "")]
    for part, text in taken:
        if text:
            warn(finding("S029", whole, text=text, part=Phrase(part)))
    return Metadata(
        title=title,
        language=language,
        subtitle=found.subtitle,
        contributors=tuple(Contributor(author) for author in dict.fromkeys(found.authors)),
        date=found.date,
        publisher=found.publisher,
        description=found.summary,
        subjects=tuple(found.subjects),
        licence=found.licence,
        doi=found.doi,
    )


def page_language(root: Element, text: str, name: str, warn: Warn) -> str:
    """Return the language of the article: that of the page if the letters do not deny it."""
    body = root.find("body")
    marked = tag_of(root.get("lang") or (body.get("lang") if body is not None else None))
    told = language_of(text)
    if marked and agrees(marked, text) and not (marked == "ar" and told in {"fa", "ur"}):
        return marked
    warn(finding("S019", Place(name, 0), language=told))
    return told
