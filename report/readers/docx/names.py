"""Names: the namespaces of WordprocessingML, and how its values are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from report.readers.docx.package import Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V: Final = "{urn:schemas-microsoft-com:vml}"
_OFF: Final = frozenset({"0", "false", "off", "none"})


def val(element: Element | None, name: str = "val") -> str | None:
    """Return an attribute of Word's namespace."""
    return None if element is None else element.get(f"{W}{name}")


def value_of(parent: Element | None, child: str, name: str = "val") -> str | None:
    """Return the value that a child of Word's namespace has."""
    return None if parent is None else val(parent.find(f"{W}{child}"), name)


def switch(parent: Element | None, child: str) -> bool | None:
    """Return whether a property is on, off, or not spoken of."""
    if parent is None:
        return None
    element = parent.find(f"{W}{child}")
    if element is None:
        return None
    return (val(element) or "1").lower() not in _OFF


def number(written: str | None, default: int = 0, most: int = 10_000) -> int:
    """Return a whole number, or the default for what is none or too large."""
    try:
        value = int(written or "")
    except ValueError:
        return default
    return value if -most <= value <= most else default


def local(element: Element) -> str:
    """Return the name of an element with the letter of its namespace: ``w:p``, ``m:oMath``."""
    tag = str(element.tag)
    for letter, space in (("w", W), ("m", M), ("mc", MC), ("wp", WP), ("a", A), ("v", V)):
        if tag.startswith(space):
            return f"{letter}:{tag[len(space) :]}"
    return tag.rpartition("}")[2]


def chosen(element: Element) -> Iterator[Element]:
    """Yield the children of an element; of alternatives (ISO/IEC 29500-3) only one."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag == f"{MC}AlternateContent":
            choice = child.find(f"{MC}Choice")
            taken = choice if choice is not None else child.find(f"{MC}Fallback")
            if taken is not None:
                yield from chosen(taken)
        else:
            yield child
