"""Collating: the divisions of a book are laid out, each given its opening, and painted in parts.

The front matter comes last, for it names the pages of all that follows it. The text begins on a
recto: where the front matter ends on one, the imprint gets a page of its own, and where that does
not help, a page is left blank. So nothing is laid out twice but what names a page that comes after
it, and the front matter: a long one while the text is being set, to see how many pages it has,
since at the end nobody has anything else to do. A division is painted as soon as its opening is
known, and its layout dropped: no more than a few of them are held at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import tee
from typing import Protocol

from report.compose.galley import Galley
from report.writers.pdf.coding import Coding
from report.writers.pdf.divisions import Division, divided, is_long
from report.writers.pdf.keeping import PartShelf
from report.writers.pdf.openings import Opening
from report.writers.pdf.parts import Part, Proof
from report.writers.pdf.takes import runs_on

_MOST_ROUNDS = 4
"""Rounds until every page that is named is the page that it is."""


@dataclass(eq=False, slots=True)
class Promise:
    """A part that is being painted: ``make`` waits for it, ``ready`` says whether it would."""

    make: Callable[[], Part]
    ready: Callable[[], bool] = lambda: True
    _part: Part | None = None

    def part(self) -> Part:
        """Return the part, always the same."""
        if self._part is None:
            self._part = self.make()
        return self._part


class Hands(Protocol):
    """Who lays out and paints.

    Attributes:
        shelf: where the parts stand.
        meanwhile: does something useful while others are at work, and says whether there was any.
    """

    shelf: PartShelf
    meanwhile: Callable[[], bool]

    def proofs(self, tasks: Iterable[tuple[Division, Opening]]) -> Iterator[Proof]:
        """Lay out divisions and yield what is known of them, in their order."""

    def takes(self, running: Division) -> Iterator[Division]:
        """Lay out chapters that run on, and yield the divisions that they fall into."""

    def part(self, division: Division, opening: Opening) -> Promise:
        """Paint a division as it was laid out last, and promise the part."""

    def close(self) -> None:
        """Let go of what was needed to do it."""


class Collator:
    """Sets the divisions of galleys that differ in few of them, as those of one book do."""

    def __init__(self, hands: Hands, coding: Coding, *, total: bool = False) -> None:
        """Begin a book.

        Args:
            hands: who lays out and paints.
            coding: takes the parts as soon as they are there.
            total: whether the style sheet asks for the number of all pages.
        """
        self._hands = hands
        hands.meanwhile = self._take_ahead
        self._coding = coding
        self._total = total
        self._proofs: dict[Division, Proof] = {}
        self._promises: dict[tuple[Division, Opening], Promise] = {}
        self._takes: dict[Division, tuple[Division, ...]] = {}

    def parts(self, galley: Galley) -> list[Part]:
        """Return the parts of a galley in the order of print."""
        book = self._laid(galley)
        for _ in range(_MOST_ROUNDS):
            placed = self._placed(book)
            stale = [(d, o) for d, o in placed if not self._proofs[d].holds(o)]
            if not stale:
                break
            self._prove(stale)
        promises = [self._promise(*one) for one in self._placed(book)]
        return [promise.part() for promise in promises]

    def _take_ahead(self) -> bool:
        """Let the codes be settled of the next part, if it is there; the front matter waits."""
        coming = list(self._promises.items())[len(self._coding.taken) :]
        for (division, _), promise in coming[:1]:
            if division.matter != "front" and promise.ready():
                self._coding.take(promise.part())
                return True
        return False

    def _laid(self, galley: Galley) -> list[Division]:
        """Lay out what has not been; return the divisions in the order of print."""
        joined = divided(galley)
        cover = [division for division in joined if division.matter == "cover"]
        rest = [division for division in joined if division.matter not in {"cover", "front"}]
        self._run(cover, _Way(), paint=not self._total)
        way = self._way(cover)
        way.to_recto(begun=len(joined) > len(rest))
        long = [d for d in joined if d.matter == "front" and is_long(d)]
        unknown = [d for d in long if d not in self._proofs]
        blind = [(d, replace(self._way(cover).opening(d), blind=True)) for d in unknown]
        after = self._run(self._in_takes(rest, galley.chapters), way, blind, paint=not self._total)
        first = bool(long) and _is_apart(self._placed([*cover, *long, *after]))
        for apart in (first, not first):
            # The imprint at the foot of the contents, or on a page of its own before them.
            front = [d for d in divided(galley, apart=apart) if d.matter == "front"]
            way = self._way(cover)
            way.targets |= self._way([*cover, *after]).targets
            self._run(front, way, paint=False)
            if not _is_apart(self._placed([*cover, *front, *after])):
                return [*cover, *front, *after]
        return [*cover, *(d for d in joined if d.matter == "front"), *after]

    def _in_takes(self, divisions: Iterable[Division], chapters: str) -> Iterator[Division]:
        """Yield divisions, and the takes of those whose chapters run on as they become known."""
        for division in divisions:
            if not runs_on(division, chapters):
                yield division
            elif (known := self._takes.get(division)) is not None:
                yield from known
            else:
                found: list[Division] = []
                for take in self._hands.takes(division):
                    found.append(take)
                    yield take
                self._takes[division] = tuple(found)

    def _run(
        self,
        divisions: Iterable[Division],
        way: _Way,
        blind: Sequence[tuple[Division, Opening]] = (),
        *,
        paint: bool,
    ) -> list[Division]:
        """Lay out divisions that follow each other; paint those whose openings are settled.

        Others are laid out ``blind`` besides, for the number of their pages.
        """
        divisions, ahead = tee(divisions)
        run: list[Division] = []

        def tasks() -> Iterator[tuple[Division, Opening]]:
            yield from blind
            for division in ahead:
                if self._known(division) is None:
                    yield division, way.opening(division)

        new = self._hands.proofs(tasks())
        self._proofs |= {division: next(new) for division, _ in blind}
        for division in divisions:
            run.append(division)
            proof = self._known(division) or next(new)
            self._proofs[division] = proof
            opening = way.opening(division, proof)
            way.take(division, opening, proof)
            if paint and proof.holds(opening) and proof.named <= way.targets.keys():
                self._promise(division, opening)
        return run

    def _known(self, division: Division) -> Proof | None:
        """Return what is known of a division that was not laid out blind."""
        proof = self._proofs.get(division)
        return proof if proof is not None and not proof.opening.blind else None

    def _prove(self, tasks: list[tuple[Division, Opening]]) -> None:
        for (division, _), proof in zip(tasks, self._hands.proofs(iter(tasks)), strict=True):
            self._proofs[division] = proof

    def _promise(self, division: Division, opening: Opening) -> Promise:
        known = self._promises.get((division, opening))
        if known is None:
            known = self._hands.part(division, opening)
            self._promises[division, opening] = known
        return known

    def _way(self, divisions: Iterable[Division]) -> _Way:
        """Return the way through a book as it is after some divisions that have been laid out."""
        way = _Way()
        for division in divisions:
            proof = self._proofs[division]
            way.take(division, way.opening(division, proof), proof)
        return way

    def _placed(self, book: Sequence[Division]) -> list[tuple[Division, Opening]]:
        """Return the divisions of a book with their openings, as far as they are known."""
        end = self._way(book)
        way = _Way(end.targets, end.page - 1 if self._total else 0)
        placed: list[tuple[Division, Opening]] = []
        for division in book:
            proof = self._proofs[division]
            opening = way.opening(division, proof)
            way.take(division, opening, proof)
            placed.append((division, opening))
        return placed


class _Way:
    """Goes through a book, and knows how far it has come."""

    def __init__(self, targets: Mapping[str, int] | None = None, total: int = 0) -> None:
        self.page = 1
        self.folio = 1
        self.strings: dict[str, str] = {}
        self.targets = dict(targets or {})
        self._total = total
        self._in_text = False
        self._begun = False

    def opening(self, division: Division, proof: Proof | None = None) -> Opening:
        """Return where a division would begin; of the targets only those that it names, if known.

        Pages are told apart by their sides alone, so that a division that has moved by two is the
        same.
        """
        opens = division.matter == "body" and not self._in_text
        blank = (opens or division.recto) and self.page % 2 == 0
        folio = 1 if opens else self.folio + blank
        side = 1 if blank else 2 - self.page % 2
        own = dict(proof.anchors) if proof else {}
        targets = (
            (name, at)
            for name, at in self.targets.items()
            if proof is None or (name in proof.named and name not in own)
        )
        strings = tuple(sorted(self.strings.items()))
        return Opening(
            page=side,
            folio=folio,
            strings=strings,
            targets=tuple(sorted(targets)),
            total=self._total,
            later=self._begun,
            blank=blank,
        )

    def to_recto(self, *, begun: bool) -> None:
        """Go to where the text is taken to begin until the front matter is there."""
        self.page = 1
        self._begun = begun

    def take(self, division: Division, opening: Opening, proof: Proof) -> None:
        """Go on behind a division."""
        self._begun = True
        self._in_text = self._in_text or division.matter == "body"
        self.page += opening.blank + proof.pages
        self.folio = opening.folio + proof.pages
        self.strings |= dict(proof.strings)
        for name, at in proof.anchors:
            self.targets.setdefault(name, opening.folio + at)


def _is_apart(placed: Iterable[tuple[Division, Opening]]) -> bool:
    """Say whether the text has to be parted from the front matter by a blank page."""
    return next((o.blank for d, o in placed if d.matter == "body"), False)
