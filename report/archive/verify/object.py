"""Objects: one OCFL object judged whole, from its declaration to the last digest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from report.archive.digests import digest
from report.archive.tree import Kind, Tree
from report.archive.verify.blocks import number
from report.archive.verify.content import (
    INVENTORY,
    Claims,
    check_digests,
    check_presence,
    find_content,
)
from report.archive.verify.declaration import OBJECT, read_declaration
from report.archive.verify.history import check_content_directory, check_order, compare
from report.archive.verify.judge import SPECIFICATIONS, Breach, Judge
from report.archive.verify.sheet import Sheet, read_sheet

REGISTERED = frozenset(
    {
        "0001-digest-algorithms",
        "0002-flat-direct-storage-layout",
        "0003-hash-and-id-n-tuple-storage-layout",
        "0004-hashed-n-tuple-storage-layout",
        "0005-mutable-head",
        "0006-flat-omit-prefix-storage-layout",
        "0007-n-tuple-omit-prefix-storage-layout",
        "0008-schema-registry",
        "0009-digest-algorithms",
        "0010-differential-n-tuple-omit-prefix-storage-layout",
        "0011-direct-clean-path-layout",
        "0012-hash-and-no-prefix-id-n-tuple-storage-layout",
        "initial",
    }
)
"""The extensions that the community of OCFL has registered."""

_SIDECAR = re.compile(r"([0-9A-Fa-f]+)[ \t]+inventory\.json\s*")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found in an object. ``sheet`` is its root inventory as far as it can be read."""

    breaches: tuple[Breach, ...]
    sheet: Sheet | None = None
    specification: str | None = None

    @property
    def valid(self) -> bool:
        """Whether no MUST is broken."""
        return not any(breach.is_error for breach in self.breaches)

    @property
    def clauses(self) -> frozenset[str]:
        """The codes of the clauses that are broken."""
        return frozenset(breach.clause for breach in self.breaches)


def verify_object(tree: Tree, *, digests: bool = True) -> Verdict:
    """Judge an OCFL object of version 1.0 or 1.1 whose root is the top of a tree.

    ``digests`` says whether the content is read as well; without, only its presence is judged.
    Raises :class:`OSError` when a folder cannot be listed.
    """
    judge = Judge()
    entries = tree.entries("")
    declared = read_declaration(tree, entries, OBJECT, judge)
    judge.specification = declared or SPECIFICATIONS[-1]
    root = _root_sheet(tree, entries, judge)
    _check_root_entries(tree, entries, root, judge)
    if root is None:
        return Verdict(tuple(judge.breaches), None, declared)
    if declared and root.specification and root.specification != declared:
        judge.says("E038", INVENTORY, f"it is of OCFL {root.specification}, not {declared}")
    _check_versions(tree, entries, root, judge, digests)
    return Verdict(tuple(judge.breaches), root, declared)


def _root_sheet(tree: Tree, entries: Mapping[str, Kind], judge: Judge) -> Sheet | None:
    if entries.get(INVENTORY) is not Kind.FILE:
        judge.says("E063", "", "the object has no inventory.json")
        return None
    return _read(tree, INVENTORY, entries, judge)


def _read(
    tree: Tree,
    file: str,
    entries: Mapping[str, Kind],
    judge: Judge,
    known: Sheet | None = None,
) -> Sheet | None:
    """Read an inventory and judge the sidecar that stands beside it."""
    try:
        data = tree.read(file)
    except OSError as error:
        judge.says("E033", file, f"the inventory cannot be read: {error.strerror or error}")
        return None
    sheet = read_sheet(data, file, judge, known)
    if sheet is not None:
        _check_sidecar(tree, sheet, entries, judge)
    return sheet


def _check_sidecar(tree: Tree, sheet: Sheet, entries: Mapping[str, Kind], judge: Judge) -> None:
    """Judge the digest of an inventory (OCFL 1.1, 3.6)."""
    name = f"{INVENTORY}.{sheet.algorithm}"
    file = f"{sheet.file}.{sheet.algorithm}"
    if entries.get(name) is not Kind.FILE:
        judge.says("E058", sheet.file, f"its sidecar {name} is not there")
        return
    written = _SIDECAR.fullmatch(tree.read(file).decode("utf-8", "replace"))
    if written is None:
        judge.says("E061", file, "it is not written as DIGEST inventory.json")
    elif written[1].lower() != (made := digest(sheet.data, sheet.algorithm)):
        judge.says("E060", file, f"it says {written[1][:16]}…, the inventory has {made[:16]}…")


def _check_root_entries(
    tree: Tree, entries: Mapping[str, Kind], root: Sheet | None, judge: Judge
) -> None:
    """Judge that the object root holds what it may hold (3.1, 3.8, 3.9)."""
    algorithm = root.algorithm if root else "sha512"
    for name, kind in sorted(entries.items()):
        if kind is Kind.OTHER:
            judge.says("E090", name, "it is a link or a device, not a file")
        elif kind is Kind.FILE:
            if name not in {INVENTORY, f"{INVENTORY}.{algorithm}"} and not name.startswith("0="):
                judge.says("E001", name, "the file has no place in an object root")
        elif name == "extensions":
            check_extensions(tree, name, "E067", "W013", judge)
        elif number(name) is None and name != "logs":
            judge.says("E001", name, "the folder has no place in an object root")
        elif root is not None and name != "logs" and name not in root.versions:
            judge.says("E046", name, "the inventory does not know this version")


def check_extensions(tree: Tree, folder: str, stray: str, unregistered: str, judge: Judge) -> None:
    """Judge a folder of extensions: folders only, with registered names (3.9, 4.4)."""
    for name, kind in sorted(tree.entries(folder).items()):
        if kind is not Kind.FOLDER:
            judge.says(stray, f"{folder}/{name}", "only folders stand among extensions")
        elif name not in REGISTERED:
            judge.says(unregistered, f"{folder}/{name}", "no extension of this name is registered")


def _check_versions(
    tree: Tree, entries: Mapping[str, Kind], root: Sheet, judge: Judge, digests: bool
) -> None:
    claims = Claims()
    claims.add(root)
    found: set[str] = set()
    order: list[tuple[str, str | None]] = []
    folders = sorted(value for name in entries if (value := number(name)) is not None)
    if folders and len(folders) != folders[-1]:
        judge.says("E010", "", "a version folder is missing between the others")
    for version in root.versions:
        if entries.get(version) is not Kind.FOLDER:
            judge.says("E046", version, "the inventory names this version, its folder is not there")
            continue
        inside = tree.entries(version)
        sheet = _version_sheet(tree, version, inside, root, judge)
        algorithm = (sheet or root).algorithm
        beside = {INVENTORY, f"{INVENTORY}.{algorithm}"} if INVENTORY in inside else set()
        found |= find_content(tree, version, root.content_directory, beside, judge)
        if sheet is None:
            continue
        order.append((sheet.file, sheet.specification))
        if version == root.versions[0]:
            check_content_directory(root, sheet, judge)
        if version != root.versions[-1]:
            claims.add(sheet, root)
        for path in sorted(found - sheet.manifest.keys() - (found - root.manifest.keys())):
            judge.says("E023", sheet.file, f"its manifest does not name {path!r}")
    check_order([*order, (root.file, root.specification)], judge)
    check_presence(root, found, claims, judge)
    if digests:
        check_digests(tree, found, claims, judge)


def _version_sheet(
    tree: Tree, version: str, inside: Mapping[str, Kind], root: Sheet, judge: Judge
) -> Sheet | None:
    """Read the inventory in a version's folder and judge it beside the one in the object root."""
    file = f"{version}/{INVENTORY}"
    if inside.get(INVENTORY) is not Kind.FILE:
        judge.says("W010", version, "the version has no inventory of its own")
        return None
    if version == root.versions[-1]:
        latest = replace(root, file=file, data=tree.read(file))
        _check_sidecar(tree, latest, inside, judge)
        if latest.data == root.data:
            return latest
        judge.says("E064", file, "the inventory of the newest version is not that of the object")
        return None
    sheet = _read(tree, file, inside, judge, root)
    if sheet is not None:
        compare(root, sheet, version, judge)
    return sheet
