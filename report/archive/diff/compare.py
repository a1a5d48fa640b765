"""Compare: two reports as one comparison: metadata, structure, every unit that changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Literal

from report.archive.diff.align import align
from report.archive.diff.tables import TableChange, compare_tables
from report.archive.diff.units import Unit, units_of
from report.archive.diff.words import Run, Runs, compare_texts
from report.model.document import Contributor, Metadata, Report

Fate = Literal["kept", "changed", "added", "removed", "moved away", "moved here", "another kind"]

_SHORTEST_MOVE = 20
"""Letters that a text must have to be known again elsewhere; «نعم» stands everywhere."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A unit and what became of it. ``unit`` is as it is now, or as it was when it is gone.

    ``was`` is the unit before, where it had another kind or place; ``table`` tells of a table.
    """

    fate: Fate
    unit: Unit
    runs: Runs
    was: Unit | None = None
    table: TableChange | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of the metadata that changed: its name in the model, and its text."""

    name: str
    runs: Runs


@dataclass(frozen=True, slots=True)
class AssetChange:
    """An image that came, went, or has other bytes."""

    name: str
    fate: Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions compared. ``passages`` are all units, in reading order, kept ones too."""

    language: str
    metadata: tuple[FieldChange, ...]
    passages: tuple[Passage, ...]
    assets: tuple[AssetChange, ...]

    @property
    def changes(self) -> tuple[Passage, ...]:
        """The passages that are not kept as they were."""
        return tuple(passage for passage in self.passages if passage.fate != "kept")

    @property
    def is_empty(self) -> bool:
        """Whether the editions read the same."""
        return not (self.metadata or self.changes or self.assets)


def compare(before: Report, after: Report) -> Comparison:
    """Compare two editions of a report, exact to the character.

    What kept and removed passages say is the text before, what kept and added ones say the text
    after, in order; a passage that moved stands at both its places.
    """
    ours, theirs = units_of(before), units_of(after)
    pairs = align(ours, theirs, _text)
    return Comparison(
        language=after.metadata.language,
        metadata=tuple(_metadata(before.metadata, after.metadata)),
        passages=tuple(_moved([_passage(was, now) for was, now in pairs])),
        assets=tuple(_assets(before, after)),
    )


def _text(unit: Unit) -> str:
    return unit.text


def _passage(was: Unit | None, now: Unit | None) -> Passage:
    if was is None:
        assert now is not None, "a pair has at least one side"
        return Passage("added", now, (Run("added", now.text),))
    if now is None:
        return Passage("removed", was, (Run("removed", was.text),))
    runs = compare_texts(was.text, now.text)
    table = compare_tables(was.table, now.table) if was.table and now.table else None
    if (was.kind, was.form) != (now.kind, now.form):
        return Passage("another kind", now, runs, was, table)
    if was.text != now.text or (table and not table.is_empty):
        return Passage("changed", now, runs, None if was.where == now.where else was, table)
    return Passage("kept", now, runs)


def _moved(passages: Sequence[Passage]) -> Iterator[Passage]:
    """Yield passages; one that went here and came there, letter by letter, is one that moved."""
    gone = {p.unit.key: p.unit for p in passages if _can_move(p, "removed")}
    come = {p.unit.key: p.unit for p in passages if _can_move(p, "added")}
    both = gone.keys() & come.keys()
    for passage in passages:
        key = passage.unit.key
        if key in both and passage.fate == "removed":
            yield Passage("moved away", passage.unit, passage.runs)
        elif key in both and passage.fate == "added":
            yield Passage("moved here", passage.unit, passage.runs, gone[key])
        else:
            yield passage


def _can_move(passage: Passage, fate: Fate) -> bool:
    return passage.fate == fate and len(passage.unit.text) >= _SHORTEST_MOVE


def _metadata(before: Metadata, after: Metadata) -> Iterator[FieldChange]:
    for field in fields(Metadata):
        was, now = (_written(getattr(each, field.name)) for each in (before, after))
        if was != now:
            yield FieldChange(field.name, compare_texts(was, now))


def _written(value: object) -> str:
    match value:
        case None:
            return ""
        case tuple():
            return "\n".join(_written(each) for each in value)
        case Contributor(name=name, role=role):
            return f"{name} ({role})"
        case _:
            return str(value)


def _assets(before: Report, after: Report) -> Iterator[AssetChange]:
    ours = {asset.name: asset.data for asset in before.assets}
    theirs = {asset.name: asset.data for asset in after.assets}
    for name in sorted(ours.keys() | theirs.keys()):
        if name not in theirs:
            yield AssetChange(name, "removed")
        elif name not in ours:
            yield AssetChange(name, "added")
        elif ours[name] != theirs[name]:
            yield AssetChange(name, "changed")
