"""The EPUB: documents, navigation, metadata and faces of the galley, packed and sealed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from lxml import etree

from report.compose.galley import Galley
from report.compose.sheets import HALF_TITLE
from report.locales import direction_of, locale_of
from report.model.assets import Asset
from report.model.names import CSS_MEDIA_TYPE, NCX_MEDIA_TYPE, TRUETYPE_MEDIA_TYPE, XHTML_MEDIA_TYPE
from report.model.parts import images_of
from report.writers.counters import list_counters
from report.writers.epub.accessibility import claims, look
from report.writers.epub.cover import cover_member, cover_statement, show_cover
from report.writers.epub.documents import (
    ASSET_FOLDER,
    STYLE_FOLDER,
    Address,
    Document,
    addresses,
    characters,
    finish,
    open_sheet,
    serialise,
)
from report.writers.epub.faces import cut_faces, font_face_rules
from report.writers.epub.metadata import statements
from report.writers.epub.nav import nav_sheet, write_nav
from report.writers.epub.navigation import Navigation, navigate
from report.writers.epub.ncx import write_ncx
from report.writers.epub.package import NCX_ID, Member, pack
from report.writers.epub.pagebreaks import mark_pages
from report.writers.epub.pagereferences import say_pages
from report.writers.epub.parting import parted
from report.writers.epub.pictures import fit_picture
from report.writers.epub.styles import custom_properties, spell_out
from report.writers.locators import settle
from report.writers.names import asset_files, edition_identifier
from report.writers.pagemap import PageMap
from report.writers.seal import seal
from report.writers.stamps import stamp_line


def write_epub(galley: Galley, pages: PageMap | None = None, cover: bytes | None = None) -> bytes:
    """Write a galley as an EPUB 3.3 with an NCX for old readers; equal galleys, equal bytes.

    The contents sheet of the galley gives way to the nav document. With ``pages`` the book marks
    where each page of the printed book begins, lists them and names that book as their source.
    ``cover`` is the PNG that shelves show.

    Raises :class:`ValueError` for a galley that breaks its contract: a sheet that is not well
    formed, navigation or a page that leads nowhere, two sheets of one name.
    """
    language = galley.report.metadata.language
    assets = tuple(map(fit_picture, images_of(galley.report)))
    files = asset_files(assets)
    spine = _spine(galley, pages)
    marks = mark_pages(spine, pages)
    if pages and pages.marks:
        # Behind the marks of pages, which count what the sheets hold.
        for document in spine.values():
            settle(document.root, pages.marks, galley.words["comma"])
    show_cover(spine, galley, cover)
    taken = {document.file for document in spine.values()}
    documents = tuple(
        part for whole in spine.values() for part in parted(whole, galley.words, taken)
    )
    book = addresses(documents)
    say_pages(documents, book, marks)
    navigation = navigate(galley, documents, book, marks)
    documents = tuple(_finished(d, book, files, navigation) for d in documents)
    roots = tuple(document.root for document in documents)
    members = (
        *_document_members(documents),
        _ncx(galley, navigation),
        *_styles(galley, roots),
        *cover_member(cover),
        *_asset_members(assets, files),
    )
    metadata = (
        *statements(galley, pages),
        *cover_statement(cover),
        *claims(look(roots, assets), navigation, galley.words, galley.report.metadata.certified_by),
    )
    packed = pack(
        members,
        metadata,
        language=language,
        direction=direction_of(language),
        issued=galley.edition.issued,
    )
    return seal(packed, galley.edition.issued, galley.house.shelf)


def _spine(galley: Galley, pages: PageMap | None) -> dict[str, Document]:
    """Open the sheets, by their names, in the order of the printed book if there is one.

    The nav document stands where the contents did, else behind the cover.
    """
    nav = nav_sheet(galley)
    bound = [sheet for sheet in galley.sheets if sheet.name != HALF_TITLE]
    sheets = {sheet.name: nav if sheet.kind == "toc" else sheet for sheet in bound}
    if len(sheets) < len(bound):
        raise ValueError("two sheets of the galley have the same name")
    if pages:
        printed = {name: place for place, name in enumerate(pages.sheets)}
        sheets = dict(sorted(sheets.items(), key=lambda item: printed.get(item[0], -1)))
    if nav not in sheets.values():
        covers = {name: sheet for name, sheet in sheets.items() if sheet.matter == "cover"}
        sheets = {**covers, nav.name: nav, **sheets}
    return {name: open_sheet(sheet) for name, sheet in sheets.items()}


def _finished(
    document: Document,
    book: Mapping[str, Address],
    files: Mapping[str, str],
    navigation: Navigation,
) -> Document:
    if document.sheet.kind == "toc":
        return replace(document, root=write_nav(navigation, document))
    finish(document, book, files, navigation.words)
    return document


def _document_members(documents: tuple[Document, ...]) -> Iterator[Member]:
    for document in documents:
        properties = document.properties
        if document.sheet.kind == "toc":
            properties = ("nav", *properties)
        name = f"sheet-{document.file.removesuffix('.xhtml')}"
        data = serialise(document.root)
        yield Member(name, document.file, XHTML_MEDIA_TYPE, data, properties)


def _asset_members(assets: Iterable[Asset], files: Mapping[str, str]) -> Iterator[Member]:
    """Yield the images, one that has two names once."""
    by_file = {files[asset.name]: asset for asset in assets}
    for number, (file, asset) in enumerate(by_file.items(), start=1):
        path = f"{ASSET_FOLDER}/{file}"
        yield Member(f"asset-{number}", path, asset.media_type, asset.data)


def _ncx(galley: Galley, navigation: Navigation) -> Member:
    metadata = galley.report.metadata
    data = write_ncx(
        navigation,
        identifier=edition_identifier(galley.edition),
        title=metadata.title,
        authors=tuple(c.name for c in metadata.contributors if c.role == "aut"),
        language=metadata.language,
        direction=direction_of(metadata.language),
    )
    return Member(NCX_ID, "toc.ncx", NCX_MEDIA_TYPE, data)


def _styles(galley: Galley, roots: tuple[etree._Element, ...]) -> Iterator[Member]:
    """Yield the style sheets and the faces; the first sheet is the one made for this edition."""
    house = galley.house
    written = {name: house.styles[name] for name in ("type.css", "reflow.css")}
    values = custom_properties((galley.theme.css, *written.values()))
    shared = {name: spell_out(style, values) for name, style in written.items()}
    tongue = locale_of(galley.report)
    stamp = stamp_line(galley)
    counted = frozenset("".join((*tongue.digits, *tongue.front_folios, *tongue.alphabet, stamp)))
    cuts = cut_faces(house.faces, shared.values(), roots, characters(roots) | counted, house.shelf)
    own = (font_face_rules(cuts), list_counters(tongue), _stamp_rule(stamp, values))
    sheets = {"edition.css": "".join(f"{rule}\n" for rule in own if rule)} | shared
    for name, style in sheets.items():
        yield Member(name, f"{STYLE_FOLDER}/{name}", CSS_MEDIA_TYPE, style.encode())
    for number, cut in enumerate(cuts, start=1):
        yield Member(f"face-{number}", cut.file, TRUETYPE_MEDIA_TYPE, cut.data)


def _stamp_rule(stamp: str, values: Mapping[str, str]) -> str:
    """Return the rule that shows a stamp over each document, empty without a stamp."""
    if not stamp:
        return ""
    said = stamp.replace("\\", "\\\\").replace('"', '\\"')
    rule = (
        f'body::before {{ border-block-end: 0.1em solid; content: "{said}"; display: block;'
        " font-family: var(--display-face); font-weight: 600; margin-block-end: 1em; }"
    )
    return spell_out(rule, values)
