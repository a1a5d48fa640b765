"""Page: bytes become a tree of elements, however wild the markup is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, cast

from lxml import etree

from report.diagnostics import Place, ReportError, Warn
from report.readers.source import Source, decode_markup
from report.rules import Phrase, finding

MOST_ELEMENTS: Final = 40_000
"""Elements of a page. The longest articles of Wikipedia have some 30,000."""

MOST_PIECES: Final = 25_000
"""Lines of text of a page: some may be menus, of which nothing is left."""
_PIECES: Final = ("p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6")
MOST_ATTRIBUTES: Final = 5_000
"""Attributes of an element; the time that a parser takes grows with their square."""

Element = etree._Element
_LONG_TAG: Final = re.compile("<[a-zA-Z][^<>]{10000,}")
_QUOTED: Final = re.compile("\"[^\"]*\"|'[^']*'")
_SIGNS: Final = re.compile("<|[^\\s=<>\"']=")

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_HEAD = 4_096
_CAMEL = re.compile("(?<=[a-z])(?=[A-Z])")
_SPACES = " \t\n\r\f"

BLOCKS: Final = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p "
    "pre section summary table tbody td tfoot th thead tr ul caption legend search".split()
)
"""Elements that begin a line of their own."""
HEADINGS: Final = {f"h{n}": n for n in range(1, 7)}


def open_page(source: Source, warn: Warn) -> Element:
    """Return the root element of a page.

    Raises :class:`ReportError` as :func:`decode_markup` does, for a page with too many elements
    (S003), for one nested deeper than any parser goes (S101) and for one without elements (S001).
    """
    declared = _DECLARED.search(source.data[:_HEAD])
    text = decode_markup(source, warn, declared[1].decode("ascii") if declared else None)
    whole = Place(source.name, 0)
    most = _most_attributes(text)
    if most > MOST_ATTRIBUTES:
        what = Phrase("attributes on one element")
        raise ReportError(finding("S003", whole, size=most, limit=MOST_ATTRIBUTES, unit=what))
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_pis=True, remove_comments=True
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        root = None
    if root is None:
        raise ReportError(finding("S001", whole))
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        line = next(e.line for e in parser.error_log if e.type_name == "ERR_RESOURCE_LIMIT")
        raise ReportError(finding("S101", Place(source.name, max(line, 1))))
    count = sum(1 for _ in root.iter(etree.Element))
    if count > MOST_ELEMENTS:
        raise ReportError(
            finding("S003", whole, size=count, limit=MOST_ELEMENTS, unit=Phrase("elements"))
        )
    pieces = sum(1 for _ in root.iter(*_PIECES))
    if pieces > MOST_PIECES:
        what = Phrase("paragraphs, items and cells")
        raise ReportError(finding("S003", whole, size=pieces, limit=MOST_PIECES, unit=what))
    return root


def _most_attributes(text: str) -> int:
    """Return how many attributes an element has at most, roughly; the parser takes long for many.

    A sign of equality in a quoted value counts too: no honest element has thousands of those.
    """
    tags = (_QUOTED.sub("", tag[0]) for tag in _LONG_TAG.finditer(text))
    most = max((len(tag.split()) for tag in tags), default=0)
    count = 0
    for sign in _SIGNS.finditer(text) if text.count("=") > MOST_ATTRIBUTES else ():
        count = 0 if sign[0] == "<" else count + 1
        most = max(most, count)
    return most


def name_of(element: Element) -> str:
    """Return the name of an element, without the prefix that old pages write (``o:p``)."""
    return str(element.tag).rpartition(":")[2].lower()


def place_in(element: Element, name: str) -> Place:
    """Return the line of a page on which an element begins."""
    return Place(name, line_of_page(element))


def line_of_page(element: Element) -> int:
    """Return the line on which an element begins."""
    return cast("int | None", element.sourceline) or 1


def hollow(element: Element) -> None:
    """Take all out of an element, and leave the text behind it."""
    del element[:]
    element.text = None


def text_of(element: Element) -> str:
    """Return all text inside an element, one blank for white space."""
    return " ".join("".join(map(str, element.itertext())).split())


def tokens_of(element: Element) -> list[str]:
    """Return the names in ``class`` and ``id``, those in camel case with hyphens too."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}".split()
    parted = [_CAMEL.sub("-", name) for name in names]
    return [name.lower() for name in (*names, *(p for p in parted if p not in names))]


def elements(element: Element) -> list[Element]:
    """Return the elements directly inside an element."""
    return [child for child in element if isinstance(child.tag, str)]


def inside(element: Element, *names: str) -> Iterator[Element]:
    """Yield the elements of some names inside an element, in the order of the page."""
    for inner in element.iter(*names):
        if inner is not element:
            yield inner


def take_out(element: Element) -> None:
    """Remove an element and keep the text behind it."""
    parent, above = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and above is not None:
        above.tail = (above.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def style_of(element: Element) -> dict[str, str]:
    """Return the declarations of a ``style`` attribute."""
    found: dict[str, str] = {}
    for declaration in (element.get("style") or "")[:2_000].split(";"):
        name, _, value = declaration.partition(":")
        found[name.strip().lower()] = value.strip().lower()
    return found


def is_blank(text: str | None) -> bool:
    """Tell whether a text is white space only."""
    return not text or not text.strip(_SPACES)
