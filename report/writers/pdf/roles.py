"""Roles: which HTML becomes which structure type of PDF; the one table for all of it.

An element is looked up by its ARIA role, then by its classes, then by its name. What stands in
none of the three tables has no node of its own: its content belongs to what is around it.
ISO 32000-1, 14.8.4 names the types of PDF 1.7; ISO 32000-2, 14.8.6 those of PDF 2.0; what may
stand in what is ISO/TS 32005, table 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}svg"


class Role(NamedTuple):
    """A structure type in PDF 1.7 and in PDF 2.0; ``None`` where that version has none for it."""

    classic: str | None
    modern: str | None

    def of(self, modern: bool) -> str | None:
        """Return the type for the version of the file."""
        return self.modern if modern else self.classic


def _same(name: str) -> Role:
    return Role(name, name)


NOTHING = Role(None, None)
NOTE = Role("Note", "FENote")
ASIDE = Role("Div", "Aside")

BY_ROLE: Mapping[str, Role] = {
    "doc-footnote": NOTE,
    "doc-pullquote": Role("BlockQuote", "Aside"),
    "none": NOTHING,
    "note": ASIDE,
    "presentation": NOTHING,
}

BY_CLASS: Mapping[str, Role] = {
    "back": _same("Part"),
    "body": _same("Part"),
    "callout": ASIDE,
    "front": _same("Part"),
    "para": _same("P"),
    "pullquote": Role("BlockQuote", "Aside"),
}

BY_NAME: Mapping[str, Role] = {
    "a": _same("Link"),
    "address": _same("Div"),
    "article": _same("Art"),
    "aside": ASIDE,
    "b": Role(None, "Strong"),
    "blockquote": _same("BlockQuote"),
    "caption": _same("Caption"),
    "code": _same("Code"),
    "dd": _same("LBody"),
    "details": _same("Div"),
    "div": _same("Div"),
    "dl": _same("L"),
    "dt": _same("Lbl"),
    "em": Role(None, "Em"),
    "figcaption": _same("Caption"),
    "figure": _same("Figure"),
    "footer": _same("Div"),
    "h1": _same("H1"),
    "h2": _same("H2"),
    "h3": _same("H3"),
    "h4": _same("H4"),
    "h5": _same("H5"),
    "h6": _same("H6"),
    "header": _same("Div"),
    "hgroup": _same("Div"),
    "i": Role(None, "Em"),
    "img": _same("Figure"),
    "kbd": _same("Code"),
    "li": _same("LI"),
    "main": _same("Part"),
    "nav": _same("Sect"),
    "ol": _same("L"),
    "p": _same("P"),
    "pre": _same("P"),
    "q": _same("Quote"),
    "samp": _same("Code"),
    "section": _same("Sect"),
    "strong": Role(None, "Strong"),
    "summary": _same("P"),
    SVG: _same("Figure"),
    "table": _same("Table"),
    "tbody": _same("TBody"),
    "td": _same("TD"),
    "tfoot": _same("TFoot"),
    "th": _same("TH"),
    "thead": _same("THead"),
    "tr": _same("TR"),
    "ul": _same("L"),
}

BY_PSEUDO: Mapping[str, Role] = {
    "footnote-call": _same("Reference"),
    "footnote-marker": _same("Lbl"),
    "marker": _same("Lbl"),
}

HEADINGS = frozenset({"H1", "H2", "H3", "H4", "H5", "H6"})

GROUPING = frozenset(
    {"Document", "Part", "Art", "Sect", "Div", "Aside", "BlockQuote", "NonStruct", "TOCI"}
)
"""Types that hold blocks: text that stands in one without a block of its own gets a ``P``."""

INLINE = frozenset({"Span", "Quote", "Reference", "Code", "Link", "Em", "Strong", "Lbl"})
"""Types that stand in a line of text."""

NOTES = frozenset({"Note", "FENote"})

MODERN = frozenset(
    {"Document", "Part", "Div", "Aside", "Sect", "P", *HEADINGS, "Lbl", "Em", "Strong", "Span"}
    | {"Link", "L", "LI", "LBody", "Table", "THead", "TBody", "TFoot", "TR", "TH", "TD"}
    | {"Caption", "Figure", "FENote", "NonStruct"}
)
"""Types of the PDF 2.0 namespace; the others are those of PDF 1.7, which 2.0 still reads."""

_TABLE_PARTS = frozenset({"THead", "TBody", "TFoot", "TR", "TH", "TD"})
_ONLY_IN_PLACE = frozenset({"LI", "LBody", "TOCI", "Document"}) | _TABLE_PARTS
_BLOCKS = frozenset({"Part", "Art", "Sect", "Div", "Aside", "BlockQuote", "P", "Caption", "TOC"})

FORBIDDEN: Mapping[str, frozenset[str]] = {
    "Document": _ONLY_IN_PLACE | INLINE | {"Caption"},
    "Sect": _ONLY_IN_PLACE | {"Span", "Em", "Strong", "Quote"},
    "Art": _ONLY_IN_PLACE | {"Span", "Em", "Strong", "Quote", "Art"},
    "Aside": _ONLY_IN_PLACE | {"Span", "Em", "Strong", "Quote", "Aside"},
    "BlockQuote": _ONLY_IN_PLACE | {"Span", "Em", "Strong", "Quote", "Aside"},
    "P": _ONLY_IN_PLACE | _BLOCKS,
    "Caption": _ONLY_IN_PLACE | {"Caption", "TOC"},
    "Figure": _ONLY_IN_PLACE | {"TOC"},
    "TH": _ONLY_IN_PLACE | {"Part", "Aside", "BlockQuote", "Caption", "TOC"},
    "TD": _ONLY_IN_PLACE | {"Part", "Aside", "BlockQuote", "Caption", "TOC"},
    "LBody": _ONLY_IN_PLACE | {"Lbl", "TOC"},
    "Lbl": _ONLY_IN_PLACE | _BLOCKS | {"Table", "L", "Lbl"},
    "Link": _ONLY_IN_PLACE | {"TOC", "Part", "P", "Caption", "Table", "L", "Aside", "BlockQuote"},
    "Reference": _ONLY_IN_PLACE | {"TOC"},
    "Note": _ONLY_IN_PLACE | {"TOC", "Caption"},
    "FENote": _ONLY_IN_PLACE | {"TOC", "Caption"},
    "Code": _ONLY_IN_PLACE | {"TOC"},
    "Span": _ONLY_IN_PLACE | _BLOCKS | {"Table", "L"},
    "Em": _ONLY_IN_PLACE | _BLOCKS | {"Table", "L"},
    "Strong": _ONLY_IN_PLACE | _BLOCKS | {"Table", "L"},
    "Quote": _ONLY_IN_PLACE | _BLOCKS - {"Div"} | {"Table", "L"},
}
"""What a type may not hold, where the press uses both and their order is free."""

ALLOWED: Mapping[str, frozenset[str]] = {
    "L": frozenset({"LI", "Caption"}),
    "LI": frozenset({"Lbl", "LBody"}),
    "Table": frozenset({"Caption", "THead", "TBody", "TFoot"}),
    "THead": frozenset({"TR"}),
    "TBody": frozenset({"TR"}),
    "TFoot": frozenset({"TR"}),
    "TR": frozenset({"TH", "TD"}),
    "TOC": frozenset({"TOC", "TOCI", "Caption"}),
    "TOCI": frozenset({"Lbl", "Reference", "P", "TOC", "NonStruct"}),
}
"""What a type may hold, for those whose inside is fixed (ISO 14289-1, 7.2)."""


def may_hold(parent: str, kid: str) -> bool:
    """Say whether a structure type may stand directly in another.

    >>> may_hold("TD", "P"), may_hold("TD", "BlockQuote"), may_hold("L", "P")
    (True, False, False)
    """
    if (allowed := ALLOWED.get(parent)) is not None:
        return kid in allowed
    return kid not in FORBIDDEN.get(parent, _ONLY_IN_PLACE)


def role_of(element: Element, modern: bool) -> str | None:
    """Return the structure type of an element by the table, or ``None``.

    >>> role_of(Element("aside", {"role": "note"}), modern=False)
    'Div'
    """
    for name in element.get("role", "").split():
        if (role := BY_ROLE.get(name)) is not None:
            return role.of(modern)
    for name in element.get("class", "").split():
        if (role := BY_CLASS.get(name)) is not None:
            return role.of(modern)
    return BY_NAME.get(element.tag, NOTHING).of(modern)
