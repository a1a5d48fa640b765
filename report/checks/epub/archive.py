"""Open: an EPUB's zip, container, package document and documents, whatever they hold.

A book may come from anywhere: nothing is extracted, sizes are bounded before a byte is
unpacked, no entity is resolved and nothing is fetched.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from lxml import etree

from report.diagnostics import Diagnostic, Place, ReportError
from report.model.names import (
    CONTAINER,
    EPUB_MEDIA_TYPE,
    NCX_MEDIA_TYPE,
    OPF,
    SVG_MEDIA_TYPE,
    XHTML_MEDIA_TYPE,
    XML,
)
from report.rules import finding

CONTAINER_FILE = "META-INF/container.xml"
_LARGEST_BOOK = 512 * 1024 * 1024
"""Bytes unpacked; above it a zip is taken for a bomb. A report with plates has some tens of MB."""

_MOST_MEMBERS = 20_000
_PARSED = frozenset({XHTML_MEDIA_TYPE, SVG_MEDIA_TYPE, NCX_MEDIA_TYPE})


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the manifest; ``path`` is the member that it names."""

    name: str
    path: str
    media_type: str
    properties: frozenset[str]
    line: int


@dataclass(frozen=True, slots=True)
class Book:
    """An opened book. ``damage`` is what could not be read and is left out of the rest."""

    file: str
    members: Mapping[str, bytes]
    package_file: str
    package: etree._Element
    items: tuple[Item, ...]
    documents: Mapping[str, etree._Element]
    damage: tuple[Diagnostic, ...]

    def place(self, path: str, line: int = 0) -> Place:
        """Return a place in a member of the book."""
        return Place(f"{self.file}/{path}", line)

    @property
    def language(self) -> str:
        """The language of the book as its package says, or the empty string."""
        said = self.package.findtext(f".//{{{OPF}}}metadata/{{*}}language")
        return (said or self.package.get(f"{{{XML}}}lang") or "").strip()

    @property
    def generator(self) -> str:
        """What the book says it was made with, or the empty string."""
        metas = self.package.iter(f"{{{OPF}}}meta")
        return next((m.get("content", "") for m in metas if m.get("name") == "generator"), "")

    def spine(self) -> Iterator[Item]:
        """Yield the items of the spine that are read one after the other."""
        by_name = {item.name: item for item in self.items}
        for reference in self.package.iterfind(f"{{{OPF}}}spine/{{{OPF}}}itemref"):
            item = by_name.get(reference.get("idref", ""))
            if item and reference.get("linear") != "no":
                yield item

    def nav(self) -> Item | None:
        """Return the item of the nav document, if there is one."""
        return next((item for item in self.items if "nav" in item.properties), None)


def open_book(data: bytes, file: str) -> Book:
    """Open an EPUB.

    Raises :class:`ReportError` (E013, E014) when it is no EPUB, or a zip that must not be opened.
    """
    members = _unpack(data, file)
    if members.get("mimetype", b"").strip() != EPUB_MEDIA_TYPE.encode():
        raise _refusal(file, f"its mimetype is not {EPUB_MEDIA_TYPE}")
    container = _root(members, CONTAINER_FILE, file)
    root_file = container.find(f".//{{{CONTAINER}}}rootfile")
    package_file = root_file.get("full-path", "") if root_file is not None else ""
    package = _root(members, package_file, file)
    items = tuple(_manifest(package, package_file))
    documents: dict[str, etree._Element] = {}
    damage: list[Diagnostic] = []
    for item in items:
        if item.media_type in _PARSED and item.path in members:
            try:
                documents[item.path] = parse(members[item.path])
            except etree.XMLSyntaxError as error:
                place = Place(f"{file}/{item.path}", error.lineno or 0)
                damage.append(finding("E013", place, reason=error.msg or "it is empty"))
    return Book(file, members, package_file, package, items, documents, tuple(damage))


def parse(data: bytes) -> etree._Element:
    """Parse XML from a stranger: no entity is resolved, nothing is loaded."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    return etree.fromstring(data, parser)


def resolve(base: str, path: str) -> str:
    """Return the member that a relative path leads to from the member ``base``.

    >>> resolve("EPUB/text/a.xhtml", "../images/%C3%A9.png")
    'EPUB/images/é.png'
    """
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), decode(path)))


def decode(reference: str) -> str:
    """Return a reference with its percent-encoded bytes read as UTF-8 (RFC 3986, 2.1)."""

    def run(found: re.Match[str]) -> str:
        return bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "replace")

    return re.sub(r"(?:%[0-9A-Fa-f]{2})+", run, reference)


def line_of(element: etree._Element) -> int:
    """Return the line that an element begins on, 0 where it is not known."""
    return cast("int | None", element.sourceline) or 0


def _refusal(file: str, reason: str) -> ReportError:
    return ReportError(finding("E013", Place(file, 0), reason=reason))


def _unpack(data: bytes, file: str) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            size = sum(entry.file_size for entry in entries)
            if len(entries) > _MOST_MEMBERS or size > _LARGEST_BOOK:
                raise _refusal(file, f"it would unpack to {len(entries)} files, {size} bytes")
            _refuse_unsafe_names([entry.filename for entry in entries], file)
            if not entries or entries[0].filename != "mimetype" or entries[0].compress_type:
                raise _refusal(file, "its zip does not begin with a stored mimetype")
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise _refusal(file, str(error) or "its zip is damaged") from None


def _refuse_unsafe_names(names: list[str], file: str) -> None:
    """Refuse names that could leave a folder or overwrite another file when unpacked."""
    seen: set[str] = set()
    for name in names:
        parts = name.split("/")
        leaves = name.startswith("/") or ".." in parts or "\\" in name or ":" in parts[0]
        if leaves or name.casefold() in seen:
            raise ReportError(finding("E014", Place(file, 0), name=name))
        seen.add(name.casefold())


def _root(members: Mapping[str, bytes], path: str, file: str) -> etree._Element:
    if path not in members:
        raise _refusal(file, f"it has no {path or 'package document'}")
    try:
        return parse(members[path])
    except etree.XMLSyntaxError as error:
        place = Place(f"{file}/{path}", error.lineno or 0)
        raise ReportError(finding("E013", place, reason=error.msg or "it is empty")) from None


def _manifest(package: etree._Element, package_file: str) -> Iterator[Item]:
    for item in package.iterfind(f"{{{OPF}}}manifest/{{{OPF}}}item"):
        yield Item(
            name=item.get("id", ""),
            path=resolve(package_file, item.get("href", "")),
            media_type=item.get("media-type", ""),
            properties=frozenset(item.get("properties", "").split()),
            line=line_of(item),
        )
