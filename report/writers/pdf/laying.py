"""Laying: a division is laid out, then turned to where it begins, and then its margins are filled.

It takes the place of ``HTML.render``, which wants a whole book and knows its first page to be the
first. What a division is set with (faces, styles) is read once a book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from copy import deepcopy
from dataclasses import replace
from typing import Any, NamedTuple, Protocol
from xml.etree.ElementTree import Element

from weasyprint import DEFAULT_OPTIONS, HTML, Document, css, document
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.layout import layout_document
from weasyprint.layout import page as page_layout
from weasyprint.layout.background import layout_backgrounds
from weasyprint.layout.page import PageType, make_margin_boxes, make_page, page_height, page_width
from weasyprint.layout.percent import resolve_percentages
from weasyprint.pdf import VARIANTS
from weasyprint.pdf.metadata import DocumentMetadata

from report.calm import tidy
from report.compose.galley import Galley
from report.diagnostics import Warn
from report.writers.page import style_parts, write_division
from report.writers.pdf.divisions import Division
from report.writers.pdf.folios import TEXT
from report.writers.pdf.fontmap import font_map
from report.writers.pdf.joining import join_letters
from report.writers.pdf.justification import justification, justified
from report.writers.pdf.openings import (
    Opening,
    Strings,
    Targets,
    named_pages,
    opened,
    settle_named,
    tell_targets,
)
from report.writers.pdf.parts import Part
from report.writers.pdf.pouring import NotInTurn, in_turn, undisturbed
from report.writers.pdf.resources import SCHEME, ClosedFetcher
from report.writers.pdf.shortcuts import roomy
from report.writers.pdf.standards import Standard, render_options
from report.writers.pdf.takes import cut, sheets_laid, until

_MANY = 25
"""Pages whose boxes are worth the time to collect them."""


class Look:
    """What the divisions of a book are set with: its faces, its styles, its paper."""

    def __init__(self, galley: Galley, standard: Standard, paper: str, warn: Warn) -> None:
        """Read the styles of a galley.

        Args:
            galley: the report, composed; its sheets are not looked at.
            standard: what the file promises; it decides on the colours.
            paper: the style sheet of the paper.
            warn: is told of what is asked for and not there (P003).
        """
        self._galley = galley
        self._faces = font_map(galley.house.faces)
        self._counters = CounterStyle()
        self._options = _options(standard)
        fetcher = ClosedFetcher(warn)
        fetcher.parts = style_parts(galley, fetcher.hold, paper)
        self._sheet = css.CSS(
            string="\n".join(fetcher.parts),
            base_url=f"{SCHEME}:",
            url_fetcher=fetcher,
            media_type="print",
            font_config=self._faces,
            counter_style=self._counters,
            color_profiles={},
            page_rules=[],
            layers=[],
        )

    @roomy
    def lay(
        self, division: Division, opening: Opening, warn: Warn, least: int | None = None
    ) -> Laid:
        """Lay out a division; its margins are empty and its side is that of the opening.

        What it names and is not in it, nor known to the opening, counts as page 0. If it is a leg,
        ``least`` sheets of it at least are laid out, and no page on which the next one begins.
        """
        with self._set(opening), until(least):
            laid = self._begun(division, opening, warn)
            laid.lay()
        return laid

    @roomy
    def pour(self, division: Division, opening: Opening, warn: Warn, paint: PainterOf) -> Poured:
        """Lay out a division as if it began on a recto, and paint each page as soon as it is there.

        Then it is turned to where it does begin, and its margins are filled; its boxes are dropped.

        Args:
            division: what is laid out.
            opening: where it begins.
            warn: is told of what is found.
            paint: returns who paints what is laid out from a root, with the profile of a name.

        Raises :class:`NotInTurn` when a page cannot be made before those after it are known.
        """
        at = replace(opening, page=1)
        with self._set(at):
            laid = self._begun(division, at, warn)
            pages = laid.in_turn()
        painter = paint(laid.element, laid.intent)
        while True:
            with self._set(at):
                page = next(pages, None)
            if page is None:
                return Poured(painter.part(), laid)
            if not laid.fits(opening, page):
                raise NotInTurn
            for finished in laid.finished(page, opening):
                painter.paint(finished)
            del page, finished
            if len(laid) % _MANY == 0:
                tidy()

    @contextmanager
    def _set(self, opening: Opening) -> Iterator[None]:
        """Let what is laid out begin at an opening and look as the book does."""
        options = self._galley.report.options
        order = justification(options.justify, options.unstretched)
        with justified(order), opened(opening), styled(self._sheet):
            yield

    def _begun(self, division: Division, opening: Opening, warn: Warn) -> Laid:
        """Make the boxes of a division."""
        fetcher = ClosedFetcher(warn)
        text = write_division(
            self._galley, division.sheets, fetcher.hold, apart=division.apart, led=division.led
        )
        html = HTML(string=text, base_url=f"{SCHEME}:", url_fetcher=fetcher)
        join_letters(html.etree_element)
        wanted = dict(self._options)
        context = Document._build_layout_context(html, self._faces, self._counters, {}, wanted)
        tell_targets(context.target_collector, opening.targets)
        tell_targets(context.target_collector, _elsewhere(html.etree_element))
        # By the name that is replaced: cells of a long table are light then.
        root = document.build_formatting_structure(
            html.etree_element,
            context.style_for,
            context.get_image_from_uri,
            html.base_url,
            context.target_collector,
            self._counters,
            context.footnotes,
        )
        settle_named(context.target_collector)
        return Laid(html, context, root, opening, self._faces, wanted["output_intent"])


class PagePainter(Protocol):
    """Who paints page after page."""

    def paint(self, page: Any) -> None:
        """Paint a page of WeasyPrint's."""

    def part(self) -> Part:
        """Return the pages that have been painted."""


PainterOf = Callable[[Element, str | None], PagePainter]


class Poured(NamedTuple):
    """A division that has been laid out and painted page by page; its layout has no pages left."""

    part: Part
    laid: Laid


class Laid:
    """A division in the boxes of WeasyPrint.

    Attributes:
        opening: where it was taken to begin.
        intent: the name of the colour profile.
        boxes: those of the pages, unless they have been dropped.
    """

    def __init__(
        self, html: Any, context: Any, root: Any, opening: Opening, faces: Any, intent: str | None
    ) -> None:
        self.opening = opening
        self.intent = intent
        self.boxes: list[Any] = []
        self._html = html
        self._context = context
        self._root = root
        self._faces = faces
        self._count = 0

    def __len__(self) -> int:
        """Return the number of pages."""
        return self._count

    @property
    def element(self) -> Element:
        """The root of the HTML."""
        root: Element = self._html.etree_element
        return root

    @property
    def sheets(self) -> int | None:
        """The sheets that were laid out if they are a take, ``None`` if they are all."""
        return sheets_laid(self._context)

    @property
    def anchors(self) -> Mapping[str, int]:
        """The page of each place that can be led to, from 0, by its id."""
        items = self._context.target_collector.target_lookup_items.items()
        return {name: at for name, item in items if (at := item.page_maker_index) is not None}

    @property
    def named(self) -> frozenset[str]:
        """The ids of the places whose pages are named in the text."""
        return named_pages(self._context.target_collector, self._html.etree_element)

    @property
    def strings(self) -> Strings:
        """The last word of each running head."""
        held = self._context.string_set.items()
        return tuple((name, pages[max(pages)][-1]) for name, pages in held if pages)

    def lay(self) -> None:
        """Lay out all pages, some of them again if need be."""
        self.boxes = list(layout_document(self._html, self._root, self._context))
        self._count = len(self.boxes)
        cut(self.element, self._context)

    def in_turn(self) -> Iterator[Any]:
        """Lay out page by page; none is kept here."""
        for page in in_turn(self._context, self._root, self._html):
            self._count += 1
            yield page

    def fits(self, opening: Opening, page: Any = None) -> bool:
        """Say whether a page, by default the first, has room for the same on its other side.

        Where it stays on its side it has.
        """
        if not self._turned(opening):
            return True
        one = page or self.boxes[0]
        other = self._other(one)
        return bool((one.width, one.height) == (other.width, other.height))

    def document(self, opening: Opening) -> Any:
        """Return WeasyPrint's document of the pages, turned and with their margins filled.

        Call it once.
        """
        boxes, self.boxes = self.boxes, []
        made = [
            page
            for number, box in enumerate(boxes, start=1)
            for page in self.finished(box, opening, number)
        ]
        fetcher = self._html.url_fetcher
        return Document(made, DocumentMetadata(), fetcher, self._faces, {}, self.intent)

    def finished(self, page: Any, opening: Opening, number: int = 0) -> Iterator[Page]:
        """Yield a page, by default the last one, turned and with its margins filled.

        The blank page that is to stand before the first one comes with it.
        """
        number = number or self._count
        context = self._context
        context._carried = opening.strings
        if number == 1 and opening.blank:
            yield Page(self._blank(page.page_type, opening))
        if self._turned(opening):
            page = self._turn(page)
        context.current_page = number
        state = deepcopy(context.page_maker[number][3])
        self._fill(page, state, opening, number - 1)
        yield Page(page)

    def _rtl(self) -> bool:
        return bool(self._root.style["direction"] == "rtl")

    def _turned(self, opening: Opening) -> bool:
        return opening.is_right(self._rtl()) is not self.opening.is_right(self._rtl())

    def _fill(self, page: Any, state: Any, opening: Opening, place: int) -> None:
        """Set what stands in the margins of a page, and its grounds."""
        state[1]["page"] = [opening.folio + place]
        state[1]["pages"] = [opening.total]
        page.children = (*page.children, *make_margin_boxes(self._context, page, state))
        layout_backgrounds(page, self._context.get_image_from_uri)

    def _turn(self, page: Any) -> Any:
        """Return a page as it stands on the other side of an opened book."""
        other = self._other(page)
        across = other.content_box_x() - page.content_box_x()
        down = other.content_box_y() - page.content_box_y()
        for child in page.children:
            child.translate(across, down)
            if isinstance(child, boxes.FootnoteAreaBox):
                child.page = other
        other.children = page.children
        other.fixed_boxes = page.fixed_boxes
        return other

    def _other(self, page: Any) -> Any:
        """Return an empty page of the same kind, on the other side."""
        side = "left" if page.page_type.side == "right" else "right"
        kind = page.page_type._replace(side=side)
        page_layout.set_page_type_computed_styles(kind, self._html, self._context.style_for)
        style = self._context.style_for(kind)
        style["overflow"] = self._root.viewport_overflow
        other = boxes.PageBox(kind, style)
        resolve_percentages(other, style["size"])
        other.position_x = other.position_y = 0
        width, height = style["size"]
        page_width(other, self._context, width)
        page_height(other, self._context, height)
        return other

    def _blank(self, first: PageType, opening: Opening) -> Any:
        """Return the page before a division that has to begin on a recto."""
        rtl = self._rtl()
        # Before the first page of the text stands the last one of the front matter.
        name = TEXT if first.name == TEXT and opening.folio > 1 else ""
        kind = PageType("left" if opening.is_right(rtl) else "right", True, name, 0, ())
        page_layout.set_page_type_computed_styles(kind, self._html, self._context.style_for)
        state = deepcopy(self._context.page_maker[0][3])
        with undisturbed(self._context):
            page, _, _ = make_page(self._context, self._root, kind, None, 1, state)
        page.children = (page.children[0],)
        self._fill(page, state, opening, -1)
        return page


def _elsewhere(root: Any) -> Targets:
    """Return the places that links lead to and that are not in the division, on no page yet."""
    own = {element.get("id") for element in root.iter()}
    led = dict.fromkeys(link.get("href", "") for link in root.iter("a"))
    return tuple((href[1:], 0) for href in led if href[:1] == "#" and href[1:] not in own)


def _options(standard: Standard) -> dict[str, Any]:
    """Return the options of WeasyPrint for a standard, with what its variant of PDF implies."""
    options = DEFAULT_OPTIONS | render_options(standard)
    if variant := options["pdf_variant"]:
        _, implied = VARIANTS[variant]
        options |= {name: value for name, value in implied.items() if options[name] is None}
    return dict(options)


_sheet: ContextVar[Any] = ContextVar("the styles of the book", default=None)


@contextmanager
def styled(sheet: Any) -> Iterator[None]:
    """Let what is laid out have one style sheet, which has been read before."""
    token = _sheet.set(sheet)
    try:
        yield
    finally:
        _sheet.reset(token)


def read_sheets(original: Any) -> Callable[..., Iterable[Any]]:
    """Replace ``find_stylesheets``: the styles of a book are read once, not once a division."""

    def sheets(*given: Any) -> Iterable[Any]:
        held = _sheet.get()
        return original(*given) if held is None else (held,)

    return sheets
