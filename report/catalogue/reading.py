"""Reading: the documents of an EPUB as fragments of HTML for pages of the site.

What is read on the site is what was archived: the documents of the book, taken out of it, made
harmless and linked to one another by their new names.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from report.catalogue.package import Package, language_of, parse
from report.model.names import OPS, SVG_MEDIA_TYPE, XHTML
from report.model.targets import leads_out

_REFUSED = frozenset(
    "script style link meta base iframe object embed applet form input button select textarea "
    "template slot portal frame frameset audio video foreignobject animate set handler".split()
)
"""Elements that a book of reports does not need and that act, fetch or move."""

_PLAIN = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")
_IMAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}\.(?:png|jpe?g|gif|webp)")
_SKIPPED = frozenset({"cover", "nav"})
_H1 = f"{{{XHTML}}}h1"


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its answer, as plain text."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Page:
    """A document of the book for a page: ``body`` is HTML without scripts or handlers."""

    file: str
    title: str
    language: str
    has_heading: bool
    body: str
    text: str
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A line of the contents; ``href`` leads to a page, or a place in one."""

    title: str
    href: str
    inside: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """What of a book is read on the site: pages, contents, images, counter styles."""

    pages: tuple[Page, ...]
    contents: tuple[Point, ...]
    images: Mapping[str, bytes] = field(default_factory=dict)
    counters: str = ""


def text_of(package: Package, language: str) -> Text:
    """Take the text out of a book.

    The cover and the navigation document give way to pages of the site. Raises
    :class:`report.catalogue.package.PackageError` for documents that cannot be read.
    """
    nav = package.having("nav")
    opened = []
    for item in package.spine():
        href = item.get("href", "")
        stem = posixpath.basename(href).rpartition(".")[0]
        if item is not nav and stem not in _SKIPPED:
            opened.append((href, parse(package.read(href))))
    files = _names([href for href, _ in opened])
    images: dict[str, bytes] = {}
    pages = tuple(
        _page(root, href, files, package, images, language_of(root) or language)
        for href, root in opened
    )
    contents = _contents(package, nav, files) if nav is not None else ()
    return Text(pages, contents, images, package.counters())


def _names(hrefs: list[str]) -> dict[str, str]:
    """Name the pages: as in the book, where that is a plain name and not taken."""
    files: dict[str, str] = {}
    for number, href in enumerate(hrefs, start=1):
        stem = posixpath.basename(href).rpartition(".")[0]
        plain = _PLAIN.fullmatch(stem) and stem != "index" and f"{stem}.html" not in files.values()
        files[href] = f"{stem}.html" if plain else f"part--{number}.html"
    return files


def _page(
    root: etree._Element,
    href: str,
    files: Mapping[str, str],
    package: Package,
    images: dict[str, bytes],
    language: str,
) -> Page:
    body = root.find(f"{{{XHTML}}}body")
    title = root.findtext(f"{{{XHTML}}}head/{{{XHTML}}}title") or ""
    if body is None:
        return Page(files[href], title, language, False, "", "")
    questions = tuple(_questions(body))
    _make_harmless(body)
    for element in body.iter("*"):
        _link(element, href, files)
        _bring_image(element, href, package, images)
    has_heading = next(body.iter(_H1), None) is not None
    text = " ".join(" ".join(map(str, body.itertext())).split())
    return Page(
        files[href], " ".join(title.split()), language, has_heading, _html(body), text, questions
    )


def _make_harmless(body: etree._Element) -> None:
    """Take out what acts or fetches: elements, handlers, addresses that are not plain links."""
    for element in list(body.iter()):
        named = isinstance(element.tag, str)
        if not named or etree.QName(element).localname.lower() in _REFUSED:
            _remove(element)
            continue
        for name in list(element.attrib):
            local = etree.QName(name).localname.lower()
            if local.startswith("on") or local in {"style", "srcset", "ping", "action", "target"}:
                del element.attrib[name]


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _link(element: etree._Element, here: str, files: Mapping[str, str]) -> None:
    """Lead a link to the page that a document became; one that leads nowhere stays as text."""
    for name in [n for n in element.attrib if etree.QName(n).localname == "href"]:
        href = str(element.attrib.pop(name))
        if href.startswith("#"):
            element.set("href", href)
        elif leads_out(href):
            element.set("href", href)
            if etree.QName(element).localname == "a":
                element.set("rel", "noopener noreferrer")
        elif (there := _resolved(href, here, files)) is not None:
            element.set("href", there)


def _resolved(href: str, here: str, files: Mapping[str, str]) -> str | None:
    path, sharp, fragment = href.partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(path)))
    return f"{files[target]}{sharp}{fragment}" if target in files else None


def _bring_image(
    element: etree._Element, here: str, package: Package, images: dict[str, bytes]
) -> None:
    """Bring the image that an element shows; drawings of others, which may act, stay away."""
    source = element.attrib.pop("src", "")
    if not source or etree.QName(element).localname != "img":
        return
    path = posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(str(source))))
    name = posixpath.basename(path)
    known = {item.get("href"): item.get("media-type") for item in package.items.values()}
    if path not in known or not (_IMAGE.fullmatch(name) or known[path] == SVG_MEDIA_TYPE):
        return
    if known[path] == SVG_MEDIA_TYPE:
        drawing = parse(package.read(path))
        _make_harmless(drawing)
        images[f"{_stem(name)}.svg"] = etree.tostring(drawing)
        element.set("src", f"images/{_stem(name)}.svg")
    else:
        images[name] = package.read(path)
        element.set("src", f"images/{name}")


def _stem(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "-", name.rpartition(".")[0])[:100] or "drawing"


def _questions(body: etree._Element) -> Iterator[Question]:
    for pair in body.iter(f"{{{XHTML}}}*"):
        if "qa" not in pair.get("class", "").split():
            continue
        parts = {
            name: " ".join(" ".join(map(str, part.itertext())).split())
            for part in pair
            for name in ("question", "answer")
            if name in part.get("class", "").split()
        }
        if parts.get("question") and parts.get("answer"):
            yield Question(parts["question"], parts["answer"])


def _html(body: etree._Element) -> str:
    """Write what a body holds as HTML: names without their namespaces, as its parser wants them."""
    for element in body.iter("*"):
        for name in list(element.attrib):
            qualified = etree.QName(name)
            if qualified.namespace == OPS or (qualified.namespace or "").endswith("/namespace"):
                del element.attrib[name]
        element.tag = etree.QName(element).localname
    etree.cleanup_namespaces(body)
    inner = "".join(etree.tostring(one, encoding="unicode", method="html") for one in body)
    return ((body.text or "") + inner).strip()


def _contents(package: Package, nav: etree._Element, files: Mapping[str, str]) -> tuple[Point, ...]:
    root = parse(package.read(nav.get("href", "")))
    for element in root.iter(f"{{{XHTML}}}nav"):
        if element.get(f"{{{OPS}}}type") == "toc":
            lists = element.find(f"{{{XHTML}}}ol")
            return () if lists is None else _points(lists, nav.get("href", ""), files)
    return ()


def _points(lists: etree._Element, here: str, files: Mapping[str, str]) -> tuple[Point, ...]:
    points: list[Point] = []
    for item in lists.iterfind(f"{{{XHTML}}}li"):
        link, inner = item.find(f"{{{XHTML}}}a"), item.find(f"{{{XHTML}}}ol")
        inside = _points(inner, here, files) if inner is not None else ()
        href = _resolved(link.get("href", ""), here, files) if link is not None else None
        if link is not None and href is not None:
            title = " ".join("".join(map(str, link.itertext())).split())
            points.append(Point(title, href, inside))
        else:
            points.extend(inside)
    return tuple(points)
