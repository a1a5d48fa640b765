"""Equations: Office MathML on one line, as a person would type it."""

from __future__ import annotations

from typing import Final

from report.readers.docx.names import M
from report.readers.docx.package import Element

_DEEPEST: Final = 40


def linear(element: Element, depth: int = 0) -> str:
    """Return an equation as a line of text: fractions with a stroke, powers with ^.

    >>> from lxml import etree
    >>> ns = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    >>> xml = "<m:f xmlns:m='%s'><m:num><m:r><m:t>a+b</m:t></m:r></m:num>"
    >>> xml += "<m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
    >>> linear(etree.fromstring(xml % ns))
    '(a+b)/2'
    """
    if depth > _DEEPEST:
        return "".join(t.text or "" for t in element.iter(f"{M}t"))

    def part(name: str) -> str:
        found = element.find(f"{M}{name}")
        return "" if found is None else _inside(found, depth)

    match str(element.tag).removeprefix(M):
        case "t":
            return element.text or ""
        case "f":
            return f"{_grouped(part('num'))}/{_grouped(part('den'))}"
        case "sSup":
            return f"{part('e')}^{_grouped(part('sup'))}"
        case "sSub":
            return f"{part('e')}_{_grouped(part('sub'))}"
        case "sSubSup":
            return f"{part('e')}_{_grouped(part('sub'))}^{_grouped(part('sup'))}"
        case "rad":
            return f"√{_grouped(part('e'))}"
        case "nary":
            return f"∑{_grouped(part('sub'))}{_grouped(part('sup'))} {part('e')}"
        case "d":
            return f"({part('e')})"
        case _:
            return _inside(element, depth)


def _inside(element: Element, depth: int) -> str:
    return "".join(
        linear(child, depth + 1)
        for child in element
        if isinstance(child.tag, str) and not child.tag.endswith("Pr")
    ).strip()


def _grouped(text: str) -> str:
    return f"({text})" if len(text) > 1 and not text.isalnum() else text
