"""EDGE: an edition into the archive: staged, synced, renamed; the inventory of the object last.

The order is that of OCFL 1.1, 3.6: content, inventory, sidecar. A first edition comes in with its
object, by one rename; a later one by the rename of its version folder, and what follows from it
is made good after an interruption (:mod:`report.archive.root.recovery`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from report.archive.inventory import DECLARATION, FILE, SIDECAR, Step, sidecar, signature_of
from report.archive.layout import HashedTuples
from report.archive.root.hand import Hand
from report.archive.root.lock import cannot_write
from report.archive.root.recovery import recover, workplace
from report.diagnostics import ReportError, Warn

Sign = Callable[[bytes], bytes]
"""Makes a signature of the sidecar of an inventory."""


def commit(
    root: Path,
    layout: HashedTuples,
    made: Step,
    hand: Hand,
    warn: Warn,
    sign: Sign | None = None,
) -> None:
    """Write the next version of an object; ``sign`` makes the signature of its inventory.

    The archive must be held for writing. Raises :class:`ReportError` A006 when the machine
    refuses a change; the archive is then as it was, or the next command completes it.
    """
    place = layout.place(made.inventory.id)
    home = root / place
    try:
        with workplace(root, home.name, hand) as staged:
            if home.is_dir():
                _add_version(home, made, staged, hand, sign)
            else:
                _add_object(root, place, made, staged, hand, sign)
    except OSError as error:
        # A full disk wants its room back now; what cannot be cleared yet the next command clears.
        with suppress(OSError):
            recover(root, layout, hand, warn)
        raise ReportError(cannot_write(root, error)) from error


def adopt(
    root: Path,
    layout: HashedTuples,
    work: str,
    files: Mapping[str, bytes],
    hand: Hand,
    warn: Warn,
) -> None:
    """Take in a whole object that the archive does not hold, file by file, by one rename.

    ``files`` are those of the object by path. The archive must be held for writing, and the object
    judged. Raises :class:`ReportError` A006 when the machine refuses a change.
    """
    place = layout.place(work)
    try:
        with workplace(root, (root / place).name, hand) as staged:
            _move_in(root, place, files, staged, hand)
    except OSError as error:
        with suppress(OSError):
            recover(root, layout, hand, warn)
        raise ReportError(cannot_write(root, error)) from error


def _version_files(made: Step) -> dict[str, bytes]:
    data = made.inventory.as_json()
    head = made.inventory.head
    content = {path.removeprefix(f"{head}/"): bytes_ for path, bytes_ in made.content.items()}
    return {**content, FILE: data, SIDECAR: sidecar(data)}


def _add_version(home: Path, made: Step, staged: Path, hand: Hand, sign: Sign | None) -> None:
    head = made.inventory.head
    files = _version_files(made)
    if sign:
        # First: an edition that is there has its signature, and one without an edition is cleared.
        signature = sign(files[SIDECAR])
        _move_file_in(home, signature_of(len(made.inventory.versions)), signature, staged, hand)
    version, beside = staged / head, staged / "root"
    for folder in (version, beside):
        hand.make_folder(folder)
    hand.write_tree(version, files)
    hand.write_tree(beside, {name: files[name] for name in (FILE, SIDECAR)})
    hand.move(version, home / head)
    for name in (FILE, SIDECAR):
        hand.move(beside / name, home / name)


def _move_file_in(home: Path, path: str, data: bytes, staged: Path, hand: Hand) -> None:
    """Bring a file into an object, with the folders that lead to it, by one rename."""
    there, missing = _split(home, path)
    beside = staged / "file"
    hand.make_folder(beside)
    hand.write_tree(beside, {"/".join(missing): data})
    hand.move(beside / missing[0], there / missing[0])


def _add_object(
    root: Path, place: str, made: Step, staged: Path, hand: Hand, sign: Sign | None
) -> None:
    files = _version_files(made)
    head = made.inventory.head
    whole = {
        DECLARATION: f"{DECLARATION.removeprefix('0=')}\n".encode(),
        FILE: files[FILE],
        SIDECAR: files[SIDECAR],
        **{f"{head}/{path}": data for path, data in files.items()},
    }
    if sign:
        whole[signature_of(1)] = sign(files[SIDECAR])
    _move_in(root, place, whole, staged, hand)


def _move_in(root: Path, place: str, files: Mapping[str, bytes], staged: Path, hand: Hand) -> None:
    """Bring a new object in by one rename: of itself, or of the first folder that leads to it."""
    there, missing = _split(root, place)
    new = staged / "new"
    hand.make_folder(new)
    home = new
    for part in missing[1:]:
        home /= part
        hand.make_folder(home)
    hand.write_tree(home, files)
    while home != new:
        home = home.parent
        hand.sync(home)
    hand.move(new, there / missing[0])


def _split(root: Path, place: str) -> tuple[Path, list[str]]:
    """Return the deepest folder on the way to an object that is there, and what is missing."""
    missing = place.split("/")
    there = root
    while len(missing) > 1 and (there / missing[0]).is_dir():
        there /= missing.pop(0)
    return there, missing
