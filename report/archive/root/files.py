"""EDGE: the files of a tree as a mapping that reads each one only when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from report.archive.tree import Tree


class Lazily(Mapping[str, bytes]):
    """Files of a tree by path, read one at a time: a work of many editions need not fit memory."""

    def __init__(
        self, tree: Tree, paths: Mapping[str, str], made: Mapping[str, bytes] | None = None
    ) -> None:
        """Take a tree and, for each name that a file gets here, its path in the tree.

        ``made`` are further files that are at hand.
        """
        self._tree = tree
        self._paths = dict(paths)
        self._made = dict(made or {})

    def __getitem__(self, name: str) -> bytes:
        made = self._made.get(name)
        return self._tree.read(self._paths[name]) if made is None else made

    def __iter__(self) -> Iterator[str]:
        return iter({**self._paths, **self._made})

    def __len__(self) -> int:
        return len(self._paths.keys() | self._made.keys())
