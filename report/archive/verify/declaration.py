"""Declarations: the NAMASTE files that say what a folder is, and in which version of OCFL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from report.archive.tree import Kind, Tree
from report.archive.verify.judge import SPECIFICATIONS, Judge


@dataclass(frozen=True, slots=True)
class Declared:
    """The clauses that one kind of declaration can break."""

    stem: str
    missing: str
    several: str
    ill_named: str
    unknown: str
    ill_filled: str


OBJECT = Declared("ocfl_object_", "E003", "E003", "E006", "E004", "E007")
ROOT = Declared("ocfl_", "E069", "E076", "E079", "E077", "E080")


def read_declaration(
    tree: Tree, entries: Mapping[str, Kind], declared: Declared, judge: Judge
) -> str | None:
    """Read the declaration among the entries of a folder; return the OCFL version it names.

    With several the newest counts (OCFL 1.1, 3.2 and 4.2).
    """
    files = sorted(n for n, kind in entries.items() if n.startswith("0=") and kind is Kind.FILE)
    if not files:
        judge.says(declared.missing, "", f"there is no declaration 0={declared.stem}…")
        return None
    if len(files) > 1:
        judge.says(declared.several, files[1], "a folder has one declaration, this has more")
    newest: str | None = None
    for name in files:
        value = name.removeprefix("0=")
        specification = value.removeprefix(declared.stem)
        if not value.startswith(declared.stem):
            judge.says(declared.ill_named, name, f"a declaration is named 0={declared.stem}…")
        elif specification not in SPECIFICATIONS:
            judge.says(declared.unknown, name, "it names no version of OCFL that is known")
        else:
            newest = max(newest or specification, specification)
        if tree.read(name) != f"{value}\n".encode():
            judge.says(declared.ill_filled, name, "it does not hold what its name says")
    return newest
