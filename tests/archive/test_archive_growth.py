"""An archive that grows: what an edition costs does not grow with the works beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from editions import NOON, Desk, add, edition

from report.archive.inventory import Inventory, User, Version, next_step, read_inventory
from report.archive.root.archive import Archive
from report.archive.root.folder import Folder


class Counting:
    """Counts how often folders are listed and files read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        for name in ("entries", "read", "digests"):
            monkeypatch.setattr(Folder, name, self._counted(getattr(Folder, name)))

    def _counted(self, method: object) -> object:
        def counted(*words: object) -> object:
            self.count += 1
            return method(*words)  # type: ignore[operator]

        return counted


def cost(root: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """Return how many changes and how many readings it takes to add an edition to a work."""
    with monkeypatch.context() as here:
        counting = Counting(here)
        changes: list[str] = []
        add(Archive.open(root, Desk()), 2, "urn:x-test:work-1", step=changes.append)
        return len(changes), counting.count


def test_add_does_not_cost_more_among_many_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive.create(tmp_path / "archive")
    add(archive, 1, "urn:x-test:work-1")
    shutil.copytree(archive.root, tmp_path / "few")
    few = cost(tmp_path / "few", monkeypatch)
    for number in range(2, 200):
        add(archive, 1, f"urn:x-test:work-{number}")
    assert cost(archive.root, monkeypatch) == few


def test_inventory_of_many_editions_is_read_as_it_was_written() -> None:
    user = User("Z", "mailto:z@example.org")
    inventory: Inventory | None = None
    for number in range(1, 301):
        step = next_step(
            inventory,
            "urn:x-test:1",
            edition(number),
            created=NOON,
            message=f"«{number}»",
            user=user,
        )
        inventory = step.inventory
    assert inventory is not None
    data = inventory.as_json()
    assert read_inventory(data) == inventory
    assert data.decode().count("\n") > len(inventory.manifest) + 300


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"id": 7}',
        b"\xff",
        b"[" * 100_000,
        b'{"id": "a", "digestAlgorithm": "md5", "head": "v1", "manifest": {}, "versions": {}}',
    ],
)
def test_what_is_no_inventory_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not an inventory"):
        read_inventory(data)


def test_version_needs_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Version(NOON.replace(tzinfo=None), "m", None, {})
