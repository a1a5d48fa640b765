"""The nav document: what every EPUB 3 reader shows as the contents."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace

from lxml import etree

from report.compose.galley import Galley, Sheet
from report.writers.epub.documents import shell
from report.writers.epub.markup import EPUB_TYPE, tag
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


def write_nav(navigation: Navigation, sheet: Sheet) -> etree._Element:
    """Write the nav document (EPUB 3.3, 7): contents, lists, pages, landmarks.

    Titles are taken from the contents sheet where it has them, because they stand there with
    their isolates; a plain title would let a foreign name run into what is around it.
    """
    composed = _composed_titles(sheet)
    words = navigation.words
    root = shell(sheet, "<section></section>")
    section = next(root.iter(tag("section")))
    section.set("class", "contents")
    _list(section, "toc", words["contents"], navigation.contents, composed, level=1)
    if navigation.tables:
        _list(section, "lot", words["tables"], navigation.tables, composed)
    if navigation.figures:
        _list(section, "loi", words["figures"], navigation.figures, composed)
    if navigation.pages:
        _list(section, "page-list", words["pages"], navigation.pages, {}, hidden=True)
    _list(section, "landmarks", words["landmarks"], navigation.landmarks, {}, hidden=True)
    return root


def _composed_titles(sheet: Sheet) -> dict[str, etree._Element]:
    links = shell(sheet, sheet.body).iter(tag("a"))
    return {href[1:]: link for link in links if (href := link.get("href", "")).startswith("#")}


def _list(
    parent: etree._Element,
    term: str,
    heading: str,
    lines: tuple[Line, ...],
    composed: Mapping[str, etree._Element],
    *,
    level: int = 2,
    hidden: bool = False,
) -> None:
    nav = _add(parent, "nav", {EPUB_TYPE: term, "id": term})
    if role := {"toc": "doc-toc", "page-list": "doc-pagelist"}.get(term):
        nav.set("role", role)
    nav.set("aria-labelledby", f"{term}-heading")
    if hidden:
        nav.set("hidden", "hidden")
    _add(nav, f"h{level}", {"id": f"{term}-heading"}).text = heading
    _items(nav, lines, composed)


def _items(
    parent: etree._Element, lines: tuple[Line, ...], composed: Mapping[str, etree._Element]
) -> None:
    items = _add(parent, "ol", {})
    for line in lines:
        item = _add(items, "li", {})
        link = _add(item, "a", {"href": line.target.href})
        if line.term:
            link.set(EPUB_TYPE, line.term)
        said = composed.get(line.target.fragment)
        if said is None:
            link.text = line.title
        else:
            link.text = said.text
            link.extend(deepcopy(child) for child in said)
        if line.children:
            _items(item, line.children, composed)


def _add(parent: etree._Element, name: str, attributes: Mapping[str, str]) -> etree._Element:
    if parent.text is None and len(parent) == 0:
        parent.text = "\n"
    child = etree.SubElement(parent, tag(name), dict(attributes))
    child.tail = "\n"
    return child
