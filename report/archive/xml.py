"""XML: small trees in one namespace, written the same way every time, read without trust."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias, cast

from lxml import etree

Child: TypeAlias = "Node | None"


class Node:
    """An element to be: its name, its text or its children, its attributes."""

    def __init__(
        self,
        name: str,
        content: str | Iterable[Child] = (),
        attributes: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.text = content if isinstance(content, str) else None
        self.children = [] if isinstance(content, str) else [c for c in content if c is not None]
        self.attributes = attributes or {}


def write_xml(root: Node, namespaces: Mapping[str | None, str]) -> bytes:
    """Write a tree as UTF-8 XML, indented, one line feed at its end.

    Names with a prefix (``dc:title``) are in the namespace of that prefix, names without in that
    of ``None``. Raises :class:`ValueError` for characters that XML does not have.

    >>> print(write_xml(Node("a", [Node("b", "نص")]), {None: "urn:x"}).decode(), end="")
    <?xml version='1.0' encoding='UTF-8'?>
    <a xmlns="urn:x">
      <b>نص</b>
    </a>
    """
    made = _element(root, namespaces, None)
    etree.indent(made)
    return etree.tostring(made, xml_declaration=True, encoding="UTF-8") + b"\n"


def _element(
    node: Node, namespaces: Mapping[str | None, str], parent: etree._Element | None
) -> etree._Element:
    name = _qualified(node.name, namespaces)
    attributes = {
        _qualified(key, namespaces) if ":" in key else key: value
        for key, value in node.attributes.items()
    }
    if parent is None:
        # None names the namespace of names without a prefix; the stubs of lxml do not know it.
        made = etree.Element(name, attributes, cast(dict[str, str], namespaces))
    else:
        made = etree.SubElement(parent, name, attributes)
    made.text = node.text
    for child in node.children:
        _element(child, namespaces, made)
    return made


def _qualified(name: str, namespaces: Mapping[str | None, str]) -> str:
    prefix, parted, local = name.rpartition(":")
    if prefix == "xml":
        return f"{{http://www.w3.org/XML/1998/namespace}}{local}"
    return f"{{{namespaces[prefix if parted else None]}}}{local}"


def read_xml(data: bytes) -> etree._Element:
    """Read XML that may be hostile: no entities, no network, nothing huge.

    Raises :class:`ValueError` for what is no XML.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from None
