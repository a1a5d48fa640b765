"""EDGE: ``report impose``: a book on sheets, to print on both sides, fold and bind."""

from __future__ import annotations

import argparse
from pathlib import Path

from report.cli.desk import Desk
from report.diagnostics import Place, ReportError
from report.disk import write_whole
from report.rules import finding
from report.writers.pdf.imposition import SHEETS, binding_of, fitting_sheet, impose, sheets

_THICKEST = 1.0  # millimetres; card, not paper


def arguments(verb: argparse.ArgumentParser) -> None:
    """Give a parser the arguments of the verb."""
    verb.add_argument("book", type=Path, metavar="BOOK.pdf", help="the PDF of a book")
    verb.add_argument(
        "-o", "--output", type=Path, help="the sheets (default: BOOK-sheets.pdf beside the book)"
    )
    verb.add_argument(
        "--sheet",
        choices=sorted(SHEETS),
        help="paper to print on (default: the smallest that fits)",
    )
    verb.add_argument(
        "--binding", choices=("right", "left"), help="edge of the spine (default: as the book says)"
    )
    verb.add_argument(
        "--signature",
        type=_signature,
        metavar="PAGES",
        help="pages to a signature, a multiple of 4 (default: one booklet of all)",
    )
    verb.add_argument(
        "--creep",
        type=_creep,
        default=0.0,
        metavar="MM",
        help="how far each sheet sticks out of the one round it (0; office paper: 0.1)",
    )
    verb.set_defaults(verb=run)


def run(options: argparse.Namespace, desk: Desk) -> bool:
    """Write the sheets of a book; done unless it cannot be opened or they cannot be written."""
    book: Path = options.book
    desk.progress(f"{book}: imposing …")
    pdf = _read(book)
    try:
        sheet = options.sheet or fitting_sheet(pdf)
        printed = impose(
            pdf,
            sheet=sheet,
            binding=options.binding or binding_of(pdf),
            signature=options.signature,
            creep_mm=options.creep,
            warn=lambda found: desk.warn(found.moved(Place(str(book), 0))),
        )
    except ReportError as error:
        raise ReportError(error.diagnostic.moved(Place(str(book), 0))) from None
    output = options.output or book.with_name(f"{book.stem}-sheets.pdf")
    write_whole(output, printed)
    desk.say(
        f"wrote {output}: {sheet} sheets to print on both sides, {len(printed) / 1024:.0f} kB",
        file=str(output),
        sheet=sheet,
    )
    return True


def _read(book: Path) -> bytes:
    place = Place(str(book), 0)
    try:
        return book.read_bytes()
    except FileNotFoundError:
        raise ReportError(finding("C001", place, path=str(book))) from None
    except OSError as error:
        raise ReportError(finding("C003", place, reason=error.strerror or str(error))) from None


def _signature(written: str) -> int:
    try:
        pages = int(written)
        sheets(1, pages)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written!r} is not 4, 8, 12 … pages") from None
    return pages


def _creep(written: str) -> float:
    try:
        millimetres = float(written)
    except ValueError:
        millimetres = -1
    if not 0 <= millimetres <= _THICKEST:
        raise argparse.ArgumentTypeError(f"{written!r} is not a thickness of paper, 0 to 1 mm")
    return millimetres
