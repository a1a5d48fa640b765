"""Page breaks: the marks in the text where the pages of the printed book begin.

A mark stands before the first character of its page. Where the page begins with a block the
mark stands before the whole block: in a heading its label would be read out as a part of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from report.model.names import SVG
from report.writers.epub.documents import PAGEBREAK, Document
from report.writers.epub.markup import EPUB_TYPE, body, elements, tag, text_of
from report.writers.pagemap import PageMap, Position, inked

_ENDS = frozenset(map(tag, ("body", "section")))
"""Elements that a mark never leaves: a chapter's first page begins in the chapter."""

_NO_TEXT = frozenset(map(tag, "dl figure ol table tbody tfoot thead tr ul".split()))
"""Elements that may not hold a mark, or not in front of what they begin with."""

_PHRASING = frozenset(map(tag, "a bdi br code em img span strong sub sup".split()))
_SEEN = (tag("hr"), tag("img"), f"{{{SVG}}}svg")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that stands in the book: the folio that it bears and the id that leads to it."""

    folio: str
    name: str


def mark_pages(spine: Mapping[str, Document], pages: PageMap | None) -> tuple[Mark, ...]:
    """Set the marks of a page map in the documents, and return them in the order of the pages.

    Args:
        spine: the documents by the names of the sheets that they are made from.
        pages: the printed book, or ``None`` where there is none.

    Raises :class:`ValueError` for a page that begins where no document has anything.
    """
    if pages is None:
        return ()
    ids = {name for d in spine.values() for e in elements(d.root) if (name := e.get("id"))}
    prefix = "page-"
    while any(name.startswith(prefix) for name in ids):
        prefix = f"printed-{prefix}"
    sheets = {name: tuple(elements(body(d.root))) for name, d in spine.items()}
    marks = []
    for number, page in enumerate(pages.pages, start=1):
        mark = Mark(page.folio, f"{prefix}{number}")
        _highest(_gap_at(page.start, sheets.get(page.start.sheet, ()))).fill(mark)
        marks.append(mark)
    return tuple(marks)


@dataclass(frozen=True, slots=True)
class Gap:
    """Where a mark may go: in ``parent`` behind the child ``behind``, or before all children.

    ``length`` is how much of the text that begins there stays before the mark.
    """

    parent: etree._Element
    behind: etree._Element | None
    length: int

    def fill(self, mark: Mark) -> None:
        """Put the element of a mark here; between blocks it is a block itself."""
        text = self._text()
        name = "span" if text[self.length :].strip() or self._precedes_phrase() else "div"
        element = self.parent.makeelement(tag(name), {EPUB_TYPE: "pagebreak", "role": PAGEBREAK})
        element.set("id", mark.name)
        element.set("aria-label", mark.folio)
        if self.behind is None:
            self.parent.text = text[: self.length]
            self.parent.insert(0, element)
        else:
            self.behind.tail = text[: self.length]
            self.parent.insert(self.parent.index(self.behind) + 1, element)
        element.tail = text[self.length :]

    def _precedes_phrase(self) -> bool:
        following = next(iter(self.parent), None) if self.behind is None else self.behind.getnext()
        return following is None or following.tag in _PHRASING

    def opens(self) -> bool:
        """Say whether nothing that a reader sees stands before this in the parent."""
        if self._text()[: self.length].strip():
            return False
        child = self.behind
        while child is not None:
            above = child.getprevious()
            text = (above.tail if above is not None else self.parent.text) or ""
            if text.strip() or _is_seen(child):
                return False
            child = above
        return True

    def _text(self) -> str:
        return (self.parent.text if self.behind is None else self.behind.tail) or ""


def before(element: etree._Element) -> Gap:
    """Return the gap right before an element."""
    parent, above = element.getparent(), element.getprevious()
    assert parent is not None, "the root of a document begins no page"
    return Gap(parent, above, len((parent.text if above is None else above.tail) or ""))


def _is_seen(element: etree._Element) -> bool:
    return bool(text_of(element).strip()) or next(element.iter(*_SEEN), None) is not None


def _gap_at(position: Position, sheet: Sequence[etree._Element]) -> Gap:
    if position.element < len(sheet):
        element = sheet[position.element]
        if element.tag in _SEEN:
            return before(element)
        left = position.character
        for behind, text in _pieces(element):
            places = list(inked(text))
            if left < len(places):
                return Gap(element, behind, places[left])
            left -= len(places)
    raise ValueError(f"a page begins at {position}, where no sheet has anything")


def _pieces(element: etree._Element) -> Iterator[tuple[etree._Element | None, str]]:
    """Yield the pieces of text directly in an element, each with the child that it is behind."""
    yield None, element.text or ""
    for child in element:
        yield child, child.tail or ""


def _highest(gap: Gap) -> Gap:
    """Return the outermost gap before the same text that may hold a mark."""
    best = gap
    while gap.parent.tag not in _ENDS and gap.opens():
        gap = before(gap.parent)
        if gap.parent.tag not in _NO_TEXT:
            best = gap
    return best
