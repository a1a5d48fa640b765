"""Patches: the one place where WeasyPrint's internals are replaced, and put back.

WeasyPrint lays out and paints; what it does not do for right-to-left books, or does wrongly, is
done in its place by functions of the press. Each stands in :data:`REPLACEMENTS` with what
it replaces and why, so that the table is the whole list of what a new WeasyPrint can break. The
version is guarded: the functions know the internals of one version and of no other.

A replacement is made from the original, so that it can call it, and two replacements of one
name wrap each other in the order of the table.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from report.writers.pdf import (
    bodies,
    cascade,
    faces,
    filing,
    justification,
    laying,
    linebreaks,
    longtables,
    meanings,
    openings,
    pens,
    repairs,
    rowwindow,
    sharing,
    shortcuts,
    stylesheets,
    tags,
    takes,
    textlayer,
)

WEASYPRINT = "70.0"
"""The version whose internals the replacements were written against."""


class WrongTypesetter(RuntimeError):
    """The WeasyPrint installed is not the one that the replacements know."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"WeasyPrint {found} is installed; the press is made for WeasyPrint {WEASYPRINT}"
        )
        self.found = found


@dataclass(frozen=True, slots=True)
class Replacement:
    """One name of WeasyPrint that the press replaces while it works.

    ``names`` are written ``module:attribute`` or ``module:Class.attribute``; the first is where
    the thing is defined, the others are modules that have imported it by value. ``make``
    is given the original and returns what stands in its place. ``why`` says in one line what a
    reader would see without it, and names the issue at WeasyPrint where there is one.
    """

    names: tuple[str, ...]
    make: Callable[[Any], Any]
    why: str


REPLACEMENTS: tuple[Replacement, ...] = (
    Replacement(
        ("weasyprint.pdf.tags:add_tags", "weasyprint.pdf:add_tags"),
        tags.deferred,
        "a paragraph over two pages is two, tables have no scopes, no Lang, running heads hang: "
        "the press builds the structure tree itself, in report.writers.pdf.binding",
    ),
    Replacement(
        ("weasyprint.pdf.stream:Font",),
        faces.face,
        "a glyph stands for the text of its first use: letters are lost (Kozea/WeasyPrint#2841)",
    ),
    Replacement(
        ("weasyprint.pdf.stream:Stream.add_font",),
        faces.one_face,
        "two fonts of one name overwrite each other's codes",
    ),
    Replacement(
        ("weasyprint.pdf:build_fonts_dictionary",),
        meanings.told,
        "a code without text is read as the character of its number, and PDF.js reads no ZWNJ",
    ),
    Replacement(
        ("weasyprint.draw:draw_inline_level",),
        textlayer.noted_line,
        "words of a Latin phrase in an Arabic line are read in reverse order by pdfium",
    ),
    Replacement(
        ("weasyprint.draw.text:draw_first_line",),
        textlayer.painted_line,
        "ligatures are read in reverse, kerning is cut to whole thousandths of an em, and "
        "gaps are read as blanks (Kozea/WeasyPrint#2841)",
    ),
    Replacement(
        ("weasyprint.layout.block:block_level_width",),
        repairs.auto_margins,
        "a centred box sticks out of a right-to-left page",
    ),
    Replacement(
        ("weasyprint.layout.inline:remove_last_whitespace",),
        repairs.trailing_blank,
        "a justified line sticks out into the margin by a blank",
    ),
    Replacement(
        ("weasyprint.layout.inline:justify_line",),
        justification.filled_line,
        "lines with few blanks have holes in them: Arabic words are never drawn out",
    ),
    Replacement(
        ("weasyprint.layout.inline:get_next_linebox",),
        repairs.indented_line,
        "the first line of a right-to-left paragraph is indented at its end",
    ),
    Replacement(
        (
            "weasyprint.layout.grid:grid_layout",
            "weasyprint.layout.block:grid_layout",
            "weasyprint.layout.inline:grid_layout",
        ),
        repairs.mirrored_grid,
        "the columns of a grid go from left to right in a right-to-left book",
    ),
    Replacement(
        ("weasyprint.layout.table:table_layout", "weasyprint.layout.block:table_layout"),
        repairs.continued_head,
        "the line that says that a table goes on stands on its first page too",
    ),
    Replacement(
        ("weasyprint.layout:initialize_page_maker",),
        openings.first_page,
        "each division of a book would begin with folio 1",
    ),
    Replacement(
        ("weasyprint.layout.page:remake_page",),
        takes.cut_short,
        "a layout cannot end where a page begins: chapters that run on are set by one hand",
    ),
    Replacement(
        ("weasyprint.layout.page:make_page",),
        openings.no_first_page,
        "headings that begin a division stand lower than others",
    ),
    Replacement(
        ("weasyprint.layout:make_margin_boxes",),
        openings.no_margins,
        "margins are filled with folios that are not known yet",
    ),
    Replacement(
        ("weasyprint.layout:layout_backgrounds",),
        openings.no_grounds,
        "grounds are laid twice, before the margins are there and after",
    ),
    Replacement(
        ("weasyprint.layout:LayoutContext.get_string_set_for",),
        openings.carried_string,
        "a page has no running head until its division has a heading",
    ),
    Replacement(
        ("weasyprint.css:find_stylesheets",),
        laying.read_sheets,
        "the styles and faces of a book are read once a division",
    ),
    Replacement(
        ("weasyprint.layout.leader:handle_leader", "weasyprint.layout.inline:handle_leader"),
        shortcuts.one_leader,
        "each dot of the contents is a box, shaped and painted alone",
    ),
    Replacement(
        ("weasyprint.draw.border:draw_column_rules",),
        repairs.column_rules,
        "the rule between two columns is drawn outside of them",
    ),
    Replacement(
        ("pydyf:PDF.write",),
        filing.filed,
        "a reader inflates all of a long book to show its first page; each object is written twice",
    ),
)
"""Every replacement that changes what is set, in the order in which they are applied."""

SHORTCUTS: tuple[Replacement, ...] = (
    Replacement(
        ("pydyf:PDF.page_references",),
        filing.kept_references,
        "the references of all pages are made for each line of the outline",
    ),
    Replacement(
        ("weasyprint.css:CSS",),
        stylesheets.kept_sheets,
        "the styles of the house are parsed for each document that is set with them",
    ),
    Replacement(
        ("weasyprint.document:Page.paint",),
        shortcuts.roomy,
        "CPython asks for memory and gives it back at many a call of what paints",
    ),
    Replacement(
        ("weasyprint.text.line_break:Layout.setup",),
        shortcuts.prepared_layout,
        "the font of a text is described anew for each of its lines",
    ),
    Replacement(
        (
            "weasyprint.text.line_break:strut",
            "weasyprint.css.computed_values:strut",
            "weasyprint.css.units:strut",
            "weasyprint.layout.inline:strut",
        ),
        shortcuts.kept_strut,
        "the height of a line is looked up by fourteen properties, written as one string",
    ),
    Replacement(
        (
            "weasyprint.layout.percent:resolve_percentages",
            "weasyprint.layout.absolute:resolve_percentages",
            "weasyprint.layout.block:resolve_percentages",
            "weasyprint.layout.column:resolve_percentages",
            "weasyprint.layout.float:resolve_percentages",
            "weasyprint.layout.grid:resolve_percentages",
            "weasyprint.layout.inline:resolve_percentages",
            "weasyprint.layout.page:resolve_percentages",
            "weasyprint.layout.table:resolve_percentages",
        ),
        shortcuts.plain_lengths,
        "eighteen lengths are reckoned for each box, though no box of the style has another",
    ),
    Replacement(
        ("weasyprint.document:build_formatting_structure",),
        longtables.slim_cells,
        "each cell of a table is three boxes, each with sixty properties of its own",
    ),
    Replacement(
        ("weasyprint.layout.table:resolve_percentages",),
        longtables.light_lengths,
        "the boxes of cells get the lengths that their class has (with the one before)",
    ),
    Replacement(
        ("weasyprint.layout.block:block_container_layout",),
        longtables.plain_cells,
        "a cell that is one line of text is laid out as a page is",
    ),
    Replacement(
        ("weasyprint.layout.table:table_layout", "weasyprint.layout.block:table_layout"),
        rowwindow.windowed,
        "each page of a table is asked for something of every row of it",
    ),
    Replacement(
        ("weasyprint.formatting_structure.boxes:Box.is_in_normal_flow",),
        shortcuts.kept_flow,
        "a box is asked again and again whether it floats",
    ),
    Replacement(
        ("weasyprint:tinyhtml5.parse",),
        bodies.read_as_xml,
        "the cells of a long table are read character by character, as if they might be ill-formed",
    ),
    Replacement(
        ("tinyhtml5.inputstream:HTMLUnicodeInputStream.chars_until",),
        bodies.kept_ends,
        "for each text and each tag of a page an expression is put together that was made before",
    ),
    Replacement(
        ("weasyprint.css:StyleFor.__init__",),
        cascade.one_of_each_kind,
        "each cell of a table is asked by sixty selectors and has its declarations gathered, to "
        "get the style that the cell above it has",
    ),
    Replacement(
        ("weasyprint.css:StyleFor.set_computed_styles",),
        sharing.shared_styles,
        "each element has six styles for pseudo-elements that nobody asks for, 7 KB of them; and "
        "each page and margin box, and all that stands in an element with an id, its own",
    ),
    Replacement(
        ("weasyprint.css:StyleFor.__init__",),
        sharing.anchored_styles,
        "all that stands in an element with an id is styled anew (with the one before)",
    ),
    Replacement(
        ("weasyprint.layout.page:set_page_type_computed_styles",),
        sharing.one_page_at_a_time,
        "the styles of a page are looked for among those of all pages before it",
    ),
    Replacement(
        ("weasyprint.layout.inline:iter_line_boxes", "weasyprint.layout.block:iter_line_boxes"),
        linebreaks.set_once,
        "each line of a right-to-left block is set twice (with the next)",
    ),
    Replacement(
        ("weasyprint.layout.inline:avoid_collisions",),
        linebreaks.free_room,
        "a line is told again and again that nothing floats beside it",
    ),
    Replacement(
        ("weasyprint.layout.background:layout_box_backgrounds",),
        shortcuts.no_background,
        "each box is asked for the image and the corners of the ground that it does not have",
    ),
    Replacement(
        ("weasyprint.layout.inline:split_first_line",),
        pens.kept_lines,
        "a line is shaped four times until it is painted, with more text than it can hold",
    ),
    Replacement(
        ("weasyprint.layout.preferred:split_first_line",),
        pens.measured_lines,
        "for the width of a text a layout is made that nobody paints",
    ),
)
"""Every replacement that leads to the same pages sooner; the tests take them away and compare."""

_lock = threading.Lock()
_depth = 0
_originals: list[tuple[Any, str, Any]] = []


@contextmanager
def patched(*, quick: bool = True) -> Iterator[None]:
    """Replace what :data:`REPLACEMENTS` names, for as long as the block runs.

    Both layout and painting belong inside: ``HTML.render`` and ``Document.write_pdf``. The block
    may be entered again from inside or from another thread; the originals come back when the
    last one leaves. Raises :class:`WrongTypesetter` for any other version of WeasyPrint.
    Without ``quick`` the same is set, the slow way: for tests. Whoever enters first decides.

    >>> import weasyprint.layout.inline as inline
    >>> original = inline.remove_last_whitespace
    >>> with patched():
    ...     pass
    >>> inline.remove_last_whitespace is original
    True
    """
    global _depth
    with _lock:
        if not _depth:
            _install((*REPLACEMENTS, *SHORTCUTS) if quick else REPLACEMENTS)
        _depth += 1
    try:
        yield
    finally:
        with _lock:
            _depth -= 1
            if not _depth:
                _restore()


def _install(replacements: tuple[Replacement, ...]) -> None:
    found = str(import_module("weasyprint").__version__)
    if found != WEASYPRINT:
        raise WrongTypesetter(found)
    try:
        for replacement in replacements:
            owner, attribute = _located(replacement.names[0])
            replaced = replacement.make(getattr(owner, attribute))
            for name in replacement.names:
                owner, attribute = _located(name)
                _originals.append((owner, attribute, getattr(owner, attribute)))
                setattr(owner, attribute, replaced)
    except BaseException:
        _restore()
        raise


def _restore() -> None:
    while _originals:
        owner, attribute, original = _originals.pop()
        setattr(owner, attribute, original)


def _located(name: str) -> tuple[Any, str]:
    """Return the module or class that holds a name, and the attribute in it."""
    module, _, path = name.partition(":")
    *classes, attribute = path.split(".")
    owner: Any = import_module(module)
    for part in classes:
        owner = getattr(owner, part)
    return owner, attribute
