"""The page map: which mark in the text begins which page of the printed book."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A printed page: its folio as printed («١٢», «ب») and the id of the page-break mark."""

    folio: str
    anchor: str


@dataclass(frozen=True, slots=True)
class PageMap:
    """The pages of one printed edition in their order; ``source`` is the URN of that edition."""

    source: str
    pages: tuple[Page, ...]
