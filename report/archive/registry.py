"""Registry: what PRONOM, the register of the world's file formats, calls what the press writes.

A file is known here by what the press knows of it: a source by its media type, a book by what it
promises. Siegfried, where it is installed, looks at the bytes instead and goes before this.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from report.archive.premis import Format

_PUIDS: Mapping[str, str] = MappingProxyType(
    {
        "application/epub+zip": "fmt/483",
        "application/json": "fmt/817",
        "application/toml": "fmt/2065",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "fmt/412",
        "application/xml": "fmt/101",
        "font/ttf": "x-fmt/453",
        "text/css": "x-fmt/224",
        "text/html": "fmt/471",
        "text/markdown": "fmt/1149",
        "text/plain": "x-fmt/111",
    }
)
"""Media types that are one format each. A PNG or a JPEG is one of several; a drawing has none."""

_PDF = "application/pdf"
_ARCHIVAL: Mapping[tuple[bytes, bytes], str] = MappingProxyType(
    {(b"3", b"A"): "fmt/479", (b"4", b"F"): "fmt/1912"}
)
_PART = re.compile(rb"<pdfaid:part>([0-9])</pdfaid:part>")
_LEVEL = re.compile(rb"<pdfaid:conformance>([A-Z])</pdfaid:conformance>")


def known_format(media_type: str, data: bytes) -> Format:
    """Return the format of a file that the press wrote or read.

    >>> known_format("text/markdown", b"# x").puid
    'fmt/1149'
    >>> xmp = b"<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
    >>> known_format("application/pdf", b"%PDF-1.7 " + xmp).puid
    'fmt/479'
    """
    if media_type != _PDF:
        return Format(media_type, _PUIDS.get(media_type))
    part, level = _PART.search(data), _LEVEL.search(data)
    promised = (part[1] if part else b"", level[1] if level else b"")
    return Format(media_type, _ARCHIVAL.get(promised))
