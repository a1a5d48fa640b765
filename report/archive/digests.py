"""Digests: the algorithms that OCFL names, how long their values are, how they are made."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Protocol

ALGORITHM = "sha512"
"""What this archive addresses content by (OCFL 1.1, 3.4: SHOULD)."""

CONTENT_ALGORITHMS = frozenset({"sha512", "sha256"})
"""What OCFL lets an object address content by (3.4, E025)."""


class Digester(Protocol):
    """What :mod:`hashlib` makes."""

    def update(self, data: bytes, /) -> None:
        """Take more bytes."""

    def hexdigest(self) -> str:
        """Return the digest of all bytes taken, in small hexadecimal letters."""


# OCFL 1.1, 3.4, and the community extension 0001. A value is written in hexadecimal (E029-E032).
_MADE: Mapping[str, tuple[int, Callable[[], Digester]]] = {
    "md5": (32, lambda: hashlib.md5(usedforsecurity=False)),
    "sha1": (40, lambda: hashlib.sha1(usedforsecurity=False)),
    "sha256": (64, hashlib.sha256),
    "sha512": (128, hashlib.sha512),
    "sha512/256": (64, lambda: hashlib.new("sha512_256")),
    "blake2b-512": (128, hashlib.blake2b),
    "blake2b-384": (96, lambda: hashlib.blake2b(digest_size=48)),
    "blake2b-256": (64, lambda: hashlib.blake2b(digest_size=32)),
    "blake2b-160": (40, lambda: hashlib.blake2b(digest_size=20)),
}
_HEXADECIMAL = re.compile("[0-9a-fA-F]*")

UNSUPPORTED = frozenset({"size", "crc32"})
"""Registered fixity algorithms (extension 0009) that this archive does not compute (3.4, E028)."""


def supported(algorithm: str) -> bool:
    """Say whether values of an algorithm can be checked here."""
    return algorithm in _MADE


def digester(algorithm: str) -> Digester:
    """Return a fresh digester; :class:`KeyError` for an algorithm that is not supported."""
    return _MADE[algorithm][1]()


def digest(data: bytes, algorithm: str = ALGORITHM) -> str:
    """Return the digest of some bytes, in small hexadecimal letters.

    >>> digest(b"", "md5")
    'd41d8cd98f00b204e9800998ecf8427e'
    """
    made = digester(algorithm)
    made.update(data)
    return made.hexdigest()


def well_formed(value: str, algorithm: str) -> bool:
    """Say whether a value has the length and the letters of its algorithm.

    >>> well_formed("d41d8cd98f00b204e9800998ecf8427e", "md5"), well_formed("٠" * 32, "md5")
    (True, False)
    """
    return len(value) == _MADE[algorithm][0] and bool(_HEXADECIMAL.fullmatch(value))
