"""What is done aside is what would be done here, and what goes wrong there goes wrong here."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from report.aside import aside
from report.crew import Crew
from report.diagnostics import Diagnostic, ReportError
from report.disk import open_house
from report.model.document import Edition, Report
from report.press import Aside, Books, EditionOf, Order, edition_of, publish, when_asked
from report.readers.source import Source
from report.rules import finding

HERE = os.getpid()
EDITION = partial(edition_of, issued=datetime(2026, 11, 24, tzinfo=UTC))
WRONG = Source(
    "a.md",
    "text/markdown",
    "---\ntitle: موجز\nlang: ar\n---\n\n# فصل\n\nالماء , والغذاء ، ثم[^1].\n".encode(),
)
forks = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="there are no forks here")


@pytest.fixture(autouse=True)
def no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)


@forks
def test_another_process_does_it_while_this_one_goes_on() -> None:
    reading, writing = os.pipe()
    promised = aside(lambda: (os.getpid(), b"m" * 300_000))
    os.close(writing)
    assert os.read(reading, 1) == b"", "the fork has let go of the line"
    os.close(reading)
    worker, made = promised()
    assert worker != HERE
    assert made == b"m" * 300_000
    with pytest.raises(ChildProcessError):
        os.waitpid(worker, os.WNOHANG)


def _only_here() -> int:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return HERE


def _never() -> int:
    raise LookupError("nowhere")


def _not_to_be_sent() -> Callable[[], int]:
    return lambda: HERE


def test_what_a_fork_cannot_do_is_done_here() -> None:
    assert aside(_only_here)() == HERE
    assert aside(_not_to_be_sent)()() == HERE
    with pytest.raises(LookupError, match="nowhere"):
        aside(_never)()


def test_beside_threads_nothing_is_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert aside(os.getpid)() == HERE


@forks
def test_beside_threads_of_others_only_python_is_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "listdir", lambda path, real=os.listdir: [*real(path), "99999"])
    assert aside(os.getpid)() != HERE
    assert aside(os.getpid, native=True)() == HERE


def test_a_crew_of_one_does_it_when_it_is_asked_for() -> None:
    assert Crew(1).aside(os.getpid)() == HERE


def made(aside: Aside, edition: EditionOf = EDITION) -> Any:
    found: list[Diagnostic] = []

    def set_with(to: tuple[str, ...]) -> Books:
        order = Order(to=to)
        return publish(WRONG, edition, open_house(), found.append, order=order, aside=aside)

    return found, set_with


@pytest.mark.slow
@pytest.mark.parametrize("to", [("pdf", "epub"), ("epub",)])
def test_books_and_findings_are_the_same(to: tuple[str, ...]) -> None:
    found, set_with = made(Crew(2).aside)
    found_here, set_here = made(when_asked)
    books, here = set_with(to), set_here(to)
    assert (books.pdf, books.epub) == (here.pdf, here.epub)
    assert books.epub
    assert found == found_here
    assert [one.code for one in found][:2] == ["D001", "T031"]


@pytest.mark.parametrize("aside", [Crew(2).aside, when_asked])
def test_what_is_wrong_with_the_text_is_told_before_the_book_is_refused(aside: Aside) -> None:
    def refused(report: Report) -> Edition:
        raise ReportError(finding("C009", None, source="a.md", errors=1))

    found, set_with = made(aside, refused)
    with pytest.raises(ReportError):
        set_with(("pdf",))
    assert {"D001", "T031"} <= {one.code for one in found}
