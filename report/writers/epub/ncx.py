"""The NCX: the contents for reading systems older than EPUB 3."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from lxml import etree

from report.model.inlines import Direction
from report.model.names import NCX, XML
from report.writers.epub.navigation import Line, Navigation

_DEFAULT_SPACE: dict[str, str] = {None: NCX}  # type: ignore[dict-item]  # the stubs know no default namespace


def write_ncx(
    navigation: Navigation,
    *,
    identifier: str,
    title: str,
    authors: tuple[str, ...],
    language: str,
    direction: Direction,
) -> bytes:
    """Write the NCX (OPF 2.0.1, 2.4.1; DAISY Z39.86-2005, 8) in the language of the book.

    Equal places have equal ``playOrder``, counted in the order of reading over all lists.
    """
    root = etree.Element(f"{{{NCX}}}ncx", {"version": "2005-1"}, nsmap=_DEFAULT_SPACE)
    root.set(f"{{{XML}}}lang", language)
    root.set("dir", direction)
    head = _ncx(root, "head")
    for name, content in (
        ("dtb:uid", identifier),
        ("dtb:depth", str(_depth(navigation.contents))),
        ("dtb:totalPageCount", str(len(navigation.pages))),
        ("dtb:maxPageNumber", str(len(navigation.pages))),
    ):
        _ncx(head, "meta", name=name, content=content)
    _label(_ncx(root, "docTitle"), title)
    for author in authors:
        _label(_ncx(root, "docAuthor"), author)
    order = _play_order(navigation)
    _points(_ncx(root, "navMap"), navigation.contents, order, count(1))
    if navigation.pages:
        _page_list(root, navigation, order)
    for term, lines in (("tables", navigation.tables), ("figures", navigation.figures)):
        if lines:
            _target_list(root, term, navigation.words[term], lines, order)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))


def _ncx(parent: etree._Element, element: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NCX}}}{element}", attributes)


def _label(parent: etree._Element, text: str) -> None:
    _ncx(parent, "text").text = text


def _depth(lines: tuple[Line, ...]) -> int:
    return max((1 + _depth(line.children) for line in lines), default=0)


def _all(lines: Iterable[Line]) -> Iterator[Line]:
    for line in lines:
        yield line
        yield from _all(line.children)


def _play_order(navigation: Navigation) -> dict[str, int]:
    places = {
        line.target.href: (line.target.document, line.target.element)
        for lines in (
            navigation.contents,
            navigation.pages,
            navigation.tables,
            navigation.figures,
        )
        for line in _all(lines)
    }
    ordered = sorted(places, key=places.__getitem__)
    return {href: order for order, href in enumerate(ordered, start=1)}


def _points(
    parent: etree._Element,
    lines: tuple[Line, ...],
    order: Mapping[str, int],
    numbers: Iterator[int],
) -> None:
    for line in lines:
        href = line.target.href
        point = _ncx(parent, "navPoint", id=f"point-{next(numbers)}", playOrder=str(order[href]))
        _label(_ncx(point, "navLabel"), line.title)
        _ncx(point, "content", src=href)
        _points(point, line.children, order, numbers)


def _page_list(root: etree._Element, navigation: Navigation, order: Mapping[str, int]) -> None:
    pages = _ncx(root, "pageList")
    _label(_ncx(pages, "navLabel"), navigation.words["pages"])
    for number, line in enumerate(navigation.pages, start=1):
        href = line.target.href
        target = _ncx(
            pages,
            "pageTarget",
            id=f"page-{number}",
            type="normal",
            value=str(number),
            playOrder=str(order[href]),
        )
        _label(_ncx(target, "navLabel"), line.title)
        _ncx(target, "content", src=href)


def _target_list(
    root: etree._Element,
    term: str,
    heading: str,
    lines: tuple[Line, ...],
    order: Mapping[str, int],
) -> None:
    targets = _ncx(root, "navList", id=term)
    _label(_ncx(targets, "navLabel"), heading)
    for number, line in enumerate(lines, start=1):
        href = line.target.href
        target = _ncx(targets, "navTarget", id=f"{term}-{number}", playOrder=str(order[href]))
        _label(_ncx(target, "navLabel"), line.title)
        _ncx(target, "content", src=href)
