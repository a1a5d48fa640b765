"""Diagnostics: every trouble as a value with a place, a code, a reason and a remedy.

A diagnostic is never printed where it is found. The finder calls ``warn``; the
edge (:mod:`report.cli`) renders what was collected. Text in the script of the
report is set between U+2068 and U+2069 so that a terminal with bidi does not
let it reorder the ASCII around it, and invisible characters are spelled out.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, NamedTuple

FIRST_STRONG_ISOLATE = "\u2068"
POP_DIRECTIONAL_ISOLATE = "\u2069"

MOST_ALIKE = 20
"""Findings of one code that are told one by one of a paragraph, an item, a cell or a heading."""

Format = Literal["human", "short", "json"]


class Place(NamedTuple):
    """A position in a source: lines and columns start at 1 and count code points.

    ``line`` 0 means the file as a whole.

    >>> str(Place("article.txt", 113, 17))
    'article.txt:113:17'
    >>> str(Place("report.epub", 0))
    'report.epub'
    """

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Severity(StrEnum):
    """How much a diagnostic weighs.

    ``ERROR``: the book would be wrong. ``WARNING``: a careful house would not do
    it. ``NOTE``: what the press understood, guessed or removed; a person looks.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. ``code`` is stable for ever; ``why`` and ``fix`` come from its rule."""

    code: str
    severity: Severity
    message: str
    place: Place | None = None
    why: str = ""
    fix: str = ""

    def moved(self, place: Place | None) -> Diagnostic:
        """Return the same finding at another place."""
        return replace(self, place=place)

    def standing_for(self, more: int) -> Diagnostic:
        """Return the same finding, saying how many others like it are not told one by one."""
        if not more:
            return self
        return replace(self, message=f"{self.message}, and {more} more like it in the same place")


Warn = Callable[[Diagnostic], None]


class ReportError(Exception):
    """Nothing can be published; carries the diagnostic that says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(render(diagnostic, "short"))
        self.diagnostic = diagnostic


def visible(text: str) -> str:
    r"""Spell out the characters that do not show.

    >>> visible("الهيئة\u200f[٣]")
    'الهيئة<U+200F RIGHT-TO-LEFT MARK>[٣]'
    """
    return "".join(
        f"<U+{ord(c):04X} {unicodedata.name(c, 'CONTROL')}>"
        if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
        else c
        for c in text
    )


def quoted(text: str, limit: int = 60) -> str:
    r"""Quote ``text`` for a message: shortened in the middle, visible, isolated if not ASCII.

    >>> quoted("Leave a Comment")
    '"Leave a Comment"'
    >>> quoted("الأمن") == "\u2068الأمن\u2069"
    True
    """
    flat = " ".join(text.split(" "))
    if len(flat) > limit:
        flat = f"{flat[: limit // 2]}…{flat[-limit // 2 :]}"
    shown = visible(flat)
    if shown.isascii():
        return f'"{shown}"'
    return f"{FIRST_STRONG_ISOLATE}{shown}{POP_DIRECTIONAL_ISOLATE}"


def render(diagnostic: Diagnostic, layout: Format = "human") -> str:
    """Set one diagnostic as text; ``human`` takes several lines, the others one.

    >>> finding = Diagnostic("C001", Severity.ERROR, "no such file", Place("a.txt", 0), "", "look")
    >>> print(render(finding))
    a.txt: error C001: no such file
      fix:  look
    >>> render(finding, "short")
    'a.txt: error[C001]: no such file'
    """
    if layout == "json":
        return json.dumps(as_json(diagnostic), ensure_ascii=False)
    where = f"{diagnostic.place}: " if diagnostic.place else ""
    if layout == "short":
        return f"{where}{diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}"
    lines = [f"{where}{diagnostic.severity} {diagnostic.code}: {diagnostic.message}"]
    if diagnostic.why:
        lines.append(f"  why:  {diagnostic.why}")
    if diagnostic.fix:
        lines.append(f"  fix:  {diagnostic.fix}")
    return "\n".join(lines)


def as_json(diagnostic: Diagnostic) -> dict[str, object]:
    """Return the JSON form of a diagnostic; absent places are left out.

    >>> as_json(Diagnostic("C001", Severity.ERROR, "no such file"))["code"]
    'C001'
    """
    form: dict[str, object] = {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
    }
    if diagnostic.place:
        form |= {
            "file": diagnostic.place.file,
            "line": diagnostic.place.line,
            "column": diagnostic.place.column,
        }
    return form | {"why": diagnostic.why, "fix": diagnostic.fix}
