"""Associated files: what a book carries inside (ISO 32000-2, 14.13), as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Relationship = Literal["Source", "Data", "Alternative", "Supplement", "Unspecified"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to carry in the book.

    ``name`` is unique in the book and no path. ``target`` is the id of the part of the page
    that it belongs to; without one it belongs to the whole book.
    """

    name: str
    media_type: str
    data: bytes
    description: str
    relationship: Relationship
    target: str | None = None
