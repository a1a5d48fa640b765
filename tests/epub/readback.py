"""Reads an EPUB back as a reading system does: documents in the order of the spine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

OPF = "{http://www.idpf.org/2007/opf}"
XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
PACKAGE = "EPUB/package.opf"


def unzip(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def spine(book: bytes) -> Iterator[tuple[str, etree._Element]]:
    """Yield the name and root of each document in the order of reading."""
    members = unzip(book)
    package = etree.fromstring(members[PACKAGE])
    files = {item.get("id"): item.get("href", "") for item in package.iter(f"{OPF}item")}
    for reference in package.iter(f"{OPF}itemref"):
        name = files[reference.get("idref")]
        yield name, etree.fromstring(members[f"EPUB/{name}"])


@dataclass(frozen=True, slots=True)
class Mark:
    """A page-break mark: its label, its address, the text on either side, its parent's name."""

    label: str
    href: str
    before: str
    behind: str
    parent: str


def marks(book: bytes) -> list[Mark]:
    """Return the marks of a book in the order of reading, without what notes say."""
    text = ""
    found: list[tuple[str, str, int, str]] = []
    for name, root in spine(book):
        for event, node in etree.iterwalk(root.find(f"{XHTML}body"), events=("start", "end")):
            if event == "start" and node.get("role") == "doc-pagebreak":
                parent = etree.QName(node.getparent()).localname
                href = f"{name}#{node.get('id')}"
                found.append((node.get("aria-label"), href, len(text), parent))
            if not is_apart(node):
                text += (node.text if event == "start" else node.tail) or ""
    return [
        Mark(label, href, text[max(0, place - 400) : place], text[place : place + 400], parent)
        for label, href, place, parent in found
    ]


def is_apart(node: etree._Element) -> bool:
    """Say whether a node is in the notes, or in lists that no printed page has."""
    while node is not None:
        if node.get("class") == "notes" or node.get("hidden"):
            return True
        node = node.getparent()
    return False


def page_list(book: bytes) -> list[tuple[str, str]]:
    """Return label and address of each line of the page list of the nav document."""
    root = next(root for _, root in spine(book) if root.find(f".//{XHTML}nav") is not None)
    return [
        (link.text or "", link.get("href", ""))
        for nav in root.iter(f"{XHTML}nav")
        if nav.get(EPUB_TYPE) == "page-list"
        for link in nav.iter(f"{XHTML}a")
    ]
