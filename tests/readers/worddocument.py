"""Word documents for tests, built from their parts, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

SPACES = " ".join(
    f'xmlns:{letter}="{name}"'
    for letter, name in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = f"""<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" \
ContentType="application/xml"/><Default Extension="rels" \
ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>"""
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="H1GA"><w:name w:val="_ H_1"/><w:basedOn w:val="a"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:bCs/><w:szCs w:val="36"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="H1x"><w:name w:val="تیتر اول"/>
<w:basedOn w:val="H1GA"/></w:style>
<w:style w:type="paragraph" w:styleId="H2GA"><w:name w:val="_ H_2"/><w:basedOn w:val="a"/>
<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Cap"><w:name w:val="caption"/></w:style>
"""


def document(
    body: str,
    parts: Mapping[str, str | bytes] | None = None,
    links: str = "",
    *,
    styles: str = STYLES,
    packed: bool = False,
) -> bytes:
    """Return a document whose body is ``body``.

    ``parts`` are further parts by name; ``links`` are further relationships of the text. Parts
    are stored as they are unless ``packed``.
    """
    related = {"styles": "styles.xml"}
    for kind in ("numbering", "footnotes", "endnotes", "comments"):
        if f"word/{kind}.xml" in (parts or {}):
            related[kind] = f"{kind}.xml"
    known = "".join(
        f'<Relationship Id="k{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(related.items())
    )
    everything: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relationships(
            f'<Relationship Id="d" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": _relationships(known + links),
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {SPACES}>{styles}</w:styles>",
        **(parts or {}),
    }
    return pack(everything, packed=packed)


def pack(parts: Mapping[str, str | bytes], *, packed: bool = False) -> bytes:
    """Return parts as a ZIP."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            archive.writestr(entry, content)
    return held.getvalue()


def _relationships(inside: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def link(identity: str, kind: str, target: str, *, outside: bool = False) -> str:
    """Return a relationship of the text."""
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="{identity}" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'


def para(text: str, style: str = "", properties: str = "") -> str:
    """Return a right-to-left paragraph; text that is markup is taken as its runs."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = text if text.startswith("<") else run(text)
    return f"<w:p><w:pPr>{named}{properties}<w:bidi/></w:pPr>{runs}</w:p>"


def run(text: str, properties: str = "<w:rtl/>") -> str:
    """Return a run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def row(*cells: str, head: bool = False) -> str:
    """Return a row of cells; a cell that is markup is taken as it is."""
    inside = "".join(
        cell if cell.startswith("<w:tc") else f"<w:tc>{para(cell)}</w:tc>" for cell in cells
    )
    return f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if head else ''}{inside}</w:tr>"


def table(*rows: str, rtl: bool = True) -> str:
    """Return a table."""
    visual = "<w:bidiVisual/>" if rtl else ""
    return f"<w:tbl><w:tblPr>{visual}</w:tblPr>{''.join(rows)}</w:tbl>"


def image(identity: str, alternative: str = "", size: int = 2_000_000) -> str:
    """Return a run with an image."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="{size}" cy="{size}"/><wp:docPr id="1" '
        f'name="x" descr="{alternative}"/><a:graphic><a:graphicData><a:blip r:embed="{identity}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
