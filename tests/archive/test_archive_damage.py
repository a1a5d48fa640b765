"""One byte flipped, one file deleted, renamed, added, anywhere: found and named."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from editions import WORK, Desk, add, snapshot

from report.archive.root.archive import Archive
from report.archive.verify.house import check_house
from report.archive.verify.judge import diagnostics
from report.archive.verify.storage import verify_root
from report.diagnostics import Diagnostic

EDITIONS = 50


@pytest.fixture(scope="module")
def fifty(swift: Path) -> Archive:
    archive = Archive.create(swift / "fifty")
    for number in range(1, EDITIONS + 1):
        assert add(archive, number).codes == []
    return archive


def findings(archive: Archive) -> list[Diagnostic]:
    """Return all that verification says of an archive."""
    found = list(check_house(archive.tree, "archive"))
    for judged in verify_root(archive.tree):
        where = f"archive/{judged.path}" if judged.path else "archive"
        found += diagnostics(judged.breaches, where)
    return found


def named(archive: Archive) -> set[str]:
    return {diagnostic.place.file for diagnostic in findings(archive) if diagnostic.place}


def files(archive: Archive) -> list[str]:
    return sorted(snapshot(archive.root))


def some(paths: list[str], every: int) -> Iterator[str]:
    """Yield each file of the first and the last edition, and a part of those between."""
    ends = ("/v1/", f"/v{EDITIONS}/")
    for place, path in enumerate(paths):
        if place % every == 0 or path.count("/") < 5 or any(end in path for end in ends):
            yield path


def test_archive_of_fifty_editions_has_no_finding(fifty: Archive) -> None:
    assert findings(fifty) == []
    assert len(fifty.inventory(WORK).versions) == EDITIONS


def test_flipped_byte_is_found_and_named(fifty: Archive) -> None:
    tried = 0
    for path in some(files(fifty), 3):
        file = fifty.root / path
        data = file.read_bytes()
        if not data:
            continue
        at = int(hashlib.sha256(path.encode()).hexdigest(), 16) % len(data)
        file.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        home = path.rpartition("/v")[0]
        wanted = {f"archive/{path}", f"archive/{path}.sha512", f"archive/{home or path}"}
        assert named(fifty) & wanted, f"byte {at} of {path}"
        file.write_bytes(data)
        tried += 1
    assert tried > 90
    assert findings(fifty) == []


def test_deleted_file_is_found_and_named(fifty: Archive) -> None:
    for path in some(files(fifty), 20):
        file = fifty.root / path
        data = file.read_bytes()
        file.unlink()
        said = findings(fifty)
        assert said, path
        assert any(
            diagnostic.place and f"archive/{path}".startswith(diagnostic.place.file)
            for diagnostic in said
        ), path
        file.write_bytes(data)
    assert findings(fifty) == []


def test_renamed_file_is_found_and_named(fifty: Archive) -> None:
    for path in some(files(fifty), 20):
        file = fifty.root / path
        other = file.with_name(f"{file.name}.old")
        file.rename(other)
        assert any(f"archive/{path}.old".startswith(where) for where in named(fifty)), path
        other.rename(file)
    assert findings(fifty) == []


def test_added_file_is_found_and_named(fifty: Archive) -> None:
    folders = sorted({path.rpartition("/")[0] for path in some(files(fifty), 5)})
    parents = ["", "extensions", *(fifty.layout.place(WORK)[:cut] for cut in (3, 7, 11))]
    for folder in [*folders, *parents]:
        if folder == "extensions/0004-hashed-n-tuple-storage-layout":
            # What an extension keeps in its own folder is its own affair (OCFL 1.1, 4.4).
            continue
        stray = fifty.root / folder / "stray.txt"
        stray.write_bytes(b"stray")
        where = "/".join(["archive", *filter(None, [folder]), "stray.txt"])
        assert where in named(fifty), where
        stray.unlink()
    assert findings(fifty) == []


def test_whole_object_moved_or_copied_is_found(fifty: Archive) -> None:
    home = fifty.home(WORK)
    elsewhere = fifty.root / "0ff" / "111" / "222" / home.name
    shutil.copytree(home, elsewhere)
    clauses = {breach.clause for judged in verify_root(fifty.tree) for breach in judged.breaches}
    assert clauses == {"E037", "E083"}
    shutil.rmtree(fifty.root / "0ff")
    (fifty.root / "0ff" / "111").mkdir(parents=True)
    clauses = {breach.clause for judged in verify_root(fifty.tree) for breach in judged.breaches}
    assert clauses == {"E073"}
    shutil.rmtree(fifty.root / "0ff")
    assert findings(fifty) == []


def test_damaged_file_is_not_handed_out(archive: Archive) -> None:
    inventory = archive.inventory(WORK)
    file = archive.home(WORK) / "v2/content/book/brief.pdf"
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    with pytest.raises(Exception, match="A017"):
        archive.edition(inventory, 2)
    assert archive.edition(inventory, 1)["book/brief.pdf"].startswith(b"%PDF")


def test_foreign_root_is_not_asked_for_digests(tmp_path: Path) -> None:
    """A storage root of another program has no list of digests of its own files."""
    made = Archive.create(tmp_path / "archive")
    for path in made.root.iterdir():
        if path.is_file() and not path.name.startswith(("0=", "ocfl_layout")):
            path.unlink()
    assert list(check_house(made.tree, "archive")) == []
    assert Archive.open(made.root, Desk()).has(WORK) is False
