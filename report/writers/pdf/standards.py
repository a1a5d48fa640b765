"""Standards: which ISO standards a PDF keeps, and what each asks of WeasyPrint.

One file can keep two standards at once where both rest on the same version of PDF: archiving
(PDF/A, ISO 19005) and accessibility (PDF/UA, ISO 14289). WeasyPrint writes one variant;
the rest is done by :mod:`report.writers.pdf.finish`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any
from uuid import NAMESPACE_URL, uuid5


class Standard(StrEnum):
    """What a PDF promises.

    ``A3A_UA1``: PDF/A-3a and PDF/UA-1 on PDF 1.7, the house's own choice. ``A4F_UA2``: PDF/A-4f
    and PDF/UA-2 on PDF 2.0. ``PLAIN``: tagged PDF 1.7 that claims no standard.
    """

    A3A_UA1 = "a3a+ua1"
    A4F_UA2 = "a4f+ua2"
    PLAIN = "plain"

    @property
    def modern(self) -> bool:
        """Whether the file is PDF 2.0, with its namespaces and structure destinations."""
        return self is Standard.A4F_UA2

    @property
    def archival(self) -> bool:
        """Whether the file keeps a part of PDF/A."""
        return self is not Standard.PLAIN

    @property
    def flavours(self) -> tuple[str, ...]:
        """The names under which veraPDF knows what the file promises.

        >>> Standard.A3A_UA1.flavours
        ('3a', 'ua1')
        """
        return {
            Standard.A3A_UA1: ("3a", "ua1"),
            Standard.A4F_UA2: ("4f", "ua2"),
            Standard.PLAIN: (),
        }[self]


def render_options(standard: Standard) -> dict[str, Any]:
    """Return what ``HTML.render`` is given: the variant decides the colours of the output.

    >>> render_options(Standard.A4F_UA2)
    {'pdf_variant': 'pdf/a-4f'}
    """
    match standard:
        case Standard.A3A_UA1:
            return {"pdf_variant": "pdf/a-3a"}
        case Standard.A4F_UA2:
            return {"pdf_variant": "pdf/a-4f"}
        case Standard.PLAIN:
            return {}


def write_options(standard: Standard, work: str) -> dict[str, Any]:
    """Return what ``Document.write_pdf`` is given besides the finisher.

    The first half of the file identifier is that of the work and stays from edition to edition;
    the second is a digest of the contents (ISO 32000-2, 14.4).

    >>> write_options(Standard.PLAIN, "urn:isbn:9780000000000")["pdf_tags"]
    True
    """
    return {
        **render_options(standard),
        "pdf_tags": True,
        "pdf_identifier": uuid5(NAMESPACE_URL, work).hex.encode(),
    }
