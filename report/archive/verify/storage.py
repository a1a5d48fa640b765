"""Storage roots: the declaration, the layout, the hierarchy, and each object in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from report.archive.layout import NAME, HashedTuples, from_config
from report.archive.tree import Below, Kind, Tree
from report.archive.verify.content import INVENTORY
from report.archive.verify.declaration import ROOT, read_declaration
from report.archive.verify.judge import SPECIFICATIONS, Breach, Judge
from report.archive.verify.object import REGISTERED, Verdict, check_extensions, verify_object
from report.archive.verify.sheet import parse

LAYOUT = "ocfl_layout.json"
CONFIG = f"extensions/{NAME}/config.json"


@dataclass(frozen=True, slots=True)
class Judged:
    """A part of a storage root and what was found in it; the root itself has the path ``""``."""

    path: str
    breaches: tuple[Breach, ...]
    verdict: Verdict | None = None


def verify_root(tree: Tree, *, digests: bool = True) -> Iterator[Judged]:
    """Judge a storage root (OCFL 1.1, 4), object by object; the root itself comes last.

    Raises :class:`OSError` when a folder cannot be listed.
    """
    judge = Judge()
    entries = tree.entries("")
    declared = read_declaration(tree, entries, ROOT, judge)
    judge.specification = declared or SPECIFICATIONS[-1]
    layout = _layout(tree, entries, judge)
    if entries.get("extensions") is Kind.FOLDER:
        check_extensions(tree, "extensions", "E112", "W016", judge)
    seen: dict[str, str] = {}
    depths: set[bool] = set()
    for path in objects(tree, judge):
        verdict = verify_object(Below(tree, path), digests=digests)
        depths.add("/" in path)
        _check_place(path, verdict, declared, layout, seen, judge)
        yield Judged(path, verdict.breaches, verdict)
    if len(depths) > 1:
        judge.says("W015", "", "objects stand in the root itself and in folders below it")
    yield Judged("", tuple(judge.breaches))


def objects(tree: Tree, judge: Judge) -> Iterator[str]:
    """Yield the path of every object below a storage root, and judge what lies between (4.3)."""
    for name, kind in sorted(tree.entries("").items()):
        if kind is Kind.FOLDER and name != "extensions":
            yield from _descend(tree, name, judge)
        elif kind is Kind.OTHER:
            judge.says("E090", name, "it is a link or a device, not a file")


def _descend(tree: Tree, folder: str, judge: Judge) -> Iterator[str]:
    entries = tree.entries(folder)
    # An object that has lost its declaration is still known by its inventory.
    if INVENTORY in entries or any(name.startswith("0=") for name in entries):
        yield folder
        return
    if not entries:
        judge.says("E073", folder, "the folder is empty")
    for name, kind in sorted(entries.items()):
        path = f"{folder}/{name}"
        if kind is Kind.FOLDER:
            yield from _descend(tree, path, judge)
        else:
            clause = "E072" if kind is Kind.FILE else "E090"
            judge.says(clause, path, "it stands in the hierarchy and belongs to no object")


def _layout(tree: Tree, entries: Mapping[str, Kind], judge: Judge) -> HashedTuples | None:
    """Read how objects are arranged; ``None`` when that is not said or another layout."""
    if entries.get(LAYOUT) is not Kind.FILE:
        return None
    try:
        form = parse(tree.read(LAYOUT))
    except ValueError as error:
        judge.says("E070", LAYOUT, f"it is not JSON: {error}")
        return None
    named = form if isinstance(form, dict) else {}
    if not all(isinstance(named.get(key), str) for key in ("extension", "description")):
        judge.says("E070", LAYOUT, "it does not name an extension and describe it")
        return None
    if named["extension"] not in REGISTERED:
        judge.says("E071", LAYOUT, "it names an extension that is not registered")
    if named["extension"] != NAME:
        return None
    try:
        return from_config(parse(tree.read(CONFIG)))
    except FileNotFoundError:
        return HashedTuples()
    except ValueError as error:
        judge.says("E071", CONFIG, f"the layout is not configured: {error}")
        return None


def _check_place(
    path: str,
    verdict: Verdict,
    declared: str | None,
    layout: HashedTuples | None,
    seen: dict[str, str],
    judge: Judge,
) -> None:
    if declared and verdict.specification and verdict.specification > declared:
        judge.says("E081", path, f"the object is of OCFL {verdict.specification}")
    identifier = verdict.sheet.id if verdict.sheet else None
    if identifier is None:
        return
    if identifier in seen:
        judge.says("E037", path, f"the object at {seen[identifier]} has the same id")
    seen[identifier] = path
    if layout and layout.place(identifier) != path:
        judge.says("E083", path, "the object does not stand where the layout puts its id")
