"""Layout: where an object stands below the storage root (community extension 0004)."""

from __future__ import annotations

import json
from dataclasses import dataclass

from report.archive.digests import digest, digester, supported

NAME = "0004-hashed-n-tuple-storage-layout"
DESCRIPTION = (
    "Hashed N-tuple Storage Layout: the SHA-256 of the identifier in hexadecimal, three folders of"
    " three letters each, then a folder named by the whole digest"
)
_MOST_TUPLES = 32


@dataclass(frozen=True, slots=True)
class HashedTuples:
    """The parameters of the layout; their defaults are those of the extension."""

    algorithm: str = "sha256"
    tuple_size: int = 3
    tuples: int = 3
    short_root: bool = False

    def __post_init__(self) -> None:
        whole = len(digester(self.algorithm).hexdigest()) if supported(self.algorithm) else 0
        taken = self.tuple_size * self.tuples
        sizes = range(_MOST_TUPLES + 1)
        if self.tuple_size not in sizes or self.tuples not in sizes or taken > whole:
            raise ValueError("the digest has not so many letters")
        if (self.tuple_size == 0) != (self.tuples == 0) or (self.short_root and taken == whole):
            raise ValueError("the parameters contradict one another")

    def place(self, identifier: str) -> str:
        """Return the path of an object below the storage root.

        >>> HashedTuples().place("object-01")[:24]
        '3c0/ff4/240/3c0ff4240c1e'
        """
        hashed = digest(identifier.encode(), self.algorithm)
        taken = self.tuple_size * self.tuples
        folders = [
            hashed[at : at + self.tuple_size] for at in range(0, taken, self.tuple_size or 1)
        ]
        return "/".join([*folders, hashed[taken:] if self.short_root else hashed])

    def as_json(self) -> bytes:
        """Return the ``config.json`` of the extension."""
        form = {
            "extensionName": NAME,
            "digestAlgorithm": self.algorithm,
            "tupleSize": self.tuple_size,
            "numberOfTuples": self.tuples,
            "shortObjectRoot": self.short_root,
        }
        return (json.dumps(form, indent=2) + "\n").encode()


def from_config(form: object) -> HashedTuples:
    """Read the parameters of a ``config.json`` that has been parsed; absent ones are the defaults.

    Raises :class:`ValueError` for parameters that the extension does not allow.
    """
    if not isinstance(form, dict) or form.get("extensionName", NAME) != NAME:
        raise ValueError("it is not the configuration of this layout")
    values = (
        form.get("digestAlgorithm", "sha256"),
        form.get("tupleSize", 3),
        form.get("numberOfTuples", 3),
        form.get("shortObjectRoot", False),
    )
    if [type(value) for value in values] != [str, int, int, bool]:
        raise ValueError("a parameter has the wrong type")
    return HashedTuples(*values)


def layout_json() -> bytes:
    """Return ``ocfl_layout.json`` for a storage root of this layout (OCFL 1.1, 4.1)."""
    form = {"extension": NAME, "description": DESCRIPTION}
    return (json.dumps(form, indent=2) + "\n").encode()
