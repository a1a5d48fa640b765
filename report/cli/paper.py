"""EDGE: the paper of a book as ``report build`` is told it."""

from __future__ import annotations

import argparse
from typing import get_args

from report.writers.pdf.paper import SIZES, WIDEST_BLEED, Colour, Paper


def arguments(verb: argparse.ArgumentParser) -> None:
    """Give a parser the arguments that choose the paper of the PDF."""
    paper = verb.add_argument_group("paper of the PDF")
    paper.add_argument("--paper", choices=tuple(SIZES), default="A4", help="trimmed size (A4)")
    paper.add_argument(
        "--bleed",
        type=_bleed,
        default=0.0,
        metavar="MM",
        help="grounds past the edge (0; press: 3)",
    )
    paper.add_argument("--crop-marks", action="store_true", help="show where to cut")
    paper.add_argument(
        "--colour", choices=get_args(Colour), default="rgb", help="screen, one ink, four inks (rgb)"
    )


def paper_of(options: argparse.Namespace) -> Paper:
    """Return the paper that was asked for.

    >>> parser = argparse.ArgumentParser()
    >>> arguments(parser)
    >>> paper_of(parser.parse_args(["--paper", "A5", "--colour", "grey"]))
    Paper(size='A5', bleed=0.0, crop_marks=False, colour='grey', brief=False)
    """
    return Paper(options.paper, options.bleed, options.crop_marks, options.colour)


def _bleed(written: str) -> float:
    try:
        return Paper(bleed=float(written)).bleed
    except ValueError:
        message = f"{written!r} is not a bleed of 0 to {WIDEST_BLEED} mm"
        raise argparse.ArgumentTypeError(message) from None
