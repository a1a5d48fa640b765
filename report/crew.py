"""EDGE: a crew: the divisions of a long book are laid out and painted by several processes.

What comes back are parts, the same whoever made them, so that a book has the same bytes from a crew
of any size and without one. A worker that dies takes nothing with it: what it held goes to the
others, and to this process when none is left.
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from report.aside import aside
from report.calm import calm
from report.diagnostics import Warn
from report.disk import hush_fontconfig
from report.memory import Exhausted, within
from report.shelf import Shelf

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from report.compose.galley import Galley
    from report.writers.pdf.collating import Promise
    from report.writers.pdf.divisions import Division
    from report.writers.pdf.openings import Opening
    from report.writers.pdf.parts import Proof
    from report.writers.pdf.standards import Standard
    from report.writers.pdf.takes import Leg, Relay

_Made = TypeVar("_Made")

ENOUGH = 300_000
"""Characters of markup, about fifty pages: for less a worker would hardly be warm."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Processes that may be called for a book.

    Attributes:
        size: how many at the most; one is this process itself.
        enough: characters of markup from which they are called.
        memory: megabytes that each of those who are called may hold; 0 is no bound.
    """

    size: int
    enough: int = ENOUGH
    memory: int = 0

    def hands(self, galley: Galley, standard: Standard, paper: str, warn: Warn) -> Any:
        """Return hands for a galley: many for a long one, else those of this process."""
        # Loaded when it is needed: this module is part of every start, WeasyPrint is not.
        from report.writers.pdf.hands import OwnHands

        own = OwnHands(galley, standard, paper, warn)
        long = sum(len(sheet.body) for sheet in galley.sheets) >= self.enough
        many = long and self.size > 1
        return _ManyHands(own, self, galley, standard, paper) if many else own

    def aside(self, work: Callable[[], _Made], *, native: bool = False) -> Callable[[], _Made]:
        """Begin work that this process need not do itself, where there is who does it."""
        return aside(work, native=native) if self.size > 1 else work


ALONE = Crew(1)
"""This process by itself."""


@dataclass(eq=False, slots=True)
class _Task:
    """A division to be laid out, or to be painted at an opening, or a leg to be laid out."""

    division: Division
    opening: Opening | None = None
    paint: bool = False
    leg: Leg | None = None
    relay: Relay | None = None
    part: bytes | None = None


@dataclass(eq=False, slots=True)
class _Worker:
    process: BaseProcess
    line: Connection
    task: _Task | None = None
    waiting: deque[_Task] = field(default_factory=deque)


class _ManyHands:
    """Gives divisions to workers; keeps and finds parts as own hands do."""

    def __init__(
        self, own: Any, crew: Crew, galley: Galley, standard: Standard, paper: str
    ) -> None:
        self.shelf = own.shelf
        self.meanwhile: Callable[[], bool] = lambda: False
        self._own = own
        self._size = crew.size
        bare = replace(galley, sheets=(), house=replace(galley.house, shelf=Shelf(0)))
        self._given = bare, standard, paper, crew.memory
        self._workers: list[_Worker] = []
        self._called = False
        self._tasks: deque[_Task] = deque()
        self._holders: dict[Division, _Worker] = {}
        self._proofs: dict[Division, Proof] = {}
        self._of_takes: dict[Division, Proof] = {}

    def proofs(self, tasks: Iterable[tuple[Division, Opening]]) -> Iterator[Proof]:
        """Lay out divisions, some ahead of those asked for; yield what is known, in order."""
        coming = iter(tasks)
        order: deque[Division] = deque()
        while True:
            while len(order) <= 2 * self._size and (task := next(coming, None)) is not None:
                division, opening = task
                order.append(division)
                if (proof := self._known(division, opening)) is not None:
                    self._proofs[division] = proof
                else:
                    self._tasks.append(_Task(division, opening, paint=False))
            if not order:
                return
            while order[0] not in self._proofs:
                self._go_on()
            yield self._proofs.pop(order.popleft())

    def takes(self, running: Division) -> Iterator[Division]:
        """Lay out chapters that run on, some ahead of those asked for; yield what they fall into.

        Of a book that has been set before, few have changed: they are laid out here.
        """
        from report.writers.pdf.takes import Relay

        relay = Relay(running)
        known = any(self.shelf.leg(leg) is not None for leg in relay.likely())
        here = 3 * self._size if known else 0
        self._go_further(relay)
        while not relay.ended:
            yield from relay.takes()
            if not relay.ended:
                if relay.runners == 1 and (self._called or here == 0):
                    relay.runners = self._size
                    self._call()
                    self._go_further(relay)
                here -= 1
                self._go_on()

    def _go_further(self, relay: Relay) -> None:
        """Let the legs be laid out that are wanted next and are not known."""
        for leg in relay.wanted():
            sheets = self.shelf.leg(leg)
            if sheets is None:
                self._tasks.append(_Task(leg.window, leg=leg, relay=relay))
            else:
                relay.done(leg, sheets)

    def _known(self, division: Division, opening: Opening) -> Proof | None:
        """Return what is known of a division, if it would be laid out the same there."""
        proof = self._of_takes.get(division)
        if proof is not None and proof.holds(opening):
            return proof
        kept: Proof | None = self.shelf.proof(division, opening)
        return kept

    def part(self, division: Division, opening: Opening) -> Promise:
        """Let a division be painted by whoever has laid it out, and promise the part."""
        from report.writers.pdf.collating import Promise

        task = _Task(division, opening, paint=True, part=self.shelf.part(division, opening))
        if task.part is None:
            holder = self._holders.pop(division, None)
            if self._own.holds(division):
                self._do_it(task)
            else:
                (self._tasks if holder is None else holder.waiting).append(task)

        def promised() -> Any:
            while task.part is None:
                self._go_on()
            return self.shelf.unpacked(task.part)

        return Promise(promised, lambda: task.part is not None)

    def close(self) -> None:
        """Send the workers home."""
        for worker in self._workers:
            worker.line.close()
            worker.process.join()

    def _go_on(self) -> None:
        """Give work to those who have none, and take what the next of them has done."""
        from multiprocessing.connection import wait

        if not self._called:
            if len(self._tasks) <= self._size:
                # An edit changes a division or two: they are set before a worker is warm.
                self._do_it(self._tasks.popleft())
                return
            self._call()
        for worker in list(self._workers):
            if worker.task is None and (worker.waiting or self._tasks):
                worker.task = (worker.waiting or self._tasks).popleft()
                self._send(worker, worker.task)
        busy = {worker.line: worker for worker in self._workers if worker.task is not None}
        if not busy:
            self._do_it(self._tasks.popleft())
            return
        while len(busy) < len(self._workers) and not wait(list(busy), 0) and self.meanwhile():
            pass  # Nobody works for the other core.
        for line in wait(list(busy)):
            self._take(busy[line])  # type: ignore[index]

    def _call(self) -> None:
        """Start the workers: new interpreters, for what a fork inherits of Pango is not shared."""
        import multiprocessing

        if self._called:
            return
        self._called = True
        fresh = multiprocessing.get_context("spawn")
        for _ in range(self._size):
            here, there = fresh.Pipe()
            process = fresh.Process(target=_work, args=(there,), daemon=True)
            process.start()
            there.close()
            self._workers.append(_Worker(process, here))
        # All of them are loading by now; one that has died is found out when it is asked.
        given = pickle.dumps(self._given)
        for worker in self._workers:
            with suppress(OSError):
                worker.line.send_bytes(given)

    def _send(self, worker: _Worker, task: _Task) -> None:
        try:
            worker.line.send((task.leg or task.division, task.opening, task.paint))
        except OSError:
            self._lose(worker)

    def _take(self, worker: _Worker) -> None:
        """Take what a worker has done; whatever went wrong in it goes wrong here."""
        try:
            came = worker.line.recv()
        except (EOFError, OSError):
            self._lose(worker)
            return
        task, worker.task = worker.task, None
        assert task is not None, "nobody answers who was not asked"
        if isinstance(came, Exception | Exhausted):
            raise came
        if task.leg is not None:
            sheets, proof = came
            if sheets:
                self._holders[task.leg.take(sheets)] = worker
            self._reach(task, sheets, proof)
        elif task.paint:
            data, faces = came
            for name, face in pickle.loads(faces).items():
                self.shelf.know(name, face)
            self.shelf.keep_part(task.division, task.opening, data)
            task.part = data
        else:
            if task.opening is None or not task.opening.blind:
                self._holders[task.division] = worker
            self._proofs[task.division] = came
            self.shelf.keep_proof(task.division, came)

    def _lose(self, worker: _Worker) -> None:
        """Give what a worker held to the others; what it has laid out is laid out again."""
        self._workers.remove(worker)
        self._holders = {d: w for d, w in self._holders.items() if w is not worker}
        held = ([worker.task] if worker.task else []) + [*worker.waiting]
        self._tasks.extendleft(reversed(held))
        worker.line.close()
        worker.process.join()

    def _do_it(self, task: _Task) -> None:
        """Do a task here: it is not worth a worker, or none is left."""
        if task.leg is not None:
            sheets, proof = self._own.proved(task.leg)
            self._reach(task, sheets, proof)
        elif task.paint:
            _, task.part = self._own.kept(task.division, task.opening)
        else:
            (self._proofs[task.division],) = self._own.proofs([(task.division, task.opening)])

    def _reach(self, task: _Task, sheets: int, proof: Proof) -> None:
        """Take note of how far a leg has come, and let those after it be laid out."""
        leg, relay = task.leg, task.relay
        assert leg is not None, "it is a leg that has come to its end"
        assert relay is not None, "it is part of a relay"
        self.shelf.keep_leg(leg, sheets, proof)
        if sheets:
            self._of_takes[leg.take(sheets)] = proof
        relay.done(leg, sheets)
        self._go_further(relay)


def _work(line: Connection) -> None:
    """Lay out and paint what is asked for until nobody asks any more."""
    import signal

    # Who stops the build stops the process that called; here the line ends then.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    hush_fontconfig()
    from report.writers.pdf import engine  # first: it loads WeasyPrint lightly
    from report.writers.pdf.hands import OwnHands
    from report.writers.pdf.keeping import packed
    from report.writers.pdf.patches import patched
    from report.writers.pdf.takes import Leg

    del engine
    told: set[str] = set()

    def done(asked: Division | Leg, opening: Opening, *, paint: bool) -> Any:
        if isinstance(asked, Leg):
            return hands.proved(asked)
        division = asked
        if not paint:
            (proof,) = hands.proofs([(division, opening)])
            return proof
        part = hands.painted(division, opening)
        new = {name: used.face for name, used in part.faces.items() if name not in told}
        told.update(new)
        return packed(part), pickle.dumps(new)

    with patched(), calm():
        try:
            galley, standard, paper, memory = pickle.loads(line.recv_bytes())
        except EOFError:
            return
        hands = OwnHands(galley, standard, paper, lambda finding: None)
        while True:
            try:
                asked, opening, paint = line.recv()
            except (EOFError, ConnectionError):
                return  # Who called has come to an end, with a book or without.
            try:
                with within(memory):
                    came = done(asked, opening, paint=paint)
            except (Exception, Exhausted) as error:
                came = error
            try:
                line.send(came)
            except ConnectionError:
                return
