"""The nav document: what every EPUB 3 reader shows as the contents."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace

from lxml import etree

from report.compose.galley import Galley, Sheet
from report.writers.epub.documents import PAGEBREAK, Document, shell
from report.writers.epub.markup import EPUB_TYPE, elements, tag
from report.writers.epub.navigation import Line, Navigation


def nav_sheet(galley: Galley) -> Sheet:
    """Return the sheet that the nav document is made from, under a name that no other has.

    It is the contents sheet of the galley, or an empty one in the language of the first sheet.
    """
    like = galley.sheets[0]
    title = galley.words["contents"]
    empty = Sheet("nav", title, "", "front", "toc", like.language, like.direction)
    composed = next((sheet for sheet in galley.sheets if sheet.kind == "toc"), empty)
    name = "nav"
    while any(sheet.name == name for sheet in galley.sheets if sheet is not composed):
        name += "-contents"
    return replace(composed, name=name)


_MARKED = (EPUB_TYPE, "role", "id", "aria-label")


@dataclass(frozen=True, slots=True)
class _Composed:
    """What the lists take from the contents as composed, by the id that a line leads to.

    ``titles`` are its links. ``marks`` are the attributes of the marks between the line before
    and this one; those after the last line are under no id.
    """

    titles: Mapping[str, etree._Element]
    marks: Mapping[str, list[dict[str, str]]]


def write_nav(navigation: Navigation, document: Document) -> etree._Element:
    """Write the nav document (EPUB 3.3, 7): contents, lists, pages, landmarks.

    Titles are taken from the contents sheet where it has them, because they stand there with
    their isolates; a plain title would let a foreign name run into what is around it. The marks
    of the pages that the printed contents fill are taken from there as well.
    """
    composed, nothing = _read(document.root), _Composed({}, {})
    words = navigation.words
    root = shell(document.sheet, "<section></section>")
    section = next(root.iter(tag("section")))
    section.set("class", "contents")
    for mark in composed.marks.get("", ()):
        _add(section, "div", mark)
    _list(section, "toc", words["contents"], navigation.contents, composed, level=1)
    if navigation.tables:
        _list(section, "lot", words["tables"], navigation.tables, composed)
    if navigation.figures:
        _list(section, "loi", words["figures"], navigation.figures, composed)
    if navigation.pages:
        _list(section, "page-list", words["pages"], navigation.pages, nothing, hidden=True)
    _list(section, "landmarks", words["landmarks"], navigation.landmarks, nothing, hidden=True)
    return root


def _read(contents: etree._Element) -> _Composed:
    titles: dict[str, etree._Element] = {}
    marks: dict[str, list[dict[str, str]]] = {}
    waiting: list[dict[str, str]] = []
    for element in elements(contents):
        href = element.get("href", "")
        if element.tag == tag("a") and href.startswith("#"):
            titles[href[1:]] = element
            marks[href[1:]], waiting = waiting, []
        elif element.get("role") == PAGEBREAK and not any(element.iterancestors(tag("a"))):
            waiting.append({name: element.get(name, "") for name in _MARKED})
    return _Composed(titles, marks | {"": waiting})


def _list(
    parent: etree._Element,
    term: str,
    heading: str,
    lines: tuple[Line, ...],
    composed: _Composed,
    *,
    level: int = 2,
    hidden: bool = False,
) -> None:
    first = lines[0].target.fragment if lines else ""
    for mark in composed.marks.get(first, ()) if first else ():
        _add(parent, "div", mark)
    nav = _add(parent, "nav", {EPUB_TYPE: term, "id": term})
    if role := {"toc": "doc-toc", "page-list": "doc-pagelist"}.get(term):
        nav.set("role", role)
    nav.set("aria-labelledby", f"{term}-heading")
    if hidden:
        nav.set("hidden", "hidden")
    _add(nav, f"h{level}", {"id": f"{term}-heading"}).text = heading
    _items(nav, lines, composed, first)


def _items(
    parent: etree._Element, lines: tuple[Line, ...], composed: _Composed, first: str
) -> None:
    """Write lines; the marks of a page go into the line, for a list of a nav holds only lines.

    Those before the ``first`` line of all stand before the list already (EPUB 3.3, 7.3).
    """
    items = _add(parent, "ol", {})
    for line in lines:
        name = line.target.fragment
        item = _add(items, "li", {})
        link = _add(item, "a", {"href": line.target.href})
        if line.term:
            link.set(EPUB_TYPE, line.term)
        said = composed.titles.get(name)
        text = line.title if said is None else said.text
        for mark in composed.marks.get(name, ()) if name != first else ():
            etree.SubElement(link, tag("span"), mark)
        if len(link):
            link[-1].tail = text
        else:
            link.text = text
        if said is not None:
            link.extend(deepcopy(child) for child in said)
        if line.children:
            _items(item, line.children, composed, first)


def _add(parent: etree._Element, name: str, attributes: Mapping[str, str]) -> etree._Element:
    if parent.text is None and len(parent) == 0:
        parent.text = "\n"
    child = etree.SubElement(parent, tag(name), dict(attributes))
    child.tail = "\n"
    return child
