"""Bodies: that of a page, or those of its tables, are read as the XML that they are.

A page is read as HTML, state by state in Python, a tenth of a millisecond a cell. Where elements
stand only in those that they may stand in, a body means the same as XML, so it is read by expat
and put where it belongs. A page with more than that, such as a drawing, is read as it always was,
but for the rows of its tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO
from typing import Any
from xml.etree.ElementTree import XML, Element, ParseError

from tinyhtml5.inputstream import characters_until_regex

_BODY = re.compile("<body((?: [^<>]*)?)>(.*)</body>", re.DOTALL)
_ROWS = re.compile("<tbody((?: [^<>]*)?)>")
_ROWS_END = "</tbody>"
_PLACE = "data-body"

_VOID = frozenset({"br", "col", "hr", "img"})
_IN_LINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "br", "cite", "code", "em", "i", "img", "kbd", "mark", "q"),
        *("s", "samp", "small", "span", "strong", "sub", "sup", "time", "u"),
    )
)
_OF_LINES = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "summary"})
_OF_BLOCKS = frozenset(
    ("aside", "blockquote", "details", "div", "figcaption", "figure", "footer", "nav", "section")
)
_ANYTHING = _IN_LINE | _OF_LINES | _OF_BLOCKS | {"ul", "ol", "dl", "table", "hr"}
_INSIDE: dict[str, frozenset[str]] = {
    **dict.fromkeys(_VOID, frozenset()),
    **dict.fromkeys(_IN_LINE | _OF_LINES, _IN_LINE),
    **dict.fromkeys((*_OF_BLOCKS, "li", "dd", "dt", "td", "th", "caption", "body"), _ANYTHING),
    **dict.fromkeys(("ul", "ol"), frozenset({"li"})),
    "dl": frozenset({"dt", "dd"}),
    "table": frozenset({"caption", "colgroup", "thead", "tbody", "tfoot"}),
    "colgroup": frozenset({"col"}),
    **dict.fromkeys(("thead", "tbody", "tfoot"), frozenset({"tr"})),
    "tr": frozenset({"td", "th"}),
}
"""What may stand in each element; anything else HTML might put elsewhere."""
_WITHOUT_TEXT = frozenset({"table", "colgroup", "thead", "tbody", "tfoot", "tr"})

_SPECIAL = _WITHOUT_TEXT | {"pre"}

_LANG = "xml:lang"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TAG = re.compile(r"</?([^\s>]+)")
_OPEN = re.compile("<((?:br|col|hr|img)(?: [^<>]*)?)>")
_OTHER_IN_HTML = re.compile(
    r"""/>|="[^"]*[\n\t]|='[^']*[\n\t]|&#(?!3[49];)|[\r\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef]"""
)
"""What HTML reads in another way than XML."""


def read_as_xml(original: Any) -> Callable[..., Any]:
    """Replace ``tinyhtml5.parse``: take plain bodies out, and put their rows into the tree."""

    def parse(document: Any, *given: Any, **named: Any) -> Any:
        text = document.getvalue() if isinstance(document, StringIO) else document
        if not isinstance(text, str) or _PLACE in text:
            return original(document, *given, **named)
        rest, bodies = _taken_out(text)
        root = original(rest, *given, **named)
        places = {e.get(_PLACE): e for e in root.iter() if _PLACE in e.attrib}
        if len(places) != len(bodies):
            return original(text, *given, **named)
        for name, body in bodies.items():
            _put(body, places[name])
        return root

    return parse


def _put(body: Element, place: Element) -> None:
    """Put what a body holds where it belongs; what HTML has moved there comes after it."""
    del place.attrib[_PLACE]
    moved, place.text = place.text, body.text
    place[:] = body[:]
    if moved and len(place):
        place[-1].tail = (place[-1].tail or "") + moved
    elif moved:
        place.text = (place.text or "") + moved


def kept_ends(original: Any) -> Callable[..., str]:
    """Replace ``chars_until`` of the reader of HTML: keep what it looks for, as it means to.

    It stores each expression under the expression itself, and makes it anew at each call.
    """

    def chars_until(stream: Any, characters: Any, opposite: bool = False) -> str:
        if (characters, opposite) not in characters_until_regex:
            listed = "".join(f"\\x{ord(character):02x}" for character in characters)
            inside = listed if opposite else f"^{listed}"
            characters_until_regex[characters, opposite] = re.compile(f"[{inside}]+")
        found: str = original(stream, characters, opposite)
        return found

    return chars_until


def _taken_out(document: str) -> tuple[str, dict[str | None, Element]]:
    """Return a document without its plain bodies, and the bodies by their number."""
    whole = _BODY.search(document)
    if whole and (body := _read(whole[2], "body")) is not None:
        ends = whole.end(2)
        opened = f'<body {_PLACE}="0"{whole[1]}>'
        return "".join((document[: whole.start()], opened, document[ends:])), {"0": body}
    parts: list[str] = []
    bodies: dict[str | None, Element] = {}
    kept = 0
    for begins in _ROWS.finditer(document):
        end = document.find(_ROWS_END, begins.end())
        body = _read(document[begins.end() : end], "tbody") if end > 0 else None
        if body is not None:
            number = str(len(bodies))
            bodies[number] = body
            parts += [document[kept : begins.start()], f'<tbody {_PLACE}="{number}"{begins[1]}>']
            kept = end
    return "".join((*parts, document[kept:])), bodies


def _read(inside: str, tag: str) -> Element | None:
    """Read what a body holds, if it is plain; attributes, which are few, are kept once."""
    names = set(_TAG.findall(inside))
    if not names or not _INSIDE.keys() >= names or _OTHER_IN_HTML.search(inside):
        return None
    closed = _OPEN.sub(r"<\1/>", inside.replace("&nbsp;", "\xa0"))
    try:
        body = XML(f"<{tag}>{closed}</{tag}>")
    except ParseError:
        return None
    if not _is_plain(body, linked=False):
        return None
    values: dict[str, str] = {}
    for element in body.iter():
        if _XML_LANG in element.attrib:
            given = element.attrib.items()
            element.attrib = {_LANG if name == _XML_LANG else name: said for name, said in given}
        for name, value in element.attrib.items():
            if name != name.lower() or "}" in name:
                return None
            element.attrib[name] = values.setdefault(value, value)
    return body


def _is_plain(element: Element, *, linked: bool) -> bool:
    """Say whether all that an element holds may stand in it; ``linked``: it stands in a link."""
    allowed, blank = _INSIDE[element.tag], element.tag in _WITHOUT_TEXT
    if blank and not _is_blank(element.text):
        return False
    if element.tag == "pre" and (element.text or "").startswith("\n"):
        return False  # HTML drops it
    for child in element:
        if child.tag not in allowed or (blank and not _is_blank(child.tail)):
            return False
        if child.tag == "a" and linked:
            return False
        if (len(child) or child.tag in _SPECIAL) and not _is_plain(
            child, linked=linked or child.tag == "a"
        ):
            return False
    return True


def _is_blank(text: str | None) -> bool:
    return not text or text.isspace()
