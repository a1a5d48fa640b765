"""Hands: who lays out and paints the divisions of a book, in this process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from report.calm import sweep
from report.compose.galley import Galley
from report.diagnostics import Diagnostic, Warn
from report.writers.pdf.collating import Promise
from report.writers.pdf.divisions import Division
from report.writers.pdf.keeping import PartShelf, packed
from report.writers.pdf.laying import Laid, Look
from report.writers.pdf.openings import Opening
from report.writers.pdf.painting import painted
from report.writers.pdf.parts import Part, Proof
from report.writers.pdf.records import recorded
from report.writers.pdf.standards import Standard
from report.writers.pdf.takes import Leg, Relay

_MANY = 25
"""Pages whose boxes are worth the time to collect them."""


class OwnHands:
    """Lays out and paints one division after the other."""

    def __init__(self, galley: Galley, standard: Standard, paper: str, warn: Warn) -> None:
        """Say what the divisions are set with; ``warn`` is told of what that says of itself."""
        self._given = galley, standard, paper
        self.shelf = PartShelf(galley, standard, paper)
        self._modern = standard.modern
        self._look: Look | None = None
        self._faces: dict[Any, Any] = {}
        self._since = 0
        self._laid: dict[Division, tuple[Laid, list[Diagnostic], set[str]]] = {}
        said = self.shelf.said()
        if said is None:
            said = self._read_styles()
        for finding in said:
            warn(finding)

    def _read_styles(self) -> tuple[Diagnostic, ...]:
        findings: list[Diagnostic] = []
        with recorded(findings.append):
            self._look = Look(*self._given, findings.append)
        self.shelf.keep_said(findings)
        return tuple(findings)

    def laid(self, division: Division) -> list[Any]:
        """Return the boxes of the pages of a division."""
        if division not in self._laid:
            self._lay(division, Opening())
        return self._laid[division][0].boxes

    def proofs(self, tasks: Iterable[tuple[Division, Opening]]) -> Iterator[Proof]:
        """Lay out divisions, each when it is asked for."""
        for division, opening in tasks:
            proof = self.shelf.proof(division, opening) or self._known(division, opening)
            if proof is None:
                proof = self._proof(self._lay(division, opening))
                self.shelf.keep_proof(division, proof)
            yield proof

    def takes(self, running: Division) -> Iterator[Division]:
        """Lay out chapters that run on, and yield the divisions that they fall into."""
        relay = Relay(running)
        while not relay.ended:
            for leg in relay.wanted():
                relay.done(leg, self.leg(leg))
            yield from relay.takes()

    def leg(self, leg: Leg) -> int:
        """Return the number of sheets of a leg that are its take, 0 if it is too short."""
        sheets = self.shelf.leg(leg)
        if sheets is None:
            sheets, proof = self.proved(leg)
            self.shelf.keep_leg(leg, sheets, proof)
        return sheets

    def proved(self, leg: Leg) -> tuple[int, Proof]:
        """Lay out a leg; return how many sheets of it are its take and what is known of them."""
        opening = Opening(folio=1 + leg.window.led, later=True)
        laid = self._lay(leg.window, opening, least=None if leg.ended else leg.least)
        held = self._laid.pop(leg.window)
        sheets = len(leg.window.sheets) if leg.last else 0
        if laid.sheets is not None:
            sheets = laid.sheets
        if sheets:
            self._laid[leg.take(sheets)] = held
        return sheets, self._proof(laid)

    def holds(self, division: Division) -> bool:
        """Say whether a division has been laid out and not been painted."""
        return division in self._laid

    def _known(self, division: Division, opening: Opening) -> Proof | None:
        """Return what is known of a take that has been laid out as part of a leg."""
        held = self._laid.get(division)
        proof = None if held is None or held[0].sheets is None else self._proof(held[0])
        return proof if proof is not None and proof.holds(opening) else None

    def _proof(self, laid: Laid) -> Proof:
        return Proof(
            opening=laid.opening,
            pages=len(laid),
            anchors=tuple(laid.anchors.items()),
            named=laid.named,
            strings=laid.strings,
        )

    def part(self, division: Division, opening: Opening) -> Promise:
        """Paint a division at once, and drop its layout."""
        kept = self.shelf.part(division, opening)
        if kept is not None:
            data = kept
            return lambda: self.shelf.unpacked(data)
        part, _ = self.kept(division, opening)
        return lambda: part

    def kept(self, division: Division, opening: Opening) -> tuple[Part, bytes]:
        """Paint a division, keep it, and return it as it is and packed."""
        part = self.painted(division, opening)
        for name, used in part.faces.items():
            self.shelf.know(name, used.face)
        data = packed(part)
        self.shelf.keep_part(division, opening, data)
        return part, data

    def painted(self, division: Division, opening: Opening) -> Part:
        """Paint a division, and drop its layout."""
        document, findings, missing = self.document(division, opening)
        with recorded(findings.append) as records:
            part = painted(document, findings.append, modern=self._modern)
        del document
        self._since += len(part.pages)
        part.findings = tuple(findings)
        part.missing = frozenset(missing | records.missing)
        return part

    def close(self) -> None:
        """There is nobody to send home."""

    def document(
        self, division: Division, opening: Opening
    ) -> tuple[Any, list[Diagnostic], set[str]]:
        """Return WeasyPrint's document of a division, and what was found while it was laid out."""
        if division not in self._laid:
            self._lay(division, opening)
        if not self._laid[division][0].fits(opening):
            self._lay(division, opening, aside=True)
        laid, findings, missing = self._laid.pop(division)
        with recorded(findings.append) as records:
            document = laid.document(opening)
        # What has been found out of a face holds for every division.
        document.fonts = self._faces
        return document, findings, missing | records.missing

    def _lay(
        self,
        division: Division,
        opening: Opening,
        *,
        aside: bool = False,
        least: int | None = None,
    ) -> Laid:
        """Lay out a division as if it began on a recto, or, ``aside``, where it begins.

        A side that is settled afterwards is settled in the same way however the book is made.
        """
        self._laid.pop(division, None)
        if self._since >= _MANY:
            # Not before somebody needs the room: there is none after the last division.
            sweep()
            self._since = 0
        if self._look is None:
            self._read_styles()
        assert self._look is not None, "the styles have been read"
        findings: list[Diagnostic] = []
        with recorded(findings.append) as records:
            at = opening if aside else replace(opening, page=1)
            laid = self._look.lay(division, at, findings.append, least)
        self._laid[division] = laid, findings, records.missing
        return laid
