"""Styles: the style sheets of the house, written so that old reading systems follow them too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_PROPERTY = re.compile(r"[ \t]*(--[\w-]+)\s*:\s*([^;{}]+);[ \t]*\n?")
_REFERENCE = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
_EMPTY_ROOT = re.compile(r":root\s*\{\s*\}\n*")
_DEEPEST = 8
"""How many custom properties may name one another; a ring of them is left as it stands."""


def custom_properties(styles: Iterable[str]) -> dict[str, str]:
    """Return the custom properties that the sheets set, the last one of a name.

    The sheets of the house set them on the root only, once a sheet.
    """
    return {name: value.strip() for style in styles for name, value in _PROPERTY.findall(style)}


def spell_out(style: str, values: Mapping[str, str]) -> str:
    r"""Write a sheet with the values in the place of their names, and without the names.

    Custom properties are for who makes a theme; a book has one theme. Old reading systems and
    converters drop a declaration that holds ``var()``, and its colour or face with it.

    >>> print(spell_out(":root { --ink: #000; }\na { color: var(--ink); }", {"--ink": "#000"}))
    a { color: #000; }
    """
    plain = _EMPTY_ROOT.sub("", _PROPERTY.sub("", style))
    for _ in range(_DEEPEST):
        resolved = _REFERENCE.sub(lambda name: values.get(name[1], name[0]), plain)
        if resolved == plain:
            break
        plain = resolved
    return plain
