"""A store gives back what was put there, or nothing: never something else."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from report.shelf import Shelf, key_of
from report.store import Store, cache_folder, press_stamp, user_shelf


def store(folder: Path, maker: str = "press 1", bound: int = 10**6) -> Store:
    return Store(folder, lambda: maker, bound)


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.exists() else []


def test_another_process_finds_what_one_has_made(tmp_path: Path) -> None:
    made = []

    def make() -> bytes:
        made.append(1)
        return b"cut"

    for _ in range(3):
        assert store(tmp_path).kept("a", make) == b"cut"
    assert len(made) == 1


def test_what_another_press_has_made_is_not_taken(tmp_path: Path) -> None:
    store(tmp_path, "press 1").keep("a", b"old")
    assert store(tmp_path, "press 2").find("a") is None


@pytest.mark.parametrize("spoil", [b"", b"short", b"x" * 200])
def test_a_spoilt_file_is_thrown_away(tmp_path: Path, spoil: bytes) -> None:
    store(tmp_path).keep("a", b"cut")
    (file,) = files(tmp_path)
    file.write_bytes(spoil)
    assert store(tmp_path).find("a") is None
    assert not files(tmp_path)


def test_a_folder_that_cannot_be_had_is_done_without(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file")
    kept = store(taken / "below")
    assert kept.kept("a", lambda: b"cut") == b"cut"
    assert kept.find("a") == b"cut"


def test_the_folder_may_go_at_any_time(tmp_path: Path) -> None:
    kept = store(tmp_path / "cache")
    kept.keep("a", b"cut")
    for file in files(tmp_path / "cache"):
        file.unlink()
    (tmp_path / "cache").rmdir()
    kept.keep("b", b"cut")
    assert store(tmp_path / "cache").find("b") == b"cut"


def test_the_folder_is_bounded_and_what_was_used_last_stays(tmp_path: Path) -> None:
    for number in range(20):
        store(tmp_path, bound=2000).keep(f"{number}", bytes([number]) * 200)
        for age, file in enumerate(sorted(files(tmp_path), key=lambda f: f.stat().st_mtime_ns)):
            os.utime(file, (1000 + age, 1000 + age))
    assert sum(file.stat().st_size for file in files(tmp_path)) <= 2000
    assert store(tmp_path).find("19") == bytes([19]) * 200
    assert store(tmp_path).find("0") is None


def test_many_writers(tmp_path: Path) -> None:
    def write(number: int) -> bytes:
        return store(tmp_path).kept(f"{number % 5}", lambda: bytes([number % 5]) * 5000)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(write, range(80)))
    assert found == [bytes([number % 5]) * 5000 for number in range(80)]
    assert len(files(tmp_path)) == 5, "nothing half written stays"


def test_a_shelf_has_an_end() -> None:
    shelf = Shelf(room=25)
    for name in "abc":
        shelf.keep(name, name.encode() * 10)
    assert shelf.find("a") is None
    assert shelf.find("b") == b"b" * 10
    shelf.keep("d", b"d" * 10)
    assert shelf.find("c") is None
    assert shelf.find("b") == b"b" * 10
    shelf.keep("huge", bytes(30))
    assert shelf.find("huge") is None


def test_a_key_tells_apart_what_is_made_of_other_things() -> None:
    keys = {
        key_of("a", ["b", "c"]),
        key_of("a", ["bc"]),
        key_of("a", ["c", "b"]),
        key_of("ab", ["c"]),
    }
    assert len(keys) == 4
    assert key_of("a", [b"b"]) == key_of("a", ["b"])


def test_the_folder_is_that_of_the_user_or_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WARRAQ_CACHE", "")
    assert cache_folder() is None
    assert not isinstance(user_shelf(), Store)
    monkeypatch.setenv("WARRAQ_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    assert isinstance(user_shelf(), Store)
    monkeypatch.delenv("WARRAQ_CACHE")
    found = cache_folder()
    assert found is not None
    assert "warraq" in found.parts


def test_the_stamp_is_of_all_modules() -> None:
    stamp = press_stamp()
    assert "epub/faces.py" in stamp.replace(os.sep, "/")
    assert stamp == press_stamp()
