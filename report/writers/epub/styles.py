"""Styles: the style sheets of the house, written so that old reading systems follow them too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_PROPERTY = re.compile(r"(--[\w-]+)\s*:\s*([^;{}]+);")
_DECLARATION = re.compile(
    r"(?P<indent>[ \t]*)(?P<name>[a-z-]+)\s*:\s*(?P<value>[^;{}]*var\([^;{}]*);"
)
_REFERENCE = re.compile(r"var\(\s*(--[\w-]+)\s*\)")


def custom_properties(styles: Iterable[str]) -> dict[str, str]:
    """Return the custom properties that the sheets set, the last one of a name.

    The sheets of the house set them on the root only, once a sheet.
    """
    return {name: value.strip() for style in styles for name, value in _PROPERTY.findall(style)}


def spell_out(style: str, values: Mapping[str, str]) -> str:
    """Put before each declaration with ``var()`` the same one with the value spelled out.

    A reading system without custom properties drops what it does not know and keeps the first
    (CSS Syntax 3, 9: unknown values are ignored); any other takes the second.

    >>> print(spell_out("a { color: var(--ink); }", {"--ink": "#000"}))
    a { color: #000; color: var(--ink); }
    """

    def both(found: re.Match[str]) -> str:
        plain = _REFERENCE.sub(lambda name: values.get(name[1], name[0]), found["value"])
        between = f"\n{found['indent']}" if len(found["indent"]) > 1 else " "
        return f"{found['indent']}{found['name']}: {plain};{between}{found[0].lstrip()}"

    return _DECLARATION.sub(both, style)
