"""Front matter: the title and what else in it is text, as lines for the rules of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from report.checks.source.lines import Line, lines_of, plain_line
from report.checks.source.origins import Manuscript
from report.model.document import Report

_TEXTS: Final = ("title", "subtitle", "description")
_BLOCK: Final = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)


def all_lines(report: Report, manuscript: Manuscript | None = None) -> Iterator[Line]:
    r"""Yield the texts of the front matter that stand on one line of it, then those of the body.

    >>> from report.diagnostics import Place
    >>> from report.model.document import Division, Metadata
    >>> report = Report(Metadata(title="الماء, والغذاء"), body=(Division((), at=Place("a.md", 4)),))
    >>> typed = Manuscript("---\ntitle: الماء, والغذاء\n---\n")
    >>> [(line.typed, line.at) for line in all_lines(report, typed)]
    [('الماء, والغذاء', Place(file='a.md', line=2, column=8))]
    """
    if manuscript is not None:
        yield from _front_lines(report, manuscript)
    yield from lines_of(report)


def _front_lines(report: Report, manuscript: Manuscript) -> Iterator[Line]:
    block = _BLOCK.match(manuscript.text)
    file = next((d.at.file for _, d in report.divisions() if d.at), "")
    for name in _TEXTS if block else ():
        said = getattr(report.metadata, name)
        key = re.compile(rf"^{name}[ \t]*:[ \t]*([\"']?)", re.MULTILINE)
        found = key.search(manuscript.text, 0, block.end()) if block else None
        # A folded or an escaped text is not typed as it is said; it is left as it is.
        if said and found and manuscript.text.startswith(f"{said}{found[1]}", found.end()):
            at = manuscript.place(found.end(), file)
            yield plain_line(said, report.metadata.language, at)
