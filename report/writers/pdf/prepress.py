"""Prepress: the file that a printing house takes, PDF/X-4 (ISO 15930-7), out of a book to read.

What a press cannot use goes: links, tags, attachments, actions. What it asks for comes: inks, an
output intent with its profile, marks, the identification. The same book built without bleed,
marks and process inks stays the one to read, tagged and archival.
"""

from __future__ import annotations

import io
from datetime import datetime
from importlib.resources import files
from uuid import NAMESPACE_URL, uuid5

import pikepdf
from pikepdf import Array, Dictionary, Name, Page, Pdf, Stream, String
from pikepdf.models import PdfMetadata
from pikepdf.models.metadata import encode_pdf_date

from report.diagnostics import Warn
from report.writers.pdf.colour import Condition, Process, fogra39, press_grey, screen_grey
from report.writers.pdf.marks import mark_for_trimming
from report.writers.pdf.paper import Paper
from report.writers.pdf.repaint import repaint

_PDFXID = "http://www.npes.org/pdfx/ns/id/"

# The claims that a file stops keeping when it is made over for the press.
_CLAIMS = (
    "http://www.aiim.org/pdfa/ns/id/",
    "http://www.aiim.org/pdfua/ns/id/",
    "http://www.aiim.org/pdfa/ns/extension/",
    "http://pdfa.org/declarations/",
)

_READERS_KEYS = (
    *("/StructTreeRoot", "/MarkInfo", "/AF", "/OpenAction", "/AA", "/AcroForm", "/Collection"),
    *("/PieceInfo", "/Extensions", "/Requirements", "/URI", "/PageMode"),
)


def print_ready(pdf: bytes, paper: Paper, warn: Warn, condition: Condition | None = None) -> bytes:
    """Return a written book as its paper asks for it.

    A book in the colours of the screen with neither bleed nor marks comes back as it is. One in
    grey is repainted and keeps what it promised: PDF/A and PDF/UA allow grey under any intent.
    One for the press becomes PDF/X-4 under ``condition`` (offset on coated paper unless said);
    its sRGB, if that is its colour, is left for the printing house to separate.

    Colours that cannot be converted are told (P304). Equal files give equal bytes.
    """
    if not paper.made_over:
        return pdf
    printed = condition or fogra39()
    with Pdf.open(io.BytesIO(pdf)) as book:
        if paper.press:
            strip(book)
        match paper.colour:
            case "cmyk":
                repaint(book, Process(printed), warn)
            case "grey":
                repaint(book, press_grey(printed) if paper.press else screen_grey(), warn)
            case "rgb":
                _name_srgb(book)
        if paper.crop_marks:
            mark_for_trimming(book)
        if not paper.press:
            return saved(book)
        book.Root.OutputIntents = Array([_intent(book, printed)])
        identify(book)
        return saved(book, version="1.6")


def saved(book: Pdf, version: str = "") -> bytes:
    """Return the bytes of a PDF: the same for the same objects, whenever and wherever."""
    out = io.BytesIO()
    book.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        force_version=version,
        # Else the metadata would be written anew, though nothing in it changed.
        fix_metadata_version=False,
    )
    return out.getvalue()


def strip(book: Pdf) -> None:
    """Take away what serves reading on a screen and has no place in a job for the press.

    Annotations may not lie inside the bleed box, actions not at all; tags would point to links
    that are gone, and the manuscript is none of the printing house's business.
    """
    for key in _READERS_KEYS:
        if key in book.Root:
            del book.Root[key]
    if "/Names" in book.Root:
        for key in ("/EmbeddedFiles", "/JavaScript"):
            if key in book.Root.Names:
                del book.Root.Names[key]
    for page in book.pages:
        for key in ("/Annots", "/StructParents", "/Tabs", "/AF", "/AA", "/Metadata"):
            if key in page:
                del page[key]
        page.contents_coalesce()
        page.Contents = book.make_stream(_unmarked(page))
    for form in book.objects:
        if isinstance(form, Stream) and form.get("/Subtype") == Name.Form:
            form.write(_unmarked(form))


def _unmarked(painted: Page | Stream) -> bytes:
    """Leave out marked content, whose tags are gone; that of layers stays (ISO 32000-2, 14.6)."""
    steps: list[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage] = []
    kept: list[bool] = []
    for step in pikepdf.parse_content_stream(painted):
        operator = str(step.operator)
        if operator in {"BMC", "BDC"}:
            kept.append(step.operands[0] == Name.OC)
            if not kept[-1]:
                continue
        elif operator == "EMC" and kept and not kept.pop():
            continue
        steps.append(step)
    return pikepdf.unparse_content_stream(steps)


def _name_srgb(book: Pdf) -> None:
    """Say that DeviceRGB is sRGB: without it a press would take any red, green and blue for it.

    Whatever is painted has a DefaultRGB in its resources (ISO 32000-2, 8.6.5.6); groups that
    blend in DeviceRGB blend in sRGB by name.
    """
    profile = book.make_stream((files("weasyprint.pdf") / "sRGB2014.icc").read_bytes())
    profile.N = 3
    srgb = book.make_indirect(Array([Name.ICCBased, profile]))
    pages = (page.obj for page in book.pages)
    for value in (*pages, *(value for value in book.objects if isinstance(value, Stream))):
        if value.get("/Group", Dictionary()).get("/CS") == Name.DeviceRGB:
            value.Group.CS = srgb
        resources = value.get("/Resources")
        if isinstance(resources, Dictionary):
            spaces = resources.get("/ColorSpace", Dictionary())
            resources.ColorSpace = Dictionary({**dict(spaces.items()), "/DefaultRGB": srgb})


def _intent(book: Pdf, condition: Condition) -> Dictionary:
    """Return the output intent: the printing condition and its profile."""
    profile = book.make_stream(condition.profile)
    profile.N = 4
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(condition.identifier),
        OutputCondition=String(condition.info),
        RegistryName=String("http://www.color.org"),
        Info=String(condition.info),
        DestOutputProfile=profile,
    )


def identify(book: Pdf) -> None:
    """Write into the metadata that the file is PDF/X-4, and what that standard wants known.

    Title and dates are the book's own; the press looks at no clock. What they promised to
    readers and archives, and the file keeps no longer, is taken back.
    """
    with book.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        if not any(True for _ in xmp):
            known = {str(name) for _, _, name, _ in xmp.DOCINFO_MAPPING}
            xmp.load_from_docinfo({k: v for k, v in book.docinfo.items() if k in known})
        disclaim(xmp)
        xmp.register_xml_namespace(_PDFXID, "pdfxid")
        xmp["pdfxid:GTS_PDFXVersion"] = "PDF/X-4"
        xmp["pdf:Trapped"] = "False"
        xmp.setdefault("xmp:MetadataDate", xmp.get("xmp:ModifyDate", ""))
        identifier = bytes(book.trailer.get("/ID", [b""])[0]).hex()
        xmp.setdefault("xmpMM:DocumentID", uuid5(NAMESPACE_URL, identifier).urn)
        xmp.setdefault("xmpMM:VersionID", "1")
        xmp["xmpMM:RenditionClass"] = "default"
        said = {
            "/Title": xmp.get("dc:title", ""),
            "/CreationDate": _pdf_date(xmp.get("xmp:CreateDate", "")),
            "/ModDate": _pdf_date(xmp.get("xmp:ModifyDate", "")),
        }
    for key, value in said.items():
        if value and key not in book.docinfo:
            book.docinfo[key] = String(value)
    book.docinfo.Trapped = Name("/False")


def _pdf_date(written: str) -> str:
    return f"D:{encode_pdf_date(datetime.fromisoformat(written))}" if written else ""


def disclaim(xmp: PdfMetadata) -> None:
    """Take out of the metadata that the file keeps PDF/A or PDF/UA."""
    for name in list(xmp):
        if name.lstrip("{").startswith(_CLAIMS):
            del xmp[name]
