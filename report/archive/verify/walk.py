"""Walk: what stands below a folder of a tree, links and devices told and never followed."""

from __future__ import annotations

from collections.abc import Iterator

from report.archive.tree import Kind, Tree
from report.archive.verify.judge import Judge


def files_below(tree: Tree, folder: str, judge: Judge, *, empty: str) -> Iterator[str]:
    """Yield the path of each file below a folder, in the order of their names.

    An empty folder breaks the clause ``empty``; a link or a device breaks E090. An empty
    ``folder`` itself is the caller's to judge.
    """
    for name, kind in sorted(tree.entries(folder).items()):
        path = f"{folder}/{name}" if folder else name
        match kind:
            case Kind.FILE:
                yield path
            case Kind.FOLDER:
                if tree.entries(path):
                    yield from files_below(tree, path, judge, empty=empty)
                else:
                    judge.says(empty, path, "the folder is empty")
            case Kind.OTHER:
                judge.says("E090", path, "it is a link or a device, not a file")
