"""Themes: every look of the house is whole and can be read; another's holds tokens and no more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.compose.galley import House
from report.compose.themes import (
    DEFAULT,
    GROUNDS,
    LARGE,
    PAIRS,
    TOKENS,
    check_theme,
    contrast,
    theme_names,
    theme_of,
)
from report.diagnostics import Diagnostic
from report.readers.markdown import read_markdown
from report.readers.source import Source

RULES = Path(__file__).parents[1] / "rules"
NAMES = ("government", "nastaliq", "press", "research", "warraq")
VARIANTS = ("nastaliq",)
"""Themes that are the house's own but for some tokens."""
_USED = re.compile(r"var\(\s*(--[\w-]+)")


def named(house: House, text: str) -> dict[str, str]:
    """Return the styles of a house that has brought a theme of its own."""
    return {**house.styles, "themes/own.css": text}


def codes(house: House, text: str) -> list[str]:
    return [finding.code for finding in check_theme(named(house, text), "own")]


def test_the_house_has_its_own_look_and_four_others(house: House) -> None:
    assert theme_names(house.styles) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_theme_of_the_house_says_every_token_and_nothing_is_wrong_with_it(
    house: House, name: str
) -> None:
    assert list(check_theme(house.styles, name)) == []
    said = [token for token in TOKENS if f"  {token}: " in house.styles[f"themes/{name}.css"]]
    if name in VARIANTS:
        own, default = theme_of(house.styles, name).tokens, theme_of(house.styles, None).tokens
        assert said == [token for token in TOKENS if own[token] != default[token]]
    else:
        assert said == list(TOKENS)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_every_pair_of_colours_has_the_contrast_that_wcag_asks_for(
    house: House, name: str, front: str, ground: str, least: float
) -> None:
    tokens = theme_of(house.styles, name).tokens
    assert contrast(tokens[front], tokens.get(ground, ground)) >= least


@pytest.mark.parametrize("name", NAMES)
def test_the_accent_of_screens_holds_on_the_grounds_of_reading_systems(
    house: House, name: str
) -> None:
    accent = theme_of(house.styles, name).tokens["--screen-accent"]
    assert min(contrast(accent, ground) for ground in GROUNDS) >= LARGE


def test_the_style_sheets_use_no_token_that_no_theme_sets(house: House) -> None:
    sheets = (text for name, text in house.styles.items() if not name.startswith("themes/"))
    used = {token for text in sheets for token in _USED.findall(text)}
    own = {"--bleed", "--foot", "--head", "--inner", "--outer"}
    assert used - own <= set(TOKENS)


def test_colours_stand_in_themes_and_nowhere_else(house: House) -> None:
    for name in ("type.css", "page.css"):
        assert re.findall(r"#[0-9a-fA-F]{6}\b", house.styles[name]) == []


@pytest.mark.parametrize("code", ["H001", "H002", "H003", "H005"])
def test_a_theme_of_a_project_is_judged_by_the_rules(house: House, code: str) -> None:
    (folder,) = RULES.glob(f"{code}-*")
    assert code in codes(house, (folder / "bad.css").read_text("utf-8"))
    assert codes(house, (folder / "good.css").read_text("utf-8")) == []


def test_a_name_that_is_no_theme_is_told_with_the_nearest(house: House) -> None:
    (folder,) = RULES.glob("H004-*")

    def told(name: str) -> list[Diagnostic]:
        data = (folder / name).read_bytes()
        report = read_markdown(Source(name, "text/markdown", data), lambda finding: None)
        return list(check_theme(house.styles, report.options.theme))

    assert [finding.code for finding in told("bad.md")] == ["H004"]
    assert "government" in told("bad.md")[0].message
    assert told("good.md") == []


@pytest.mark.parametrize(
    "text",
    [
        '@import "https://example.org/a.css";',
        ":root { color: #000000; }",
        ":root { --accent: url(a.png); }",
        ':root { --text-face: "A", url("b"); }',
        ":root { --accent: var(--ink); }",
        ":root { --cover: band; } body::before { content: 'x'; }",
        "@font-face { font-family: x; src: url(x); }",
    ],
)
def test_what_is_code_or_an_address_reaches_no_book(house: House, text: str) -> None:
    found = codes(house, text)
    assert set(found) & {"H001", "H003"}
    css = theme_of(named(house, text), "own").css
    assert "url(" not in css
    assert "@" not in css
    assert css.count("{") == 1


@given(st.text(alphabet=":root{}-#;()\"'\\/*@ abcé0\n", max_size=200))
def test_any_text_as_a_theme_gives_every_token_a_value(text: str) -> None:
    own = Path(__file__).parents[2] / "templates" / "themes" / f"{DEFAULT}.css"
    styles = {f"themes/{DEFAULT}.css": own.read_text("utf-8"), "themes/own.css": text}
    list(check_theme(styles, "own"))
    assert set(theme_of(styles, "own").tokens) == set(TOKENS)
