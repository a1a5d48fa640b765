"""Interrupted at every change: no edition is lost, none is there in part, and it is said."""

from __future__ import annotations

import errno
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from editions import WORK, Desk, add, edition, snapshot
from ocfl_judge import ocfl_py

from report.archive.root.archive import Archive
from report.archive.root.lock import locked
from report.archive.verify.house import check_house
from report.archive.verify.storage import verify_root
from report.diagnostics import ReportError

OTHER = "urn:x-test:another-work"
COMMAND = """
import sys
sys.path[:0] = [{tests!r}, {root!r}]
from pathlib import Path
from editions import add
from report.archive.root.archive import Archive
add(Archive.open(Path(sys.argv[1]), print), int(sys.argv[2]), sys.argv[3])
"""
CALLS = (
    "mkdir",
    "write",
    "pwrite64",
    "ftruncate",
    "fsync",
    "rename",
    "unlink",
    "unlinkat",
    "rmdir",
)


class Counted:
    """Counts changes, and at one of them does what it is told to."""

    def __init__(self, at: int = 0, then: Callable[[], object] = lambda: None) -> None:
        self.changes: list[str] = []
        self.at = at
        self.then = then

    def __call__(self, change: str) -> None:
        self.changes.append(change)
        if len(self.changes) == self.at:
            self.then()


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def in_child(work: Callable[[], object]) -> int:
    """Run something in a process of its own; return the signal that ended it, or 0."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def whole(root: Path, work: str, least: int) -> tuple[Desk, int]:
    """Open an archive after an interruption, prove all of it, return what was said and found."""
    desk = Desk()
    archive = Archive.open(root, desk)
    for judged in verify_root(archive.tree):
        assert judged.breaches == ()
    assert list(check_house(archive.tree, "archive")) == []
    assert not (root / "extensions/warraq-staging").exists()
    assert not (root / "archive.lock").exists()
    held = [one for one in (work, WORK) if archive.has(one)]
    for each in held:
        assert ocfl_py(archive.home(each)) == (True, set())
        inventory = archive.inventory(each)
        for number in range(1, len(inventory.versions) + 1):
            assert archive.edition(inventory, number) == edition(number)
    editions = len(archive.inventory(work).versions) if work in held else 0
    assert editions in {least, least + 1}
    return desk, editions


def goes_on(root: Path, work: str, number: int, editions: int) -> None:
    """Add the edition that was interrupted once more: now it is there, once."""
    archive = Archive.open(root, Desk())
    desk = add(archive, number, work)
    assert desk.codes == (["A015"] if editions == number else [])
    _, found = whole(root, work, number - 1)
    assert found == number


SCENES = {"a later edition": (WORK, 4), "a first edition": (OTHER, 1)}


@pytest.mark.parametrize("scene", SCENES)
def test_killed_at_every_change(model: Path, tmp_path: Path, scene: str) -> None:
    work, number = SCENES[scene]
    counted = Counted()
    shutil.copytree(model, tmp_path / "counted")
    add(Archive.open(tmp_path / "counted", Desk()), number, work, step=counted)
    said: Counter[str] = Counter()
    for at in range(1, len(counted.changes) + 1):
        root = tmp_path / f"{at}"
        shutil.copytree(model, root)
        archive = Archive.open(root, Desk())
        step = Counted(at, kill)
        assert in_child(partial(add, archive, number, work, step=step)) == signal.SIGKILL
        desk, editions = whole(root, work, number - 1)
        said.update(desk.codes)
        goes_on(root, work, number, editions)
        shutil.rmtree(root)
    assert said["A007"] > 0
    assert set(said) <= {"A007", "A008"}
    assert (said["A008"] > 0) == (number > 1)


def test_killed_while_it_recovers(model: Path, tmp_path: Path) -> None:
    """Recovery that is itself interrupted, at every change, is recovered from."""
    half = tmp_path / "half"
    shutil.copytree(model, half)
    archive = Archive.open(half, Desk())
    counted = Counted()
    shutil.copytree(model, tmp_path / "counted")
    add(Archive.open(tmp_path / "counted", Desk()), 4, step=counted)
    renamed = [n for n, change in enumerate(counted.changes, 1) if change.startswith("rename v4")]
    step = Counted(renamed[0] + 1, kill)
    in_child(partial(add, archive, 4, step=step))
    recovering = Counted()
    shutil.copytree(half, tmp_path / "recovered")
    Archive.open(tmp_path / "recovered", Desk(), step=recovering)
    assert len(recovering.changes) > 5
    for at in range(1, len(recovering.changes) + 1):
        root = tmp_path / f"{at}"
        shutil.copytree(half, root)
        killed = Counted(at, kill)
        assert in_child(partial(Archive.open, root, Desk(), step=killed)) == signal.SIGKILL
        _, editions = whole(root, WORK, 3)
        assert editions == 4


def test_killed_while_it_is_made(tmp_path: Path) -> None:
    counted = Counted()
    Archive.create(tmp_path / "counted", step=counted)
    for at in range(1, len(counted.changes) + 1):
        root = tmp_path / f"{at}" / "archive"
        step = Counted(at, kill)
        assert in_child(partial(Archive.create, root, step=step)) == signal.SIGKILL
        if root.exists():
            Archive.open(root, Desk())
        else:
            Archive.create(root)
        assert snapshot(root) == snapshot(tmp_path / "counted")


@pytest.mark.parametrize("scene", SCENES)
def test_refused_at_every_change(model: Path, tmp_path: Path, scene: str) -> None:
    """A disk that is full at any change: a finding, and the archive is whole."""
    work, number = SCENES[scene]

    def full() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    counted = Counted()
    shutil.copytree(model, tmp_path / "counted")
    add(Archive.open(tmp_path / "counted", Desk()), number, work, step=counted)
    for at in range(1, len(counted.changes) + 1):
        root = tmp_path / f"{at}"
        shutil.copytree(model, root)
        archive = Archive.open(root, Desk())
        with pytest.raises(ReportError) as refused:
            add(archive, number, work, step=Counted(at, full))
        assert refused.value.diagnostic.code == "A006"
        assert "No space left" in refused.value.diagnostic.message
        _, editions = whole(root, work, number - 1)
        goes_on(root, work, number, editions)
        shutil.rmtree(root)


def test_disk_that_takes_no_more(model: Path, tmp_path: Path) -> None:
    """The system itself cuts writing off, at every size that an edition has."""
    sizes = sorted({*(len(data) for data in edition(4).values()), 0, 100, 3000, 6000})
    for limit in sizes:
        root = tmp_path / f"{limit}"
        shutil.copytree(model, root)
        before = snapshot(root)
        assert in_child(partial(refused_by_the_system, root, limit)) == signal.SIGTERM
        assert snapshot(root) == before, "cleared away by the writer itself"
        _, editions = whole(root, WORK, 3)
        assert editions == 3
        goes_on(root, WORK, 4, editions)


def refused_by_the_system(root: Path, limit: int) -> None:
    archive = Archive.open(root, Desk())
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    with pytest.raises(ReportError, match=r"A006.*too large"):
        add(archive, 4)
    os.kill(os.getpid(), signal.SIGTERM)


@pytest.mark.slow
@pytest.mark.parametrize("scene", SCENES)
def test_killed_at_every_call_that_writes(model: Path, tmp_path: Path, scene: str) -> None:
    """The same without any help of the program: the system kills it at its N-th call."""
    if not shutil.which("strace"):
        pytest.skip("strace is not there")
    work, number = SCENES[scene]
    here = Path(__file__).parent
    code = COMMAND.format(tests=str(here), root=str(here.parents[1]))

    def traced(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
        command = ["strace", "-f", *options, sys.executable, "-B", "-c", code]
        return subprocess.run(
            [*command, str(root), str(number), work], capture_output=True, text=True
        )

    shutil.copytree(model, tmp_path / "counted")
    run = traced(tmp_path / "counted", "-e", f"trace={','.join(CALLS)}")
    if "exited with 0" not in run.stderr:
        pytest.skip("strace may not trace here")
    calls = Counter(re.findall(r"^(?:\[pid +\d+\] )?(\w+)\(", run.stderr, re.MULTILINE))
    assert calls["rename"] > 0
    assert calls["fsync"] > 10
    for call in CALLS:
        for at in range(1, calls[call] + 1):
            root = tmp_path / f"{call}-{at}"
            shutil.copytree(model, root)
            inject = f"inject={call}:signal=SIGKILL:when={at}"
            run = traced(root, "-e", f"trace={call}", "-e", inject)
            assert run.returncode, f"{call} {at} was not reached"
            _, editions = whole(root, work, number - 1)
            goes_on(root, work, number, editions)
            shutil.rmtree(root)


def test_content_is_synced_before_it_is_pointed_to(archive: Archive) -> None:
    """What a rename brings in, and the inventory that names it, are on the disk by then."""
    counted = Counted()
    add(archive, 4, step=counted)
    changes = counted.changes
    into = next(n for n, change in enumerate(changes) if change.startswith("rename v4"))
    for name in ("brief.pdf", "موجز.md", "inventory.json", "inventory.json.sha512"):
        assert changes.index(f"sync {name}") < into
    assert "sync folder v4" in changes[:into]
    inventory = changes.index(f"rename inventory.json to {archive.home(WORK).name}/inventory.json")
    assert f"sync folder {archive.home(WORK).name}" in changes[into:inventory]
    sidecar = next(
        n for n, change in enumerate(changes) if "rename inventory.json.sha512" in change
    )
    assert inventory < sidecar < len(changes) - 1


def test_version_that_is_not_whole_is_set_aside(archive: Archive) -> None:
    """A half-copied folder in an object, as another tool leaves it, does not block the next add."""
    home = archive.home(WORK)
    (home / "v4" / "content").mkdir(parents=True)
    (home / "v4" / "content" / "part.pdf").write_bytes(b"%PDF")
    desk = add(archive, 4)
    assert desk.codes == ["A009"]
    aside = archive.root / "extensions/warraq-quarantine" / f"{home.name}-v4-1"
    assert snapshot(aside) == {"content/part.pdf": b"%PDF"}
    assert archive.edition(archive.inventory(WORK), 4) == edition(4)
    assert {b.clause for j in verify_root(archive.tree) for b in j.breaches} == {"W016"}


def test_inventory_of_the_root_is_restored_from_its_newest_version(archive: Archive) -> None:
    home = archive.home(WORK)
    before = snapshot(home)
    (home / "inventory.json").write_bytes(b"{")
    (home / "inventory.json.sha512").unlink()
    desk = add(archive, 3)
    assert desk.codes == ["A008", "A015"]
    assert snapshot(home) == before


def test_two_writers_at_once(model: Path, tmp_path: Path) -> None:
    """Both editions are there, in one order or the other."""
    root = tmp_path / "archive"
    shutil.copytree(model, root)
    children = []
    for number in (4, 5):
        child = os.fork()
        if not child:
            code = 1
            try:
                add(Archive.open(root, Desk()), number)
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    archive = Archive.open(root, Desk())
    inventory = archive.inventory(WORK)
    assert len(inventory.versions) == 5
    found = [archive.edition(inventory, number) for number in (4, 5)]
    assert sorted(found, key=str) == sorted([edition(4), edition(5)], key=str)
    assert ocfl_py(archive.home(WORK)) == (True, set())


def test_writer_that_does_not_get_in_says_who_holds_it(archive: Archive) -> None:
    before = snapshot(archive.root)
    with locked(archive.root):
        with pytest.raises(ReportError) as refused:
            add(archive, 4, wait=0.2)
        assert f"process {os.getpid()}" in refused.value.diagnostic.message
        # Reading goes on while somebody writes.
        desk = Desk()
        assert len(Archive.open(archive.root, desk).inventory(WORK).versions) == 3
        assert desk.codes == []
    assert refused.value.diagnostic.code == "A005"
    assert snapshot(archive.root) == before
    assert add(archive, 4, wait=0.2).codes == []


def test_many_writers_make_one_sequence(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    Archive.create(root)
    children = []
    for number in range(1, 9):
        child = os.fork()
        if not child:
            code = 1
            try:
                add(Archive.open(root, Desk()), number)
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 8
    archive = Archive.open(root, Desk())
    inventory = archive.inventory(WORK)
    assert len(inventory.versions) == 8
    assert len({str(archive.edition(inventory, n)) for n in range(1, 9)}) == 8
    assert ocfl_py(archive.home(WORK)) == (True, set())
