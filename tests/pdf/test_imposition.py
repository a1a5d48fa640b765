"""Sheets: print them, fold them, lay them into one another, and read the book."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Encryption
from PIL import Image, ImageChops, ImageStat
from printed import MM, numbered, opened, rendered, text_of

from report.diagnostics import Diagnostic, ReportError
from report.writers.pdf.imposition import (
    SHEETS,
    Binding,
    Side,
    binding_of,
    fitting_sheet,
    impose,
    sheets,
)

Halves = tuple[int | None, int | None]
"""What stands on the left and on the right of a printed side, as one looks at it."""


def folded(printed: Sequence[tuple[Halves, Halves]], binding: Binding) -> list[int | None]:
    """Fold the sheets of a signature and read it; outer and inner side of each, outermost first.

    The sheets lie open with their inner sides up, the outermost at the bottom. A sheet was turned
    over at its short edge, so behind the left half of the inner side is the right half of the
    outer one. Folding lifts the left halves over onto the right ones, upside down. The pile then
    has its spine on the left: a left-bound book is read from the top. A right-bound one is turned
    over first, which brings its spine to the right and its lowest face to the top.
    """
    left = [(inner[0], outer[1]) for outer, inner in printed]
    right = [(inner[1], outer[0]) for outer, inner in printed]
    # From the top: the left halves, the outermost first, their outer faces now up …
    pile = [(under, over) for over, under in left]
    # … then the right halves, the innermost first.
    pile += reversed(right)
    if binding == "right":
        pile = [(under, over) for over, under in reversed(pile)]
    return [page for leaf in pile for page in leaf]


def seen(side: Side, binding: Binding) -> Halves:
    """Return a side as one looks at it: reading starts on the right of a right-bound book."""
    return (side.end, side.start) if binding == "right" else (side.start, side.end)


def read(sides: Sequence[Side], binding: Binding) -> list[int | None]:
    """Fold every signature, gather them one behind the other, and read."""
    return [page for printed in signatures(sides, binding) for page in folded(printed, binding)]


def signatures(sides: Sequence[Side], binding: Binding) -> Iterator[list[tuple[Halves, Halves]]]:
    for number in sorted({side.signature for side in sides}):
        mine = [side for side in sides if side.signature == number]
        outer, inner = mine[::2], mine[1::2]
        assert [side.sheet for side in outer] == [side.sheet for side in inner]
        assert [side.sheet for side in outer] == list(range(len(outer)))
        assert not any(side.inner for side in outer)
        assert all(side.inner for side in inner)
        pairs = zip(outer, inner, strict=True)
        yield [(seen(first, binding), seen(second, binding)) for first, second in pairs]


def test_the_simulation_knows_a_wrong_order() -> None:
    # The sheet of a left-bound booklet of four, folded as a right-bound one, reads backwards.
    assert folded([((4, 1), (2, 3))], "left") == [1, 2, 3, 4]
    assert folded([((4, 1), (2, 3))], "right") != [1, 2, 3, 4]
    assert folded([((1, 4), (3, 2))], "right") == [1, 2, 3, 4]


@pytest.mark.parametrize("pages", range(1, 65))
def test_a_booklet_reads_from_first_to_last_page(pages: int) -> None:
    sides = sheets(pages)
    blanks = -pages % 4
    expected = [*range(1, pages + 1), *[None] * blanks]
    assert read(sides, "right") == expected
    assert read(sides, "left") == expected
    assert len(sides) == 2 * ((pages + blanks) // 4)


@given(pages=st.integers(1, 400), quires=st.integers(1, 16))
def test_signatures_read_one_behind_the_other(pages: int, quires: int) -> None:
    sides = sheets(pages, 4 * quires)
    there = read(sides, "right")
    assert [page for page in there if page is not None] == list(range(1, pages + 1))
    # Blanks are at the end of the book, and no sheet is blank.
    assert there[:pages] == list(range(1, pages + 1))
    assert len(there) - pages < 4
    for side in sides:
        assert side.sheet < quires


def test_the_first_side_of_a_right_bound_book_has_page_one_on_its_left() -> None:
    # As every printer knows it: looking at the cover flat, the front lies left of the spine.
    assert seen(sheets(16)[0], "right") == (1, 16)
    assert seen(sheets(16)[0], "left") == (16, 1)


@pytest.mark.parametrize(("pages", "signature"), [(0, None), (8, 0), (8, 6), (8, -4), (8, 2)])
def test_what_cannot_be_folded_is_refused(pages: int, signature: int | None) -> None:
    with pytest.raises(ValueError, match=r"signature|page"):
        sheets(pages, signature)


def imposed(pdf: bytes, **options: object) -> tuple[bytes, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return impose(pdf, warn=found.append, **options), found  # type: ignore[arg-type]


def halves(job: bytes) -> list[Halves]:
    """Return the numbers on the left and right half of every side, as they are printed."""
    found = []
    for number, page in enumerate(opened(job).pages):
        width, height = (float(edge) for edge in page.mediabox[2:])
        left = text_of(job, number, (0, 0, width / 2, height))
        right = text_of(job, number, (width / 2, 0, width, height))
        found.append(tuple(int(text) if text else None for text in (left, right)))
    return found  # type: ignore[return-value]


@pytest.mark.parametrize("binding", ["right", "left"])
@pytest.mark.parametrize(("pages", "signature"), [(1, None), (6, None), (16, None), (21, 8)])
def test_printed_sheets_fold_to_a_book(pages: int, signature: int | None, binding: Binding) -> None:
    job, _ = imposed(numbered(pages), sheet="a4", binding=binding, signature=signature)
    sides = halves(job)
    book: list[int | None] = []
    size = (signature or 4 * len(sides)) // 2  # printed sides in a full signature
    for first in range(0, len(sides), size):
        mine = sides[first : first + size]
        book += folded(list(zip(mine[::2], mine[1::2], strict=True)), binding)
    assert book[:pages] == list(range(1, pages + 1))
    assert not any(book[pages:])


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_looks_as_it_did(rotate: int) -> None:
    size = (148, 210) if rotate % 180 == 0 else (210, 148)
    pdf = numbered(2, size, rotate=rotate)
    job, found = imposed(pdf, sheet="a4")
    sheet = rendered(job, 0)
    half = sheet.crop((0, 0, sheet.width // 2, sheet.height))
    assert not found
    assert alike(half, rendered(pdf, 0))


def alike(one: Image.Image, other: Image.Image) -> bool:
    """Whether two pictures differ by no more than the smoothing of their edges."""
    other = other.resize(one.size)
    difference = ImageStat.Stat(ImageChops.difference(one, other)).mean
    ink = ImageStat.Stat(ImageChops.invert(other)).mean
    return max(difference) < 0.25 * max(ink)


def test_pages_stay_vectors_and_share_what_they_shared() -> None:
    job, _ = imposed(numbered(16), sheet="a4")
    book = opened(job)
    forms = [v for v in book.objects if isinstance(v, pikepdf.Stream) and "/BBox" in v]
    fonts = [v for v in book.objects if isinstance(v, pikepdf.Dictionary) and "/BaseFont" in v]
    assert len(forms) == 16
    assert len(fonts) == 1
    assert not any(v.get("/Subtype") == pikepdf.Name.Image for v in forms)


def left_edges(job: bytes, sheet: int) -> tuple[int, int]:
    """Return where the first dark dot stands on the two halves of an outer side, at 254 dpi."""
    side = rendered(job, 2 * sheet, 254).convert("L").point(lambda value: 255 if value < 60 else 0)
    middle = side.width // 2
    left = side.crop((0, 0, middle, side.height)).getbbox()
    right = side.crop((middle, 0, side.width, side.height)).getbbox()
    assert left is not None
    assert right is not None
    return left[0], right[0]


def test_creep_moves_inner_sheets_towards_the_fold() -> None:
    pdf = numbered(12)
    even, crept = imposed(pdf, sheet="a4")[0], imposed(pdf, sheet="a4", creep_mm=0.5)[0]
    for sheet in range(3):
        (left, right), (left_crept, right_crept) = left_edges(even, sheet), left_edges(crept, sheet)
        # 254 dots to the inch are ten to the millimetre.
        assert left_crept - left == pytest.approx(5 * sheet, abs=1)
        assert right - right_crept == pytest.approx(5 * sheet, abs=1)
    with pytest.raises(ValueError, match="sheet"):
        imposed(pdf, creep_mm=-0.1)


def test_bleed_stops_at_the_fold_and_reaches_past_the_other_edges() -> None:
    # One page: the other half of its side is blank, and must be.
    job, _ = imposed(numbered(1, (148, 210), bleed=3), sheet="a3")
    side = rendered(job, 0)
    grey, white = (204, 204, 204), (255, 255, 255)
    middle, up = side.width / 2, side.height / 2
    assert side.getpixel((round(middle - 2), round(up))) == grey
    assert side.getpixel((round(middle + 2), round(up))) == white
    outside = middle - 148 * MM
    assert side.getpixel((round(outside - 2 * MM), round(up))) == grey
    assert side.getpixel((round(outside - 4 * MM), round(up))) == white


def dark(picture: Image.Image, box: tuple[float, float, float, float]) -> bool:
    lowest, _ = picture.convert("L").crop(tuple(round(edge) for edge in box)).getextrema()
    return bool(lowest < 200)


def test_marks_stand_where_the_sheet_has_room() -> None:
    side = rendered(imposed(numbered(4, (210, 297)), sheet="sra3")[0], 0, 144)
    edge, head = (side.width - 2 * 2 * 210 * MM) / 2, (side.height - 2 * 297 * MM) / 2
    middle = side.width / 2
    assert dark(side, (edge - 2, 0, edge + 2, head - 4 * MM))  # crop mark
    assert dark(side, (middle - 2, 0, middle + 2, head - 4 * MM))  # fold mark
    assert not dark(side, (0, head, side.width, head + 10 * MM))  # nothing on the page
    # SRA4 leaves 7.5 mm above A5: less than a whole mark beside 3 mm of bleed, and enough for one.
    short = rendered(imposed(numbered(4, bleed=3), sheet="sra4")[0], 0, 144)
    head = (short.height - 2 * 210 * MM) / 2
    assert dark(short, (short.width / 2 - 2, 0, short.width / 2 + 2, head - 2 * 4 * MM))
    tight = opened(imposed(numbered(4, (210, 297)), sheet="a3")[0])
    assert "/ColorSpace" not in tight.pages[0].Resources


def test_pages_too_large_shrink_and_are_told() -> None:
    job, found = imposed(numbered(4, (210, 297)), sheet="a4")
    (told,) = found
    assert told.code == "P301"
    assert "210 by 297 mm are printed at 71 %" in told.message
    sheets_of_job = opened(job)
    box = sheets_of_job.pages[0].mediabox
    assert [round(float(edge) / MM) for edge in box] == [0, 0, 297, 210]
    assert not imposed(numbered(4, (148, 210)), sheet="a4")[1]


def test_pages_of_different_sizes_are_told_once() -> None:
    sizes = [(148, 210), (148, 210), (140, 200), (140, 200)]
    _, found = imposed(numbered(4, sizes=sizes), sheet="a4")
    assert [told.code for told in found] == ["P302"]
    assert "page 3 is 140 by 200 mm, and the first is 148 by 210 mm" in found[0].message


def locked() -> bytes:
    out = io.BytesIO()
    opened(numbered(1)).save(out, encryption=Encryption(user="secret", owner="secret"))
    return out.getvalue()


def empty() -> bytes:
    out = io.BytesIO()
    pikepdf.Pdf.new().save(out)
    return out.getvalue()


@pytest.mark.parametrize("made", [locked, empty, lambda: b"%PDF-1.7 torn"])
def test_a_pdf_that_cannot_be_imposed_is_refused(made: Callable[[], bytes]) -> None:
    for refused in (imposed, binding_of, fitting_sheet):
        with pytest.raises(ReportError) as caught:
            refused(made())
        assert caught.value.diagnostic.code == "P303"


def test_the_binding_is_the_books_own() -> None:
    assert binding_of(numbered(1)) == "right"
    assert binding_of(numbered(1, rtl=False)) == "left"


@pytest.mark.parametrize(
    ("size", "sheet"),
    [((148, 210), "a4"), ((210, 297), "a3"), ((176, 250), "b4"), ((215.9, 279.4), "tabloid")],
)
def test_the_smallest_sheet_that_fits(size: tuple[float, float], sheet: str) -> None:
    assert fitting_sheet(numbered(1, size)) == sheet
    assert fitting_sheet(numbered(1, (500, 500))) == "sra3"


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_sheet_lies_down(sheet: str) -> None:
    job = opened(imposed(numbered(2), sheet=sheet)[0])
    width, height = (float(edge) / MM for edge in job.pages[0].mediabox[2:])
    assert (round(height, 1), round(width, 1)) == SHEETS[sheet]


def test_equal_books_give_equal_sheets_that_ask_to_be_printed_right() -> None:
    pdf = numbered(7)
    job = imposed(pdf, sheet="a4")[0]
    assert job == imposed(pdf, sheet="a4")[0]
    printed = opened(job)
    preferences = printed.Root.ViewerPreferences
    assert preferences.Duplex == "/DuplexFlipShortEdge"
    assert preferences.PrintScaling == "/None"
