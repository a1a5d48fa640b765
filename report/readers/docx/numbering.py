"""Numbering: the lists of a document, their levels, how each counts and from where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from report.model.blocks import Numbering
from report.model.ordinals import ordinal
from report.readers.docx.names import W, number, val, value_of
from report.readers.docx.package import Element
from report.readers.docx.styles import Styles

DEEPEST: Final = 9
_FORMATS: Final[Mapping[str, Numbering | None]] = {
    "bullet": None,
    "none": None,
    "arabicAbjad": "abjad",
    "arabicAlpha": "alphabet",
    "hebrew1": "abjad",
    "hebrew2": "abjad",
    "lowerLetter": "alpha",
    "upperLetter": "alpha",
    "lowerRoman": "roman",
    "upperRoman": "roman",
}
_REFERENCE: Final = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: how it counts (every unknown way is decimal), from where, its words."""

    numbering: Numbering | None = "decimal"
    start: int = 1
    text: str = ""
    silent: bool = False
    hebrew: bool = False

    @property
    def speaks(self) -> bool:
        """Whether the label has words of its own («المادة %1»), which must not be lost."""
        words = _REFERENCE.sub("", self.text)
        return self.numbering is not None and any(
            len(word) > 1 and word.isalpha() for word in re.split(r"\W+", words)
        )


@dataclass(slots=True)
class Lists:
    """The lists of a document, and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def level(self, identity: str, depth: int) -> Level:
        """Return a level of a list."""
        return self.levels.get(identity, {}).get(depth, Level())

    def count(self, identity: str, depth: int) -> int:
        """Count one more item and return its number; deeper levels begin anew."""
        key = self.abstract.get(identity, identity)
        level = self.level(identity, depth)
        if identity not in self.begun and level.start != 1:
            self.counts.pop((key, depth), None)
        self.begun.add(identity)
        value = self.counts.get((key, depth), level.start - 1) + 1
        self.counts[key, depth] = value
        for deeper in range(depth + 1, DEEPEST + 1):
            self.counts.pop((key, deeper), None)
        return value

    def label(self, identity: str, depth: int) -> str:
        """Return what stands before an item that was just counted, as Word writes it."""
        key = self.abstract.get(identity, identity)
        level = self.level(identity, depth)
        if level.numbering is None:
            return ""

        def written(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = self.level(identity, at)
            value = self.counts.get((key, at), other.start)
            return ordinal(value, other.numbering or "decimal", hebrew=other.hebrew) or str(value)

        return " ".join(_REFERENCE.sub(written, level.text).split())


def read_lists(root: Element | None, styles: Styles) -> Lists:
    """Read the part that holds the numbering."""
    lists = Lists()
    if root is None:
        return lists
    plans = {val(plan, "abstractNumId") or "": plan for plan in root.iter(f"{W}abstractNum")}
    by_style = {
        style: plan for plan in plans.values() if (style := value_of(plan, "styleLink")) is not None
    }
    for element in root.iter(f"{W}num"):
        identity = val(element, "numId") or ""
        name = value_of(element, "abstractNumId") or ""
        plan = plans.get(name)
        if plan is None:
            continue
        linked = value_of(plan, "numStyleLink")
        if linked is not None and linked in by_style:
            plan = by_style[linked]
        levels = {_depth(e): _level(e) for e in plan.iter(f"{W}lvl")}
        for change in element.iter(f"{W}lvlOverride"):
            depth = _depth(change)
            if (inner := change.find(f"{W}lvl")) is not None:
                levels[depth] = _level(inner)
            if (start := value_of(change, "startOverride")) is not None:
                levels[depth] = replace(levels.get(depth, Level()), start=number(start, 1))
                # What begins anew counts for itself.
                name = f"{name}/{identity}"
        lists.levels.setdefault(identity, levels)
        lists.abstract.setdefault(identity, name)
    return lists


def _depth(element: Element) -> int:
    return min(max(number(val(element, "ilvl")), 0), DEEPEST)


def _level(element: Element) -> Level:
    written = value_of(element, "numFmt") or "decimal"
    text = value_of(element, "lvlText") or ""
    silent = written == "none" or (not text.strip() and written != "bullet")
    return Level(
        _FORMATS.get(written, "decimal"),
        max(number(value_of(element, "start"), 1), 0),
        text,
        silent,
        written.startswith("hebrew"),
    )
