"""Themes: a look of the house as tokens, custom properties of CSS that the style sheets use.

A theme is one file that sets properties of this table on ``:root`` and nothing else: no selector,
no address, no function. So a house can have its own look without bringing code or fetching
anything, and a theme that has been read can be written into both books as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal, get_args

import tinycss2
from tinycss2 import ast

from report.charts.palette import PAPER, luminance
from report.diagnostics import Diagnostic, Place
from report.model.blocks import TableStyle
from report.rules import Phrase, finding

DEFAULT: Final = "warraq"
"""The theme of a report that names none, and what a house's own theme builds on."""

Sort = Literal["colour", "faces", "size", "number", "weight", "table", "cover"]

TOKENS: Final[Mapping[str, Sort]] = {
    "--ink": "colour",
    "--muted": "colour",
    "--rule": "colour",
    "--accent": "colour",
    "--accent-soft": "colour",
    "--on-accent": "colour",
    "--warning": "colour",
    "--warning-ink": "colour",
    "--warning-soft": "colour",
    "--screen-accent": "colour",
    "--text-face": "faces",
    "--display-face": "faces",
    "--code-face": "faces",
    "--leading": "number",
    "--leading-tall": "number",
    "--heading-1": "size",
    "--heading-2": "size",
    "--heading-3": "size",
    "--heading-weight": "weight",
    "--subheading-weight": "weight",
    "--table-style": "table",
    "--table-head": "colour",
    "--table-head-ink": "colour",
    "--cover": "cover",
    "--cover-ground": "colour",
    "--cover-ink": "colour",
    "--cover-mark": "colour",
    "--cover-band": "colour",
}
"""Every token and what it holds; ``--screen-accent`` is the accent on grounds a reader chooses."""

TABLE_STYLES: Final[tuple[TableStyle, ...]] = get_args(TableStyle)
COVERS: Final = ("band", "panel", "framed", "slab")

_FORMS: Final[Mapping[Sort, tuple[re.Pattern[str], str]]] = {
    "colour": (re.compile("#[0-9A-Fa-f]{6}"), "a colour as #rrggbb"),
    "faces": (
        re.compile(r'(?:"[^"\\;{}<>]+"|[a-z-]+)(?:, (?:"[^"\\;{}<>]+"|[a-z-]+))*'),
        "names of faces in double quotes, parted by commas",
    ),
    "size": (re.compile(r"(?:0?\.[5-9]\d?|[12](?:\.\d{1,2})?)em"), "a size from 0.5em to 2.99em"),
    "number": (re.compile(r"1\.[2-9]\d?|2(?:\.[0-5])?"), "a leading from 1.2 to 2.5"),
    "weight": (re.compile("[1-9]00"), "a weight from 100 to 900"),
    "table": (re.compile("|".join(TABLE_STYLES)), f"one of {', '.join(TABLE_STYLES)}"),
    "cover": (re.compile("|".join(COVERS)), f"one of {', '.join(COVERS)}"),
}

TEXT, LARGE = 4.5, 3.0
"""Contrasts that WCAG 2.2 asks for at level AA: of text, and of large text and what draws
(1.4.3, 1.4.11)."""

PAIRS: Final[tuple[tuple[str, str, float], ...]] = (
    ("--ink", PAPER, TEXT),
    ("--muted", PAPER, TEXT),
    ("--accent", PAPER, TEXT),
    ("--warning", PAPER, LARGE),
    ("--warning-ink", "--warning-soft", TEXT),
    ("--ink", "--warning-soft", TEXT),
    ("--ink", "--accent-soft", TEXT),
    ("--accent", "--accent-soft", TEXT),
    ("--muted", "--accent-soft", TEXT),
    ("--on-accent", "--accent", TEXT),
    ("--table-head-ink", "--table-head", TEXT),
    ("--cover-ink", "--cover-ground", TEXT),
    ("--cover-mark", "--cover-ground", TEXT),
)
"""Which token is set on which, and the least contrast between them. Every pair that the style
sheets make stands here. On a screen the reader chooses the ground: see :data:`GROUNDS`."""

GROUNDS: Final = ("#ffffff", "#f4ecd8", "#000000")
"""What reading systems set pages on: white, sepia, black. Large text has to hold on each."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A look: its name and the value of every token in :data:`TOKENS`."""

    name: str
    tokens: Mapping[str, str]

    @property
    def css(self) -> str:
        """The theme as a style sheet."""
        lines = "".join(f"  {name}: {value};\n" for name, value in self.tokens.items())
        return f":root {{\n{lines}}}\n"

    @property
    def table_style(self) -> TableStyle:
        """The style of a table that names none and that no rule gives one."""
        return next(style for style in TABLE_STYLES if style == self.tokens["--table-style"])

    @property
    def cover(self) -> str:
        """How the cover is laid out."""
        return self.tokens["--cover"]

    @property
    def display_families(self) -> tuple[str, ...]:
        """The families that tables, captions and drawings are set in, first choice first."""
        return tuple(re.findall(r'"([^"]+)"', self.tokens["--display-face"]))


def theme_names(styles: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the themes among the styles of a house.

    >>> theme_names({"type.css": "", "themes/press.css": ""})
    ('press',)
    """
    return tuple(
        name.removeprefix("themes/").removesuffix(".css")
        for name in sorted(styles)
        if name.startswith("themes/")
    )


def theme_of(styles: Mapping[str, str], name: str | None) -> Theme:
    """Return a theme of a house; a name that it has no theme of gives the default.

    What a theme does not say, the default says; what it says wrongly counts as not said, and
    :func:`check_theme` tells of both.
    """
    chosen = name if name in theme_names(styles) else DEFAULT
    tokens = dict(_tokens(styles[f"themes/{DEFAULT}.css"]))
    if chosen != DEFAULT:
        tokens |= _tokens(styles[f"themes/{chosen}.css"])
    return Theme(chosen or DEFAULT, tokens)


def check_theme(styles: Mapping[str, str], name: str | None) -> Iterator[Diagnostic]:
    """Yield what is wrong with the choice of a theme and with the theme itself (H001 to H004)."""
    names = theme_names(styles)
    if name is None:
        return
    if name not in names:
        nearest = _nearest(name, names)
        yield finding("H004", None, theme=name, nearest=nearest, known=Phrase(", ".join(names)))
        return
    file = f"themes/{name}.css"
    for entry in _entries(styles[file]):
        if isinstance(entry, _Stray):
            yield finding("H001", Place(file, entry.line, entry.column), what=entry.what)
        elif entry.name not in TOKENS:
            at = Place(file, entry.line, entry.column)
            yield finding("H002", at, token=entry.name, nearest=_nearest(entry.name, TOKENS))
        elif not _fits(entry.name, entry.value):
            at = Place(file, entry.line, entry.column)
            wanted = Phrase(_FORMS[TOKENS[entry.name]][1])
            yield finding("H003", at, token=entry.name, value=entry.value, wanted=wanted)
    yield from _contrasts(theme_of(styles, name), file)


def _contrasts(theme: Theme, file: str) -> Iterator[Diagnostic]:
    tokens = theme.tokens
    for front, ground, least in PAIRS:
        if (found := contrast(tokens[front], tokens.get(ground, ground))) < least:
            yield _too_faint(file, f"{front} on {ground}", found, least)
    for ground in GROUNDS:
        if (found := contrast(tokens["--screen-accent"], ground)) < LARGE:
            yield _too_faint(file, f"--screen-accent on {ground}", found, LARGE)


def _too_faint(file: str, pair: str, found: float, least: float) -> Diagnostic:
    # Rounded down: 4.499 is not 4.5.
    return finding(
        "H005",
        Place(file, 0),
        pair=Phrase(pair),
        found=Phrase(f"{int(found * 100) / 100:g}"),
        least=Phrase(f"{least:g}"),
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, ``#rrggbb`` (WCAG 2.2, contrast ratio).

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@dataclass(frozen=True, slots=True)
class _Token:
    name: str
    value: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class _Stray:
    what: str
    line: int
    column: int


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Yield the tokens of a theme that can be used."""
    for entry in _entries(text):
        if isinstance(entry, _Token) and entry.name in TOKENS and _fits(entry.name, entry.value):
            yield entry.name, entry.value


def _entries(text: str) -> Iterator[_Token | _Stray]:
    """Yield what a style sheet says, in its order: custom properties of the root, and the rest."""
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        prelude = tinycss2.serialize(rule.prelude).strip() if hasattr(rule, "prelude") else ""
        if not isinstance(rule, ast.QualifiedRule) or prelude != ":root":
            yield _stray(rule)
            continue
        inside = tinycss2.parse_blocks_contents(
            rule.content, skip_comments=True, skip_whitespace=True
        )
        for declared in inside:
            if isinstance(declared, ast.Declaration) and declared.name.startswith("--"):
                value = " ".join(tinycss2.serialize(declared.value).split())
                line, column = declared.source_line, declared.source_column
                yield _Token(declared.name, value, line, column)
            else:
                yield _stray(declared)


def _stray(node: ast.Node) -> _Stray:
    if isinstance(node, ast.ParseError):
        return _Stray(node.message, node.source_line, node.source_column)
    what = " ".join(node.serialize().split())
    return _Stray(what[:60], node.source_line, node.source_column)


def _fits(name: str, value: str) -> bool:
    return bool(_FORMS[TOKENS[name]][0].fullmatch(value))


def _nearest(name: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    return max(known, key=lambda each: SequenceMatcher(None, name.lower(), each).ratio())
