"""Wording: citations and entries as a CSL style has them, each in the language of its source."""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from citeproc import Citation as StyledCitation
from citeproc import (
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source import Locator
from citeproc.source.json import CiteProcJSON
from lxml import etree

from report.bibliography.markup import inlines_of, joined
from report.bibliography.sources import item_of
from report.locales import Locale, direction_of, primary
from report.locales.collation import Key, sort_key
from report.model.document import Reference
from report.model.inlines import Cite, CrossRef, Inlines

STYLES = ("chicago-author-date", "apa", "ieee")
"""The styles of the house; the first is used where the manuscript names none."""

_CSL = "{http://purl.org/net/xbiblio/csl}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TAGS = {"ar": "ar", "fa": "fa-IR", "ur": "ar", "he": "he-IL", "en": "en-GB", "fr": "fr-FR"}
_FORMS = (None, "short", "symbol", "verb", "verb-short")
_PAGES = re.compile(
    r"(?:(?:ص|صص|صفحات|صفحة|pp?|pages?|עמ[׳']?)[.\s]+)?([\d٠-٩۰-۹][\d٠-٩۰-۹–،,\s-]*)"
)
_NUMBER = re.compile(r"^(\[\d+\])\s*")
_SCRIPTS = (("he", re.compile("[\u05d0-\u05ea]")), ("ar", re.compile("[\u0620-\u06d3]")))


@dataclass(frozen=True, slots=True)
class Entry:
    """A source as the bibliography lists it, in its own language."""

    key: str
    content: Inlines
    language: str


class Wording:
    """The sources that a report lists, in the order in which it cites them."""

    def __init__(self, style: str, references: Iterable[Reference], house: Locale) -> None:
        self.house = house
        self.items = {reference.key: item_of(reference) for reference in references}
        self.languages = {
            key: _language_of(item, house.language) for key, item in self.items.items()
        }
        _part_alike(self.items, self.languages, style)
        self.numbers = {key: f"k{number}" for number, key in enumerate(self.items)}
        self.style = style
        layout = _layout_of(style)
        self.opening, self.closing = layout.get("prefix", ""), layout.get("suffix", "")
        self.parting = layout.get("delimiter", "; ")
        self.numeric = layout.get("numeric") == "yes"
        self.desks: dict[str, CitationStylesBibliography] = {}

    def entries(self) -> tuple[Entry, ...]:
        """Return the entries: numbered ones as cited, others sorted in their languages."""
        made = []
        for key, language in self.languages.items():
            desk = self._desk(language)
            number = list(self.items).index(key)
            text = _NUMBER.sub(r"\1 ", str(desk.bibliography()[number]))
            made.append(Entry(key, self._finished(text, language), language))
        if self.numeric:
            return tuple(made)
        return tuple(sorted(made, key=self._order))

    def citation(self, cites: Iterable[Cite], label_of: Callable[[str], str]) -> Inlines:
        """Return what stands in the text for a citation of known sources, each led to by label."""
        said = [self._cite(cite, label_of(cite.key)) for cite in cites]
        rtl = self.house.direction == "rtl"
        parting = self.parting.replace(";", "؛").replace(",", "،") if rtl else self.parting
        run: Inlines = inlines_of(self.opening)
        for number, content in enumerate(said):
            run += (*(inlines_of(parting) if number else ()), *content)
        return joined((*run, *inlines_of(self.closing)))

    def _order(self, entry: Entry) -> tuple[bool, Key, str, Key]:
        item, language = self.items[entry.key], entry.language
        foreign = direction_of(language) != self.house.direction
        names = item.get("author") or item.get("editor") or []
        first = " ".join(_said(name) for name in names) or item.get("title", "")
        title = sort_key(item.get("title", ""), language)
        return foreign, sort_key(first, language), _year(item), title

    def _cite(self, cite: Cite, label: str) -> Inlines:
        language = self.languages[cite.key]
        pages = _PAGES.fullmatch(cite.after)
        where = {"locator": Locator("page", pages[1].strip())} if pages else {}
        desk = self._desk(language)
        styled = StyledCitation([CitationItem(self.numbers[cite.key], **where)])
        desk.register(styled)
        text = str(desk.cite(styled, lambda item: None))
        text = text.removeprefix(self.opening).removesuffix(self.closing)
        year = _year(self.items[cite.key])
        if cite.bare and year and not self.numeric and year in text:
            text = text[text.index(year) :]
        content = self._finished(text, language)
        before = inlines_of(f"{cite.before} ") if cite.before else ()
        comma = "،" if self.house.direction == "rtl" else ","
        after = inlines_of(f"{comma} {cite.after}") if cite.after and not pages else ()
        return (*before, CrossRef(label, content), *after)

    def _finished(self, text: str, language: str) -> Inlines:
        digits = self.house.digits if direction_of(language) == "rtl" else None
        return inlines_of(text, rtl=direction_of(language) == "rtl", digits=digits)

    def _desk(self, language: str) -> CitationStylesBibliography:
        """Return the style at work in a language; every source is on every desk, in one order."""
        if language not in self.desks:
            rtl = direction_of(language) == "rtl"
            source = [
                {**_spoken(item, language, rtl=rtl), "id": self.numbers[key]}
                for key, item in self.items.items()
            ]
            desk = CitationStylesBibliography(
                _style(self.style, language), CiteProcJSON(source), formatter.html
            )
            for name in self.numbers.values():
                desk.register(StyledCitation([CitationItem(name)]))
            self.desks[language] = desk
        return self.desks[language]


def _spoken(item: Mapping[str, Any], language: str, *, rtl: bool) -> dict[str, Any]:
    """Return an item with its edition in words: «2nd ط» is what a style would make of it."""
    edition = str(item.get("edition", ""))
    if not rtl or not edition.isdecimal():
        return dict(item)
    return {**item, "edition": f"{_terms()[primary(language)]['edition']} {edition}"}


def _language_of(item: Mapping[str, Any], house: str) -> str:
    """Return the language of a source: its own word, else what its letters say."""
    named = primary(str(item.get("language", "")))
    if named in _TAGS:
        return named
    said = f"{item.get('title', '')} {item.get('container-title', '')}"
    for language, letters in _SCRIPTS:
        if letters.search(said):
            own = primary(house)
            return own if language == "ar" and own in {"fa", "ur"} else language
    return "fr" if primary(house) == "fr" else "en"


def _part_alike(
    items: Mapping[str, dict[str, Any]], languages: Mapping[str, str], style: str
) -> None:
    """Give a letter to works of the same authors and year (CSL 1.0.2, disambiguation).

    A style that has no place for the letter is given it with the year.
    """
    placed = 'variable="year-suffix"' in _style_text(style)
    alike: dict[tuple[str, str], list[str]] = {}
    for key, item in items.items():
        names = " ".join(_said(name) for name in item.get("author", ()))
        if names and _year(item):
            alike.setdefault((names, _year(item)), []).append(key)
    for keys in alike.values():
        for number, key in enumerate(keys if len(keys) > 1 else ()):
            letters = "أبجدهوزحطي" if direction_of(languages[key]) == "rtl" else "abcdefghij"
            letter = letters[number % len(letters)]
            if placed:
                items[key]["year-suffix"] = letter
            else:
                items[key]["issued"] = {"literal": f"{_year(items[key])}{letter}"}


def _said(name: Mapping[str, str]) -> str:
    return name.get("literal") or f"{name.get('family', '')} {name.get('given', '')}".strip()


def _year(item: Mapping[str, Any]) -> str:
    issued = item.get("issued", {})
    parts = issued.get("date-parts") or [[issued.get("literal", "")]]
    return str(parts[0][0])


@cache
def _terms() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("report.bibliography").joinpath("terms.toml").read_text("utf-8"))


@cache
def _style_text(name: str) -> str:
    return files("report.bibliography").joinpath("styles", f"{name}.csl").read_text("utf-8")


def _read_style(name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(_style_text(name).encode(), parser)


@cache
def _layout_of(name: str) -> Mapping[str, str]:
    root = _read_style(name)
    layout = root.find(f"{_CSL}citation/{_CSL}layout")
    category = root.find(f"{_CSL}info/{_CSL}category[@citation-format]")
    form = "" if category is None else category.get("citation-format", "")
    attributes = {} if layout is None else {str(k): str(v) for k, v in layout.attrib.items()}
    return {**attributes, "numeric": "yes" if form == "numeric" else "no"}


def _style(name: str, language: str) -> CitationStylesStyle:
    """Return a style with the terms of a language.

    Names in letters of the right have no initials, and their pages no digits left out: «101–26» is
    a habit of English alone.
    """
    root, tag = _read_style(name), _TAGS[language]
    if direction_of(language) == "rtl":
        if "page-range-format" in root.attrib:
            root.set("page-range-format", "expanded")
        for element in root.iter(f"{_CSL}*"):
            element.attrib.pop("initialize-with", "")
            if element.get("and") == "symbol":
                element.set("and", "text")
    if known := _terms().get(language):
        own = etree.Element(f"{_CSL}locale", {_LANG: tag})
        terms = etree.SubElement(own, f"{_CSL}terms")
        for term, words in known.items():
            for form in _FORMS:
                given = {"name": term} | ({"form": form} if form else {})
                one = etree.SubElement(terms, f"{_CSL}term", given)
                etree.SubElement(one, f"{_CSL}single").text = words
                etree.SubElement(one, f"{_CSL}multiple").text = words
        info = root.find(f"{_CSL}info")
        assert info is not None, "every style has its info"
        info.addnext(own)
    return CitationStylesStyle(io.BytesIO(etree.tostring(root)), locale=tag, validate=False)
