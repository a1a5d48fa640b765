"""Exchange: does a PDF keep PDF/X-4, the standard of files for the press (ISO 15930-7)?

No free validator knows PDF/X, so what can be read from the objects of a file is checked here: each
function below is one requirement and yields what it lacks. Not checked: what only a
rendering or a font program shows (glyphs and widths, the ink that lies on one spot, images too
coarse), and that the layers of optional content, which the press does not write, are in order.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, PdfError, Stream

from report.diagnostics import Diagnostic, Place
from report.rules import finding

_Requirement: TypeAlias = Callable[[Pdf], Iterator[str]]

_SLACK = 0.01  # points: boxes are compared as written, with room for their last digit


def check_exchange(pdf: bytes, name: str) -> Iterator[Diagnostic]:
    """Yield what keeps a PDF from being PDF/X-4 (P305); nothing when all that is checked holds.

    A file that cannot be opened yields P303.
    """
    place = Place(name, 0)
    try:
        with Pdf.open(io.BytesIO(pdf)) as book:
            for requirement in REQUIREMENTS:
                for lack in requirement(book):
                    yield finding("P305", place, lack=lack)
    except PdfError:
        yield finding("P303", place, reason="it is damaged, locked or no PDF")


def _whole_file(book: Pdf) -> Iterator[str]:
    if book.pdf_version > "1.6":
        yield f"it is PDF {book.pdf_version}, and PDF/X-4 ends at 1.6"
    if book.is_encrypted:
        yield "it is encrypted"
    if "/ID" not in book.trailer:
        yield "the file has no identifier"


def _identification(book: Pdf) -> Iterator[str]:
    with book.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        said = dict(xmp)
    written = {name.rpartition("}")[2]: str(value) for name, value in said.items()}
    if written.get("GTS_PDFXVersion") != "PDF/X-4":
        yield "the metadata does not say that it is PDF/X-4"
    trapped = book.docinfo.get("/Trapped")
    if written.get("Trapped") not in {"True", "False"}:
        yield "the metadata does not say whether it is trapped"
    elif trapped is not None and str(trapped).lstrip("/") != written["Trapped"]:
        yield "information dictionary and metadata differ on trapping"
    needed = ("title", "CreateDate", "ModifyDate", "MetadataDate", "DocumentID", "VersionID")
    for key in (*needed, "RenditionClass"):
        if not written.get(key):
            yield f"the metadata has no {key}"


def _output_intent(book: Pdf) -> Iterator[str]:
    intents = [i for i in book.Root.get("/OutputIntents", ()) if i.get("/S") == Name.GTS_PDFX]
    if len(intents) != 1:
        yield f"it has {len(intents)} output intents for the press instead of one"
        return
    (intent,) = intents
    if not str(intent.get("/OutputConditionIdentifier", "")):
        yield "the output intent names no printing condition"
    profile = intent.get("/DestOutputProfile")
    # Bytes 12 to 16 of an ICC profile are its class (ICC.1:2010, 7.2.5): prtr is an output device.
    if not isinstance(profile, Stream) or profile.read_bytes()[12:16] != b"prtr":
        yield "the output intent holds no profile of a printing condition"


def _boxes(book: Pdf) -> Iterator[str]:
    for number, page in enumerate(book.pages, start=1):
        if ("/TrimBox" in page) == ("/ArtBox" in page):
            yield f"page {number} has not one box, trim or art, for what is kept"
            continue
        media = _corners(page.mediabox)
        kept = _corners(page.get("/TrimBox", page.get("/ArtBox")))
        bleed = _corners(page.get("/BleedBox", page.mediabox))
        if not (_holds(media, bleed) and _holds(bleed, kept)):
            yield f"the boxes of page {number} do not lie in one another"


def _corners(box: Object | None) -> tuple[float, ...]:
    assert box is not None, "looked for before"
    return tuple(float(edge) for edge in box)


def _holds(outer: tuple[float, ...], inner: tuple[float, ...]) -> bool:
    return all(a <= b + _SLACK for a, b in zip(outer[:2], inner[:2], strict=True)) and all(
        a >= b - _SLACK for a, b in zip(outer[2:], inner[2:], strict=True)
    )


def _annotations(book: Pdf) -> Iterator[str]:
    for number, page in enumerate(book.pages, start=1):
        bleed = _corners(page.get("/BleedBox", page.trimbox))
        for annotation in page.get("/Annots", ()):
            if annotation.get("/Subtype") in (Name.PrinterMark, Name.TrapNet):
                continue
            x0, y0, x1, y1 = _corners(annotation.get("/Rect"))
            if x0 < bleed[2] and x1 > bleed[0] and y0 < bleed[3] and y1 > bleed[1]:
                yield f"an annotation lies on page {number}"
                break


def _actions(book: Pdf) -> Iterator[str]:
    names = book.Root.get("/Names", Dictionary())
    opening = isinstance(book.Root.get("/OpenAction"), Dictionary)
    if opening or "/AA" in book.Root or "/JavaScript" in names:
        yield "the document acts by itself"
    if any("/AA" in page for page in book.pages):
        yield "a page acts by itself"


def _fonts(book: Pdf) -> Iterator[str]:
    files = ("/FontFile", "/FontFile2", "/FontFile3")
    for value in book.objects:
        if not isinstance(value, Dictionary) or value.get("/Type") != Name.Font:
            continue
        # The parts of a composite font are seen by themselves; a Type 3 font is its own program.
        if value.get("/Subtype") in (Name.Type0, Name.Type3):
            continue
        described = value.get("/FontDescriptor", Dictionary())
        if not any(key in described for key in files):
            yield f"the font {str(value.get('/BaseFont', '/?')).lstrip('/')} is not embedded"


def _streams(book: Pdf) -> Iterator[str]:
    for value in book.objects:
        if isinstance(value, Dictionary | Stream) and any(k in value for k in ("/TR", "/HTP")):
            yield "a transfer curve or halftone phase is set"
        if not isinstance(value, Stream):
            continue
        filters = value.get("/Filter", Array())
        if Name.LZWDecode in (filters if isinstance(filters, Array) else [filters]):
            yield "a stream is compressed by LZW"
        if "/F" in value:
            yield "a stream lies outside the file"
        if value.get("/Subtype") == Name.PS or "/OPI" in value or "/Alternates" in value:
            yield "PostScript, OPI or an alternate stands in for what prints"


def _colours(book: Pdf) -> Iterator[str]:
    """Red, green and blue need a profile where the intent is inks; images get it where drawn."""
    for number, page in enumerate(book.pages, start=1):
        if _unnamed_rgb(page, page.resources):
            yield f"page {number} paints in red, green and blue without a profile"
    for value in book.objects:
        form = isinstance(value, Stream) and value.get("/Subtype") == Name.Form
        if form or (isinstance(value, Stream) and value.get("/PatternType") == 1):
            if _unnamed_rgb(value, value.get("/Resources", Dictionary())):
                yield "a form paints in red, green and blue without a profile"


def _unnamed_rgb(painted: Page | Object, resources: Object) -> bool:
    if "/DefaultRGB" in resources.get("/ColorSpace", Dictionary()):
        return False
    drawn = [value for _, value in resources.get("/XObject", Dictionary()).items()]
    shaded = [value for _, value in resources.get("/Shading", Dictionary()).items()]
    spaces = [value.get("/ColorSpace") for value in (*drawn, *shaded)]
    return Name.DeviceRGB in spaces or _paints_rgb(painted)


def _paints_rgb(painted: Page | Object) -> bool:
    for step in pikepdf.parse_content_stream(painted):
        operator = str(step.operator)
        if operator in {"rg", "RG"}:
            return True
        if operator in {"cs", "CS"} and step.operands[0] == Name.DeviceRGB:
            return True
    return False


REQUIREMENTS: Final[tuple[_Requirement, ...]] = (
    _whole_file,
    _identification,
    _output_intent,
    _boxes,
    _annotations,
    _actions,
    _fonts,
    _streams,
    _colours,
)
"""All that is checked, in the order in which a person would look."""
