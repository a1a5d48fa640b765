"""Arrange: the grown tree is put in order, notes at their calls and headings without gaps.

Each step leaves a tree that the next can rely on; :func:`arranged` runs them in their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from report.writers.pdf.roles import HEADINGS, INLINE, NOTES, may_hold
from report.writers.pdf.tables import head_tables
from report.writers.pdf.tags import collected
from report.writers.pdf.tree import Annotation, Node, Tree, is_inline

# A note is read after the paragraph that calls it, not in the middle of a sentence.
_LINES = frozenset({"P", *HEADINGS, *(INLINE - {"Lbl"})})

# A caption stands in what it is the caption of; other figures are several images, or none.
_CAPTIONED = frozenset({"Figure", "Table"})

_NUMBERINGS = {
    "circle": "Circle",
    "decimal": "Decimal",
    "disc": "Disc",
    "list-decimal": "Decimal",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "lower-roman": "LowerRoman",
    "square": "Square",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
    "upper-roman": "UpperRoman",
}

# Counter styles of CSS that count in digits of another script.
_DIGITS = ("decimal", "arabic-indic", "persian", "urdu", "folio")


def arranged(tree: Tree) -> Tree:
    """Put a tree in order for its version of PDF and return it."""
    unlink(tree)
    settle_notes(tree)
    head_tables(tree.document)
    prune(tree.document)
    contain(tree.document)
    nodes = list(tree.document.walk())  # nothing moves any more
    number_headings(nodes)
    number_lists(nodes, modern=tree.modern)
    describe_links(nodes, tree)
    return tree


def unlink(tree: Tree) -> None:
    """Take away the links that lead nowhere, and leave their text where it is."""
    for node in list(tree.document.walk()):
        if node.role == "Link" and not any(isinstance(kid, Annotation) for kid in node.kids):
            node.dissolve()


def targets(node: Node) -> Iterator[str]:
    """Yield the names of the places in the book that the links at or below a node lead to."""
    for inner in node.walk():
        for kid in inner.kids:
            if isinstance(kid, Annotation) and "Dest" in kid.dictionary:
                yield kid.dictionary["Dest"].string


def settle_notes(tree: Tree) -> None:
    """Take each footnote to the block that calls it, and tie note and references together.

    A note needs an identifier of its own (ISO 14289-1, 7.9); in PDF 2.0 it and what refers to it
    name each other (ISO 14289-2, 8.2.5.14).
    """
    referring: dict[str, list[Node]] = {}
    _note_references(tree.document, referring)
    for number, note in enumerate(tree.footnotes, start=1):
        assert note.source is not None, "a footnote is an element"
        call = tree.calls.get(note.source)
        references = list(referring.get(note.source.get("id", ""), ()))
        here = call or next(iter(references), None)
        if here is None:
            tree.document.place(note)
        else:
            _insert_after_block(note, here)
        _note_references(note, referring)
        note.identifier = note.source.get("id") or f"note-{number}"
        if call is not None and call.kids and call not in references:
            references.append(call)
        if tree.modern:
            note.set("FENote", NoteType="/Footnote")
            note.references = references
            for reference in references:
                reference.references = [note]
    for number, note in enumerate(n for n in tree.document.walk() if n.role in NOTES):
        note.identifier = note.identifier or f"aside-note-{number}"


def _note_references(node: Node, referring: dict[str, list[Node]]) -> None:
    """Note the references at and below a node by the names of the places that they lead to."""
    for inner in node.walk():
        if inner.role == "Reference":
            for name in dict.fromkeys(targets(inner)):
                referring.setdefault(name, []).append(inner)


def _insert_after_block(note: Node, call: Node) -> None:
    block = call
    while (holder := block.parent) is not None:
        if holder.role not in _LINES and may_hold(holder.role, note.role):
            break
        block = holder
    assert holder is not None, "the document may hold a note"
    at = holder.kids.index(block) + 1
    while at < len(holder.kids) and _goes_on(holder.kids[at]):
        at += 1
    holder.kids.insert(at, note)
    note.parent = holder


def _goes_on(kid: object) -> bool:
    """Say whether a kid continues the line, or is a note called earlier in it."""
    match kid:
        case Node(role=role):
            return role in INLINE or role in NOTES
        case _:
            return True


def prune(node: Node) -> None:
    """Take away what has no content; an empty cell keeps its place in the table."""
    for kid in list(node.nodes()):
        prune(kid)
        if not kid.kids and kid.role not in {"TD", "TH"}:
            node.kids.remove(kid)


def contain(node: Node) -> None:
    """See that every node stands in one that may hold it (ISO 14289-1, 7.2; ISO/TS 32005)."""
    for kid in list(node.nodes()):
        if kid.role == "Caption" and node.role not in _CAPTIONED:
            kid.role = "P" if all(map(is_inline, kid.kids)) else "Div"
        if not may_hold(node.role, kid.role):
            _mend(node, kid)
    for kid in node.nodes():
        contain(kid)


def _mend(node: Node, kid: Node) -> None:
    match node.role:
        case "L":
            _wrap(node, kid, "LI")
        case "LI":
            _into_body(node, kid)
        case "TOC":
            _wrap(node, kid, "TOCI")
        case "TOCI":
            _wrap(node, kid, "Reference" if kid.role == "Link" else _loose(kid))
        case _ if node.role in _LINES:
            kid.role = "Span"
        case _:
            kid.role = "Div"


def _loose(kid: Node) -> str:
    return "P" if is_inline(kid) else "NonStruct"


def _wrap(node: Node, kid: Node, role: str) -> None:
    wrapper = Node(role, node, node.language)
    node.put_in_place_of(kid, [wrapper])
    wrapper.kids.append(kid)
    kid.parent = wrapper


def _into_body(item: Node, kid: Node) -> None:
    body = next((n for n in item.nodes() if n.role == "LBody"), None)
    if body is None:
        _wrap(item, kid, "LBody")
        return
    item.kids.remove(kid)
    body.place(kid)


def number_headings(nodes: Iterable[Node]) -> None:
    """Number headings from H1 without a gap, keeping which is below which (ISO 14289-1, 7.4.2).

    >>> book = Node("Document", None, "ar")
    >>> for role in ("H2", "H5", "H3"):
    ...     book.place(Node(role, None, "ar"))
    >>> number_headings(book.walk())
    >>> [node.role for node in book.nodes()]
    ['H1', 'H2', 'H2']
    """
    above: list[str] = []
    for node in nodes:
        if node.role in HEADINGS:
            while above and above[-1] >= node.role:
                above.pop()
            above.append(node.role)
            node.role = f"H{len(above)}"


def number_lists(nodes: Iterable[Node], *, modern: bool) -> None:
    """Say of each list how it is numbered (ISO 32000-1, table 347; ISO 32000-2, table 382).

    PDF 1.7 knows no abjad and no Hebrew letters: ``LowerAlpha`` at least says that letters stand
    in their order. PDF 2.0 has ``Ordered`` for it. A list without labels has none.
    """
    for node in nodes:
        if node.role == "L":
            node.set("List", ListNumbering=f"/{_numbering(node, modern=modern)}")


def _numbering(node: Node, *, modern: bool) -> str:
    tag = node.source.tag if node.source is not None else "ul"
    if not any(item.first("Lbl") for item in node.nodes()):
        return "None"
    if tag == "dl":
        return "Description" if modern else "None"
    if (known := _NUMBERINGS.get(node.numbering)) is not None:
        return known
    if tag == "ul":
        return "Unordered" if modern else "Disc"
    if modern:
        return "Ordered"
    return "Decimal" if node.numbering.endswith(_DIGITS) else "LowerAlpha"


def describe_links(nodes: Iterable[Node], tree: Tree) -> None:
    """Give each link annotation the words of its link, each line of the contents its target.

    ISO 14289-1, 7.18.5 and ISO 14289-2, 8.2.5.8.
    """
    for node in nodes:
        if node.role == "Link":
            words = _words(node)
            for kid in node.kids:
                if isinstance(kid, Annotation) and words:
                    kid.dictionary["Contents"].string = words
        elif node.role == "TOCI" and tree.modern:
            first = next(iter(targets(node)), None)
            target = tree.of_id(first) if first else None
            node.references = [target] if target is not None else []


def _words(link: Node) -> str:
    """Return what a link says: its label, its text as written, or the image that stands in it."""
    said = ""
    if (source := link.source) is not None and source.tag == "a":
        said = source.get("aria-label") or source.get("title") or "".join(source.itertext())
    words = " ".join(said.split()) or collected(link.walk())
    return words or next((n.alternative for n in link.walk() if n.alternative), "")
