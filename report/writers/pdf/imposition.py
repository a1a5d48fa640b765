"""Imposition: the pages of a book on sheets that are printed on both sides, folded and bound.

Two pages stand side by side on each side of a sheet. Sheets laid into one another and folded once
are a signature; one signature, stapled through the fold, is a booklet; several, sewn, are a book.
Pages stay what they are, text and curves, each as a form XObject (ISO 32000-2, 8.10).

A right-to-left book is bound on the right: of the two halves of a sheet, the one where reading
starts is the right one. Everything here counts in halves of reading, *start* and *end*; one
method, ``_Layout.shown``, turns them into sides of the paper.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from pikepdf import (
    Array,
    Dictionary,
    Matrix,
    Name,
    Object,
    Page,
    PasswordError,
    Pdf,
    PdfError,
)

from report.diagnostics import ReportError, Warn
from report.rules import finding
from report.writers.pdf.marks import (
    GAP,
    LENGTH,
    SHORTEST,
    Box,
    box,
    clip,
    crop_marks,
    fold_marks,
    grown,
    mark_page,
    registration,
)
from report.writers.pdf.paper import MM
from report.writers.pdf.prepress import disclaim, saved

Binding: TypeAlias = Literal["right", "left"]

# Untrimmed formats too: SRA is ISO 217, with room round an A format for bleed and marks.
SHEETS: Final[dict[str, tuple[float, float]]] = {
    "a3": (297, 420),
    "a4": (210, 297),
    "b4": (250, 353),
    "sra3": (320, 450),
    "sra4": (225, 320),
    "letter": (215.9, 279.4),
    "tabloid": (279.4, 431.8),
}
"""Sheets by name, upright, in millimetres; they are printed lying down."""

_SAME = 1.0  # points; pages that differ by less are of one size


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet.

    Attributes:
        signature: which signature the sheet belongs to, from 0.
        sheet: which sheet of it, from 0, the outermost.
        inner: whether it is the side that lies inside when the sheet is folded.
        start: the page on the half where reading starts; ``None`` stays blank.
        end: the page on the other half.
    """

    signature: int
    sheet: int
    inner: bool
    start: int | None
    end: int | None


def sheets(pages: int, signature: int | None = None) -> tuple[Side, ...]:
    """Return the sides to print for so many pages, outer and inner by turns.

    Args:
        pages: how many pages the book has, counted from 1.
        signature: pages to a signature, a multiple of 4; ``None`` makes one booklet of all.
            The last signature takes what is left, and no more sheets than that needs.

    Raises :class:`ValueError` for fewer than one page, or another ``signature``. Blanks stand
    at the end of the book and are fewer than four.

    >>> [(side.start, side.end) for side in sheets(8)]
    [(8, 1), (2, 7), (6, 3), (4, 5)]
    """
    if pages < 1:
        raise ValueError("a book has at least one page")
    if signature is not None and (signature < 4 or signature % 4):
        raise ValueError(f"a signature has 4, 8, 12 … pages, not {signature}")
    largest = signature or pages
    sides: list[Side] = []
    for number, first in enumerate(range(0, pages, largest)):
        held = -(-min(largest, pages - first) // 4) * 4
        for sheet in range(held // 4):
            outer = (held - 2 * sheet, 1 + 2 * sheet)
            for inner, (start, end) in enumerate((outer, (outer[1] + 1, outer[0] - 1))):
                there = [first + page if first + page <= pages else None for page in (start, end)]
                sides.append(Side(number, sheet, bool(inner), *there))
    return tuple(sides)


def binding_of(pdf: bytes, name: str = "the PDF") -> Binding:
    """Return the edge that a book is bound at, as its viewer preferences say.

    Raises :class:`ReportError` (P303) for a PDF that cannot be opened.
    """
    with _opened(pdf) as book:
        preferences = book.Root.get("/ViewerPreferences", Dictionary())
        return "right" if preferences.get("/Direction") == Name.R2L else "left"


def fitting_sheet(pdf: bytes) -> str:
    """Return the smallest sheet that takes two pages side by side at their size, or the largest.

    Raises :class:`ReportError` (P303) for a PDF that cannot be opened.
    """
    with _opened(pdf) as book:
        leaves = [_leaf(page) for page in book.pages]
    by_area = sorted(SHEETS, key=lambda name: SHEETS[name][0] * SHEETS[name][1])
    return next((name for name in by_area if _fit(leaves, name) == 1), by_area[-1])


def impose(
    pdf: bytes,
    *,
    sheet: str = "a3",
    binding: Binding = "right",
    signature: int | None = None,
    creep_mm: float = 0,
    warn: Warn,
) -> bytes:
    """Lay the pages of a book on sheets for printing on both sides, turned at the short edge.

    Args:
        pdf: the book; its trim boxes are what is kept of its pages.
        sheet: a name of :data:`SHEETS`. Pages too large for half of it shrink, all alike (P301).
        binding: the edge of the spine; ``right`` for right-to-left books.
        signature: pages to a signature, as in :func:`sheets`.
        creep_mm: how far each sheet sticks out of the one round it, about the thickness of the
            paper; its pages are moved that much more towards the fold, so that the outer
            margins are even once the block is cut.
        warn: is told what a person should know (P301, P302).

    Crop and fold marks are drawn where the sheet has room for them. Raises
    :class:`ReportError` (P303) for a PDF that cannot be opened, :class:`ValueError` for a creep
    below 0 or a signature that is none. Equal books give equal bytes.
    """
    if creep_mm < 0:
        raise ValueError("a sheet inside another sticks out of it or lies even with it")
    with _opened(pdf) as book, Pdf.new() as job:
        leaves = [_leaf(page) for page in book.pages]
        height, width = (side * MM for side in SHEETS[sheet])
        scale = _scale(leaves, sheet, warn)
        _warn_of_sizes(leaves, warn)
        layout = _Layout(width, height, scale, binding, creep_mm * MM)
        forms = [job.copy_foreign(_form(page)) for page in book.pages]
        colour = registration(job)
        for side in sheets(len(leaves), signature):
            _print_side(job, layout, side, leaves, forms, colour)
        _describe(job, book)
        return saved(job)


def _opened(pdf: bytes) -> Pdf:
    try:
        book = Pdf.open(io.BytesIO(pdf))
    except PasswordError:
        raise ReportError(finding("P303", None, reason="it is locked by a password")) from None
    except PdfError:
        raise ReportError(finding("P303", None, reason="it is damaged, or no PDF")) from None
    if not len(book.pages):
        raise ReportError(finding("P303", None, reason="it has no pages"))
    return book


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page as it will stand: ``upright`` takes its trim box to (0, 0, width, height)."""

    width: float
    height: float
    bleed: float
    upright: Matrix


def _leaf(page: Page) -> _Leaf:
    """Measure a page: its trim box, turned as /Rotate says, in the units of /UserUnit."""
    trim = box(page.trimbox)
    bleeding = box(page.get("/BleedBox", page.trimbox))
    unit = float(page.get("/UserUnit", 1))
    width, height = trim[2] - trim[0], trim[3] - trim[1]
    turn = int(page.get("/Rotate", 0)) % 360
    turned = Matrix(1, 0, 0, 1, -trim[0], -trim[1]) @ Matrix(unit, 0, 0, unit, 0, 0)
    width, height = width * unit, height * unit
    match turn:
        case 90:
            turned, width, height = turned @ Matrix(0, -1, 1, 0, 0, width), height, width
        case 180:
            turned = turned @ Matrix(-1, 0, 0, -1, width, height)
        case 270:
            turned, width, height = turned @ Matrix(0, 1, -1, 0, height, 0), height, width
        case _:
            pass
    return _Leaf(width, height, max(0, trim[0] - bleeding[0]) * unit, turned)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where pages stand on a sheet: all lengths in points, the sheet lying down."""

    width: float
    height: float
    scale: float
    binding: Binding
    creep: float

    def shown(self, leaf: _Leaf, sheet: int, at_start: bool) -> tuple[Matrix, Box]:
        """Return how a page is moved to its half, and the box that may be painted there.

        The page ends at the fold, and its bleed with it: beyond lies the neighbour.
        """
        spine, inwards = self.width / 2, self.creep * sheet
        across, up = leaf.width * self.scale, leaf.height * self.scale
        foot, bleed = (self.height - up) / 2, leaf.bleed * self.scale
        on_right = at_start == (self.binding == "right")
        x0 = spine - inwards if on_right else spine + inwards - across
        placed = Matrix(self.scale, 0, 0, self.scale, x0, foot)
        kept = grown((x0, foot, x0 + across, foot + up), bleed)
        if on_right:
            return leaf.upright @ placed, (spine, *kept[1:])
        return leaf.upright @ placed, (kept[0], kept[1], spine, kept[3])

    def trim(self, leaves: Sequence[_Leaf], sheet: int) -> Box:
        """Return what is left of a sheet once the block that it lies in has been cut."""
        across = max(leaf.width for leaf in leaves) * self.scale - self.creep * sheet
        up = max(leaf.height for leaf in leaves) * self.scale
        spine, foot = self.width / 2, (self.height - up) / 2
        return (spine - across, foot, spine + across, foot + up)

    def bleed(self, trim: Box, leaves: Sequence[_Leaf]) -> Box:
        """Return how far grounds reach past the trimmed edge, as far as there is a sheet."""
        x0, y0, x1, y1 = grown(trim, max(leaf.bleed for leaf in leaves) * self.scale)
        return (max(x0, 0), max(y0, 0), min(x1, self.width), min(y1, self.height))


def _fit(leaves: Sequence[_Leaf], sheet: str) -> float:
    """Return by how much all pages shrink: by as much as the largest has to, or not at all."""
    across, up = SHEETS[sheet][1] * MM / 2, SHEETS[sheet][0] * MM
    fit = min(min(across / leaf.width, up / leaf.height) for leaf in leaves)
    # A page cut to half a sheet may be off by the rounding of its own millimetres.
    return 1.0 if fit > 0.995 else fit


def _scale(leaves: Sequence[_Leaf], sheet: str, warn: Warn) -> float:
    fit = _fit(leaves, sheet)
    if fit == 1:
        return fit
    largest = max(leaves, key=lambda leaf: leaf.width * leaf.height)
    high, wide = SHEETS[sheet]
    width, height = _millimetres(largest)
    fields = {"width": width, "height": height, "percent": round(fit * 100)}
    warn(finding("P301", None, high=high, wide=wide, **fields))
    return fit


def _warn_of_sizes(leaves: Sequence[_Leaf], warn: Warn) -> None:
    first = leaves[0]
    for number, leaf in enumerate(leaves, start=1):
        if max(abs(leaf.width - first.width), abs(leaf.height - first.height)) > _SAME:
            width, height = _millimetres(leaf)
            first_width, first_height = _millimetres(first)
            fields = {"first_width": first_width, "first_height": first_height}
            warn(finding("P302", None, number=number, width=width, height=height, **fields))
            return


def _millimetres(leaf: _Leaf) -> tuple[int, int]:
    return round(leaf.width / MM), round(leaf.height / MM)


def _form(page: Page) -> Object:
    """Return a page as a form that ends where its bleed does."""
    form = page.as_form_xobject(handle_transformations=False)
    form.BBox = page.get("/BleedBox", page.trimbox)
    return form


def _print_side(
    job: Pdf,
    layout: _Layout,
    side: Side,
    leaves: Sequence[_Leaf],
    forms: Sequence[Object],
    colour: Object,
) -> None:
    """Add one side of a sheet to the job."""
    drawn: list[bytes] = []
    shown = Dictionary()
    for number, at_start in ((side.start, True), (side.end, False)):
        if number is None:
            continue
        moved, kept = layout.shown(leaves[number - 1], side.sheet, at_start)
        drawn.append(b"q %s %s cm /P%d Do Q" % (clip(kept), moved.encode(), number))
        shown[f"/P{number}"] = forms[number - 1]
    page = job.add_blank_page(page_size=(layout.width, layout.height))
    page.Contents = job.make_stream(b"\n".join(drawn))
    page.Resources = Dictionary(XObject=shown)
    trim = layout.trim(leaves, side.sheet)
    page.TrimBox = Array([round(edge, 3) for edge in trim])
    page.BleedBox = Array([round(edge, 3) for edge in layout.bleed(trim, leaves)])
    marks = _marks(trim, max(leaf.bleed for leaf in leaves) * layout.scale)
    if marks:
        mark_page(page, (0, 0, layout.width, layout.height), marks, colour)


def _marks(trim: Box, bleed: float) -> bytes:
    """Draw the marks that a sheet has room for, up to its edge."""
    gap = max(GAP, bleed + MM)
    beside, above = (min(LENGTH, room - gap) for room in trim[:2])
    folding = fold_marks(trim, gap, above) if above >= SHORTEST else b""
    length = min(beside, above)
    return folding + (crop_marks(trim, gap, length) if length >= SHORTEST else b"")


def _describe(job: Pdf, book: Pdf) -> None:
    """Carry over what the book says of itself, and ask to be printed at its size, both sides."""
    for key in ("/OutputIntents", "/Metadata", "/Lang"):
        if key in book.Root:
            job.Root[key] = job.copy_foreign(book.make_indirect(book.Root[key]))
    for key, value in book.docinfo.items():
        job.docinfo[key] = Object.parse(value.unparse())
    if "/Metadata" in job.Root:
        with job.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            disclaim(xmp)
    job.Root.ViewerPreferences = Dictionary(
        Duplex=Name.DuplexFlipShortEdge, PrintScaling=Name("/None"), PickTrayByPDFSize=True
    )
