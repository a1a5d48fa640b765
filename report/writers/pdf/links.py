"""Links: out of the book by four schemes and no other; one annotation a line of text.

What a link may be is decided before painting, on WeasyPrint's pages, so that a refused link
leaves no trace in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from report.diagnostics import Warn
from report.model.targets import leads_out
from report.rules import finding

_Rectangle = tuple[float, float, float, float]
_Link = tuple[str, str, _Rectangle, Any]


def close_links(page: Any, warn: Warn) -> None:
    """Keep the links of a page that a book may have, one a line.

    A refused target is the finding P210; the words stay in the text.
    """
    kept: list[_Link] = []
    refused: set[str] = set()
    for link in outermost(page.links):
        kind, target, rectangle, box = link
        if kind == "internal" or (kind == "external" and leads_out(target)):
            kept.append((kind, target, clipped(rectangle, page.width, page.height), box))
        elif target not in refused:
            refused.add(target)
            warn(finding("P210", None, target=target))
    page.links = kept


def outermost(links: Iterable[_Link]) -> Iterator[_Link]:
    """Leave out the links of boxes that stand in the box of a link.

    WeasyPrint has one for each box in a link as well: for every isolate, for ``::after``, for the
    leader, which it puts beside the page in right-to-left text. A reader would meet three links
    where the page shows one.
    """
    covered: set[int] = set()
    for link in links:
        box = link[3]
        if id(box) not in covered:
            yield link
        covered.update(id(getattr(inner, "_box", inner)) for inner in box.descendants())


def clipped(rectangle: _Rectangle, width: float, height: float) -> _Rectangle:
    """Return what of a rectangle lies on the page.

    >>> clipped((-3, 10, 900, 20), 595, 842)
    (0, 10, 595, 20)
    """
    start, top, end, foot = rectangle
    return (
        min(max(start, 0), width),
        min(max(top, 0), height),
        min(max(end, 0), width),
        min(max(foot, 0), height),
    )
