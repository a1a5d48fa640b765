"""Chrome: what a page has around its article and in it that no book has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

from lxml import etree

from report.diagnostics import Place, Warn
from report.readers.html.page import (
    BLOCKS,
    Element,
    inside,
    name_of,
    place_in,
    style_of,
    take_out,
    text_of,
    tokens_of,
)
from report.rules import Phrase, finding

_MACHINERY: Final[Mapping[str, str]] = {
    "script": "scripts",
    "style": "style sheets",
    "link": "links to files",
    "template": "templates",
    "iframe": "frames",
    "frame": "frames",
    "object": "plug-ins",
    "embed": "plug-ins",
    "applet": "plug-ins",
    "canvas": "canvases",
    "audio": "sounds",
    "video": "films",
    "input": "fields",
    "select": "fields",
    "textarea": "fields",
    "button": "buttons",
    "meter": "fields",
    "progress": "fields",
    "map": "image maps",
    "base": "base addresses",
    "svg": "drawings of the page",
    "del": "passages struck out",
}
_ROLES: Final[Mapping[str, str]] = {
    "navigation": "a menu of the page",
    "banner": "the head of the page",
    "contentinfo": "the foot of the page",
    "search": "a search form",
    "complementary": "a column beside the article",
    "dialog": "a window over the page",
    "alertdialog": "a window over the page",
    "menu": "a menu of the page",
    "menubar": "a menu of the page",
    "toolbar": "a menu of the page",
    "doc-toc": "the page's own list of contents",
}
_KINDS: Final[Mapping[str, str]] = {
    "a share bar": "share shares sharing social socials sharedaddy addtoany addthis follow-us "
    "followus like-box fb-like whatsapp-share share-links",
    "links to other pages": "related related-articles read-more readmore read-also "
    "relatedposts jp-relatedposts recommended recommendations trending most-read mostread "
    "popular latest-news morenews more-stories up-next ticker tags tag-list tagcloud tags-links "
    "post-tags cat-links catlinks navbox pagination pager post-navigation nav-links page-links "
    "breadcrumb breadcrumbs crumbs",
    "comments": "comment comments comments-area comment-list commentlist respond disqus "
    "disqus_thread fb-comments reader-comments",
    "a line about cookies": "cookie cookies cookie-notice cookie-bar cookie-banner consent gdpr "
    "cookielaw cc-window cookie-law-info-bar",
    "an advertisement": "ad ads advert adverts advertisement adsbygoogle sponsored sponsor promo "
    "promotion google-auto-placed taboola outbrain",
    "a request to subscribe": "newsletter subscribe subscription signup sign-up paywall donate",
    "a menu of the page": "nav navbar navigation menu topbar top-bar skip-link skiplinks "
    "mw-jump-link toolbar mobile-menu offcanvas site-header site-footer masthead footer "
    "printfooter back-to-top scroll-top scrolltop totop search searchform search-form login "
    "popup modal lightbox overlay",
    "a column beside the article": "sidebar side-bar aside-col widget-area secondary rail",
    "a sign of the page": "mw-editsection editsection noprint print-only "
    "post-views views-count views rating ratings post-ratings reading-time",
    "words for programs that read the page aloud": "screen-reader-text sr-only visually-hidden "
    "visuallyhidden screenreader assistive-text",
    "the page's own list of contents": "toc table-of-contents tableofcontents ez-toc-container "
    "lwptoc toc-container toc_container toctitle vector-toc",
    "a box about the author": "author-box authorbox author-bio author-info about-author "
    "post-author-box",
}
_BY_TOKEN: Final = {token: kind for kind, names in _KINDS.items() for token in names.split()}
_TAIL = re.compile(
    "[-_]{1,2}(?:box|bar|list|links?|block|section|container|wrapper|wrap|area|buttons?|icons?|"
    "form|widget|components?|menu|posts?|articles?|news|items?|inner|content|title|banner|notice|popup|group|row)$"
)
_HEAD_PART = re.compile(
    "^(?:post|entry|article|page|site|story|wp-block|td|block|single|c|l|js)[-_]+"
)
_WORTH = 30
"""Words without links from which a piece with such a name may still be the text itself."""
_TRACKED = re.compile("(?:utm_[a-z]+|fbclid|gclid|igshid|mc_[ce]id)=.*")
"""What share buttons add to an address."""
_SENTENCE = 12
"""Words from which a line beside a box is a paragraph."""
_KEPT = re.compile("accordion|collapse|panel|tab|faq|answer|toggle|spoiler")
_NOTES = re.compile("footnote|endnote|reference|_ftn|doc-endnote|doc-footnote|cite_note")


def without_machinery(root: Element, name: str, warn: Warn) -> None:
    """Take out what runs, what is filled in and what leads to files; say how many of each."""
    counts: Counter[str] = Counter()
    first: Place | None = None
    for element in list(root.iter(*_MACHINERY)):
        tag = name_of(element)
        if tag == "script" and "ld+json" in (element.get("type") or ""):
            continue
        if element.getparent() is None:
            continue
        if tag == "button" and _opens(element):
            # The heading of an answer is a button on pages that fold it away.
            element.tag = "span"
            continue
        if tag not in {"link", "base"}:
            counts[_MACHINERY[tag]] += 1
            first = first or place_in(element, name)
        take_out(element)
    pixels = [image for image in root.iter("img") if _is_pixel(image)]
    for image in pixels:
        take_out(image)
    if pixels:
        counts["pixels that count visitors"] += len(pixels)
    for link in root.iter("a"):
        address = link.get("href") or ""
        if (plain := _untracked(address)) != address:
            counts["marks of where a reader comes from"] += 1
            first = first or place_in(link, name)
            link.set("href", plain)
    if counts:
        what = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
        warn(finding("S102", first, what=Phrase(what)))


def _opens(button: Element) -> bool:
    """Tell whether a button is a heading, a term or a question that opens at a touch."""
    if text_of(button).endswith(("؟", "?")):
        return True
    near = list(button.iterancestors())[:2]
    headings = any(name_of(e) in {"h2", "h3", "h4", "h5", "h6", "dt", "summary"} for e in near)
    return headings and bool(text_of(button))


def _is_pixel(image: Element) -> bool:
    sizes = [image.get("width"), image.get("height")]
    return all((size or "").strip().removesuffix("px") in {"0", "1"} for size in sizes)


def without_chrome(body: Element, heading: Element | None, name: str, warn: Warn) -> None:
    """Take out the pieces of a page that are no article; each is a finding (S012).

    What holds the ``heading`` of the article stays, whatever it is called.
    """
    titled = set(heading.iterancestors()) if heading is not None else set()
    total = max(_plain_words(body), 1)
    doomed: list[tuple[Element, str]] = []
    paragraphs = _paragraphs(body)
    stack = list(reversed(list(body)))
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str):
            continue
        kind = _kind_of(element)
        if kind and element not in titled and _is_spare(element, kind, total, paragraphs):
            doomed.append((element, kind))
        else:
            stack.extend(reversed(list(element)))
    doomed += [(e, "a piece that the page lets readers skip") for e in _skipped(body, total)]
    for element, kind in doomed:
        drop(element, kind, name, warn)


def _skipped(body: Element, total: int) -> list[Element]:
    """Return the sections that a link of their own leads past, as pages offer to skip a player.

    Where it leads to takes the focus without being in the order of the keys.
    """
    targets = {e.get("id"): e for e in body.iter() if e.get("tabindex") == "-1" and e.get("id")}
    found: list[Element] = []
    seen: set[Element] = {body}
    for link in body.iter("a") if targets else ():
        address = (link.get("href") or "").strip()
        target = targets.get(address[1:]) if address.startswith("#") else None
        if target is None:
            continue
        after = set(target.iterancestors())
        around = next((a for a in link.iterancestors() if a in after), body)
        if around not in seen and _plain_words(around) < 0.2 * total:
            found.append(around)
        seen.add(around)
    return found


def drop(element: Element, kind: str, name: str, warn: Warn) -> None:
    """Take a piece out of a page and say which words go with it."""
    # A blank between the pieces: a menu has none of its own.
    text = " ".join(" ".join(map(str, element.itertext())).split())
    if text:
        warn(finding("S012", place_in(element, name), text=text, kind=Phrase(kind)))
    take_out(element)


def _plain_words(element: Element) -> int:
    """Count the words that are no links."""
    linked = sum(len(text_of(link).split()) for link in inside(element, "a"))
    return len(text_of(element).split()) - linked


def _is_spare(element: Element, kind: str, total: int, paragraphs: Mapping[Element, int]) -> bool:
    """Tell whether a piece that is named like furniture is so little that it can be that."""
    if kind == "an unseen piece":
        return True
    if any(_NOTES.search(token) for token in tokens_of(element)):
        return False
    if kind == "a column beside the article" and _is_amid(element, paragraphs):
        return False
    plain = _plain_words(element)
    if plain <= _WORTH or kind in {"comments", "a column beside the article"}:
        return plain < 0.5 * total or plain <= 3
    return plain < 0.25 * total


def _paragraphs(body: Element) -> dict[Element, int]:
    """Count the paragraphs that stand directly in each element that has some."""
    counts: dict[Element, int] = {}
    for element in body.iter(etree.Element):
        parent = element.getparent()
        if parent is not None and _is_paragraph(element):
            counts[parent] = counts.get(parent, 0) + 1
    return counts


def _is_paragraph(element: Element) -> bool:
    """Tell whether an element is a piece of text, with no block inside it."""
    return not any(_is_block(e) for e in element) and _plain_words(element) >= _SENTENCE


def _is_amid(element: Element, paragraphs: Mapping[Element, int]) -> bool:
    """Tell whether a box stands between the paragraphs of a text, as books have them.

    A column of the page stands beside the whole article instead.
    """
    words = len(text_of(element).split())
    if 2 * _plain_words(element) < words:
        return False
    parent = element.getparent()
    beside = paragraphs.get(parent, 0) if parent is not None else 0
    return beside > _is_paragraph(element)


def _is_block(element: Element) -> bool:
    return isinstance(element.tag, str) and name_of(element) in BLOCKS


def _kind_of(element: Element) -> str | None:
    """Return what sort of furniture an element is by its name, role and classes."""
    tag, role = name_of(element), (element.get("role") or "").strip().lower()
    if tag in {"body", "main", "article", "table", "tbody", "tr", "td", "th", "h1"}:
        return None
    if role in _ROLES:
        return _ROLES[role]
    if tag == "nav":
        return "a menu of the page"
    if tag == "dialog":
        return "a window over the page"
    if tag == "form" and not _wraps_page(element):
        return "a form"
    if tag in {"header", "footer"} and not _in_article(element):
        return "the head of the page" if tag == "header" else "the foot of the page"
    if _is_unseen(element):
        return "an unseen piece"
    for token in tokens_of(element):
        if kind := _named(token):
            return kind
    if tag == "aside" and _plain_words(element) < 0.5 * len(text_of(element).split()):
        return "a column beside the article"
    return None


def _named(token: str) -> str | None:
    """Return the kind that a class or an id names: whole, or with the usual ends."""
    for shorter in (token, _TAIL.sub("", token), _HEAD_PART.sub("", token)):
        if shorter in _BY_TOKEN:
            return _BY_TOKEN[shorter]
    return _BY_TOKEN.get(_TAIL.sub("", _HEAD_PART.sub("", token)))


def _wraps_page(form: Element) -> bool:
    """Tell whether a form is the whole page, as ASP.NET writes it."""
    return form.find(".//p") is not None and len(text_of(form).split()) > 80


def _in_article(element: Element) -> bool:
    parent = element.getparent()
    while parent is not None:
        if name_of(parent) in {"article", "main", "section", "figure", "blockquote"}:
            return True
        parent = parent.getparent()
    return False


def _is_unseen(element: Element) -> bool:
    """Tell whether a piece never shows; what opens at a touch (an answer) does."""
    style = style_of(element)
    unseen = (
        style.get("display") == "none"
        or style.get("visibility") == "hidden"
        or style.get("mso-hide") == "all"
        or element.get("hidden") is not None
    )
    if not unseen:
        return False
    near: Element | None = element
    for _ in range(3):
        if near is None:
            return True
        if any(_KEPT.search(token) for token in tokens_of(near)) or near.get("itemprop"):
            return False
        near = near.getparent()
    return True


def reveal_noscript(root: Element) -> None:
    """Let the images show that a page keeps for browsers without scripts; the rest of it goes."""
    for element in list(root.iter("noscript")):
        images = list(element.iter("img"))
        parent = element.getparent()
        if parent is None:
            continue
        above = element.getprevious()
        lazy = above is not None and (above.tag == "img" or above.find(".//img") is not None)
        if images and not lazy:
            image = images[0]
            image.tail = element.tail
            parent.replace(element, image)
        else:
            take_out(element)


def strip_controls(root: Element) -> None:
    """Take out of the text what no XML may hold; character references bring it in."""
    for element in root.iter(etree.Element):
        if element.text and _FORBIDDEN.search(element.text):
            element.text = _FORBIDDEN.sub("", element.text)
        if element.tail and _FORBIDDEN.search(element.tail):
            element.tail = _FORBIDDEN.sub("", element.tail)


def _untracked(address: str) -> str:
    """Return an address without the fields that share buttons add to it.

    >>> _untracked("https://a.example/b?id=7&utm_source=x#c"), _untracked("/b?fbclid=1")
    ('https://a.example/b?id=7#c', '/b')
    """
    whole, hash_, place = address.partition("#")
    page, _, query = whole.partition("?")
    fields = query.split("&")
    kept = [field for field in fields if not _TRACKED.fullmatch(field)]
    if len(kept) == len(fields):
        return address
    return page + "?" * bool(kept) + "&".join(kept) + hash_ + place


def name_headings(root: Element) -> None:
    """Make headings of what a page only calls so (``role="heading"``, ARIA in HTML)."""
    for element in root.iter(etree.Element):
        if element.get("role") == "heading" and element.tag in {"div", "p", "span"}:
            level = element.get("aria-level") or "2"
            element.tag = f"h{level}" if level in set("123456") else "h6"


_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
