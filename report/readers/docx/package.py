"""Package: the parts of a document, read within limits, with no entity and nothing from outside."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from report.diagnostics import Place, ReportError, Warn
from report.rules import Phrase, finding

MOST_PARTS: Final = 4_000
LARGEST_PART: Final = 32_000_000
"""Bytes of one part, unpacked."""
LARGEST_WHOLE: Final = 160_000_000
"""Bytes of all parts, unpacked."""
STEEPEST: Final = 150
"""How many times smaller a part of more than a megabyte may be packed; text reaches some 40."""
MOST_TAGS: Final = 1_500_000
_MEGABYTE: Final = 1_000_000

_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)  # fmt: skip
"""Names of ISO/IEC 29500 Strict and those of the same things in the Transitional form."""
_RELATIONSHIPS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"

_DOCUMENT_TYPE: Final = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)

Element = etree._Element


@dataclass(frozen=True, slots=True)
class Relationship:
    """Where a part of the document points: a part inside, or an address outside."""

    kind: str
    target: str
    outside: bool


@dataclass(slots=True)
class Package:
    """The parts of a document by their names."""

    name: str
    parts: Mapping[str, bytes]
    trees: dict[str, Element | None] = field(default_factory=dict)
    links: dict[str, Mapping[str, Relationship]] = field(default_factory=dict)

    def tree(self, part: str) -> Element | None:
        """Return the root of a part that is XML, or ``None`` when there is no such part."""
        if part not in self.trees:
            data = self.parts.get(part)
            self.trees[part] = None if data is None else _parse(data, self.name, part)
        return self.trees[part]

    def relationships(self, part: str) -> Mapping[str, Relationship]:
        """Return what a part points to, by the identifiers that it uses."""
        if part not in self.links:
            folder, _, file = part.rpartition("/")
            rels = f"{folder}/_rels/{file}.rels".lstrip("/")
            root = self.tree(rels)
            found: dict[str, Relationship] = {}
            for element in [] if root is None else root.iter(_RELATIONSHIPS):
                outside = (element.get("TargetMode") or "").lower() == "external"
                target = element.get("Target") or ""
                if not outside:
                    target = _inside(folder, target)
                kind = (element.get("Type") or "").rpartition("/")[2]
                found[element.get("Id") or ""] = Relationship(kind, target, outside)
            self.links[part] = found
        return self.links[part]

    def related(self, part: str, kind: str) -> str | None:
        """Return the name of the part of a kind that a part points to."""
        for link in self.relationships(part).values():
            if link.kind == kind and not link.outside and link.target in self.parts:
                return link.target
        return None


def _inside(folder: str, target: str) -> str:
    """Return the name of a part from a reference in another; never one above the package."""
    path = target if target.startswith("/") else f"{folder}/{target}"
    return posixpath.normpath(f"/{path}").lstrip("/")


def open_package(data: bytes, name: str, warn: Warn) -> Package:
    """Return the parts of a document.

    Raises :class:`ReportError` for what is no document of Word (S201), and for one that would
    fill the memory when it is unpacked (S202). A part whose name leads out of the package is
    never read (S203).
    """
    whole = Place(name, 0)
    if not data:
        raise ReportError(finding("S001", whole))
    if data.startswith(_OLD_OFFICE):
        raise _refused(name, "it is an old Word file (.doc) or locked with a password")
    parts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _refuse_bomb(entries, name)
            total = 0
            for entry in entries:
                if entry.is_dir():
                    continue
                part = entry.filename
                if _leads_out(part) or part in parts:
                    warn(finding("S203", whole, part=part))
                    continue
                if entry.flag_bits & 0x1:
                    raise _refused(name, "it is locked with a password")
                with archive.open(entry) as stream:
                    content = stream.read(LARGEST_PART + 1)
                total += len(content)
                if len(content) > LARGEST_PART or total > LARGEST_WHOLE:
                    raise _bomb(name, len(content) if len(content) > LARGEST_PART else total)
                parts[part] = content
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
    ) as error:
        raise _refused(name, f"its ZIP is damaged ({str(error)[:80]})") from None
    return Package(name, parts)


def _refuse_bomb(entries: list[zipfile.ZipInfo], name: str) -> None:
    if len(entries) > MOST_PARTS:
        raise ReportError(
            finding(
                "S003", Place(name, 0), size=len(entries), limit=MOST_PARTS, unit=Phrase("parts")
            )
        )
    for entry in entries:
        steep = entry.file_size > STEEPEST * max(entry.compress_size, 1)
        if entry.file_size > LARGEST_PART or (steep and entry.file_size > _MEGABYTE):
            raise _bomb(name, entry.file_size)
    total = sum(entry.file_size for entry in entries)
    if total > LARGEST_WHOLE:
        raise _bomb(name, total)


def _bomb(name: str, size: int) -> ReportError:
    return ReportError(finding("S202", Place(name, 0), size=size))


def _refused(name: str, reason: str) -> ReportError:
    return ReportError(finding("S201", Place(name, 0), reason=Phrase(reason)))


def _leads_out(part: str) -> bool:
    """Tell whether the name of a part is a path out of the package (zip slip)."""
    plain = part.replace("\\", "/")
    return (
        plain.startswith("/")
        or ".." in plain.split("/")
        or re.match("[A-Za-z]:", plain) is not None
    )


def _parse(data: bytes, name: str, part: str) -> Element:
    """Return the root of a part: no document type, no entities, nothing from the network."""
    if any(mark in data for mark in _DOCUMENT_TYPE):
        raise ReportError(finding("S204", Place(name, 0), part=part))
    if (tags := data.count(b"<")) > MOST_TAGS:
        raise ReportError(
            finding("S003", Place(name, 0), size=tags, limit=MOST_TAGS, unit=Phrase("marks of XML"))
        )
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _refused(name, f"its part {part[:80]} is no XML ({str(error)[:80]})") from None
    return root


def main_part(package: Package) -> str:
    """Return the name of the part that holds the text; raises (S201) when there is none."""
    part = package.related("", "officeDocument") or "word/document.xml"
    if part not in package.parts:
        raise _refused(package.name, "it holds no text of Word")
    return part
