"""Tags: WeasyPrint's page boxes become the structure tree of the report, in reading order.

WeasyPrint's own tree has a node a box, so that a paragraph or a table that goes over a page ends
and begins again, has no header scopes, no languages and no numbering, and leaves the
running heads hanging. This one has a node an element (ISO 14289-1, 7.1; ISO 14289-2, 8.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element

from weasyprint.formatting_structure import boxes

from report.writers.pdf.repairs import is_continuation
from report.writers.pdf.roles import BY_PSEUDO, NOTES, SVG, role_of
from report.writers.pdf.tree import Annotation, Mark, Node, Tree

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_ROOTS = frozenset({"html", "body"})
_POINTS = 0.75
_LAYOUT = {"Type": "/Layout"}
_PAGINATION = {"top": "Header", "bottom": "Footer"}


def deferred(original: object) -> object:
    """Return what stands in place of WeasyPrint's ``add_tags``: nothing, the press tags later.

    The boxes that were painted stay recorded on the page streams for :class:`TreeBuilder`.
    """
    del original
    return lambda pdf, document, version, page_streams: None


Artifacts: TypeAlias = dict[int, Mapping[str, Any]]
"""The property list of each mark of a page that is no text."""


def languages(root: Element) -> dict[Element, str]:
    """Return the language that holds for each element: its own, or that of what is around it.

    >>> html = Element("html", {"lang": "ar"})
    >>> html.append(Element("p", {"lang": "not a tag"}))
    >>> list(languages(html).values())
    ['ar', 'ar']
    """
    found: dict[Element, str] = {}

    def walk(element: Element, around: str) -> None:
        own = element.get("lang") or ""
        found[element] = own if _LANGUAGE.fullmatch(own) else around
        for child in element:
            walk(child, found[element])

    walk(root, "")
    return found


class TreeBuilder:
    """Walks the boxes of each page; an element met again goes on where it stopped."""

    def __init__(self, root: Element, *, modern: bool) -> None:
        """Begin a structure tree.

        Args:
            root: the HTML that the pages are laid out from.
            modern: whether the types are those of PDF 2.0.
        """
        self._root = root
        self._tongues = languages(root)
        self._parents = {child: parent for parent in root.iter() for child in parent}
        self._modern = modern
        self._document = Node("Document", None, next(iter(self._tongues.values())))
        self._nodes: dict[Element, Node] = {}
        self._footnotes: list[Node] = []
        self._calls: dict[Element, Node] = {}
        self._pseudo: dict[tuple[Element, str], Node] = {}
        self._begun: dict[Element, int] = {}
        self._number = 0
        self._height = 0.0
        self._marks: dict[Any, dict[str, Any]] = {}
        self._aside: Artifacts = {}

    def page(self, number: int, page: Any, marks: dict[Any, dict[str, Any]]) -> Artifacts:
        """Take a page that has been painted, and tell what on it is no part of the tree.

        Args:
            number: of the page, from 0.
            page: WeasyPrint's page.
            marks: those made while painting, by their boxes; they are used up.
        """
        self._number, self._height, self._marks = number, page.height, marks
        self._aside = {}
        for box in page._page_box.children:
            self._visit(box, self._document)
        for mark in marks.values():
            self._aside[mark["mcid"]] = _LAYOUT
        marks.clear()
        return self._aside

    def tree(self) -> Tree:
        """Return the structure tree of the pages taken."""
        return Tree(
            self._document,
            self._modern,
            self._nodes,
            self._footnotes,
            self._calls,
            {self._root: self._root} | self._parents,
            {e.get("id", ""): e for e in reversed(list(self._root.iter()))},
        )

    def _visit(self, box: Any, around: Node) -> None:
        box = getattr(box, "_box", box)
        if isinstance(box, boxes.MarginBox):
            self._set_aside(box, _pagination(box.at_keyword))
        elif box.is_leader or self._is_repeated(box) or is_continuation(box):
            self._set_aside(box, _LAYOUT if box.is_leader else {"Type": "/Pagination"})
        elif isinstance(box, boxes.TextBox):
            self._text(box, around)
        elif isinstance(box, boxes.FootnoteAreaBox):
            for child in box.children:
                self._footnote(child)
        else:
            self._element(box, around)

    def _set_aside(self, box: Any, properties: dict[str, Any]) -> None:
        """Make all that a box painted an artifact."""
        for inner in (box, *box.descendants()):
            inner = getattr(inner, "_box", inner)
            if (mark := self._marks.pop(inner, None)) is not None:
                self._aside[mark["mcid"]] = properties
            if (link := getattr(inner, "link_annotation", None)) is not None:
                link.adrift = True

    def _is_repeated(self, box: Any) -> bool:
        """Say whether a box is the head or foot of a table, set once more on a later page."""
        if not isinstance(box, boxes.TableRowGroupBox) or box.element is None:
            return False
        repeats = box.is_header or box.is_footer
        return repeats and self._begun.setdefault(box.element, self._number) != self._number

    def _text(self, box: Any, around: Node) -> None:
        mark = self._marks.pop(box, None)
        if mark is None:
            return
        if not box.text.strip() and around.needs_paragraph():
            self._aside[mark["mcid"]] = _LAYOUT
            return
        around.text.append(box.text)
        around.place(Mark(self._number, mark["mcid"]))

    def _footnote(self, box: Any) -> None:
        """Tag a note at the foot of the page; :mod:`arrange` takes it to where it is called."""
        element = box.element
        if element is None or element in self._nodes:
            self._element(box, self._document)
            return
        note = Node("FENote" if self._modern else "Note", None, self._tongues[element], element)
        self._footnotes.append(note)
        self._nodes[element] = note
        self._element(box, note)

    def _element(self, box: Any, around: Node) -> None:
        node = self._node_of(box, around)
        if (link := getattr(box, "link_annotation", None)) is not None:
            self._link(node, box).kids.append(Annotation(self._number, link))
        if isinstance(box, boxes.ReplacedBox):
            self._image(box, node)
            return
        for child in getattr(box, "children", ()):
            self._visit(child, node)

    def _node_of(self, box: Any, around: Node) -> Node:
        """Return the node that a box's content belongs to, made if the element is met first."""
        element = box.element
        if element is None or isinstance(box, boxes.LineBox):
            return around
        name, _, pseudo = box.element_tag.partition("::")
        if pseudo:
            return self._pseudo_node(element, pseudo, around)
        if (known := self._nodes.get(element)) is not None:
            return known
        node = around if name in _ROOTS else self._new(element, around)
        self._nodes[element] = node
        self._begun.setdefault(element, self._number)
        if node.role == "L" and not node.numbering:
            node.numbering = str(box.style["list_style_type"])
        return node

    def _pseudo_node(self, element: Element, pseudo: str, around: Node) -> Node:
        if (known := self._pseudo.get((element, pseudo))) is not None:
            return known
        role, node = BY_PSEUDO.get(pseudo), around
        if role is not None and (kind := role.of(self._modern)):
            item = around.parent
            if pseudo == "marker" and around.role == "LBody" and item is not None:
                node = Node(kind, item, self._tongues[element], element)
                item.kids.insert(0, node)
            elif kind != "Lbl" or around.role in {"TOCI", *NOTES}:
                node = self._add(kind, element, around)
        if pseudo == "footnote-call":
            node.language = around.language
            self._calls[element] = node
        self._pseudo[element, pseudo] = node
        return node

    def _add(self, role: str, element: Element, holder: Node) -> Node:
        node = Node(role, holder, self._tongues[element], element)
        holder.place(node)
        return node

    def _new(self, element: Element, around: Node) -> Node:
        """Make the node of an element, or return what is around it when it needs none."""
        role = role_of(element, self._modern)
        match role:
            case None:
                foreign = self._tongues[element] != around.language
                return self._add("Span", element, around) if foreign else around
            case "L" if self._in_contents(element):
                return self._add("TOC", element, around)
            case "LI" if around.role == "TOC":
                return self._add("TOCI", element, around)
            case "LI":
                return self._add("LBody", element, self._add("LI", element, around))
            case "Lbl" | "LBody" if element.tag in {"dt", "dd"}:
                return self._definition(role, element, around)
            case "Div" if around.role == "L":
                return around
            case "Link":
                return self._new_link(element, around)
            case "Figure":
                return self._figure(element, around)
            case _:
                return self._add(role, element, around)

    def _in_contents(self, element: Element) -> bool:
        while (element := self._parents.get(element, element)) in self._parents:
            if element.tag == "nav":
                return True
        return False

    def _definition(self, role: str, element: Element, around: Node) -> Node:
        """Put terms and what they mean into one item: ``LI`` of ``Lbl`` and one ``LBody``."""
        last = around.kids[-1] if around.kids else None
        item = last if isinstance(last, Node) and last.role == "LI" else None
        body = item.first("LBody") if item else None
        if item is None or (role == "Lbl" and body is not None):
            item, body = self._add("LI", element, around), None
        if body is None:
            return self._add(role, element, item)
        return self._add("Div", element, body)

    def _new_link(self, element: Element, around: Node) -> Node:
        """Make a link, in a reference where it calls a note or stands in the contents."""
        holder, roles = around, element.get("role", "").split()
        if "doc-noteref" in roles or around.role == "TOCI":
            holder = self._add("Reference", element, around)
        elif "doc-backlink" in roles and around.role in NOTES:
            holder = self._add("Lbl", element, around)
        return self._add("Link", element, holder)

    def _link(self, node: Node, box: Any) -> Node:
        """Return the link that an annotation belongs to: around the box, or made for it."""
        for link in (node, *node.ancestors()):
            if link.role == "Link":
                return link
        return self._add("Link", box.element, node)

    def _figure(self, element: Element, around: Node) -> Node:
        """Make a figure: one for a ``figure`` and its only image, with the text instead of it."""
        if element.tag == "figure":
            images = _images(element)
            if len(images) != 1 or not _described(images[0]):
                return self._add("Div", element, around)
            node = self._add("Figure", element, around)
            node.alternative = _alternative(images[0])
            return node
        if around.role == "Figure" and around.source is not element:
            return around
        node = self._add("Figure", element, around)
        node.alternative = _alternative(element)
        return node

    def _image(self, box: Any, node: Node) -> None:
        mark = self._marks.pop(box, None)
        if mark is None:
            return
        if box.element is not None and not _described(box.element):
            self._aside[mark["mcid"]] = _LAYOUT
            return
        node.place(Mark(self._number, mark["mcid"]))
        if node.role == "Figure":
            start, top = box.content_box_x() * _POINTS, box.content_box_y() * _POINTS
            foot = self._height * _POINTS - top - box.height * _POINTS
            corner = (start + box.width * _POINTS, self._height * _POINTS - top)
            node.set("Layout", BBox=(start, foot, *corner))
            if not isinstance(box, boxes.InlineReplacedBox) or node.source is not box.element:
                node.set("Layout", Placement="/Block")


def _pagination(keyword: str) -> dict[str, Any]:
    """Return the property list of a running head or folio (ISO 32000-1, 14.8.2.2)."""
    properties: dict[str, Any] = {"Type": "/Pagination"}
    edge = keyword.removeprefix("@").split("-")[0]
    if (kind := _PAGINATION.get(edge)) is not None:
        properties |= {"Subtype": f"/{kind}", "Attached": [f"/{edge.capitalize()}"]}
    return properties


def _images(element: Element) -> list[Element]:
    """Return the images in a figure; drawings of one thing in several sizes are one image."""
    drawings = {_alternative(drawing): drawing for drawing in element.iter(SVG)}
    return [*element.iter("img"), *drawings.values()]


def _described(image: Element) -> bool:
    """Say whether an image is content: one whose alternative is empty on purpose is not."""
    return image.tag != "img" or image.get("alt") != ""


def _alternative(image: Element) -> str:
    if image.tag == "img":
        return image.get("alt", "").strip()
    parts = (image.find(f"{{http://www.w3.org/2000/svg}}{name}") for name in ("title", "desc"))
    said = ((part.text or "").strip() for part in parts if part is not None)
    return (image.get("aria-label") or "").strip() or "\n".join(text for text in said if text)


def collected(nodes: Iterable[Node]) -> str:
    """Return the text that nodes show, as one line."""
    return " ".join("".join(text for node in nodes for text in node.text).split())
