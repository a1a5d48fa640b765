"""Inventory: what an object holds and held: the next one made from the last and the files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from report.archive.digests import ALGORITHM, digest

SPECIFICATION = "1.1"
TYPE = f"https://ocfl.io/{SPECIFICATION}/spec/#inventory"
FILE = "inventory.json"
SIDECAR = f"{FILE}.{ALGORITHM}"
CONTENT = "content"
SIGNATURES = "logs/signatures"
"""Where the signatures of inventories stand in an object, one a version (OCFL 1.1, 3.8)."""

DECLARATION = f"0=ocfl_object_{SPECIFICATION}"


@dataclass(frozen=True, slots=True)
class User:
    """Who makes a version; ``address`` is a URI, for a person usually ``mailto:``."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Version:
    """One edition as the inventory tells it: when, why, by whom, and its files by digest.

    ``state`` maps logical paths to digests.
    """

    created: datetime
    message: str
    user: User | None
    state: Mapping[str, str]

    def __post_init__(self) -> None:
        if self.created.tzinfo is None:
            raise ValueError("the time of a version needs a time zone")


@dataclass(frozen=True, slots=True)
class Inventory:
    """The inventory of an object. ``manifest`` maps digests to the content path of one file."""

    id: str
    manifest: Mapping[str, str]
    versions: tuple[Version, ...]

    @property
    def head(self) -> str:
        """The name of the newest version."""
        return f"v{len(self.versions)}"

    def version(self, number: int) -> Version:
        """Return a version by its number, from 1; :class:`IndexError` for one that is not there."""
        if not 1 <= number <= len(self.versions):
            raise IndexError(number)
        return self.versions[number - 1]

    def content_path(self, number: int, logical: str) -> str:
        """Return where the bytes of a file of a version stand in the object."""
        return self.manifest[self.version(number).state[logical]]

    def as_json(self) -> bytes:
        """Return ``inventory.json``; equal inventories are equal bytes.

        A line for each entry, so that a person finds a file by eye. Not by an indent: with one
        :mod:`json` is ten times as slow, and works of many editions have inventories of megabytes.
        """
        form = {
            "id": self.id,
            "type": TYPE,
            "digestAlgorithm": ALGORITHM,
            "head": self.head,
            "contentDirectory": CONTENT,
            "manifest": {key: [self.manifest[key]] for key in sorted(self.manifest)},
            "versions": {f"v{n}": _block(v) for n, v in enumerate(self.versions, start=1)},
        }
        written = json.dumps(form, ensure_ascii=False, separators=(",\n", ": "))
        return f"{written}\n".encode()


@dataclass(frozen=True, slots=True)
class Step:
    """The next version of an object: its inventory and the new content, by content path."""

    inventory: Inventory
    content: Mapping[str, bytes]


def next_step(
    last: Inventory | None,
    identifier: str,
    files: Mapping[str, bytes],
    *,
    created: datetime,
    message: str,
    user: User,
) -> Step:
    """Make the next version of an object from its files.

    Only bytes that no earlier version has become content; the others are named by their digest
    (OCFL 1.1, 3.4). ``last`` is ``None`` for the first version.

    >>> noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    >>> step = next_step(None, "urn:x-test:1", {"a.txt": b"A", "b.txt": b"A"}, created=noon,
    ...                  message="first", user=User("Zaynab", "mailto:zaynab@example.org"))
    >>> step.inventory.head, list(step.content)
    ('v1', ['v1/content/a.txt'])
    """
    number = len(last.versions) + 1 if last else 1
    manifest = dict(last.manifest) if last else {}
    state: dict[str, str] = {}
    content: dict[str, bytes] = {}
    for logical, data in sorted(files.items()):
        key = digest(data)
        state[logical] = key
        if key not in manifest:
            manifest[key] = f"v{number}/{CONTENT}/{logical}"
            content[manifest[key]] = data
    version = Version(created, message, user, state)
    before = last.versions if last else ()
    return Step(Inventory(identifier, manifest, (*before, version)), content)


def sidecar(inventory: bytes) -> bytes:
    """Return the sidecar of an inventory (OCFL 1.1, 3.6).

    >>> sidecar(b"{}").split()[1]
    b'inventory.json'
    """
    return f"{digest(inventory)} {FILE}\n".encode()


def signature_of(number: int) -> str:
    """Return where the signature of the inventory of a version stands.

    >>> signature_of(3)
    'logs/signatures/v3.p7s'
    """
    return f"{SIGNATURES}/v{number}.p7s"


def read_inventory(data: bytes) -> Inventory:
    """Read the inventory of an object that this archive has made or would have made.

    Digests are taken in small letters; of several content paths of a digest the first counts.
    Raises :class:`ValueError` for what is not such an inventory. That it is a valid one is for
    :mod:`report.archive.verify` to say.
    """
    try:
        form = json.loads(data)
        manifest = {key.lower(): paths[0] for key, paths in form["manifest"].items()}
        blocks = form["versions"]
        names = [f"v{n}" for n in range(1, len(blocks) + 1)]
        versions = tuple(_version(blocks[name]) for name in names)
        identifier, algorithm, head = form["id"], form["digestAlgorithm"], form["head"]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"it is not an inventory of this archive: {error!r}") from None
    if algorithm != ALGORITHM or head != names[-1] or not isinstance(identifier, str):
        raise ValueError("it is not an inventory of this archive")
    if any(key not in manifest for version in versions for key in version.state.values()):
        raise ValueError("a version names content that the manifest does not have")
    return Inventory(identifier, manifest, versions)


def written_time(moment: datetime) -> str:
    """Write a time as RFC 3339 in UTC.

    >>> written_time(datetime(2026, 11, 24, 12, tzinfo=UTC))
    '2026-11-24T12:00:00Z'
    """
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _block(version: Version) -> dict[str, Any]:
    digests: dict[str, list[str]] = {}
    for logical, key in sorted(version.state.items()):
        digests.setdefault(key, []).append(logical)
    block: dict[str, Any] = {"created": written_time(version.created), "message": version.message}
    if version.user:
        block["user"] = {"name": version.user.name, "address": version.user.address}
    return block | {"state": {key: digests[key] for key in sorted(digests)}}


def _version(block: Mapping[str, Any]) -> Version:
    user = block.get("user")
    return Version(
        created=datetime.fromisoformat(block["created"]),
        message=str(block.get("message", "")),
        user=User(str(user["name"]), str(user.get("address", ""))) if user else None,
        state=dict(_state(block["state"])),
    )


def _state(block: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, paths in block.items():
        for path in paths:
            yield path, key.lower()
