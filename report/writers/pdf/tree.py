"""The structure tree while it grows: nodes, the marks that are their content, link annotations.

A node is one element of the report, however many pages its boxes stand on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element

from report.writers.pdf.roles import GROUPING, INLINE

Kid: TypeAlias = "Node | Mark | Annotation"


@dataclass(eq=False, slots=True)
class Mark:
    """Marked content of a page: what one text box or image painted.

    ``group`` is the form XObject that holds it when it is not painted on the page itself.
    """

    page: int
    mcid: int
    group: Any = None


@dataclass(eq=False, slots=True)
class Link:
    """A link of a page, from when it is laid out.

    ``link_annotation`` is its pydyf dictionary once it is in the file, where WeasyPrint puts it;
    a link that leads nowhere gets none. What is ``adrift`` stands in no structure element.
    """

    link_annotation: Any = None
    adrift: bool = False


@dataclass(eq=False, slots=True)
class Annotation:
    """The place of a link annotation in the structure."""

    page: int
    link: Link

    @property
    def dictionary(self) -> Any:
        """The annotation as it stands in the file."""
        return self.link.link_annotation


@dataclass(eq=False, slots=True)
class Node:
    """A structure element that is being built.

    ``language`` is what holds for its text, inherited or not. ``attributes`` go by owner.
    ``numbering`` is the CSS name of a list's counter style.
    ``text`` is what it shows, for the description of a link. ``files`` are references
    to associated files; ``written`` is its dictionary once the tree is in the file.
    """

    role: str
    parent: Node | None
    language: str
    source: Element | None = None
    kids: list[Kid] = field(default_factory=list)
    alternative: str = ""
    identifier: str = ""
    numbering: str = ""
    implied: bool = False
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)
    references: list[Node] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)
    written: Any = None

    def nodes(self) -> Iterator[Node]:
        """Yield the nodes directly inside."""
        return (kid for kid in self.kids if isinstance(kid, Node))

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, in reading order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [kid for kid in reversed(node.kids) if isinstance(kid, Node)]

    def ancestors(self) -> Iterator[Node]:
        """Yield what this node stands in, innermost first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def first(self, role: str) -> Node | None:
        """Return the first node of a type at or below this one, or ``None``."""
        return next((node for node in self.walk() if node.role == role), None)

    def place(self, kid: Kid) -> None:
        """Append a kid; loose inline content of a block that holds blocks gets a paragraph.

        >>> div = Node("Div", None, "ar")
        >>> div.place(Mark(0, 0))
        >>> [node.role for node in div.walk()]
        ['Div', 'P']
        """
        holder = self
        if self.role in GROUPING and is_inline(kid) and not _as_in_toc(self, kid):
            holder = self._loose_paragraph()
        holder.kids.append(kid)
        if isinstance(kid, Node):
            kid.parent = holder

    def needs_paragraph(self) -> bool:
        """Say whether loose text placed here would begin a paragraph of its own."""
        return self.role in GROUPING and self._open_paragraph() is None

    def _open_paragraph(self) -> Node | None:
        last = self.kids[-1] if self.kids else None
        return last if isinstance(last, Node) and last.implied else None

    def _loose_paragraph(self) -> Node:
        if (paragraph := self._open_paragraph()) is not None:
            return paragraph
        paragraph = Node("P", self, self.language, implied=True)
        self.kids.append(paragraph)
        return paragraph

    def put_in_place_of(self, kid: Node, others: list[Kid]) -> None:
        """Put others where a kid stands."""
        at = self.kids.index(kid)
        self.kids[at : at + 1] = others
        for other in others:
            if isinstance(other, Node):
                other.parent = self

    def dissolve(self) -> None:
        """Leave the tree; what stood inside stands in its place."""
        assert self.parent is not None, "the document is not dissolved"
        self.parent.put_in_place_of(self, self.kids)

    def set(self, owner: str, **values: Any) -> None:
        """Set structure attributes of an owner (ISO 32000-1, 14.8.5)."""
        self.attributes.setdefault(owner, {}).update(values)


def is_inline(kid: Kid) -> bool:
    """Say whether a kid stands in a line."""
    return not isinstance(kid, Node) or kid.role in INLINE


def _as_in_toc(parent: Node, kid: Kid) -> bool:
    return parent.role == "TOCI" and isinstance(kid, Node) and kid.role in {"Reference", "Lbl"}


@dataclass(frozen=True, slots=True)
class Tree:
    """A structure tree: its root, the node of each element, what is an artifact on each page.

    ``footnotes`` are the notes at the foot of pages, not yet in their place, and ``calls``
    where the text calls them. ``parents`` is the HTML tree turned round; its root is its own
    parent.
    """

    document: Node
    modern: bool
    of_element: dict[Element, Node]
    footnotes: list[Node]
    calls: dict[Element, Node]
    parents: dict[Element, Element]
    of_identifier: dict[str, Element]

    def dissolve(self) -> None:
        """Part what holds each other, when the tree is in the file: so it is gone when dropped."""
        for node in self.document.walk():
            node.parent = None

    def of_id(self, identifier: str) -> Node | None:
        """Return the node that an id of the page leads to: its own, or the nearest around it."""
        element = self.of_identifier.get(identifier)
        while element is not None:
            node = self.of_element.get(element)
            if node is not None and self.holds(node):
                return node
            around = self.parents[element]
            element = around if around is not element else None
        return None

    def holds(self, node: Node) -> bool:
        """Say whether a node is still in the tree."""
        while node.parent is not None:
            if node not in node.parent.kids:
                return False
            node = node.parent
        return node is self.document
