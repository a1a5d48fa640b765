"""A small sound book, into which a file from a rule's folder is planted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="ar">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:language>ar</dc:language></metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="chapter" href="chapter.xhtml" media-type="application/xhtml+xml"/>
<item id="style" href="style.css" media-type="text/css"/>
</manifest>
<spine page-progression-direction="rtl"><itemref idref="nav"/><itemref idref="chapter"/></spine>
</package>"""

PAGE = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
lang="ar" xml:lang="ar" dir="rtl"><head><title>فصل</title></head><body>{body}</body></html>"""

NAV = PAGE.format(
    body='<nav epub:type="toc"><ol><li><a href="chapter.xhtml">فصل</a></li></ol></nav>'
)

SOUND: Mapping[str, str] = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": '<container version="1.0" '
    'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
    'full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>",
    "EPUB/package.opf": PACKAGE,
    "EPUB/nav.xhtml": NAV,
    "EPUB/chapter.xhtml": PAGE.format(body="<h1>فصل</h1><p>نص</p>"),
    "EPUB/other.xhtml": PAGE.format(body="<p>آخر</p>"),
    "EPUB/style.css": "p { margin: 0; }",
    "EPUB/map.png": "",
    "EPUB/map.tiff": "",
    "EPUB/faces/a.ttf": "",
}


def bind(members: Mapping[str, str | bytes], more: Iterable[tuple[str, str]] = ()) -> bytes:
    """Zip members as an EPUB wants it, and ``more`` behind them, whatever their names."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in (*members.items(), *more):
            archive.writestr(name, data)
    return packed.getvalue()


def plant(path: Path) -> bytes:
    """Put a file in the place of its like: a chapter, the nav document, styles, the package.

    A ``.txt`` lists further members by name.
    """
    text = path.read_text("utf-8")
    match path.suffix:
        case ".xhtml":
            place = "EPUB/nav.xhtml" if 'epub:type="toc"' in text else "EPUB/chapter.xhtml"
        case ".css":
            place = "EPUB/style.css"
        case ".opf":
            place = "EPUB/package.opf"
        case ".txt":
            return bind(SOUND, [(name, "") for name in text.split()])
        case other:
            raise ValueError(f"no place in a book for {other}")
    return bind({**SOUND, place: text})
