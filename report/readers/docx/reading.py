"""Reading: what is known of a document while its text is walked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from report.diagnostics import Place, Warn
from report.model.assets import Asset
from report.readers.docx.numbering import Lists
from report.readers.docx.package import Element, Package
from report.readers.docx.styles import Styles

DEEPEST: Final = 8
"""Tables and text boxes inside each other; what is deeper keeps its words only."""


@dataclass(slots=True)
class Field:
    """A field that is open: its instruction, and whether its result has begun."""

    instruction: str = ""
    showing: bool = False

    @property
    def kind(self) -> str:
        """The name of the field in capitals."""
        words = self.instruction.split()
        return words[0].upper() if words else ""


@dataclass(slots=True)
class Reading:
    """A document: its parts, styles and lists, and what was met in it so far."""

    package: Package
    part: str
    styles: Styles
    lists: Lists
    warn: Warn
    language: str = "ar"
    labels: Mapping[str, str] = field(default_factory=dict)
    fields: list[Field] = field(default_factory=list)
    assets: dict[str, Asset] = field(default_factory=dict)
    notes: dict[tuple[str, str], str] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    boxes: list[Element] = field(default_factory=list)
    paragraph: int = 0
    depth: int = 0
    first_change: Place | None = None

    @property
    def at(self) -> Place:
        """The paragraph that is being read."""
        return Place(self.package.name, max(self.paragraph, 1))

    def changed(self, kind: str) -> None:
        """Count a change that somebody has tracked."""
        self.changes[kind] += 1
        self.first_change = self.first_change or self.at
