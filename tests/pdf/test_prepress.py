"""Prepress: what a printing house gets, and that each requirement of PDF/X-4 is looked at."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, String
from printed import MM, coloured, opened, rendered, text_of

from report.checks.exchange import REQUIREMENTS, check_exchange
from report.diagnostics import Diagnostic
from report.writers.pdf.imposition import impose
from report.writers.pdf.paper import Colour, Paper
from report.writers.pdf.prepress import print_ready

PRESS = Paper("A5", bleed=3, crop_marks=True, colour="cmyk")


def ready(paper: Paper, variant: str = "pdf/a-3a") -> bytes:
    found: list[Diagnostic] = []
    pdf = print_ready(coloured(paper, variant), paper, found.append)
    assert not found
    return pdf


@pytest.fixture(scope="module")
def press() -> bytes:
    return ready(PRESS)


def lacks(pdf: bytes) -> list[str]:
    return [found.message for found in check_exchange(pdf, "book.pdf")]


def test_a_book_for_the_screen_is_left_alone() -> None:
    pdf = coloured(Paper())
    assert print_ready(pdf, Paper(), pytest.fail) is pdf


def test_a_grey_book_keeps_its_promises() -> None:
    paper = Paper("A5", colour="grey")
    with opened(coloured(paper)) as before, opened(ready(paper)) as after:
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert "/Filter" not in after.Root.Metadata
        assert after.Root.StructTreeRoot.K.get("/S") == before.Root.StructTreeRoot.K.get("/S")
        assert [len(page.get("/Annots", ())) for page in after.pages] == [0, 1]
        assert after.Root.OutputIntents[0].S == Name.GTS_PDFA1
        assert after.pdf_version == before.pdf_version
        assert after.trailer.ID[0] == before.trailer.ID[0]


@pytest.mark.parametrize("variant", ["pdf/a-3a", "pdf/a-4f", "pdf/ua-1"])
@pytest.mark.parametrize("colour", ["rgb", "grey", "cmyk"])
def test_a_book_for_the_press_lacks_nothing(colour: Colour, variant: str) -> None:
    paper = Paper("A5", bleed=3, crop_marks=True, colour=colour)
    pdf = ready(paper, variant)
    assert lacks(pdf) == []
    # On sheets it is still what it was.
    found: list[Diagnostic] = []
    assert lacks(impose(pdf, sheet="sra4", binding="right", warn=found.append)) == []
    assert not found


@pytest.mark.parametrize("variant", ["pdf/a-3a", "pdf/ua-1", "pdf/x-4"])
def test_a_book_to_read_is_not_for_the_press(variant: str) -> None:
    assert lacks(coloured(Paper("A5"), variant))


def test_reading_goes_and_the_text_stays(press: bytes) -> None:
    with opened(press) as book:
        for key in ("/StructTreeRoot", "/MarkInfo", "/AF", "/OpenAction"):
            assert key not in book.Root
        for page in book.pages:
            assert "/Annots" not in page
            marks = {str(step.operator) for step in pikepdf.parse_content_stream(page)}
            assert not marks & {"BDC", "BMC", "EMC"}
        metadata = book.Root.Metadata.read_bytes()
        assert b"pdfaid" not in metadata.replace(b"xmlns:pdfaid", b"")
    assert "a link" in text_of(press, 1)
    assert text_of(press, 1) == text_of(coloured(PRESS), 1)


def test_attachments_and_layers() -> None:
    """The manuscript stays in the house; layers are content and stay in the page."""
    with opened(coloured(PRESS)) as book:
        book.attachments["manuscript.md"] = b"# secret"
        layer = book.make_indirect(Dictionary(Type=Name.OCG, Name=String("layer")))
        book.pages[1].Resources.Properties = Dictionary(L=layer)
        book.pages[1].contents_add(b"/OC /L BDC 0 0 9 9 re f EMC /Span BMC EMC")
        out = io.BytesIO()
        book.save(out)
    pdf = print_ready(out.getvalue(), PRESS, pytest.fail)
    with opened(pdf) as book:
        assert not list(book.attachments)
        steps = [str(step.operator) for step in pikepdf.parse_content_stream(book.pages[1])]
        assert (steps.count("BDC"), steps.count("BMC"), steps.count("EMC")) == (1, 0, 1)
    assert b"secret" not in pdf


def test_equal_books_give_equal_files(press: bytes) -> None:
    assert ready(PRESS) == press


def test_grounds_reach_into_the_bleed_and_marks_stay_out_of_it(press: bytes) -> None:
    page, dots = rendered(press, 0, 254), 10  # ten dots to the millimetre
    with opened(press) as book:
        media = [float(edge) / MM for edge in book.pages[0].MediaBox]
    slug = -media[0]  # from the edge of the file to the trimmed edge
    middle = page.height // 2

    def at(millimetres: float) -> tuple[int, ...]:
        dot = page.getpixel((round((slug + millimetres) * dots), middle - 60))
        assert isinstance(dot, tuple)
        return dot

    ground = at(20)
    assert max(ground) < 100
    assert at(-2.8) == ground
    assert at(-3.3) == (255, 255, 255)
    # A ring of a millimetre round the bleed is blank but for what belongs to the page.
    start, end = round((slug - 3.9) * dots), round((slug - 3.2) * dots)
    ring = page.crop((start, 0, end, page.height)).convert("L")
    assert ring.getextrema()[0] == 255
    # The crop marks meet the trimmed edge where they would go on: at its height, outside.
    foot = page.height - round(slug * dots)
    mark = page.crop((0, foot - 2, start, foot + 3)).convert("L")
    assert mark.getextrema()[0] < 128


def test_boxes_lie_in_one_another(press: bytes) -> None:
    with opened(press) as book:
        for page in book.pages:
            trim = [float(edge) / MM for edge in page.TrimBox]
            bleed = [float(edge) / MM for edge in page.BleedBox]
            assert trim == pytest.approx([0, 0, 148, 210], abs=0.01)
            assert bleed == pytest.approx([-3, -3, 151, 213], abs=0.01)


def test_marks_are_printed_on_every_plate(press: bytes) -> None:
    with opened(press) as book:
        (space,) = (
            value
            for name, value in book.pages[0].Resources.ColorSpace.items()
            if name == "/Registration"
        )
        assert list(space)[:2] == [Name.Separation, Name.All]


def saved(book: Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    book.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def _metadata(book: Pdf, key: str, value: str) -> None:
    with book.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        if value:
            xmp[key] = value
        else:
            del xmp[key]


def _no_version(book: Pdf) -> None:
    _metadata(book, "pdfxid:GTS_PDFXVersion", "PDF/X-3")


def _no_title(book: Pdf) -> None:
    _metadata(book, "dc:title", "")


def _unknown_trapping(book: Pdf) -> None:
    _metadata(book, "pdf:Trapped", "Unknown")


def _two_words_on_trapping(book: Pdf) -> None:
    book.docinfo.Trapped = Name("/True")


def _no_intent(book: Pdf) -> None:
    del book.Root.OutputIntents


def _nameless_intent(book: Pdf) -> None:
    book.Root.OutputIntents[0].OutputConditionIdentifier = String("")


def _screen_profile(book: Pdf) -> None:
    book.Root.OutputIntents[0].DestOutputProfile = book.make_stream(b"0" * 12 + b"mntr" + b"0" * 9)


def _no_trim(book: Pdf) -> None:
    del book.pages[1].TrimBox


def _two_kept(book: Pdf) -> None:
    book.pages[1].ArtBox = book.pages[1].TrimBox


def _bleed_too_small(book: Pdf) -> None:
    book.pages[0].BleedBox = Array([0, 0, 100, 100])


def _note(book: Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[50, 50, 70, 70])
    book.pages[0].Annots = Array([book.make_indirect(note)])


def _opens_by_itself(book: Pdf) -> None:
    book.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _page_acts(book: Pdf) -> None:
    book.pages[0].AA = Dictionary()


def _font_outside(book: Pdf) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    book.pages[0].Resources.Font.X = book.make_indirect(font)


def _transfer_curve(book: Pdf) -> None:
    book.pages[0].Resources.ExtGState.X = book.make_indirect(Dictionary(TR=Name.Identity))


def _outside(book: Pdf) -> None:
    book.Root.X = book.make_stream(b"", F=String("elsewhere"))


def _lzw(book: Pdf) -> None:
    # Four bytes that are the LZW code of nothing: 256 clears the table, 257 ends the data.
    packed = pikepdf.Stream(book, b"")
    packed.write(b"\x80\x40\x40", filter=Name.LZWDecode, decode_parms=None)
    book.Root.X = book.make_indirect(packed)


def _postscript(book: Pdf) -> None:
    book.Root.X = book.make_stream(b"showpage", Subtype=Name.PS)


def _rgb_on_a_page(book: Pdf) -> None:
    book.pages[0].contents_add(b"1 0 0 rg 0 0 9 9 re f")


def _rgb_after_cs(book: Pdf) -> None:
    book.pages[0].contents_add(b"/DeviceRGB CS 1 0 0 SC 0 0 m 9 9 l S")


def _rgb_image(book: Pdf) -> None:
    image = book.make_stream(b"123", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
    image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
    book.pages[0].Resources.XObject.X = image


def _rgb_form(book: Pdf) -> None:
    form = book.make_stream(b"1 0 0 rg", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 1, 1])
    book.pages[0].Resources.XObject.X = form


BREAKS: dict[Callable[[Pdf], None], str] = {
    _no_version: "does not say that it is PDF/X-4",
    _no_title: "no title",
    _unknown_trapping: "does not say whether it is trapped",
    _two_words_on_trapping: "differ on trapping",
    _no_intent: "0 output intents",
    _nameless_intent: "names no printing condition",
    _screen_profile: "no profile of a printing condition",
    _no_trim: "for what is kept",
    _two_kept: "for what is kept",
    _bleed_too_small: "do not lie in one another",
    _note: "annotation lies on page 1",
    _opens_by_itself: "document acts by itself",
    _page_acts: "page acts by itself",
    _font_outside: "Helvetica is not embedded",
    _transfer_curve: "transfer curve",
    _outside: "outside the file",
    _lzw: "LZW",
    _postscript: "PostScript",
    _rgb_on_a_page: "page {page} paints in red, green and blue",
    _rgb_after_cs: "page {page} paints in red, green and blue",
    _rgb_image: "page {page} paints in red, green and blue",
    _rgb_form: "a form paints in red, green and blue",
}


@pytest.mark.parametrize("broken", BREAKS, ids=lambda made: made.__name__)
def test_each_lack_is_found(press: bytes, broken: Callable[[Pdf], None]) -> None:
    with opened(press) as book:
        broken(book)
        options = {"stream_decode_level": pikepdf.StreamDecodeLevel.none, "compress_streams": False}
        pdf = saved(book, **options)
    found = lacks(pdf)
    assert found
    # Pages share their resources: what is wrong there is wrong on each of them.
    assert all(BREAKS[broken].format(page=n) in said for n, said in enumerate(found, start=1))


def test_lacks_of_the_whole_file(press: bytes) -> None:
    with opened(press) as book:
        assert "encrypted" in " ".join(
            lacks(saved(book, encryption=Encryption(owner="o", user="")))
        )
        assert "PDF 1.7" in " ".join(lacks(saved(book, force_version="1.7")))
    (torn,) = check_exchange(b"%PDF-1.6 torn", "book.pdf")
    assert torn.code == "P303"


def test_every_requirement_is_broken_by_some_case(press: bytes) -> None:
    seen = set()
    for broken in BREAKS:
        with opened(press) as book:
            broken(book)
            seen |= {requirement for requirement in REQUIREMENTS if list(requirement(book))}
    # The file as a whole is broken where it is saved, in the test above.
    assert {requirement.__name__ for requirement in {*REQUIREMENTS} - seen} == {"_whole_file"}


def test_the_profile_is_carried_with_its_licence() -> None:
    from report.writers.pdf import prepress

    folder = Path(prepress.__file__).parent / "profiles"
    names = {path.name for path in folder.iterdir()}
    assert names == {"ISOcoated_v2_300_bas.icc", "LICENSE"}
    assert "zlib" in (folder / "LICENSE").read_text("utf-8")
