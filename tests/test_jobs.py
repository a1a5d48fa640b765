"""Jobs: many reports in many processes; what one of them loses is nobody else's loss."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from report.cli import main
from report.diagnostics import ReportError
from report.jobs import Lost, Workshop

TEXT = "---\ntitle: {title}\nlang: ar\ndate: 2026-11-24\n---\n\n# متن\n\nنصّ قصير رقم {title}.\n"


def nothing() -> None:
    """Warm nothing."""


def twice(number: int) -> int:
    """Double a number; 3 cannot be doubled, 13 kills who tries."""
    if number == 3:
        raise ValueError("three")
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def books(folder: Path) -> dict[str, bytes]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@pytest.fixture
def sources(tmp_path: Path) -> list[str]:
    paths = [tmp_path / f"brief-{number}.md" for number in range(3)]
    for number, path in enumerate(paths):
        path.write_text(TEXT.format(title=f"موجز {number}"), "utf-8")
    return [str(path) for path in paths]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_goes_wrong_in_a_task_is_its_own_loss(jobs: int) -> None:
    results = dict(Workshop(jobs).results(twice, [1, 3, 5], nothing))
    assert results.keys() == {0, 1, 2}
    assert (results[0], results[2]) == (2, 10)
    lost = results[1]
    assert isinstance(lost, Lost)
    assert re.fullmatch(
        r"ValueError: three \(report\.jobs, line \d+, in [\w.]*test_jobs, line \d+\)", lost.reason
    )


def test_who_asks_for_it_sees_the_traceback(
    sources: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: object, **named: object) -> None:
        raise ZeroDivisionError("a fault of the press")

    monkeypatch.setattr("report.cli.build.publish", broken)
    command = ["build", sources[0], "-o", str(tmp_path)]
    assert main(command) == 1
    with pytest.raises(ZeroDivisionError):
        main([*command, "--traceback"])


def test_a_worker_that_is_killed_takes_nothing_with_it() -> None:
    results = dict(Workshop(2).results(twice, [1, 13, 2, 5], nothing))
    assert {place: came for place, came in results.items() if isinstance(came, int)} == {
        0: 2,
        2: 4,
        3: 10,
    }
    assert results[1] == Lost("its process was killed")


def test_processes_make_the_same_books(
    sources: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for folder, jobs in (("one", "1"), ("two", "2")):
        assert main(["build", *sources[:2], "-o", str(tmp_path / folder), "--jobs", jobs]) == 0
        said.append([line.split()[:2] for line in capsys.readouterr().out.splitlines()])
    assert books(tmp_path / "one") == books(tmp_path / "two")
    assert len(books(tmp_path / "one")) == 6
    for one, two in zip(*said, strict=True):
        assert [word.replace("/one/", "/two/") for word in one] == two, "in the same order"


def test_a_report_that_cannot_be_set_does_not_stop_the_rest(
    sources: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.md"
    bad.write_bytes(b"")
    arguments = ["build", sources[0], str(bad), sources[1], "--to", "html", "-o", str(tmp_path)]
    assert main([*arguments, "--jobs", "2"]) == 1
    assert (tmp_path / "brief-0" / "brief-0.html").exists()
    assert (tmp_path / "brief-1" / "brief-1.html").exists()
    assert "2 of 3 reports set, 1 failed" in capsys.readouterr().out


def test_resume_keeps_what_is_whole_and_made_of_the_same(
    sources: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["build", *sources, "-o", str(tmp_path / "out"), "--to", "epub", "--resume"]
    assert main(arguments) == 0
    before = books(tmp_path / "out")
    assert "unchanged" not in capsys.readouterr().out
    Path(sources[0]).write_text(TEXT.format(title="موجز آخر"), "utf-8")
    (tmp_path / "out" / "brief-1" / "brief-1.epub").write_bytes(b"damaged")
    assert main(arguments) == 0
    assert "2 of 3 reports set, 1 unchanged" in capsys.readouterr().out
    after = books(tmp_path / "out")
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"brief-0/brief-0.epub", "brief-0/brief-0.json"}
    assert main([*arguments, "--edition", "2"]) == 0
    assert "3 of 3 reports set" in capsys.readouterr().out


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as running:
        yield running.scheduler_address


@pytest.mark.slow
def test_a_cluster_makes_the_same_books(cluster: str, sources: list[str], tmp_path: Path) -> None:
    made = ["build", *sources[:2], "-o"]
    assert main([*made, str(tmp_path / "here")]) == 0
    assert main([*made, str(tmp_path / "there"), "--cluster", cluster]) == 0
    assert books(tmp_path / "here") == books(tmp_path / "there")


def once_killed(task: tuple[str, int]) -> int:
    """Double a number, and die the first time that it is asked for 2."""
    mark, number = task
    if number == 2 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


@pytest.mark.slow
def test_a_worker_of_a_cluster_that_is_killed_loses_nothing(cluster: str, tmp_path: Path) -> None:
    tasks = [(str(tmp_path / "mark"), number) for number in range(6)]
    results = dict(Workshop(cluster=cluster).results(once_killed, tasks, nothing))
    assert results == {number: 2 * number for number in range(6)}
    assert (tmp_path / "mark").exists()


def test_a_cluster_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("report.jobs._PATIENCE", 1)
    with pytest.raises(ReportError) as told:
        dict(Workshop(cluster="tcp://127.0.0.1:1").results(twice, [1], nothing))
    assert told.value.diagnostic.code == "C041"
