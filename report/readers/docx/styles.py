"""Styles: what a paragraph and a run look like, through all the styles that they are based on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, replace
from typing import Final

from report.readers.docx.names import W, number, switch, val, value_of
from report.readers.docx.package import Element

_DEEPEST: Final = 24
_HEADING: Final = re.compile(
    r"(?:heading|عنوان|تیتر|כותרת|titre|سرخی)\s*([1-9١-٩۱-۹])\b", re.IGNORECASE
)
BODY_LEVEL: Final = 9
"""The outline level that means text."""


@dataclass(frozen=True, slots=True)
class Look:
    """What characters look like; ``None`` where nothing is said. Sizes in half points."""

    bold: bool | None = None
    bold_complex: bool | None = None
    italic: bool | None = None
    italic_complex: bool | None = None
    size: int | None = None
    size_complex: int | None = None
    rtl: bool | None = None
    hidden: bool | None = None
    raised: str | None = None
    language: str | None = None
    language_complex: str | None = None

    def over(self, below: Look) -> Look:
        """Return this look with what it does not say taken from another."""
        said = {
            f.name: getattr(below, f.name) for f in fields(self) if getattr(self, f.name) is None
        }
        return replace(self, **said)

    @property
    def is_bold(self) -> bool:
        """Whether it is bold: right-to-left runs have a switch of their own (bCs)."""
        return bool(self.bold_complex if self.rtl else self.bold)

    @property
    def is_italic(self) -> bool:
        """Whether it slants; right-to-left runs have a switch of their own (iCs)."""
        return bool(self.italic_complex if self.rtl else self.italic)

    @property
    def points(self) -> int:
        """The size in half points; 0 when nobody says."""
        return (self.size_complex if self.rtl else self.size) or self.size or 0


PLAIN: Final = Look()


def look_of(properties: Element | None) -> Look:
    """Return what run properties (w:rPr) say."""
    if properties is None:
        return PLAIN
    language = properties.find(f"{W}lang")
    return Look(
        switch(properties, "b"),
        switch(properties, "bCs"),
        switch(properties, "i"),
        switch(properties, "iCs"),
        _size(value_of(properties, "sz")),
        _size(value_of(properties, "szCs")),
        switch(properties, "rtl"),
        switch(properties, "vanish"),
        value_of(properties, "vertAlign"),
        val(language),
        val(language, "bidi"),
    )


def _size(written: str | None) -> int | None:
    value = number(written, 0, 4_000)
    return value or None


@dataclass(frozen=True, slots=True)
class Style:
    """A style of paragraphs, characters or tables."""

    identity: str
    name: str
    based_on: str | None
    paragraph: Element | None
    look: Look
    heads_row: bool = False
    heads_column: bool = False


@dataclass(slots=True)
class Styles:
    """The styles of a document."""

    styles: dict[str, Style] = field(default_factory=dict)
    defaults: Look = PLAIN
    usual: str | None = None

    def chain(self, identity: str | None) -> list[Style]:
        """Return a style and those that it is based on; circles end where they close."""
        found: list[Style] = []
        while identity and identity in self.styles and len(found) < _DEEPEST:
            style = self.styles[identity]
            if style in found:
                break
            found.append(style)
            identity = style.based_on
        return found

    def look(self, identity: str | None) -> Look:
        """Return what a style looks like."""
        look = PLAIN
        for style in self.chain(identity):
            look = look.over(style.look)
        return look

    def level(self, identity: str | None) -> int | None:
        """Return the outline level that a style gives: 1 the highest, 0 text, ``None`` none."""
        for style in self.chain(identity):
            if (level := outline(style.paragraph)) is not None:
                return level
            if match := _HEADING.fullmatch(style.name.strip()):
                return int(match[1])
        return None

    def name(self, identity: str | None) -> str:
        """Return the name of a style in small letters."""
        style = self.styles.get(identity or "")
        return style.name.strip().lower() if style else ""

    def names(self, identity: str | None) -> set[str]:
        """Return the names of a style and of those that it is based on."""
        return {style.name.strip().lower() for style in self.chain(identity)}

    def property(self, identity: str | None, child: str) -> Element | None:
        """Return a property of paragraphs that a style has or inherits."""
        for style in self.chain(identity):
            if style.paragraph is not None:
                found = style.paragraph.find(f"{W}{child}")
                if found is not None:
                    return found
        return None


def outline(properties: Element | None) -> int | None:
    """Return the level that paragraph properties give: 1 to 9, 0 for text, ``None`` if silent."""
    written = value_of(properties, "outlineLvl")
    if written is None:
        return None
    level = number(written, BODY_LEVEL)
    return 0 if not 0 <= level < BODY_LEVEL else level + 1


def read_styles(root: Element | None) -> Styles:
    """Read the part that holds the styles."""
    styles = Styles()
    if root is None:
        return styles
    styles.defaults = look_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    for element in root.iter(f"{W}style"):
        identity = val(element, "styleId") or ""
        parts = {val(part, "type") for part in element.iter(f"{W}tblStylePr")}
        style = Style(
            identity,
            value_of(element, "name") or identity,
            value_of(element, "basedOn"),
            element.find(f"{W}pPr"),
            look_of(element.find(f"{W}rPr")),
            "firstRow" in parts,
            "firstCol" in parts,
        )
        styles.styles.setdefault(identity, style)
        if val(element, "type") == "paragraph" and val(element, "default") in {"1", "true", "on"}:
            styles.usual = identity
    return styles
