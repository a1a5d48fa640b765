"""EDGE: after an interruption: what was being written is finished, or set aside, and it is said.

A version is in the archive from the moment that its folder, complete and synced, is renamed into
its object. What comes after (the root inventory, its sidecar) follows from it and is made good
here. What comes before has changed nothing in the object and is cleared away.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from report.archive.digests import digest
from report.archive.inventory import (
    CONTENT,
    FILE,
    SIDECAR,
    SIGNATURES,
    Inventory,
    read_inventory,
    sidecar,
)
from report.archive.layout import HashedTuples
from report.archive.root.folder import Folder
from report.archive.root.hand import Hand
from report.archive.root.places import STAGING, set_aside, staging
from report.archive.tree import Kind, Tree
from report.archive.verify.blocks import number
from report.archive.verify.judge import Judge
from report.archive.verify.walk import files_below
from report.diagnostics import Diagnostic, Place, Warn
from report.rules import finding


def recover(root: Path, layout: HashedTuples, hand: Hand, warn: Warn) -> None:
    """Finish or clear away all that is staged; the archive must be held for writing."""
    area = staging(root)
    if not area.is_dir():
        return
    for staged in sorted(area.iterdir()):
        place = _place(staged.name, layout)
        held = bool(place) and (root / place).is_dir()
        settled = held and settle(root, root / place, hand, warn, staged)
        hand.remove(staged)
        if not settled:
            warn(finding("A007", Place(str(root), 0), what=staged.name))
    hand.remove_empty(area)


@contextmanager
def workplace(root: Path, name: str, hand: Hand) -> Iterator[Path]:
    """Give a folder to stage an object's changes in.

    It is made in one step and named for the object, so that who finds it knows where to look.
    When the work ends badly it stays: it is the sign that something has to be made good.
    """
    area = staging(root)
    if not area.is_dir():
        hand.make_folder(area)
        hand.sync(area.parent)
    staged = area / name
    hand.make_folder(staged)
    hand.sync(area)
    yield staged
    hand.remove(staged)
    hand.remove_empty(area)


def _place(name: str, layout: HashedTuples) -> str:
    """Return where the object stands whose staging folder has this name."""
    if not name.isalnum():
        return ""
    taken = layout.tuple_size * layout.tuples
    parts = [name[at : at + layout.tuple_size] for at in range(0, taken, layout.tuple_size or 1)]
    return "/".join([*parts, name[taken:] if layout.short_root else name])


def settle(root: Path, home: Path, hand: Hand, warn: Warn, staged: Path | None = None) -> bool:
    """Bring an object whose writing was interrupted to its newest complete version.

    ``home`` is its root, ``staged`` the folder that its changes are staged in, if there is one.
    Returns whether there was anything to do. Nothing is thrown away: a version that is not
    complete is set aside.
    """
    tree = Folder(home)
    current = known = _read(tree, FILE, SIDECAR)
    aside = False
    numbers = {value: name for name in tree.entries("") if (value := number(name)) is not None}
    for value, version in sorted(numbers.items()):
        if value <= (len(current.versions) if current else 0):
            continue
        told = _read(tree, f"{version}/{FILE}", f"{version}/{SIDECAR}")
        if told and _is_next(told, current) and _is_complete(tree, told, version):
            current = told
        else:
            warn(_set_aside(root, home, version, hand))
            aside = True
    if current:
        _clear_signatures(home, tree, len(current.versions), hand)
    if current is None or (current is known and not _sidecar_is_behind(tree, current)):
        return aside
    if staged:
        _publish(home, tree, current.head, staged, hand)
    else:
        with workplace(root, home.name, hand) as made:
            _publish(home, tree, current.head, made, hand)
    warn(finding("A008", Place(str(home), 0), version=current.head))
    return True


def _clear_signatures(home: Path, tree: Tree, newest: int, hand: Hand) -> None:
    """Remove signatures of versions that have not come in."""
    try:
        names = sorted(tree.entries(SIGNATURES))
    except OSError:
        return
    for name in names:
        value = number(name.removesuffix(".p7s"))
        if value is not None and value > newest:
            hand.remove(home / SIGNATURES / name)


def _set_aside(root: Path, home: Path, version: str, hand: Hand) -> Diagnostic:
    where = set_aside(root, f"{home.name}-{version}")
    if not where.parent.is_dir():
        hand.make_folder(where.parent)
    hand.move(home / version, where)
    return finding("A009", Place(str(home), 0), version=version, where=str(where))


def _read(tree: Tree, file: str, beside: str) -> Inventory | None:
    """Read an inventory, or ``None`` if it cannot be trusted.

    A root inventory whose sidecar is that of the version before is trusted when the folder of its
    newest version has it too.
    """
    try:
        data = tree.read(file)
        inventory = read_inventory(data)
        if tree.read(beside) == sidecar(data):
            return inventory
        if file == FILE and tree.read(f"{inventory.head}/{FILE}") == data:
            return inventory
    except (OSError, ValueError):
        return None
    return None


def _is_next(told: Inventory, current: Inventory | None) -> bool:
    before = current.versions if current else ()
    return len(told.versions) == len(before) + 1 and told.versions[:-1] == before


def _is_complete(tree: Tree, told: Inventory, version: str) -> bool:
    """Say whether a version folder holds exactly the content that its inventory gives it."""
    wanted = {path: key for key, path in told.manifest.items() if path.startswith(f"{version}/")}
    judge = Judge()
    found: set[str] = set()
    if tree.entries(version).get(CONTENT) is Kind.FOLDER:
        found = set(files_below(tree, f"{version}/{CONTENT}", judge, empty="E024"))
    return (
        not judge.breaches
        and found == wanted.keys()
        and all(digest(tree.read(path)) == key for path, key in wanted.items())
    )


def _sidecar_is_behind(tree: Tree, current: Inventory) -> bool:
    try:
        return tree.read(SIDECAR) != sidecar(tree.read(FILE))
    except OSError:
        return True


def _publish(home: Path, tree: Tree, version: str, staged: Path, hand: Hand) -> None:
    """Put the inventory of a version, then its sidecar, in the place of those of the object."""
    for name in (FILE, SIDECAR):
        beside = staged / f"again-{name}"
        hand.remove(beside)
        hand.write(beside, tree.read(f"{version}/{name}"))
        hand.move(beside, home / name)


def is_interrupted(root: Path) -> bool:
    """Say whether something is staged: by a writer at work, or by one that died."""
    try:
        return any((root / STAGING).iterdir())
    except OSError:
        return False
