"""Hands: who lays out and paints the divisions of a book, in this process.

Most divisions are laid out, and painted when it is known where they begin. One with a long table is
painted while it is laid out, for where it seems to begin; if that was wrong, it is done again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from report.calm import sweep
from report.compose.galley import Galley
from report.diagnostics import Diagnostic, Warn
from report.writers.pdf.collating import Promise
from report.writers.pdf.divisions import Division, has_long_table
from report.writers.pdf.keeping import PartShelf, packed
from report.writers.pdf.laying import Laid, Look
from report.writers.pdf.openings import Opening
from report.writers.pdf.painting import Painter, painted
from report.writers.pdf.parts import Part, Proof
from report.writers.pdf.pouring import NotInTurn
from report.writers.pdf.records import recorded
from report.writers.pdf.standards import Standard
from report.writers.pdf.takes import Leg, Relay

_MANY = 25
"""Pages whose boxes are worth the time to collect them."""

KEPT = 2000
"""Pages of a part that is kept at the most: to pack one takes as much memory as to hold it."""


class _Tried(NamedTuple):
    """A division that has been painted for where it seemed to begin."""

    part: Part
    opening: Opening
    proof: Proof

    def holds(self, opening: Opening) -> bool:
        """Say whether the division would be painted the same at another opening."""
        named = self.proof.wanted(opening) == self.proof.wanted(self.opening)
        return named and replace(opening, targets=()) == replace(self.opening, targets=())


class OwnHands:
    """Lays out and paints one division after the other."""

    def __init__(self, galley: Galley, standard: Standard, paper: str, warn: Warn) -> None:
        """Say what the divisions are set with; ``warn`` is told of what that says of itself."""
        self._given = galley, standard, paper
        self.meanwhile: Callable[[], bool] = lambda: False  # nobody else is at work
        self.shelf = PartShelf(galley, standard, paper)
        self._modern = standard.modern
        self._look: Look | None = None
        self._faces: dict[Any, Any] = {}
        self._since = 0
        self._laid: dict[Division, tuple[Laid, list[Diagnostic], set[str]]] = {}
        self._tried: dict[Division, _Tried] = {}
        self._whole: set[Division] = set()
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

    def _styled(self) -> Look:
        if self._look is None:
            self._read_styles()
        assert self._look is not None, "the styles have been read"
        return self._look

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
                tried = self._try(division, opening)
                proof = tried.proof if tried else self._proof(self._lay(division, opening))
                self.shelf.keep_proof(division, proof)
                if opening.blind:
                    # Nobody paints that.
                    self._laid.pop(division, None)
                    self._tried.pop(division, None)
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
        """Say whether a division has been laid out and nobody has asked for its part."""
        return division in self._laid or division in self._tried

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
            return Promise(lambda: self.shelf.unpacked(data))
        part = self.painted(division, opening)
        self._keep(part, division, opening)
        return Promise(lambda: part)

    def kept(self, division: Division, opening: Opening) -> tuple[Part, bytes]:
        """Paint a division, keep it, and return it as it is and packed."""
        part = self.painted(division, opening)
        return part, self._keep(part, division, opening) or packed(part)

    def _keep(self, part: Part, division: Division, opening: Opening) -> bytes | None:
        """Pack a part and keep it, unless packing it would weigh more than setting it again."""
        for name, used in part.faces.items():
            self.shelf.know(name, used.face)
        if len(part.pages) > KEPT:
            return None
        data = packed(part)
        self.shelf.keep_part(division, opening, data)
        return data

    def painted(self, division: Division, opening: Opening) -> Part:
        """Paint a division, and drop its layout."""
        tried = self._tried.pop(division, None)
        if tried is None or not tried.holds(opening):
            tried = self._try(division, opening)
            self._tried.pop(division, None)
        if tried is not None:
            return tried.part
        document, findings, missing = self.document(division, opening)
        with recorded(findings.append) as records:
            part = painted(document, findings.append, modern=self._modern)
        del document
        self._since += len(part.pages)
        return _with(part, division, findings, missing | records.missing)

    def _try(self, division: Division, opening: Opening) -> _Tried | None:
        """Lay out and paint a division with a long table, ``None`` for any other.

        A division that has to be seen as a whole is remembered.
        """
        if division in self._whole or division in self._laid or not has_long_table(division):
            return None
        sweep()
        try:
            self._tried[division] = tried = self._poured(division, opening)
        except NotInTurn:
            self._whole.add(division)
            return None
        finally:
            # When nothing holds the layout any more.
            sweep()
        return tried

    def _poured(self, division: Division, opening: Opening) -> _Tried:
        findings: list[Diagnostic] = []

        def painter(root: Element, intent: str | None) -> Painter:
            return Painter(root, self._faces, intent, findings.append, modern=self._modern)

        with recorded(findings.append) as records:
            part, laid = self._styled().pour(division, opening, findings.append, painter)
        return _Tried(_with(part, division, findings, records.missing), opening, self._proof(laid))

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
        findings: list[Diagnostic] = []
        with recorded(findings.append) as records:
            at = opening if aside else replace(opening, page=1)
            laid = self._styled().lay(division, at, findings.append, least)
        self._laid[division] = laid, findings, records.missing
        return laid


def _with(
    part: Part, division: Division, findings: Iterable[Diagnostic], missing: Iterable[str]
) -> Part:
    """Return a part that tells what it is of, and what was found while it was made."""
    part.front = division.matter == "front"
    part.findings = tuple(findings)
    part.missing = frozenset(missing)
    return part
