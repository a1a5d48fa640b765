"""The pages of a book as WeasyPrint's boxes, before they are painted."""

from __future__ import annotations

from typing import Any

from report.compose.galley import Galley
from report.diagnostics import Warn
from report.writers.pdf.coding import Coding
from report.writers.pdf.collating import Collator, Promise
from report.writers.pdf.divisions import Division
from report.writers.pdf.hands import OwnHands
from report.writers.pdf.openings import Opening
from report.writers.pdf.paper import Paper
from report.writers.pdf.standards import Standard


class _Watched(OwnHands):
    """Promises documents in the place of parts."""

    def part(self, division: Division, opening: Opening) -> Any:
        document, _, _ = self.document(division, opening)
        return Promise(lambda: document)


def laid_pages(galley: Galley, paper: Paper, warn: Warn) -> list[Any]:
    """Lay a galley out; call it where WeasyPrint is patched."""
    documents: list[Any] = list(
        Collator(_Watched(galley, Standard.A3A_UA1, paper.css, warn), Coding()).parts(galley)
    )
    return [page for document in documents for page in document.pages]
