"""Content: the files that are there against what the inventories say of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from report.archive.tree import Kind, Tree
from report.archive.verify.judge import Judge
from report.archive.verify.sheet import Sheet
from report.archive.verify.walk import files_below

INVENTORY = "inventory.json"


@dataclass(slots=True)
class Claims:
    """What all inventories of an object say of its content: (algorithm, digest) by content path.

    The clause tells whether a manifest (E092) or a fixity block (E093) says it, the file where.
    """

    by_path: dict[str, dict[tuple[str, str], tuple[str, str]]] = field(default_factory=dict)

    def add(self, sheet: Sheet, root: Sheet | None = None) -> None:
        """Take the claims of an inventory; those that ``root`` makes as well are passed over."""
        if root is not None and root.algorithm == sheet.algorithm:
            new: Iterable[tuple[str, str]] = sheet.manifest.items() - root.manifest.items()
        else:
            new = sheet.manifest.items()
        for path, digest in new:
            self._add(path, sheet.algorithm, digest, "E092", sheet.file)
        for algorithm, digest, path in sheet.fixity:
            self._add(path, algorithm, digest, "E093", sheet.file)

    def _add(self, path: str, algorithm: str, digest: str, clause: str, file: str) -> None:
        self.by_path.setdefault(path, {}).setdefault((algorithm, digest), (clause, file))


def find_content(
    tree: Tree, version: str, directory: str, beside: Collection[str], judge: Judge
) -> set[str]:
    """Walk the folder of a version and return the content paths of its files (OCFL 1.1, 3.3).

    ``beside`` are the names of the files that may stand beside the content directory.
    """
    found: set[str] = set()
    for name, kind in sorted(tree.entries(version).items()):
        path = f"{version}/{name}"
        if kind is Kind.OTHER:
            judge.says("E090", path, "it is a link or a device, not a file")
        elif kind is Kind.FILE:
            if name not in beside:
                judge.says("E015", path, "the file stands beside the content of its version")
        elif name == directory:
            files = set(files_below(tree, path, judge, empty="E024"))
            if not files and not tree.entries(path):
                judge.says("W003", path, "the content directory is empty")
            found |= files
        else:
            judge.says("W002", path, "the folder is not the content directory of its version")
    return found


def check_presence(root: Sheet, found: set[str], claims: Claims, judge: Judge) -> None:
    """Judge that what is claimed is there (E092, E093) and what is there is claimed (E023)."""
    for path in sorted(found - root.manifest.keys()):
        judge.says("E023", path, "the file is in no manifest")
    for path, digests in sorted(claims.by_path.items()):
        if path not in found:
            for clause in sorted({clause for clause, _ in digests.values()}):
                judge.says(clause, path, "the file is not there")


def check_digests(tree: Tree, found: set[str], claims: Claims, judge: Judge) -> None:
    """Read each file once and judge every digest that is claimed of it."""
    for path, digests in sorted(claims.by_path.items()):
        if path not in found:
            continue
        try:
            made = tree.digests(path, {algorithm for algorithm, _ in digests})
        except OSError as error:
            judge.says("E092", path, f"the file cannot be read: {error.strerror or error}")
            continue
        for (algorithm, digest), (clause, file) in digests.items():
            if made[algorithm] != digest:
                judge.says(
                    clause,
                    path,
                    f"its {algorithm} is {made[algorithm][:16]}…, {file} says {digest[:16]}…",
                )
