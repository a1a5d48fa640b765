"""Dormant: what dataclasses generate and may never call is compiled when it is first called.

Python writes six methods for each frozen dataclass and compiles each of them while its module is
loaded: for two hundred classes that is a twentieth of the time of a short book. Few of them are
ever compared or printed, and nobody sets a field of one.

The command imports this first, for its process is its own; who imports the press finds dataclasses
as they are. Python 3.13, which compiles the methods of a class at one go, is left alone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

_AWAKE = "__init__"
"""The method that is asked for what it takes, and that almost every class needs."""


def dormant(original: Callable[..., Any]) -> Callable[..., Any]:
    """Return what generates the methods of dataclasses, and compiles them when they are called.

    >>> Point = dataclasses.make_dataclass("Point", [("x", int)], frozen=True)
    >>> Point(1) == Point(1), hash(Point(1)) == hash(Point(1)), Point(2)
    (True, True, Point(x=2))
    """

    def create(name: str, *given: Any, **named: Any) -> Any:
        if name == _AWAKE:
            return original(name, *given, **named)
        made: Any = None

        def asleep(self: Any, *arguments: Any) -> Any:
            nonlocal made
            if made is None:
                made = original(name, *given, **named)
                made.__qualname__ = asleep.__qualname__
                for owner in type(self).__mro__:
                    if owner.__dict__.get(name) is asleep:
                        setattr(owner, name, made)
            return made(self, *arguments)

        asleep.__name__ = name
        return asleep

    return create


if (_original := getattr(dataclasses, "_create_fn", None)) is not None:
    dataclasses._create_fn = dormant(_original)  # type: ignore[attr-defined]
