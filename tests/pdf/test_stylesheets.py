"""A style sheet put together of parts that were parsed apart says what the whole one says."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

import pytest
import tinycss2
from weasyprint import CSS
from weasyprint.css.counters import CounterStyle

from report.cli.build import house
from report.compose import compose
from report.model.document import Edition, Metadata, Report
from report.press import edition_of
from report.writers.page import style_parts
from report.writers.pdf.paper import Paper
from report.writers.pdf.resources import ClosedFetcher
from report.writers.pdf.stylesheets import kept_sheets

RED, BLUE = "p { color: red }", "p, .a > b { color: blue; --c: 1px }"


class Fonts:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def add_font_face(self, face: Any, fetcher: Any) -> None:
        self.asked.append(str(face))


def applied(parts: Iterable[str], css: Any) -> dict[str, Any]:
    """Return all that a sheet made of parts leads to."""
    fetcher = ClosedFetcher(lambda finding: None)
    fetcher.parts = tuple(parts)
    fonts, counters, rules = Fonts(), CounterStyle({"decimal": {}}), []
    layers: list[str] = []
    sheet = css(
        string="\n" + "\n".join(fetcher.parts) + "\n",
        base_url="house:",
        url_fetcher=fetcher,
        media_type="print",
        font_config=fonts,
        counter_style=counters,
        page_rules=rules,
        color_profiles={},
        layers=layers,
    )
    matcher = sheet.matcher
    shelves = {
        name: {key: [said(entry) for entry in entries] for key, entries in shelf.items()}
        for name, shelf in vars(matcher).items()
        if isinstance(shelf, dict)
    }
    others = [said(entry) for entry in (*matcher.lang_attr_selectors, *matcher.other_selectors)]
    pages = [(where, declared(values)) for _, where, values in sheet.page_rules]
    return {
        "shelves": shelves,
        "others": others,
        "order": matcher.order,
        "pages": pages,
        "faces": fonts.asked,
        "counters": dict(counters),
        "layers": sheet.layers,
        "rules are those of the document": sheet.page_rules is rules,
    }


def said(entry: tuple[Any, ...]) -> tuple[Any, ...]:
    _, specificity, order, pseudo, (declarations, layer) = entry
    return specificity, order, pseudo, declared(declarations), layer


def declared(declarations: Iterable[tuple[str, Any, bool]]) -> list[tuple[str, str, bool]]:
    return [(name, plain(value), important) for name, value, important in declarations]


def plain(value: Any) -> str:
    tokens = getattr(value, "tokens", value)
    try:
        return f"{type(value).__name__} {tinycss2.serialize(tokens)}"
    except (AttributeError, TypeError):
        return repr(value)


def edition(report: Report) -> Edition:
    return edition_of(report)


def house_parts(theme: str | None = None) -> tuple[str, ...]:
    report = Report(Metadata(title="تقرير", language="ar", date="2026-11-24"))
    galley = compose(report, edition(report), house())
    return style_parts(galley, lambda name, kind, data: f"house:{name}", Paper().css)


def test_the_styles_of_the_house() -> None:
    parts = house_parts()
    whole = applied(parts, CSS)
    assert len(whole["shelves"]["class_selectors"]) > 50
    assert whole["pages"]
    assert whole["faces"]
    assert len(whole["counters"]) > 1
    kept = kept_sheets(refused)
    assert applied(parts, kept) == whole
    assert applied(parts, kept) == whole  # once more, of what is kept


def test_parts_come_in_their_order() -> None:
    kept = kept_sheets(refused)
    for parts in ((RED, BLUE), (BLUE, RED), (RED, "", RED)):
        assert applied(parts, kept) == applied(parts, CSS)


def refused(**given: Any) -> Any:
    raise AssertionError("the sheet was left to WeasyPrint")


@pytest.mark.parametrize(
    "part",
    [
        "p { color: red",
        "/* p { color: red }",
        "p { color: nocolour }",
        '@import "a.css";',
        "@layer a { p { color: red } }",
        "@color-profile --a { src: url(a.icc) }",
        "@counter-style decimal { system: cyclic; symbols: a }",
        "p { content: 'a",
    ],
)
def test_what_would_not_be_the_same_is_left_to_weasyprint(
    part: str, caplog: pytest.LogCaptureFixture
) -> None:
    asked = []

    def original(**given: Any) -> Any:
        asked.append(given["string"])
        return CSS(string="")

    with caplog.at_level(logging.WARNING, "weasyprint"):
        applied((part, RED), kept_sheets(original))
    assert len(asked) == 1
    assert not caplog.records, "a trial says nothing"


def test_what_is_wrong_is_said_of_each_document() -> None:
    kept = kept_sheets(refused)
    parts = ("p { color: var(--none) }",)
    fetcher = ClosedFetcher(lambda finding: None)
    fetcher.parts = parts
    for _ in range(2):
        sheet = kept(
            string=parts[0],
            url_fetcher=fetcher,
            base_url="house:",
            media_type="print",
            font_config=Fonts(),
            counter_style={},
            page_rules=[],
            layers=[],
        )
        ((*_, (((_, value, _),), _)),) = sheet.matcher.lower_local_name_selectors["p"]
        assert not value._reported_error
        value._reported_error = True
