"""EDGE: what is said to the person at the terminal; the only place that prints."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TextIO

from report.diagnostics import Diagnostic, Format, Place, Severity, as_json, render
from report.model.inlines import Direction


@dataclass(slots=True)
class Desk:
    """Findings to standard error as they come, results to standard output.

    With ``json`` nothing is said until the end: then one document with findings and results.
    ``orders`` says whether the terminal joins and orders right-to-left text; to one that does
    not, lines are given as they are to be seen. What does not go to a terminal is never changed.
    """

    layout: Format
    out: TextIO
    err: TextIO
    orders: bool = True
    findings: list[Diagnostic] = field(default_factory=list)
    results: list[dict[str, object]] = field(default_factory=list)

    def warn(self, finding: Diagnostic) -> None:
        """Take a finding and say it."""
        self.findings.append(finding)
        if self.layout != "json":
            self._clear()
            print(self._shown(render(finding, self.layout), self.err, "ltr"), file=self.err)

    def warn_all(self, findings: Iterable[Diagnostic]) -> None:
        """Say findings in the order of their places; those of the whole book come last."""
        for finding in sorted(findings, key=_in_reading_order):
            self.warn(finding)

    def progress(self, step: str) -> None:
        """Show what is being done, on a terminal only."""
        if self.layout != "json" and self.err.isatty():
            self._clear()
            print(self._shown(step, self.err, "ltr"), end="", file=self.err, flush=True)

    def say(self, line: str, **result: object) -> None:
        """Say a result: a line for a person, fields for a program."""
        if self.layout == "json":
            self.results.append(result or {"text": line})
        else:
            self._clear()
            print(self._shown(line, self.out), file=self.out)

    def write(self, text: str) -> None:
        """Write a text that was asked for as it is, whatever the layout."""
        self.out.write(text)

    def count(self, severity: Severity) -> int:
        """Count the findings of a severity."""
        return sum(finding.severity == severity for finding in self.findings)

    def close(self) -> None:
        """Write the one JSON document, if that is the layout and there is something to say."""
        if self.layout == "json" and (self.results or self.findings):
            form = {"findings": [as_json(f) for f in self.findings], "results": self.results}
            print(json.dumps(form, ensure_ascii=False, indent=1), file=self.out)

    def _shown(self, text: str, stream: TextIO, base: Direction | None = None) -> str:
        """Return lines as the stream needs them; the margin of a line stays where it is."""
        if self.orders or not stream.isatty():
            return text
        # Loaded when it is needed: few terminals leave the order of letters to us.
        from report.surfaces.adapter import as_shown

        lines = []
        for line in text.split("\n"):
            words = line.lstrip(" ")
            margin = line[: len(line) - len(words)]
            lines.append(margin + as_shown(words, base or _base_of(words), orders=self.orders))
        return "\n".join(lines)

    def _clear(self) -> None:
        if self.err.isatty():
            print("\r\x1b[K", end="", file=self.err)


def _base_of(line: str) -> Direction:
    """Return the direction of the first letter of a line (UAX #9, P2 and P3)."""
    classes = map(unicodedata.bidirectional, line)
    first = next((kind for kind in classes if kind in {"L", "R", "AL"}), "L")
    return "ltr" if first == "L" else "rtl"


def _in_reading_order(finding: Diagnostic) -> tuple[bool, str, int, int]:
    place = finding.place
    return (place is None, *(place or Place("", 0, 0)))
