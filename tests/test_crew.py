"""A crew of any size makes the same book, byte for byte, whoever of it is killed on the way."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from multiprocessing import active_children
from typing import Any

import pytest

from report import crew
from report.compose import compose
from report.crew import Crew
from report.diagnostics import Diagnostic
from report.disk import open_house
from report.memory import Exhausted
from report.press import Books, Order, edition_of, prepare, publish
from report.readers.source import Source
from report.shelf import Shelf
from report.store import Store
from report.writers.pdf import divisions, takes
from report.writers.pdf.divisions import divided
from report.writers.pdf.patches import patched
from report.writers.pdf.standards import Standard

WORDS = "كلمات كثيرة تملأ الصفحة حتى تبلغ التالية، وفيها بعض ما يقال في الباب. " * 25
ISSUED = datetime(2026, 11, 24, tzinfo=UTC)
TO_PDF = Order(to=("pdf",))


def manuscript(chapters: str = "page") -> Source:
    head = f"---\ntitle: تقرير\nlang: ar\nchapters: {chapters}\n---\n\n"
    parts = (
        f"# الباب {n} {{#part-{n}}}\n\nأولاً {n}: {WORDS}\n\n"
        f"نصّ له حاشية[^{n}] وإحالة إلى @part-{(n + 2) % 6}.\n\n"
        f"[^{n}]: حاشية الباب {n}.\n\n## قسم {n}\n\nثانياً {n}: {WORDS}"
        for n in range(6)
    )
    return Source("a.md", "text/markdown", (head + "\n\n".join(parts)).encode())


@pytest.fixture(autouse=True)
def short_divisions(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(divisions, "ENOUGH", 1)
    monkeypatch.setattr(takes, "GRID", 4_000)
    monkeypatch.setattr(takes, "_BEYOND", 4_000)
    yield
    assert not active_children(), "nobody is left behind"


def made(size: int, shelf: Shelf | None = None, chapters: str = "page") -> Books:
    house = replace(open_house(), shelf=shelf or Shelf())
    found: list[Diagnostic] = []
    books = publish(
        manuscript(chapters),
        partial(edition_of, issued=ISSUED),
        house,
        found.append,
        order=TO_PDF,
        hands=Crew(size, enough=1).hands,
    )
    assert not found
    return books


@pytest.mark.slow
@pytest.mark.parametrize("chapters", ["run", "page", "recto"])
def test_a_crew_of_any_size_makes_the_same_book(chapters: str) -> None:
    alone = made(1, chapters=chapters)
    for size in (2, 3):
        together = made(size, chapters=chapters)
        assert together.pdf == alone.pdf
        assert together.pages == alone.pages
        assert together.lines == alone.lines


@pytest.mark.slow
@pytest.mark.parametrize(("lost", "chapters"), [(1, "page"), (2, "page"), (1, "run")])
def test_workers_that_are_killed_lose_nothing(
    lost: int, chapters: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = made(1, chapters=chapters)
    killed: list[int] = []
    take = crew._ManyHands._take

    def fatal(hands: Any, worker: Any) -> None:
        take(hands, worker)
        if len(killed) < lost and worker in hands._workers:
            os.kill(worker.process.pid, signal.SIGKILL)
            worker.process.join()
            killed.append(worker.process.pid)

    monkeypatch.setattr(crew._ManyHands, "_take", fatal)
    together = made(2, chapters=chapters)
    assert len(killed) == lost
    assert together.pdf == alone.pdf


@pytest.mark.slow
@pytest.mark.parametrize("chapters", ["run", "page"])
def test_what_stands_on_the_shelf_calls_nobody(
    chapters: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Store(tmp_path, lambda: "press")
    first = made(2, shelf, chapters)
    monkeypatch.setattr(crew._ManyHands, "_call", lambda hands: pytest.fail("nobody is needed"))
    assert made(2, Store(tmp_path, lambda: "press"), chapters).pdf == first.pdf
    assert made(1, Store(tmp_path, lambda: "press"), chapters).pdf == first.pdf


@pytest.mark.slow
def test_what_goes_wrong_in_a_worker_goes_wrong_here() -> None:
    report = prepare(manuscript(), lambda finding: None)
    galley = compose(report, edition_of(report, issued=ISSUED), open_house())
    with patched():
        hands = Crew(2, enough=1).hands(galley, Standard.PLAIN, "", lambda finding: None)
        try:
            hands._tasks.append(crew._Task(divided(galley)[0], None, paint=True))
            with pytest.raises(TypeError, match="dataclass"):
                hands._go_on()
        finally:
            hands.close()


def test_a_worker_with_too_little_memory_ends_the_book_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    do_it = crew._ManyHands._do_it

    def here(hands: Any, task: Any) -> None:
        assert not hands._called, "nobody else tries what was too much for a worker"
        do_it(hands, task)

    monkeypatch.setattr(crew._ManyHands, "_do_it", here)
    monkeypatch.setattr(crew._ManyHands, "_lose", lambda *given: pytest.fail("nobody dies"))
    with pytest.raises(Exhausted):
        publish(
            manuscript("page"),
            partial(edition_of, issued=ISSUED),
            replace(open_house(), shelf=Shelf()),
            lambda finding: None,
            order=TO_PDF,
            hands=Crew(2, enough=1, memory=60).hands,
        )


def test_a_short_book_calls_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew._ManyHands, "_call", lambda hands: pytest.fail("nobody is needed"))
    publish(
        manuscript(),
        partial(edition_of, issued=ISSUED),
        replace(open_house(), shelf=Shelf()),
        lambda finding: None,
        order=TO_PDF,
        hands=Crew(2).hands,
    )
