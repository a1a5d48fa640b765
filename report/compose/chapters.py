"""Chapters: whether they run on or begin pages, where the author does not say it.

A short report whose chapters begin pages is half empty. A book is read by chapters: there they
begin pages, unless they are so short that they would leave pages as empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from report.compose.galley import Sheet
from report.model.document import Chapters

_BOOK: Final = 80_000
"""Characters of text, about fifty pages, from which a report is a book."""

_LONG: Final = 9_000
"""Characters of text, about six pages, that the chapters of a book have at least if long."""

_TAG = re.compile("<[^>]*>")


def chapters_of(asked: Chapters, sheets: Iterable[Sheet]) -> Chapters:
    """Return how chapters begin: ``run``, ``page`` or ``recto``.

    Args:
        asked: what the author has said; ``auto`` leaves it to the house.
        sheets: of all matters; those of the text are looked at.
    """
    if asked != "auto":
        return asked
    lengths = [len(_TAG.sub("", sheet.body)) for sheet in sheets if sheet.matter == "body"]
    length = sum(lengths)
    return "page" if length >= _BOOK and length >= _LONG * len(lengths) else "run"
