"""EDGE: jobs: work shared among processes that stay warm, on this machine or past it.

A worker that dies takes nothing with it: what it held is tried again, alone, so that only the
task that killed it is lost. Results come as they are ready; the places say which is which.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from traceback import walk_tb
from typing import TypeVar

from report.diagnostics import ReportError
from report.memory import Exhausted, within
from report.rules import finding

Task = TypeVar("Task")
Result = TypeVar("Result")

_PATIENCE = 10
"""Seconds that a scheduler has to answer."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What is left of a task that did not come to an end.

    ``reason`` says what happened; ``memory`` that there was too little of it.
    """

    reason: str
    memory: bool = False


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where work is done.

    Attributes:
        jobs: processes on this machine; one is this process itself.
        cluster: address of the scheduler of a Dask cluster, ``tcp://…``, instead.
        bare: let what goes wrong in this process be raised, for who looks for the cause.
        memory: megabytes that a process on this machine may hold, 0 for no bound. With one, this
            process does no work: whatever ends a process for want of memory leaves who tells it.
    """

    jobs: int = 1
    cluster: str = ""
    bare: bool = False
    memory: int = 0

    def results(
        self,
        work: Callable[[Task], Result],
        tasks: Sequence[Task],
        warm: Callable[[], object],
    ) -> Iterator[tuple[int, Result | Lost]]:
        """Yield the place of each task and what came of it, as they are ready.

        Args:
            work: a function of a module; its tasks and results go from process to process.
            tasks: what is to be done.
            warm: what a worker does once, before its first task.
        """
        if self.cluster:
            yield from _in_cluster(work, tasks, self.cluster)
        elif self.memory:
            bounded = partial(_within, self.memory, work)
            yield from _in_processes(bounded, tasks, min(self.jobs, len(tasks)), warm)
        elif self.jobs == 1 or len(tasks) == 1:
            yield from _here(work, tasks, bare=self.bare)
        else:
            yield from _in_processes(work, tasks, min(self.jobs, len(tasks)), warm)


def in_order(results: Iterable[tuple[int, Result]]) -> Iterator[tuple[int, Result]]:
    """Yield results in the order of their places, each as soon as those before it are there.

    >>> list(in_order([(1, "b"), (0, "a"), (2, "c")]))
    [(0, 'a'), (1, 'b'), (2, 'c')]
    """
    ready: dict[int, Result] = {}
    following = 0
    for place, came in results:
        ready[place] = came
        while following in ready:
            yield following, ready.pop(following)
            following += 1


def _here(
    work: Callable[[Task], Result], tasks: Sequence[Task], *, bare: bool
) -> Iterator[tuple[int, Result | Lost]]:
    for place, task in enumerate(tasks):
        yield place, work(task) if bare else _done(work, task)


def _within(megabytes: int, work: Callable[[Task], Result], task: Task) -> Result:
    """Do a task within a bound on the memory of this process."""
    with within(megabytes):
        return work(task)


def _done(work: Callable[[Task], Result], task: Task) -> Result | Lost:
    """Do a task; whatever goes wrong in it is its own loss and nobody else's."""
    try:
        return work(task)
    except (Exhausted, MemoryError):
        return Lost("it needs more memory", memory=True)
    except Exception as error:
        return Lost(f"{type(error).__name__}: {error} ({_place_of(error)})")


def _place_of(error: Exception) -> str:
    """Return the module and the line where something went wrong, and where the press was then.

    >>> try:
    ...     deque([]).popleft()
    ... except IndexError as error:
    ...     _place_of(error)
    'report.jobs, line 2'
    """
    frames = [(f.f_globals["__name__"], line) for f, line in walk_tb(error.__traceback__)]
    own = [place for place in frames if place[0].partition(".")[0] == "report"]
    ends = dict.fromkeys((*own[-1:], frames[-1]))
    return ", in ".join(f"{module}, line {line}" for module, line in ends)


def _in_processes(
    work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int, warm: Callable[[], object]
) -> Iterator[tuple[int, Result | Lost]]:
    waiting = deque(enumerate(tasks))
    suspects: deque[tuple[int, Task]] = deque()
    while waiting:
        suspects.extend((yield from _round(work, waiting, jobs, warm)))
    while suspects:
        for place, _ in (yield from _round(work, suspects, 1, warm)):
            yield place, Lost("its process was killed")


def _round(
    work: Callable[[Task], Result],
    queue: deque[tuple[int, Task]],
    jobs: int,
    warm: Callable[[], object],
) -> Generator[tuple[int, Result | Lost], None, list[tuple[int, Task]]]:
    """Work a queue off until it is empty or a worker dies; return what was in hand then.

    Nothing more is given to workers of which one had too little memory: what filled it is still
    there. Then what they have in hand comes to its end, and the rest stays in the queue.
    """
    # Loaded when it is needed: most builds are of one report.
    import multiprocessing
    from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
    from concurrent.futures.process import BrokenProcessPool

    # A new interpreter on every system: what a fork inherits of Pango is not made to be shared.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=fresh, initializer=warm) as pool:
        held: dict[Future[Result | Lost], tuple[int, Task]] = {}
        worn = False
        while (queue and not worn) or held:
            while queue and not worn and len(held) < jobs:
                item = queue.popleft()
                try:
                    held[pool.submit(_done, work, item[1])] = item
                except BrokenProcessPool:
                    queue.appendleft(item)
                    return [*held.values()] or [queue.popleft()]
            done, _ = wait(held, return_when=FIRST_COMPLETED)
            broken = False
            for future in done:
                if isinstance(future.exception(), BrokenProcessPool):
                    broken = True
                else:
                    came = future.result()
                    worn |= isinstance(came, Lost) and came.memory
                    yield held.pop(future)[0], came
            if broken:
                return [*held.values()]
    return []


def _in_cluster(
    work: Callable[[Task], Result], tasks: Sequence[Task], address: str
) -> Iterator[tuple[int, Result | Lost]]:
    """Give the tasks to the workers of a cluster; a task whose worker is lost goes to another.

    Raises :class:`ReportError` C041 when the scheduler does not answer.
    """
    try:
        from distributed import Client, as_completed

        client = Client(address, set_as_default=False, timeout=_PATIENCE)
    except (ImportError, OSError, ValueError) as error:
        reason = str(error) or type(error).__name__
        raise ReportError(finding("C041", None, address=address, reason=reason)) from None
    with client, client.as_current():
        places = {
            client.submit(_done, work, task, pure=False): place for place, task in enumerate(tasks)
        }
        for future in as_completed(places):
            trouble = future.exception()
            yield places[future], Lost(str(trouble)) if trouble else future.result()
