"""Citations: ``[انظر @key، ص ٢٣؛ @other]``, sources of the bibliography between brackets."""

from __future__ import annotations

import re
from collections.abc import Container

from report.model.inlines import Cite

_SOURCE = re.compile(r"(?<!\\)(?:(?<=[\s(؛;])|^)(-?)@(\w(?:[\w:./+-]*\w)?)")
_PARTING = re.compile(r"(?<!\\)[;؛]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~؛])")
_COMMA = re.compile(r"\s*[,،]?\s*")
_BLANKS = re.compile(r"\s+")


def parse_citation(written: str, labels: Container[str]) -> tuple[Cite, ...] | None:
    """Read what stands between the brackets of a citation, or say that it is none.

    Every part has one source; what is a label of the manuscript is none. Other marks than
    backslashes mean nothing inside.

    >>> parse_citation("انظر @qasim2021، ص ٢٣؛ -@amin", ())[0].after
    'ص ٢٣'
    >>> parse_citation("@tbl-1", {"tbl-1"}) is None
    True
    """
    cites: list[Cite] = []
    for part in _PARTING.split(written):
        found = _SOURCE.findall(part)
        if len(found) != 1 or found[0][1] in labels:
            return None
        mark = _SOURCE.search(part)
        assert mark is not None, "it has just been found"
        comma = _COMMA.match(part, mark.end())
        after = part[comma.end() if comma else mark.end() :]
        cites.append(Cite(mark[2], _plain(part[: mark.start()]), _plain(after), bool(mark[1])))
    return tuple(cites) or None


def _plain(words: str) -> str:
    return _BLANKS.sub(" ", _ESCAPED.sub(r"\1", words)).strip(" ")
