"""Metadata: what catalogues, viewers and archives read: XMP, the outline's labels, preferences.

XMP is ISO 16684-1; what PDF/A and PDF/UA want in it is ISO 19005-3, 6.6.2 and ISO 14289-1, 5. The
packet is written uncompressed, so that a tool that knows no PDF finds it
(PRONOM's signatures do).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Literal
from xml.sax.saxutils import escape

import pydyf

from report.model.document import Edition, Metadata
from report.model.inlines import Direction
from report.writers.names import document_identifier, instance_identifier
from report.writers.pdf.patches import WEASYPRINT
from report.writers.pdf.standards import Standard

CREATOR = "Warraq"
PRODUCER = f"WeasyPrint {WEASYPRINT}"

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
}

_Array = Literal["Alt", "Bag", "Seq"]

# PDF/A-3 knows the schemas of XMP 2005 and wants any other described (ISO 19005-3, 6.6.2.3.3).
_EXTENSION = """<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file keeps</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""


def xmp_packet(metadata: Metadata, edition: Edition, standard: Standard) -> bytes:
    """Write the XMP packet of a book.

    >>> packet = xmp_packet(
    ...     Metadata(title="الموجز"), Edition("urn:x", 1, datetime(2026, 11, 24, tzinfo=UTC)),
    ...     Standard.A3A_UA1,
    ... )
    >>> b"<pdfaid:conformance>A</pdfaid:conformance>" in packet
    True
    """
    properties = "\n".join((*_identification(standard), *_described(metadata, edition)))
    spaces = "".join(f'\n xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    extension = f"\n{_EXTENSION}" if standard is Standard.A3A_UA1 else ""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f'<rdf:Description rdf:about=""{spaces}>\n{properties}\n</rdf:Description>{extension}\n'
        '</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()


def _identification(standard: Standard) -> Iterator[str]:
    match standard:
        case Standard.A3A_UA1:
            yield _text("pdfaid:part", "3")
            yield _text("pdfaid:conformance", "A")
            yield _text("pdfuaid:part", "1")
        case Standard.A4F_UA2:
            yield _text("pdfaid:part", "4")
            yield _text("pdfaid:conformance", "F")
            yield _text("pdfaid:rev", "2020")
            yield _text("pdfuaid:part", "2")
            yield _text("pdfuaid:rev", "2024")
        case Standard.PLAIN:
            pass


def _described(metadata: Metadata, edition: Edition) -> Iterator[str]:
    issued = edition.issued.astimezone(UTC)
    moment = issued.strftime("%Y-%m-%dT%H:%M:%SZ")
    yield from _array("dc:title", "Alt", [metadata.title])
    yield from _array("dc:creator", "Seq", _named(metadata, "aut"))
    others = [c.name for c in metadata.contributors if c.role not in {"aut", "pbl"}]
    yield from _array("dc:contributor", "Bag", others)
    publishers = [metadata.publisher] if metadata.publisher else _named(metadata, "pbl")
    yield from _array("dc:publisher", "Bag", publishers)
    yield from _array("dc:description", "Alt", [metadata.description or ""])
    yield from _array("dc:subject", "Bag", metadata.subjects)
    yield from _array("dc:language", "Bag", [metadata.language])
    yield from _array("dc:rights", "Alt", [metadata.rights or ""])
    yield from _array("dc:date", "Seq", [moment])
    yield _text("dc:identifier", metadata.identifier or edition.work)
    yield _text("dc:format", "application/pdf")
    if metadata.subjects:
        yield _text("pdf:Keywords", ", ".join(metadata.subjects))
    yield _text("pdf:Producer", PRODUCER)
    yield _text("xmp:CreatorTool", CREATOR)
    yield from (_text(f"xmp:{n}Date", moment) for n in ("Create", "Modify", "Metadata"))
    yield _text("xmpMM:DocumentID", document_identifier(edition.work).urn)
    yield _text("xmpMM:InstanceID", instance_identifier(edition))
    yield _text("xmpMM:VersionID", str(edition.number))
    if metadata.licence and metadata.licence.startswith(("https://", "http://")):
        yield _text("xmpRights:WebStatement", metadata.licence)


def _named(metadata: Metadata, role: str) -> list[str]:
    return [c.name for c in metadata.contributors if c.role == role]


def _text(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>"


def _array(name: str, kind: _Array, values: Sequence[str]) -> Iterator[str]:
    default = ' xml:lang="x-default"' if kind == "Alt" else ""
    items = "".join(f"<rdf:li{default}>{escape(value)}</rdf:li>" for value in values if value)
    if items:
        yield f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>"


def write_metadata(pdf: Any, metadata: Metadata, edition: Edition, standard: Standard) -> None:
    """Put the XMP packet into the file, and in PDF 1.7 the information dictionary that says it too.

    PDF/A-4 forbids the dictionary (ISO 19005-4, 6.1.3).
    """
    packet = xmp_packet(metadata, edition, standard)
    stream = pydyf.Stream([packet], {"Type": "/Metadata", "Subtype": "/XML"}, compress=False)
    if (held := pdf.catalog.get("Metadata")) is not None:
        stream.number = int(held.split()[0])
        pdf.objects[stream.number] = stream
    else:
        pdf.add_object(stream)
    pdf.catalog["Metadata"] = stream.reference
    pdf.info.clear()
    if standard.modern:
        return
    date = pdf_date(edition.issued)
    said = {
        "Title": metadata.title,
        "Author": ", ".join(_named(metadata, "aut")),
        "Subject": metadata.description,
        "Keywords": ", ".join(metadata.subjects),
        "Creator": CREATOR,
        "Producer": PRODUCER,
        "CreationDate": date,
        "ModDate": date,
    }
    pdf.info.update({key: pydyf.String(value) for key, value in said.items() if value})


def pdf_date(moment: datetime) -> str:
    """Write a date as PDF does (ISO 32000-2, 7.9.4), in UTC.

    >>> pdf_date(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
    "D:20261124093000+00'00'"
    """
    return moment.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'")


def prefer(pdf: Any, direction: Direction) -> None:
    """Ask viewers to show the title, and to turn the pages of a right-to-left book from the right.

    ISO 32000-2, 12.2; preferences that are there already stay.
    """
    preferences = pdf.catalog.setdefault("ViewerPreferences", pydyf.Dictionary())
    preferences["DisplayDocTitle"] = "true"
    if direction == "rtl":
        preferences["Direction"] = "/R2L"


def write_page_labels(pdf: Any, labels: Sequence[str]) -> None:
    """Give each page the label that is printed on it (ISO 32000-2, 12.4.2)."""
    if labels:
        pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array(label_ranges(labels))})


def label_ranges(labels: Sequence[str]) -> list[Any]:
    """Return the number tree of page labels.

    PDF itself counts only in European digits, roman numerals and Latin letters: a run of
    European numbers is one range, any other label is the prefix of a range of one page.

    >>> ranges = label_ranges(["أ", "1", "2", "3"])
    >>> ranges[0], ranges[2], ranges[3].data
    (0, 1, b'<</S /D/St 1>>')
    """
    numbers: list[Any] = []
    expected = ""
    for page, label in enumerate(labels):
        if label.isascii() and label.isdigit() and not label.startswith("0"):
            if label != expected:
                numbers += [page, pydyf.Dictionary({"S": "/D", "St": int(label)})]
            expected = str(int(label) + 1)
        else:
            numbers += [page, pydyf.Dictionary({"P": pydyf.String(label)})]
            expected = ""
    return numbers
