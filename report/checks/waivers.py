"""Waivers: what a house knows and lets stand, each with its reason, in ``report.toml``.

::

    [[waive]]
    code = "T040"
    place = "chapters/*.md"          # a name below the folder of report.toml, perhaps «name:12»
    text = "جدول - "                 # words of the finding
    reason = "the client's own style"
    until = 2027-01-31               # the last day on which it holds

What is waived is still told, as a note with its reason; a waiver that waives nothing is told too.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fnmatch import fnmatchcase

from report.diagnostics import Diagnostic, Place, Severity, Warn, visible
from report.rules import Phrase, catalogue, finding

_KEYS = frozenset({"code", "place", "text", "reason", "until"})


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that is let stand: its code, where, what it says, why, until when."""

    code: str
    reason: str
    at: Place
    place: str | None = None
    text: str | None = None
    until: date | None = None

    def covers(self, name: str) -> bool:
        """Say whether a source may hold what is waived, by its name in the project."""
        return self.place is None or any(
            fnmatchcase(name, pattern) for pattern in (self.place, self.place.rpartition(":")[0])
        )

    def holds(self, found: Diagnostic, name: str) -> bool:
        """Say whether a finding in a source is the one that is waived."""
        if found.code != self.code or not self.covers(name):
            return False
        where = f"{name}:{found.place.line}" if found.place else name
        if self.place and not (fnmatchcase(name, self.place) or fnmatchcase(where, self.place)):
            return False
        return self.text is None or visible(self.text) in found.message


def read_waivers(text: str, file: str, warn: Warn) -> tuple[Waiver, ...]:
    r"""Read the waivers of a ``report.toml``; one that is wrong is told and left out.

    >>> read_waivers('[[waive]]\ncode = "T040"\nreason = "ours"', "report.toml", print)[0].code
    'T040'
    """
    try:
        entries = tomllib.loads(text).get("waive", [])
    except (ValueError, RecursionError) as error:
        # A number of 5,000 digits is no number to int(), and 1,000 brackets are too deep to follow.
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        warn(finding("C021", Place(file, 0), reason=Phrase(reason)))
        return ()
    lines = [
        n for n, line in enumerate(text.split("\n"), 1) if line.strip().startswith("[[waive]]")
    ]
    waivers: list[Waiver] = []
    for n, entry in enumerate(entries if isinstance(entries, list) else [entries]):
        at = Place(file, lines[n] if n < len(lines) else 0)
        if trouble := _trouble(entry):
            warn(finding(trouble[0], at, reason=Phrase(trouble[1])))
            continue
        until = entry.get("until")
        place, words = entry.get("place"), entry.get("text")
        waivers.append(Waiver(entry["code"], entry["reason"].strip(), at, place, words, until))
    return tuple(waivers)


def _trouble(entry: object) -> tuple[str, str] | None:
    """Return the code and the words of what is wrong with an entry."""
    if not isinstance(entry, Mapping):
        return "C021", "a waiver is a table, [[waive]]"
    if unknown := sorted(set(entry) - _KEYS):
        return "C021", f"{unknown[0]} is no key of a waiver"
    if not all(isinstance(entry.get(key, ""), str) for key in ("code", "place", "text", "reason")):
        return "C021", "code, place, text and reason are strings"
    if entry.get("code") not in catalogue():
        return "C021", f"{entry.get('code', 'nothing')} is no code of the catalogue"
    if type(entry.get("until", date.min)) is not date:
        return "C021", "until is a day, as in 2027-01-31"
    if not entry.get("reason", "").strip():
        return "C022", f"{entry['code']} is waived without a reason"
    return None


@dataclass(slots=True)
class Waiving:
    """The waivers of a project at work; ``today`` is the edge's word."""

    waivers: tuple[Waiver, ...]
    today: date
    used: set[int] = field(default_factory=set)
    looked: set[str] = field(default_factory=set)

    def apply(self, findings: Iterable[Diagnostic], name: str) -> Iterator[Diagnostic]:
        """Yield the findings of a source, those that are waived as notes."""
        active = [
            (n, waiver)
            for n, waiver in enumerate(self.waivers)
            if waiver.until is None or self.today <= waiver.until
        ]
        self.looked.add(name)
        for found in findings:
            held = next(((n, w) for n, w in active if w.holds(found, name)), None)
            if held is None:
                yield found
                continue
            self.used.add(held[0])
            message = f"{found.message} (waived: {visible(held[1].reason)})"
            yield replace(found, severity=Severity.NOTE, message=message)

    def unused(
        self, judged: Callable[[str], bool], sources: Iterable[str] = ()
    ) -> Iterator[Diagnostic]:
        """Yield the waivers that waived nothing, of the codes that were judged.

        A waiver says nothing yet as long as one of the ``sources`` of the project that it may be
        about was not looked at.
        """
        known = {*sources, *self.looked}
        for n, waiver in enumerate(self.waivers):
            if waiver.until is not None and self.today > waiver.until:
                yield finding("C024", waiver.at, rule=waiver.code, until=str(waiver.until))
            elif n not in self.used and judged(waiver.code):
                about = {name for name in known if waiver.covers(name)}
                if not about or about - self.looked:
                    continue
                yield finding("C023", waiver.at, rule=waiver.code, reason=waiver.reason)
