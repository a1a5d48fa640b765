"""Structure: the arranged tree is written into the file, and marks find their way back to it.

ISO 32000-1, 14.7 (structure tree, parent tree, identifiers) and 14.8.2.2 (artifacts).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pydyf

from report.writers.pdf.filing import written
from report.writers.pdf.roles import MODERN
from report.writers.pdf.tree import Annotation, Kid, Mark, Node, Tree

PDF_2 = "http://iso.org/pdf2/ssn"

# A reader that knows PDF 1.7 alone drops what stands in a type that it has never heard of.
_FOR_OLD_READERS = {"Aside": "Div", "Em": "Span", "FENote": "Note", "Strong": "Span"}


def pages(pdf: Any) -> list[Any]:
    """Return the page dictionaries in their order."""
    return [pdf.objects[number] for number in pdf.pages["Kids"][::3]]


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def write_structure(pdf: Any, tree: Tree) -> Any:
    """Write the tree into the file and return the root of its structure."""
    _Writer(pdf, tree).write()
    return pdf.objects[_number(pdf.catalog["StructTreeRoot"])]


class _Element(pydyf.Object):  # type: ignore[misc]
    """A structure element as it is written: there are so many that each is put together at once."""

    data = reference = b""


class _Writer:
    def __init__(self, pdf: Any, tree: Tree) -> None:
        self._pdf = pdf
        self._tree = tree
        self._page_references = pdf.page_references
        self._pages: list[dict[int, bytes]] = [{} for _ in self._page_references]
        self._groups: dict[int, tuple[Any, dict[int, bytes]]] = {}
        self._annotations: list[tuple[Annotation, bytes]] = []
        self._identifiers: dict[str, bytes] = {}
        self._namespace = b""

    def write(self) -> None:
        document = self._tree.document
        root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        self._pdf.add_object(root)
        self._pdf.catalog["StructTreeRoot"] = root.reference
        self._pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        if document.language:
            self._pdf.catalog["Lang"] = pydyf.String(document.language)
        if self._tree.modern:
            space = pydyf.Dictionary({"Type": "/Namespace", "NS": pydyf.String(PDF_2)})
            self._pdf.add_object(space)
            self._namespace = space.reference
            root["Namespaces"] = pydyf.Array([self._namespace])
            root["RoleMap"] = pydyf.Dictionary({k: f"/{v}" for k, v in _FOR_OLD_READERS.items()})
        nodes = list(document.walk())
        for node in nodes:
            node.written = element = _Element()
            self._pdf.add_object(element)
            element.reference = b"%d 0 R" % element.number
        for node in nodes:
            self._fill(node, root)
        root["K"] = pydyf.Array([document.written.reference])
        self._parents(root)
        if self._identifiers:
            names: list[Any] = []
            for identifier in sorted(self._identifiers, key=text_bytes):
                names += [pydyf.String(identifier), self._identifiers[identifier]]
            root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(names)})

    def _fill(self, node: Node, root: Any) -> None:
        element, parent = node.written, node.parent
        own = element.reference
        above = root.reference if parent is None else parent.written.reference
        said = [b"<</Type /StructElem/S /%s/P %s" % (node.role.encode(), above)]
        if self._namespace and node.role in MODERN:
            said.append(b"/NS " + self._namespace)
        if node.language != (parent or node).language:
            said.append(b"/Lang " + written(pydyf.String(node.language)))
        if node.alternative:
            said.append(b"/Alt " + written(pydyf.String(node.alternative)))
        if node.identifier:
            said.append(b"/ID " + written(pydyf.String(node.identifier)))
            self._identifiers[node.identifier] = own
        if node.files:
            said.append(b"/AF " + written(pydyf.Array(node.files)))
        if node.attributes:
            said.append(b"/A " + written(_attributes(node)))
        references = [n.written.reference for n in node.references if n.written is not None]
        if references:
            said.append(b"/Ref [%s]" % b" ".join(references))
        home = next((kid.page for kid in node.kids if not isinstance(kid, Node)), None)
        if home is not None:
            said.append(b"/Pg " + self._page_references[home])
        said.append(b"/K [%s]>>" % b" ".join([self._kid(kid, own, home) for kid in node.kids]))
        element.data = b"".join(said)

    def _kid(self, kid: Kid, owner: bytes, home: int | None) -> bytes:
        match kid:
            case Node():
                return bytes(kid.written.reference)
            case Mark():
                return self._mark(kid.page, kid.mcid, kid.group, owner, home)
            case Annotation():
                self._annotations.append((kid, owner))
                page = self._page_references[kid.page]
                return b"<</Type /OBJR/Obj %s/Pg %s>>" % (kid.dictionary.reference, page)

    def _mark(self, page: int, mcid: int, group: Any, owner: bytes, home: int | None) -> bytes:
        if group is not None:
            _, marks = self._groups.setdefault(group.number, (group, {}))
            marks[mcid] = owner
            said = (self._page_references[page], group.reference, mcid)
            return b"<</Type /MCR/Pg %s/Stm %s/MCID %d>>" % said
        self._pages[page][mcid] = owner
        if page == home:
            return b"%d" % mcid
        return b"<</Type /MCR/Pg %s/MCID %d>>" % (self._page_references[page], mcid)

    def _parents(self, root: Any) -> None:
        """Write the parent tree: pages first, then groups, then annotations."""
        numbers = pydyf.Array()
        for key, (page, marks) in enumerate(zip(pages(self._pdf), self._pages, strict=True)):
            page["StructParents"] = key
            page["Tabs"] = "/S"
            numbers.extend((key, _by_mark(marks)))
        key = len(self._pages)
        for stream, marks in self._groups.values():
            stream.extra["StructParents"] = key
            numbers.extend((key, _by_mark(marks)))
            key += 1
        for annotation, owner in self._annotations:
            annotation.dictionary["StructParent"] = key
            numbers.extend((key, owner))
            key += 1
        tree = pydyf.Dictionary({"Nums": numbers})
        self._pdf.add_object(tree)
        root["ParentTree"] = tree.reference
        root["ParentTreeNextKey"] = key


def text_bytes(text: str) -> bytes:
    """Return a text string as PDF stores and sorts it (ISO 32000-2, 7.9.2.2 and 7.9.6).

    >>> sorted(["note-ب", "z"], key=text_bytes)
    ['z', 'note-ب']
    """
    return text.encode() if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be")


def _by_mark(marks: Mapping[int, bytes]) -> bytes:
    length = max(marks, default=-1) + 1
    return b"[%s]" % b" ".join([marks.get(mcid, b"null") for mcid in range(length)])


def _attributes(node: Node) -> Any:
    written = [
        pydyf.Dictionary({"O": f"/{owner}"} | {key: _value(v) for key, v in values.items()})
        for owner, values in node.attributes.items()
    ]
    return written[0] if len(written) == 1 else pydyf.Array(written)


def _value(value: Any) -> Any:
    """Write an attribute: names and numbers stand as they are, other text becomes a string."""
    match value:
        case list() | tuple():
            return pydyf.Array([_value(item) for item in value])
        case str() if not value.startswith("/"):
            return pydyf.String(value)
        case _:
            return value
