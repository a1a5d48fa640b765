"""Content documents: each sheet of the galley as an XHTML file of the book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree
from markupsafe import escape

from report.compose.galley import Matter, Sheet
from report.model.names import MATHML, OPS, SVG, XHTML
from report.writers.epub.markup import EPUB_TYPE, body, elements, tag, text_of
from report.writers.epub.tables import fit_tables

STYLES = ("edition.css", "type.css", "reflow.css")
STYLE_FOLDER = "styles"
ASSET_FOLDER = "assets"

PAGEBREAK = "doc-pagebreak"

_MATTER = {
    "cover": "cover",
    "front": "frontmatter",
    "body": "bodymatter",
    "back": "backmatter",
}
_VOID = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()  # HTML, 13.1.2
)
_TYPED_ROLES = frozenset(
    f"doc-{term}"
    for term in (
        "abstract acknowledgments afterword appendix bibliography chapter colophon conclusion "
        "dedication endnotes epigraph epilogue footnote foreword glossary index introduction "
        "noteref pagebreak part preface prologue pullquote qna toc"
    ).split()
)
"""Roles of DPUB-ARIA whose term is also one of the structural semantics vocabulary of EPUB."""

_SHELL = """\
<html xmlns="{xhtml}" xmlns:epub="{ops}" lang="{language}" xml:lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8"/>
<title>{title}</title>
{styles}
</head>
<body epub:type="{matter}">
{body}
</body>
</html>"""


class Address(NamedTuple):
    """Where an id stands: the file, the document's place in the spine, the element's in it.

    ``opens`` says that the element is the first of its document, so that the file alone is
    the better address: old reading systems then begin a new page.
    """

    file: str
    fragment: str
    document: int
    element: int
    opens: bool = False

    @property
    def href(self) -> str:
        """The address as written in a link from another document."""
        return self.file if self.opens else f"{self.file}#{self.fragment}"


@dataclass(frozen=True, slots=True)
class Document:
    """A sheet as a parsed document. The tree is this writer's own and changed in place.

    A sheet that is parted is ``later`` in all its documents but the first.
    """

    file: str
    sheet: Sheet
    root: etree._Element
    later: bool = False

    @property
    def properties(self) -> tuple[str, ...]:
        """What the manifest has to say of the document (EPUB 3.3, D.1: manifest properties)."""
        names = {element.tag for element in elements(self.root)}
        spaces = {etree.QName(name).namespace for name in names}
        return tuple(name for name, space in (("mathml", MATHML), ("svg", SVG)) if space in spaces)


def open_sheet(sheet: Sheet) -> Document:
    """Parse a sheet into a document with the head that every document of the book has.

    Raises :class:`ValueError` when the fragment is not well formed XML.
    """
    return Document(f"{sheet.name}.xhtml", sheet, shell(sheet, sheet.body))


def shell(sheet: Sheet, fragment: str, matter: Matter | None = None) -> etree._Element:
    """Return the root of a document around a fragment, in the language of ``sheet``.

    ``lang``, ``xml:lang`` and ``dir`` stand on the root, because EPUB leaves direction to
    markup (EPUB 3.3, 6.3.2: ``direction`` and ``unicode-bidi`` must not be used).
    """
    links = (
        f'<link rel="stylesheet" type="text/css" href="{STYLE_FOLDER}/{style}"/>'
        for style in STYLES
    )
    document = _SHELL.format(
        xhtml=XHTML,
        ops=OPS,
        language=escape(sheet.language),
        direction=sheet.direction,
        title=escape(sheet.title),
        styles="\n".join(links),
        matter=_MATTER[matter or sheet.matter],
        body=fragment,
    )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(document.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"the sheet {sheet.name!r} is not well formed: {error}") from error


def addresses(spine: Sequence[Document]) -> dict[str, Address]:
    """Return where each id of the book stands; the first of equal ids counts.

    The contents sheet is written anew as the nav document, so its ids lead to its beginning,
    but for the marks of pages, which are carried over.
    """
    found: dict[str, Address] = {}
    for place, document in enumerate(spine):
        first = next(iter(body(document.root)), None)
        anew = document.sheet.kind == "toc"
        for order, element in enumerate(elements(document.root)):
            if (name := element.get("id")) and name not in found:
                opens = (anew or element is first) and element.get("role") != PAGEBREAK
                found[name] = Address(document.file, name, place, order, opens)
    return found


def finish(
    document: Document,
    book: Mapping[str, Address],
    images: Mapping[str, str],
    words: Mapping[str, str],
) -> None:
    """Make a document ready for the book: links across files, images, semantics, tables.

    ``images`` maps the names of assets to their files. A link or image that nothing answers
    is left as it stands, for :mod:`report.checks.epub` to report.
    """
    for element in elements(document.root):
        if href := element.get("href"):
            element.set("href", _across(href, document.file, book))
        if (source := element.get("src")) and source.startswith(f"{ASSET_FOLDER}/"):
            name = source.removeprefix(f"{ASSET_FOLDER}/")
            element.set("src", f"{ASSET_FOLDER}/{images.get(name, name)}")
        _give_type(element)
    _give_kind(document)
    fit_tables(document.root, words["table_scrolls"])


def _across(href: str, file: str, book: Mapping[str, Address]) -> str:
    if not href.startswith("#"):
        return href
    there = book.get(href[1:])
    return there.href if there and there.file != file else href


def _give_type(element: etree._Element) -> None:
    """Say a DPUB-ARIA role in the vocabulary of EPUB too: it is what makes notes pop up."""
    role = element.get("role", "")
    if role in _TYPED_ROLES and not element.get(EPUB_TYPE):
        element.set(EPUB_TYPE, role.removeprefix("doc-"))


def _give_kind(document: Document) -> None:
    if document.later:
        return
    around = body(document.root)
    top = next(iter(around), None)
    if top is None or around.get(EPUB_TYPE) == document.sheet.kind:
        return
    if not top.get(EPUB_TYPE):
        top.set(EPUB_TYPE, document.sheet.kind)


def serialise(root: etree._Element) -> bytes:
    """Write a document as XML that an HTML parser would read the same way.

    Elements that HTML does not know as void keep their end tags.

    >>> serialise(etree.fromstring(f'<td xmlns="{XHTML}"/>')).decode().splitlines()[-1]
    '<td xmlns="http://www.w3.org/1999/xhtml"></td>'
    """
    for element in root.iter(tag("*")):
        if not len(element) and not element.text and etree.QName(element).localname not in _VOID:
            element.text = ""
    written = etree.tostring(
        root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>"
    )
    return bytes(written) + b"\n"


def characters(roots: Iterable[etree._Element]) -> frozenset[str]:
    """Return every character that a reader may see: text, what stands for an image, hints."""
    seen: set[str] = set()
    for root in roots:
        seen.update(text_of(root))
        for element in root.iter(tag("img"), tag("div")):
            seen.update(element.get("alt", ""), element.get("data-hint", ""))
    return frozenset(seen)
