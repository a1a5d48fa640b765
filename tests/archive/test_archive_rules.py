"""Every rule of the archive: its bad session raises the code, its good one does not.

A session is a text of commands, run in a folder with an archive and some builds. Before the
command that the rule shows, other lines make what it needs: ``copy``, ``write``, ``flip`` (a bit),
``remove``, and the few that ``PREPARE`` lists.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import archive_command
import pytest
from builds import small_build, small_edition, write_build
from editions import EDITOR, NOON, WORK, Desk, seal
from signing_keys import PASSPHRASE, key_and_root

from report.archive.root.archive import Archive
from report.archive.root.lock import locked
from report.archive.signing import Key
from report.diagnostics import ReportError
from report.rules import Rule, catalogue, finding

FOLDERS = Path(__file__).parents[1] / "rules"
RULES = [rule for rule in catalogue().values() if rule.code.startswith("A")]
USER = "Zaynab <mailto:zaynab@example.org>"


@pytest.fixture
def no_validators(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no validator be at hand: they take seconds, and have tests of their own."""

    def missing() -> None:
        raise ReportError(finding("C004", None, tool="EPUBCheck"))

    monkeypatch.setattr("report.cli.archive.validating.find_epubcheck", missing)
    monkeypatch.setattr("report.cli.archive.validating.verapdf.version", lambda: None)


@pytest.fixture(scope="module")
def model_world(swift: Path) -> Path:
    """A folder with an archive of four works, builds, and a manuscript."""
    world = swift / "world"
    world.mkdir()
    build = small_build(house={})
    write_build(build, world / "build/archived")
    write_build(small_build(2, house={}), world / "build/brief")
    write_build(small_build(1, "brief 3", house={}), world / "build/unnamed")
    write_build(small_build(5, house={}), world / "build/fifth")
    write_build(build, world / "build/touched")
    clashing = small_build(1, house={}, more={"BRIEF.PDF": b"%PDF-2.0"})
    write_build(clashing, world / "build/clash")
    (world / "books").mkdir()
    (world / "books" / "a.txt").write_bytes(b"a")
    (world / "notes.md").write_text("---\ntitle: مذكرة\ndate: 2026-11-24\n---\n\nنص قصير.\n")
    with pytest.MonkeyPatch.context() as here:
        here.chdir(world)
        run = archive_command.run
        assert run("init", "archive").done
        keep = ("-m", "first", "--user", USER, "--unchecked")
        assert run("add", "build/archived", *keep).done
        assert run("add", "notes.md", *keep).done
        key, authority = key_and_root()
        (world / "key.p12").write_bytes(key)
        (world / "passphrase.txt").write_bytes(PASSPHRASE)
        (world / "authority.pem").write_bytes(authority)
        assert run("init", "signed-archive").done
        sign = ("--sign", "key.p12", "--passphrase-file", "passphrase.txt")
        assert run("add", "build/archived", "--root", "signed-archive", *sign, *keep).done
    archive = Archive.open(world / "archive", Desk())
    for work in ("urn:x-test:one", "urn:x-test:two"):
        put(archive, work, small_edition(1, work, "twin"))
    return world


def put(archive: Archive, work: str, files: dict[str, bytes]) -> None:
    archive.add(work, files, created=NOON, message="first", user=EDITOR, warn=Desk())


@pytest.fixture
def world(
    model_world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_validators: None
) -> Path:
    shutil.copytree(model_world, tmp_path / "world")
    monkeypatch.chdir(tmp_path / "world")
    return tmp_path / "world"


def copy(source: str, target: str) -> None:
    (shutil.copytree if Path(source).is_dir() else shutil.copy)(source, target)


def write(path: str, *words: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(" ".join(words))


def flip(path: str) -> None:
    data = bytearray(Path(path).read_bytes())
    data[len(data) // 2] ^= 1
    Path(path).write_bytes(bytes(data))


def interrupt(root: str, *change: str) -> None:
    """Kill a process that adds the second edition, when it is about to make a change."""

    def step(named: str) -> None:
        if named.startswith(" ".join(change)):
            os.kill(os.getpid(), signal.SIGKILL)

    archive = Archive.open(Path(root), Desk())
    child = os.fork()
    if not child:
        archive.add(
            WORK,
            small_edition(2),
            created=NOON,
            message="second",
            user=EDITOR,
            warn=Desk(),
            step=step,
        )
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)


def lay_flat(root: str) -> None:
    layout = Path(root) / "ocfl_layout.json"
    form = json.loads(layout.read_bytes())
    form["extension"] = "0002-flat-direct-storage-layout"
    layout.write_text(json.dumps(form))


def reformat(root: str) -> None:
    """Write an inventory as another program would: the same, in other words."""
    home = Archive.open(Path(root), Desk()).home(WORK)
    data = json.dumps(json.loads((home / "inventory.json").read_bytes()), indent=4).encode()
    for folder in (home, home / "v1"):
        seal(folder / "inventory.json", data)


def retell(root: str) -> None:
    """Make an archive with an edition whose records are of another one."""
    put(Archive.create(Path(root)), WORK, small_edition() | {"book/brief.pdf": b"%PDF-1.7 other"})


def forge(root: str) -> None:
    """Put the signature of another key, with the same name, in the place of the first."""
    home = Archive.open(Path(root), Desk()).home(WORK)
    other, _ = key_and_root("دار الوراق ")
    sidecar = (home / "v1/inventory.json.sha512").read_bytes() + b"another text"
    signature = Key.load(other, PASSPHRASE, "").sign_digest(sidecar, NOON)
    (home / "logs/signatures/v1.p7s").write_bytes(signature)


PREPARE: dict[str, Callable[..., object]] = {
    "copy": copy,
    "write": write,
    "flip": flip,
    "remove": lambda path: Path(path).unlink(),
    "interrupt": interrupt,
    "lay-flat": lay_flat,
    "reformat": reformat,
    "retell": retell,
    "forge": forge,
}


@contextmanager
def forgotten(package: str) -> Iterator[None]:
    """Let a package be one that is not installed."""
    with pytest.MonkeyPatch.context() as here:
        for name in [*sys.modules, package]:
            if name.partition(".")[0] == package:
                here.setitem(sys.modules, name, None)
        yield


def session(path: Path) -> tuple[list[str], bool]:
    """Run a session; return the codes that its last command raised, and whether it was done."""
    said = archive_command.Said(done=False, out="", err="")
    home = Archive.open(Path("archive"), Desk()).home(WORK).relative_to(Path("archive"))
    with ExitStack() as held:
        for line in path.read_text("utf-8").splitlines():
            verb, *words = shlex.split(line.replace("WORK", str(home)))
            if verb == "report":
                assert words[0] == "archive"
                said = archive_command.run(*words[1:])
            elif verb == "hold":
                held.enter_context(locked(Path(words[0])))
            elif verb == "forget":
                held.enter_context(forgotten(*words))
            else:
                PREPARE[verb](*words)
    return said.codes, said.done


def sessions(name: str) -> list[tuple[Rule, Path]]:
    return [(rule, FOLDERS / f"{rule.code}-{rule.name}" / f"{name}.txt") for rule in RULES]


@pytest.mark.parametrize(("rule", "path"), sessions("bad"), ids=lambda x: getattr(x, "code", ""))
def test_bad_session_raises_the_code(world: Path, rule: Rule, path: Path) -> None:
    codes, _ = session(path)
    assert rule.code in codes


@pytest.mark.parametrize(("rule", "path"), sessions("good"), ids=lambda x: getattr(x, "code", ""))
def test_good_session_does_not(world: Path, rule: Rule, path: Path) -> None:
    codes, done = session(path)
    assert rule.code not in codes
    assert done
    assert [code for code in codes if code.startswith("A")] == []
