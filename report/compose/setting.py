"""Setting: what a fragment of a sheet is set in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from markupsafe import escape

from report.charts.lettering import Lettering
from report.compose.marking import Marked
from report.compose.numbering import Numbers
from report.compose.tabular import Measure
from report.locales import Locale, direction_of
from report.model.blocks import BlockNode, TableStyle
from report.model.inlines import Direction


@dataclass(frozen=True, slots=True)
class Setting:
    """What a fragment is set in: the report's locale, the labels, the language around, the depth.

    ``depth`` is the level of the heading above: a question goes one deeper. ``called`` remembers
    the note references set so far, because only the first can be what the note leads back to.
    ``lettering`` is what charts are lettered with; without it they are tables. ``missing`` names
    the images that are not there: the text instead of each stands in a box in its place.
    ``marks`` gathers the places for the index, ``linked`` is set inside a link, ``glossary``
    where terms are explained, ``run`` inside an isolate. ``table_style`` is the theme's;
    ``table_figures`` measures pieces of numbers.
    """

    locale: Locale
    numbers: Numbers
    language: str
    depth: int = 1
    called: set[str] = field(default_factory=set)
    lettering: Lettering | None = None
    missing: frozenset[str] = frozenset()
    table_style: TableStyle = "ruled"
    table_figures: Measure | None = None
    marks: list[Marked] = field(default_factory=list)
    linked: bool = False
    glossary: bool = False
    run: Direction | None = None

    @property
    def direction(self) -> Direction:
        """The base direction around: that of an isolate, or of the language."""
        return self.run or direction_of(self.language)

    @property
    def foreign(self) -> str:
        """Attributes for words of the press where what is around is not in their language."""
        if self.direction == self.locale.direction:
            return ""
        tag = language_attributes(self.locale.language)
        return f'{tag} dir="{self.locale.direction}"'

    def inside(self, block: BlockNode) -> Setting:
        """Return the setting of what stands in ``block``."""
        return replace(self, language=block.language) if block.language else self

    def word(self, key: str) -> str:
        """Return a word of the press, escaped."""
        return escape(self.locale.words[key])


def language_attributes(language: str) -> str:
    """Write the language for HTML and for XML (EPUB 3.3, 6.1.1: both or neither)."""
    tag = escape(language)
    return f' lang="{tag}" xml:lang="{tag}"'
