"""Laying: a division is laid out, then turned to where it begins, and then its margins are filled.

It takes the place of ``HTML.render``, which wants a whole book and knows its first page to be the
first. What a division is set with (faces, styles) is read once a book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from copy import deepcopy
from typing import Any

from weasyprint import DEFAULT_OPTIONS, HTML, Document, css
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.layout import layout_document
from weasyprint.layout.background import layout_backgrounds
from weasyprint.layout.page import (
    PageType,
    make_margin_boxes,
    make_page,
    page_height,
    page_width,
    set_page_type_computed_styles,
)
from weasyprint.layout.percent import resolve_percentages
from weasyprint.pdf import VARIANTS
from weasyprint.pdf.metadata import DocumentMetadata

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
from report.writers.pdf.resources import SCHEME, ClosedFetcher
from report.writers.pdf.shortcuts import roomy
from report.writers.pdf.standards import Standard, render_options
from report.writers.pdf.takes import cut, sheets_laid, until


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
        fetcher = ClosedFetcher(warn)
        text = write_division(
            self._galley, division.sheets, fetcher.hold, apart=division.apart, led=division.led
        )
        html = HTML(string=text, base_url=f"{SCHEME}:", url_fetcher=fetcher)
        join_letters(html.etree_element)
        options, wanted = self._galley.report.options, dict(self._options)
        with (
            justified(justification(options.justify, options.unstretched)),
            opened(opening),
            styled(self._sheet),
            until(least),
        ):
            context = Document._build_layout_context(html, self._faces, self._counters, {}, wanted)
            tell_targets(context.target_collector, opening.targets)
            tell_targets(context.target_collector, _elsewhere(html.etree_element))
            root = build_formatting_structure(
                html.etree_element,
                context.style_for,
                context.get_image_from_uri,
                html.base_url,
                context.target_collector,
                self._counters,
                context.footnotes,
            )
            settle_named(context.target_collector)
            pages = list(layout_document(html, root, context))
        cut(html.etree_element, context)
        return Laid(html, context, root, pages, opening, self._faces, wanted["output_intent"])


class Laid:
    """A division that has been laid out, in the boxes of WeasyPrint.

    Attributes:
        opening: where it was taken to begin.
    """

    def __init__(
        self,
        html: Any,
        context: Any,
        root: Any,
        pages: list[Any],
        opening: Opening,
        faces: Any,
        intent: str | None,
    ) -> None:
        self.opening = opening
        self._html = html
        self._context = context
        self._root = root
        self._pages = pages
        self._faces = faces
        self._intent = intent

    def __len__(self) -> int:
        """Return the number of pages."""
        return len(self._pages)

    @property
    def boxes(self) -> list[Any]:
        """The boxes of the pages."""
        return self._pages

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

    def fits(self, opening: Opening) -> bool:
        """Say whether a page has room for the same on the side of the opening."""
        if self._turned(opening):
            other = self._other(self._pages[0])
            one = self._pages[0]
            return bool((one.width, one.height) == (other.width, other.height))
        return True

    def document(self, opening: Opening) -> Any:
        """Return WeasyPrint's document of the pages, turned and with their margins filled.

        Call it once.
        """
        context = self._context
        context._carried = opening.strings
        if self._turned(opening):
            self._pages = [self._turn(page) for page in self._pages]
        for number, page in enumerate(self._pages, start=1):
            context.current_page = number
            state = deepcopy(context.page_maker[number][3])
            self._fill(page, state, opening, number - 1)
        if opening.blank:
            self._pages.insert(0, self._blank(opening))
        made = [Page(page) for page in self._pages]
        fetcher = self._html.url_fetcher
        return Document(made, DocumentMetadata(), fetcher, self._faces, {}, self._intent)

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
        set_page_type_computed_styles(kind, self._html, self._context.style_for)
        style = self._context.style_for(kind)
        style["overflow"] = self._root.viewport_overflow
        other = boxes.PageBox(kind, style)
        resolve_percentages(other, style["size"])
        other.position_x = other.position_y = 0
        width, height = style["size"]
        page_width(other, self._context, width)
        page_height(other, self._context, height)
        return other

    def _blank(self, opening: Opening) -> Any:
        """Return the page before a division that has to begin on a recto."""
        rtl = self._rtl()
        first = self._pages[0].page_type
        # Before the first page of the text stands the last one of the front matter.
        name = TEXT if first.name == TEXT and opening.folio > 1 else ""
        kind = PageType("left" if opening.is_right(rtl) else "right", True, name, 0, ())
        set_page_type_computed_styles(kind, self._html, self._context.style_for)
        state = deepcopy(self._context.page_maker[0][3])
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
