"""EDGE: how a project sets its reports: what ``report.toml`` says of their look and their lines.

``theme`` is the name of a theme of the house, or a style sheet beside the file; ``justify`` says
how lines are filled, and ``never`` of ``[kashida]`` which words, names above all, are not drawn
out::

    theme = "theme.css"
    justify = "kashida"

    [kashida]
    never = ["محمد"]

What the manuscript or the command asks for goes before it; names are added to those of a
manuscript.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from report.cli.project import project_of
from report.compose.galley import House
from report.diagnostics import Place, ReportError
from report.model.customs import Justify
from report.rules import Phrase, finding

_LARGEST = 64 * 1024
"""Bytes: a theme is a page of tokens."""

_WAYS: tuple[Justify, ...] = get_args(Justify)


def dressed(house: House, source: str) -> House:
    """Return the house as the project of a source wants its books.

    Raises :class:`ReportError` for a style sheet that is not there or lies outside (H006), and for
    lines that are to be filled in a way that there is not (H007).
    """
    path = project_of(source)
    if path is None:
        return house
    form = _form(path)
    wanted = form.get("theme")
    house = _spaced(house, path, form)
    return _themed(house, path, wanted) if wanted and isinstance(wanted, str) else house


def _spaced(house: House, path: Path, form: Mapping[str, Any]) -> House:
    place = Place(str(path), 0)
    asked = form.get("justify", house.justify)
    way = next((way for way in _WAYS if way == asked), None)
    if way is None:
        choices = Phrase(", ".join(_WAYS))
        raise ReportError(finding("H007", place, key="justify", value=f"{asked}", choices=choices))
    kashida = form.get("kashida", {})
    never = kashida.get("never", []) if isinstance(kashida, dict) else kashida
    if not isinstance(never, list) or not all(isinstance(word, str) for word in never):
        choices = Phrase("a list of words")
        raise ReportError(finding("H007", place, key="never", value=f"{never}", choices=choices))
    if way == house.justify and not never:
        return house
    return replace(house, justify=way, unstretched=tuple(never))


def _themed(house: House, path: Path, wanted: str) -> House:
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


def _form(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}  # told where its waivers are read
