"""Markup: how this writer names and reads elements of XHTML."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from report.model.names import OPS, XHTML, XML

EPUB_TYPE = f"{{{OPS}}}type"
XML_LANG = f"{{{XML}}}lang"


def tag(name: str) -> str:
    """Return the qualified name of an XHTML element.

    >>> tag("p")
    '{http://www.w3.org/1999/xhtml}p'
    """
    return f"{{{XHTML}}}{name}"


def elements(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements of a tree in their order, the root first; comments are none."""
    return root.iter(etree.Element)


def body(root: etree._Element) -> etree._Element:
    """Return the body of a document."""
    return next(root.iterchildren(tag("body")))


def text_of(element: etree._Element) -> str:
    """Return the text in an element, without what follows it."""
    return str(etree.tostring(element, method="text", encoding="unicode", with_tail=False))
