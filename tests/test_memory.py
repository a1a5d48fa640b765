"""A bound on memory: who needs more is told so, alone, and nothing of it is written."""

from __future__ import annotations

import os
import signal
import time
from functools import partial
from pathlib import Path

import pytest

from report.aside import aside
from report.cli import main
from report.jobs import Lost, Workshop
from report.memory import Exhausted, bound, held, unseen, within

SAMPLE = Path(__file__).parent.parent / "examples" / "sahel-security" / "manuscript.md"
BRIEF = "---\ntitle: {title}\nlang: ar\ndate: 2026-11-24\n---\n\n# متن\n\nنصّ قصير.\n"
MEGABYTE = 1024 * 1024
FAR = 100_000
"""Megabytes that nothing here needs."""


def filled(megabytes: int) -> int:
    """Hold some memory for a while, swallow every error on the way, and say who has held it."""
    data = []
    for _ in range(megabytes):
        try:
            data.append(bytes(MEGABYTE).replace(b"\0", b"x"))
        except Exception:
            return 0
    return os.getpid()


def without(given: object) -> None:
    """Find that the machine has no more memory."""
    raise MemoryError(given)


def books(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_work_within_a_bound_is_left_alone() -> None:
    with within(FAR):
        assert bound() == FAR
        assert filled(5)
    assert bound() == 0
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


def test_work_that_holds_more_ends_where_it_is() -> None:
    begun = held() // MEGABYTE
    with pytest.raises(Exhausted), within(begun + 40):
        filled(FAR)
    assert bound() == 0


def test_what_has_been_overheard_is_said_again() -> None:
    heard = []

    def overhear() -> None:
        while len(heard) < 2:
            try:
                while True:
                    time.monotonic()
            except Exhausted:
                heard.append(held())

    with pytest.raises(Exhausted), within(1):
        overhear()
    assert len(heard) == 2


def test_what_python_cannot_let_out_is_said_again_and_not_told(
    capfd: pytest.CaptureFixture[str],
) -> None:
    ends = []

    class Held:
        def __del__(self) -> None:
            ends.append("begun")
            while True:
                time.monotonic()

    def dropped() -> None:
        held = Held()
        del held
        ends.append("dropped")
        while True:
            time.monotonic()

    with pytest.raises(Exhausted), within(1):
        dropped()
    assert ends == ["begun", "dropped"]
    assert not capfd.readouterr().err


def test_no_look_is_taken_while_the_process_forks() -> None:
    begun = time.process_time()
    looked = []

    def forked() -> None:
        with unseen():
            while time.process_time() < begun + 0.1:
                pass
            looked.append("after")
        while True:
            time.monotonic()

    with pytest.raises(Exhausted), within(1):
        forked()
    assert looked == ["after"]


def test_a_fork_has_the_bound_of_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    # Other tests leave threads of servers behind, and beside threads nothing is forked.
    monkeypatch.setattr("report.aside.threading.active_count", lambda: 1)
    here = os.getpid()
    with within(FAR):
        assert aside(partial(filled, 1))() not in (0, here)
        assert aside(bound)() == FAR
        begun = held() // MEGABYTE
    with within(begun + 60):
        promised = aside(lambda: filled(FAR) if os.getpid() != here else here)
        assert promised() == here, "what a fork has no room for is done here"


def test_a_task_that_needs_more_is_lost_alone_and_its_process_with_it() -> None:
    results = dict(Workshop(1, memory=200).results(filled, [1, 2, 400, 3], list))
    lost = results.pop(2)
    assert isinstance(lost, Lost)
    assert lost.memory
    assert results[0] == results[1] != os.getpid()
    assert isinstance(results[3], int)
    assert results[3] != results[0]


@pytest.mark.parametrize("jobs", [1, 2])
def test_memory_that_the_machine_has_not_is_told_as_such(jobs: int) -> None:
    results = dict(Workshop(jobs).results(without, [1, 2], list))
    assert all(isinstance(came, Lost) and came.memory for came in results.values())


def test_it_is_said_when_the_machine_gives_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("report.cli.build.publish", lambda *given: without(given))
    assert main(["build", str(SAMPLE), "-o", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "C042" in said
    assert "more memory than the machine gives" in said


def test_a_bound_that_is_wide_enough_changes_no_byte(tmp_path: Path) -> None:
    made = ["build", str(SAMPLE), "-o"]
    assert main([*made, str(tmp_path / "free")]) == 0
    assert main([*made, str(tmp_path / "bound"), "--memory", "1000"]) == 0
    assert len(books(tmp_path / "free")) == 3
    assert books(tmp_path / "free") == books(tmp_path / "bound")


def test_with_too_little_nothing_is_written(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", str(SAMPLE), "-o", str(tmp_path / "out"), "--memory", "60"]) == 1
    said = capfd.readouterr().err
    assert "C042" in said
    assert "needs more memory than 60 MB; nothing of it was written" in said
    assert "Traceback" not in said
    assert not books(tmp_path)


def test_a_report_that_needs_more_stops_no_other(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    paths = [tmp_path / f"brief-{number}.md" for number in range(4)]
    for number, path in enumerate(paths):
        path.write_text(BRIEF.format(title=f"موجز {number}"), "utf-8")
    with paths[1].open("a", encoding="utf-8") as file:
        file.write("\n" + "كلمات كثيرة في فقرة طويلة. \n\n" * 6_000)
    sources = [str(path) for path in paths]
    arguments = ["build", *sources, "--to", "pdf", "-o", str(tmp_path / "out")]
    assert main([*arguments, "--jobs", "2", "--memory", "125"]) == 1
    told = capfd.readouterr()
    assert told.err.count("C042") == 1
    assert "Traceback" not in told.err
    assert "3 of 4 reports set, 1 failed" in told.out
    assert {name for name in books(tmp_path / "out") if name.endswith("pdf")} == {
        f"brief-{number}.pdf" for number in (0, 2, 3)
    }


def test_a_bound_and_a_cluster_exclude_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["build", str(SAMPLE), "--memory", "500", "--cluster", "tcp://127.0.0.1:1"])
    assert ended.value.code == 2
    assert "not allowed with" in capsys.readouterr().err
