"""Shelf: what was made once for a book and can be taken again for the next one.

What stands on it is known by a digest of all that it was made of, so it is the same whether it is
taken or made anew, and may be lost at any time. The shelf holds the youngest; one that outlives
the process is at the edge (:mod:`report.store`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256

_ROOM = 48 * 2**20
"""Bytes: the cut faces of some hundred books."""


class Shelf:
    """Keeps bytes by their keys, as many as there is room for."""

    def __init__(self, room: int = _ROOM) -> None:
        self._room = room
        self._held: dict[str, bytes] = {}
        self._size = 0

    def kept(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return what stands under a key; make it and put it there when there is nothing.

        >>> shelf = Shelf()
        >>> shelf.kept("a", lambda: b"made"), shelf.kept("a", lambda: b"made again")
        (b'made', b'made')
        """
        found = self.find(key)
        if found is None:
            found = make()
            self.keep(key, found)
        return found

    def find(self, key: str) -> bytes | None:
        """Return what stands under a key, ``None`` when there is nothing."""
        found = self._held.pop(key, None)
        if found is not None:
            self._held[key] = found  # the youngest again
        return found

    def keep(self, key: str, data: bytes) -> None:
        """Put something on the shelf; what was taken last longest ago goes."""
        self._size += len(data) - len(self._held.pop(key, b""))
        self._held[key] = data
        while self._size > self._room and self._held:
            oldest = next(iter(self._held))
            self._size -= len(self._held.pop(oldest))


def key_of(kind: str, made_of: Iterable[str | bytes]) -> str:
    """Return the key of something of a kind: the digest of all that it is made of.

    >>> key_of("cut", ["a", "b"]) == key_of("cut", ["ab"])
    False
    """
    digest = sha256(kind.encode())
    for part in made_of:
        data = part.encode() if isinstance(part, str) else part
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return f"{kind}-{digest.hexdigest()}"
