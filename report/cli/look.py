"""EDGE: the look that a project gives its reports: ``theme`` in ``report.toml``.

It is the name of a theme of the house, or a style sheet beside the file, ``theme = "theme.css"``.
What the manuscript or the command asks for goes before it.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

from report.cli.project import project_of
from report.compose.galley import House
from report.diagnostics import Place, ReportError
from report.rules import finding

_LARGEST = 64 * 1024
"""Bytes: a theme is a page of tokens."""


def dressed(house: House, source: str) -> House:
    """Return the house as the project of a source wants it to look.

    Raises :class:`ReportError` for a style sheet that is not there or lies outside (H006).
    """
    path = project_of(source)
    wanted = _wanted(path) if path else None
    if path is None or not wanted:
        return house
    if not wanted.endswith(".css"):
        return replace(house, theme=wanted)
    folder = path.parent.resolve()
    file = (folder / wanted).resolve()
    try:
        if not file.is_relative_to(folder) or file.stat().st_size > _LARGEST:
            raise OSError
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise ReportError(finding("H006", Place(str(path), 0), file=wanted)) from None
    return replace(house, theme=file.stem, styles={**house.styles, f"themes/{file.name}": text})


def _wanted(path: Path) -> str | None:
    try:
        wanted = tomllib.loads(path.read_text("utf-8")).get("theme")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None  # told where its waivers are read
    return wanted if isinstance(wanted, str) else None
