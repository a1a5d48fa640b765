"""The lines of the suite, read from lines.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from markup import inlines

from report.model.inlines import Direction, Inlines


@dataclass(frozen=True)
class Line:
    """One line: what the author wrote, and the isolates that it needs."""

    name: str
    language: str
    base: Direction
    content: Inlines
    runs: tuple[str, ...]


def _lines() -> tuple[Line, ...]:
    table = tomllib.loads((Path(__file__).parent / "lines.toml").read_text("utf-8"))
    return tuple(
        Line(
            name=entry["name"],
            language=entry.get("language", "ar"),
            base=entry.get("base", "rtl"),
            content=inlines(entry["source"]),
            runs=tuple(entry["runs"]),
        )
        for entry in table["line"]
    )


LINES = _lines()
