"""Package: what an EPUB holds, read without trust: metadata, cover, documents, counters."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import get_args

from lxml import etree

from report.catalogue.works import Accessibility
from report.model.document import Contributor, Metadata, Role
from report.model.names import CONTAINER, DC, OPF, XHTML_MEDIA_TYPE, XML

_LARGEST_MEMBER = 64 << 20
_LARGEST_BOOK = 512 << 20
_COUNTER = re.compile(r"@counter-style\s+[a-z-]+\s*\{[^{}]*\}")
_ROLES: dict[str, Role] = {role: role for role in get_args(Role)}


class PackageError(ValueError):
    """An EPUB that cannot be read; its text says why."""


@dataclass(frozen=True)
class Package:
    """An EPUB opened: the package document and a way to its files."""

    archive: zipfile.ZipFile
    folder: str
    root: etree._Element

    def read(self, href: str) -> bytes:
        """Return a file of the book by its address in the package document."""
        return _member(self.archive, posixpath.normpath(posixpath.join(self.folder, href)))

    def values(self, name: str) -> tuple[str, ...]:
        """Return what a property, or an element of Dublin Core, says; none refines another."""
        if name.startswith("dc:"):
            found = self.root.iterfind(f"{{{OPF}}}metadata/{{{DC}}}{name[3:]}")
        else:
            metas = self.root.iterfind(f"{{{OPF}}}metadata/{{{OPF}}}meta")
            found = (m for m in metas if m.get("property") == name and not m.get("refines"))
        return tuple(text for one in found if (text := " ".join((one.text or "").split())))

    def value(self, name: str) -> str | None:
        """Return the first value of a property, or ``None``."""
        return next(iter(self.values(name)), None)

    def refined(self, identifier: str | None, name: str) -> str | None:
        """Return what a property says of another statement."""
        metas = self.root.iterfind(f"{{{OPF}}}metadata/{{{OPF}}}meta")
        wanted = ("#" + (identifier or ""), name)
        found = (m.text for m in metas if (m.get("refines"), m.get("property")) == wanted)
        return next(found, None)

    @cached_property
    def items(self) -> dict[str, etree._Element]:
        """The items of the manifest by their ids."""
        found = self.root.iterfind(f"{{{OPF}}}manifest/{{{OPF}}}item")
        return {item.get("id", ""): item for item in found}

    def spine(self) -> Iterator[etree._Element]:
        """Yield the items of the documents in reading order."""
        for reference in self.root.iterfind(f"{{{OPF}}}spine/{{{OPF}}}itemref"):
            item = self.items.get(reference.get("idref", ""))
            if item is not None and item.get("media-type") == XHTML_MEDIA_TYPE:
                yield item

    def having(self, name: str) -> etree._Element | None:
        """Return the first item that has a property, as ``nav`` or ``cover-image``."""
        found = (item for item in self.items.values() if name in _properties(item))
        return next(found, None)

    def counters(self) -> str:
        """Return the counter styles that the book was made with, without its faces."""
        item = self.items.get("edition.css")
        if item is None:
            return ""
        style = self.read(item.get("href", "")).decode("utf-8", "replace")
        return "\n".join(_COUNTER.findall(style))


def open_package(data: bytes) -> Package:
    """Open an EPUB (EPUB 3.3, 4.2.6.3: container.xml). Raises :class:`PackageError`."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        if sum(entry.file_size for entry in archive.infolist()) > _LARGEST_BOOK:
            raise PackageError("it unpacks to more than a book can need")
        container = parse(_member(archive, "META-INF/container.xml"))
        file = container.find(f".//{{{CONTAINER}}}rootfile")
        path = "" if file is None else file.get("full-path", "")
        return Package(archive, posixpath.dirname(path), parse(_member(archive, path)))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise PackageError(str(error)) from None


def parse(data: bytes) -> etree._Element:
    """Parse XML without entities and without the network. Raises :class:`PackageError`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise PackageError(str(error)) from None


def _member(archive: zipfile.ZipFile, path: str) -> bytes:
    try:
        entry = archive.getinfo(path)
    except KeyError:
        raise PackageError(f"it has no {path!r}") from None
    if entry.file_size > _LARGEST_MEMBER:
        raise PackageError(f"{path!r} is too large")
    try:
        return archive.read(entry)
    except Exception as error:  # zlib, bad CRC, encryption: a member that cannot be had
        raise PackageError(f"{path!r}: {error}") from None


def _properties(item: etree._Element) -> list[str]:
    return item.get("properties", "").split()


def metadata_of(package: Package) -> Metadata | None:
    """Return the metadata of a book as its package document gives it; ``None`` without a title."""
    title, language = package.value("dc:title"), package.value("dc:language")
    if not title:
        return None
    return Metadata(
        title=title,
        language=language or "und",
        subtitle=_subtitle(package),
        contributors=tuple(_contributors(package)),
        publisher=package.value("dc:publisher"),
        date=package.value("dcterms:issued") or package.value("dc:date"),
        description=package.value("dc:description"),
        subjects=package.values("dc:subject"),
        rights=package.value("dc:rights"),
    )


def _subtitle(package: Package) -> str | None:
    for element in package.root.iterfind(f"{{{OPF}}}metadata/{{{DC}}}title"):
        if package.refined(element.get("id"), "title-type") == "subtitle":
            return element.text
    return None


def _contributors(package: Package) -> Iterator[Contributor]:
    for name, usual in (("creator", "aut"), ("contributor", "ctb")):
        for element in package.root.iterfind(f"{{{OPF}}}metadata/{{{DC}}}{name}"):
            role = package.refined(element.get("id"), "role") or usual
            sort = package.refined(element.get("id"), "file-as")
            if element.text:
                yield Contributor(element.text, _ROLES.get(role, "ctb"), sort)


def accessibility_of(package: Package) -> Accessibility:
    """Return what a book says of its accessibility."""
    return Accessibility(
        modes=package.values("schema:accessMode"),
        sufficient=package.values("schema:accessModeSufficient"),
        features=package.values("schema:accessibilityFeature"),
        hazards=package.values("schema:accessibilityHazard"),
        summary=package.value("schema:accessibilitySummary") or "",
        conforms_to=package.value("dcterms:conformsTo") or "",
        certified_by=_certifier(package),
    )


def _certifier(package: Package) -> str:
    for meta in package.root.iterfind(f"{{{OPF}}}metadata/{{{OPF}}}meta"):
        if meta.get("property") == "a11y:certifiedBy":
            return meta.text or ""
    return ""


def language_of(element: etree._Element) -> str | None:
    """Return the language that an element of XML or XHTML names for itself."""
    return element.get(f"{{{XML}}}lang") or element.get("lang")
