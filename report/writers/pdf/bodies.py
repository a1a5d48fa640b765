"""Bodies: the rows of a table are read as the XML that they are.

The page is read as HTML, state by state in Python, a tenth of a millisecond a cell. The rows of a
body that hold nothing but cells, text and what stands in a line mean the same as XML, so they are
read by expat and put where they belong. What is not plain enough is read as it always was.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO
from typing import Any
from xml.etree.ElementTree import XML, Element, ParseError

from tinyhtml5.inputstream import characters_until_regex

_BEGINS = re.compile("<tbody((?: [^<>]*)?)>")
_ENDS = "</tbody>"
_PLACE = "data-body"
_CELLS = frozenset({"td", "th"})
_IN_LINE = frozenset({"a", "b", "bdi", "code", "em", "i", "small", "span", "strong", "sub", "sup"})
_TAG = re.compile(r"</?([^\s>]+)")
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
        places = {e.get(_PLACE): e for e in root.iter("tbody") if _PLACE in e.attrib}
        if len(places) != len(bodies):
            return original(text, *given, **named)
        for name, body in bodies.items():
            place = places[name]
            del place.attrib[_PLACE]
            place.text = body.text
            place[:] = body[:]
        return root

    return parse


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
    """Return a document without the rows of its plain bodies, and the bodies by their number."""
    parts: list[str] = []
    bodies: dict[str | None, Element] = {}
    kept = 0
    for begins in _BEGINS.finditer(document):
        end = document.find(_ENDS, begins.end())
        body = _read(document[begins.end() : end]) if end > 0 else None
        if body is not None:
            number = str(len(bodies))
            bodies[number] = body
            parts += [document[kept : begins.start()], f'<tbody {_PLACE}="{number}"{begins[1]}>']
            kept = end
    return "".join((*parts, document[kept:])), bodies


def _read(rows: str) -> Element | None:
    """Read rows, if they are plain; the values of attributes, which are few, are kept once."""
    names = set(_TAG.findall(rows))
    if not names or names - _CELLS - _IN_LINE - {"tr"} or _OTHER_IN_HTML.search(rows):
        return None
    try:
        body = XML(f"<tbody>{rows.replace('&nbsp;', chr(0xA0))}{_ENDS}")
    except ParseError:
        return None
    if not _is_plain(body):
        return None
    values: dict[str, str] = {}
    for element in body.iter():
        for name, value in element.attrib.items():
            element.attrib[name] = values.setdefault(value, value)
    return body


def _is_plain(body: Element) -> bool:
    """Say whether rows hold cells, and cells what stands in a line, no link inside a link."""
    if not _is_blank(body.text):
        return False
    for row in body:
        if row.tag != "tr" or not _is_blank(row.text) or not _is_blank(row.tail):
            return False
        for cell in row:
            if cell.tag not in _CELLS or not _is_blank(cell.tail):
                return False
            if len(cell) and not all(inner.tag in _IN_LINE for inner in list(cell.iter())[1:]):
                return False
            if any(link.find(".//a") is not None for link in cell.iterfind(".//a")):
                return False
    return True


def _is_blank(text: str | None) -> bool:
    return not text or text.isspace()
