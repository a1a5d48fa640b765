"""Small editions, archives made of them, and ways to change what lies in one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from report.archive.inventory import User, sidecar
from report.archive.root.archive import Archive
from report.diagnostics import Diagnostic

WORK = "urn:uuid:1e7d153d-79f8-5242-8a87-d99b79068a5e"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
EDITOR = User("زينب التازي", "mailto:zaynab@example.org")

Change = Callable[[dict[str, Any]], object]


def edition(number: int) -> dict[str, bytes]:
    """Return the files of a small edition: some are those of every edition, some its own."""
    return {
        "source/موجز.md": f"# الأمن الغذائي\n\nالطبعة {number}.\n".encode(),
        "book/brief.pdf": b"%PDF-1.7\n" + str(number).encode() * 50,
        "book/brief.epub": b"PK\3\4" + str(number // 2).encode() * 40,
        "house/fonts/amiri.ttf": b"\0\1\0\0" + b"amiri" * 100,
        "metadata/empty.txt": b"",
    }


class Desk:
    """What was said, by code."""

    def __init__(self) -> None:
        self.said: list[Diagnostic] = []

    def __call__(self, diagnostic: Diagnostic) -> None:
        self.said.append(diagnostic)

    @property
    def codes(self) -> list[str]:
        return [diagnostic.code for diagnostic in self.said]


def add(archive: Archive, number: int, work: str = WORK, **more: Any) -> Desk:
    desk = Desk()
    archive.add(
        work,
        more.pop("files", None) or edition(number),
        created=NOON + timedelta(days=number),
        message=f"الطبعة {number}",
        user=EDITOR,
        warn=desk,
        **more,
    )
    return desk


def rewrite(home: Path, change: Change, *versions: str) -> None:
    """Change inventories and seal them again; none named: that of the root and of its head."""
    root = json.loads((home / "inventory.json").read_bytes())
    for version in versions or ("", root["head"]):
        file = home / version / "inventory.json"
        form = json.loads(file.read_bytes())
        change(form)
        seal(file, json.dumps(form).encode())


def seal(file: Path, data: bytes) -> None:
    """Write an inventory with its sidecar."""
    file.write_bytes(data)
    file.with_name("inventory.json.sha512").write_bytes(sidecar(data))


def snapshot(root: Path) -> Mapping[str, bytes]:
    """Return every file below a folder, and every empty folder with a slash at its end."""
    return dict(_walk(root, root))


def _walk(root: Path, folder: Path) -> Iterator[tuple[str, bytes]]:
    listed = sorted(folder.iterdir())
    if not listed:
        yield f"{folder.relative_to(root)}/", b""
    for path in listed:
        if path.is_dir():
            yield from _walk(root, path)
        else:
            yield str(path.relative_to(root)), path.read_bytes()
