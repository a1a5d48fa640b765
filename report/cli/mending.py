"""EDGE: ``report check --fix``: a manuscript with the corrections that are certain, or its diff."""

from __future__ import annotations

import difflib
from pathlib import Path

from report.checks.source.mending import Mended, mend_manuscript
from report.cli.build import take
from report.cli.desk import Desk
from report.diagnostics import Place, ReportError
from report.disk import write_whole
from report.rules import Phrase, finding


def mend(name: str, desk: Desk, *, show: bool) -> None:
    """Mend a manuscript on the disk, or ``show`` what would be written and leave it as it is.

    Raises :class:`ReportError` (C020) for what is no manuscript that can be written.
    """
    if name == "-":
        reason = Phrase("standard input is no file")
        raise ReportError(finding("C020", Place("standard-input.md", 0), reason=reason))
    mended = mend_manuscript(take(name))
    counts = ", ".join(f"{code} {count}" for code, count in sorted(mended.counts.items()))
    if show:
        desk.write(difference(mended, name))
    elif mended.after != mended.before:
        write_whole(Path(name), mended.after.encode())
    done = "would mend" if show else "mended"
    total = sum(mended.counts.values())
    said = f"{name}: {done} {total}: {counts}" if total else f"{name}: nothing to mend"
    desk.say(said, file=name, mended=dict(mended.counts), written=bool(total) and not show)


def difference(mended: Mended, name: str) -> str:
    """Return a unified diff of a manuscript and what it is mended to."""
    before, after = (text.splitlines(keepends=True) for text in (mended.before, mended.after))
    lines = difflib.unified_diff(before, after, name, name)
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
