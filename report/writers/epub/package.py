"""The package: EbookLib writes the package document and the zip, of members that are ours.

EbookLib's own documents are not used: it parses XHTML as HTML, which damages SVG names and
drops attributes, writes English words into the book and takes any id for a page. Its writer is
given bytes, and closed where it would read the clock, the region or swallow an error.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ebooklib import epub
from lxml import etree

from report.model.inlines import Direction
from report.model.names import CONTAINER, OPF_MEDIA_TYPE, XHTML_MEDIA_TYPE, XML
from report.writers.epub.metadata import IDENTIFIER_ID, Statement

PACKAGE_FILE = "EPUB/package.opf"
NCX_ID = "ncx"
"""The id that EbookLib's spine names as its NCX."""

_CONTAINER = f"""\
<?xml version="1.0" encoding="utf-8"?>
<container xmlns="{CONTAINER}" version="1.0">
  <rootfiles>
    <rootfile full-path="{PACKAGE_FILE}" media-type="{OPF_MEDIA_TYPE}"/>
  </rootfiles>
</container>
"""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the book as the manifest lists it; ``linear`` places it in the spine."""

    name: str
    file: str
    media_type: str
    data: bytes
    properties: tuple[str, ...] = ()

    @property
    def in_spine(self) -> bool:
        """Whether the file is one that is read, not one that serves others."""
        return self.media_type == XHTML_MEDIA_TYPE


class _Book(epub.EpubBook):  # type: ignore[misc]  # EbookLib has no types
    """EbookLib's book, whose members are found without looking through all of them."""

    def reset(self) -> None:
        super().reset()
        self._by_name: dict[str, epub.EpubItem] = {}

    def add_item(self, item: epub.EpubItem) -> epub.EpubItem:
        super().add_item(item)
        self._by_name.setdefault(item.get_id(), item)
        return item

    def get_item_with_id(self, uid: str) -> epub.EpubItem | None:
        return self._by_name.get(uid)


class _Writer(epub.EpubWriter):  # type: ignore[misc]  # EbookLib has no types
    """EbookLib's writer, with the package's language and without prefixes that EPUB reserves."""

    def _write_container(self) -> None:
        self.out.writestr("META-INF/container.xml", _CONTAINER)

    def _write_opf_file(self, root: etree._Element) -> None:
        root.set(f"{{{XML}}}lang", self.book.language)
        del root.attrib["prefix"]
        package = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
        self.out.writestr(PACKAGE_FILE, package)


def pack(
    members: Sequence[Member],
    metadata: Iterable[Statement],
    *,
    language: str,
    direction: Direction,
    issued: datetime,
) -> bytes:
    """Pack members and metadata into an EPUB whose zip still bears the time of its making.

    Documents stand in the spine in the order given. Raises :class:`ValueError` when two members
    have one name, which EbookLib would write without a word.
    """
    counted = Counter(member.file for member in members)
    if twice := next((file for file, count in counted.items() if count > 1), None):
        raise ValueError(f"two members of the book have the same name, {twice}")
    book = _Book()
    book.metadata.clear()
    book.IDENTIFIER_ID = IDENTIFIER_ID
    book.language = language
    book.set_direction(direction)
    for statement in metadata:
        namespace = statement.namespace
        book.add_metadata(namespace, statement.name, statement.value, statement.attributes)
    for member in members:
        item = epub.EpubItem(member.name, member.file, member.media_type, member.data)
        item.properties = list(member.properties)
        book.add_item(item)
        if member.in_spine:
            book.spine.append(member.name)
    packed = io.BytesIO()
    options = {
        "mtime": issued.astimezone(UTC),
        "package_direction": True,
        "epub2_guide": False,
        "compresslevel": 0,
        "raise_exceptions": True,
    }
    _Writer(packed, book, options).write()
    return packed.getvalue()
