"""Places: where in a storage root the press works and sets aside, beside the objects."""

from __future__ import annotations

from pathlib import Path

STAGING = "extensions/warraq-staging"
"""What is being written: a folder for each object, named like the object's own folder."""

QUARANTINE = "extensions/warraq-quarantine"
"""What was found in an object and belongs to no version of it."""

LONGEST_QUARANTINE = 10_000


def staging(root: Path) -> Path:
    """Return the folder that editions are staged in: on the file system of the objects."""
    return root / STAGING


def set_aside(root: Path, name: str) -> Path:
    """Return a path in the quarantine that nothing has yet.

    Raises :class:`FileExistsError` when the quarantine is beyond all measure.
    """
    folder = root / QUARANTINE
    for count in range(1, LONGEST_QUARANTINE):
        path = folder / f"{name}-{count}"
        if not path.exists():
            return path
    raise FileExistsError(f"{folder} is full")
