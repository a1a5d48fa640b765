"""Unchanged: what an edit leaves as it was stays the same object.

A table of a hundred thousand rows passes through every filter; rows that no filter changes are
neither made again nor kept twice.
"""

from __future__ import annotations

from dataclasses import replace
from operator import is_
from typing import Any, TypeVar

_Part = TypeVar("_Part")
_Node = TypeVar("_Node", bound=Any)


def unchanged(old: tuple[_Part, ...], new: tuple[_Part, ...]) -> tuple[_Part, ...]:
    """Return ``old`` if ``new`` holds the same objects, else ``new``.

    >>> parts = (["a"], ["b"])
    >>> unchanged(parts, tuple(part for part in parts)) is parts
    True
    """
    return old if len(old) == len(new) and all(map(is_, old, new)) else new


def edited(node: _Node, **parts: object) -> _Node:
    """Return a node with other parts, or the node itself if they hold the same objects.

    >>> from report.model.inlines import Text
    >>> said = Text("a")
    >>> edited(said, text=said.text) is said
    True
    """
    for name, part in parts.items():
        old = getattr(node, name)
        if part is not old and not (
            type(part) is type(old) is tuple and unchanged(old, part) is old
        ):
            made: _Node = replace(node, **parts)
            return made
    return node
