"""Links: out of the book by four schemes and no other; one annotation a line of text.

What a link may be is decided before painting, on WeasyPrint's pages, so that a refused link
leaves no trace in the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from report.diagnostics import Warn
from report.model.targets import leads_out
from report.rules import finding

_Link = tuple[str, str, tuple[float, float, float, float], Any]


def close_links(document: Any, warn: Warn) -> None:
    """Keep the links that a book may have and join the pieces of each line.

    A refused target is the finding P210; the words stay in the text. WeasyPrint has a rectangle
    for a link, one for its ``::after`` and one for its leader: a reader would meet three links
    where the page shows one line.
    """
    for page in document.pages:
        kept: list[_Link] = []
        refused: set[str] = set()
        for link in page.links:
            kind, target = link[0], link[1]
            if kind == "internal" or (kind == "external" and leads_out(target)):
                kept.append(link)
            elif target not in refused:
                refused.add(target)
                warn(finding("P210", None, target=target))
        page.links = joined(kept)


def joined(links: Iterable[_Link]) -> list[_Link]:
    """Join the rectangles that one link has on one line.

    >>> line = [("external", "https://example.org/", (0, 0, 9, 9), None)] * 2
    >>> len(joined(line))
    1
    """
    lines: list[_Link] = []
    for kind, target, rectangle, box in links:
        element = getattr(box, "element", None)
        for at, (other_kind, other_target, other, first) in enumerate(lines):
            same = getattr(first, "element", None) is element
            if same and (kind, target) == (other_kind, other_target) and _level(rectangle, other):
                lines[at] = (kind, target, _around(rectangle, other), first)
                break
        else:
            lines.append((kind, target, rectangle, box))
    return lines


def _level(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    """Say whether two rectangles share more than half the height of the lower one."""
    common = min(one[3], other[3]) - max(one[1], other[1])
    return common > min(one[3] - one[1], other[3] - other[1]) / 2


def _around(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )
