"""Locales: the press's own words, digits and dates in the language of the report.

The words live in one TOML file a language, for a translator to read; digits by region and
the names of months come from CLDR through Babel. Text of the report itself is never touched
here: what the author typed stays typed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import babel
from babel.dates import format_date, format_skeleton

from report.model.inlines import Direction

FALLBACK = "en"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur", "he", "yi", "ps", "sd", "ug", "ckb", "dv", "syr"})
_DIGITS = {
    "latn": "0123456789",
    "arab": "٠١٢٣٤٥٦٧٨٩",
    "arabext": "۰۱۲۳۴۵۶۷۸۹",
}


@dataclass(frozen=True, slots=True)
class Locale:
    """How a language counts, dates and names the parts of a book.

    ``digits`` are the ten digits of the house for this region, zero first.
    ``front_folios`` are the letters that number the pages of the front matter.
    """

    language: str
    direction: Direction
    digits: str
    front_folios: tuple[str, ...]
    words: Mapping[str, str]

    def number(self, value: int) -> str:
        """Write a number in the digits of the house.

        >>> locale("ar-EG").number(12), locale("ar-MA").number(12)
        ('١٢', '12')
        """
        return str(value).translate(str.maketrans(_DIGITS["latn"], self.digits))

    def front_folio(self, value: int) -> str:
        """Write the folio of a page of the front matter: a letter while there are letters.

        >>> locale("ar").front_folio(3)
        'ج'
        """
        if value <= len(self.front_folios):
            return self.front_folios[value - 1]
        return self.number(value)

    def date(self, written: str) -> str:
        """Write an ISO date (year, year-month or day) as the region does.

        Anything else is an author's own wording and is returned as it is.

        >>> locale("ar-MA").date("2026-11-24")
        '24 نونبر 2026'
        >>> locale("ar-EG").date("2026")
        '٢٠٢٦'
        """
        tag = self.language.replace("-", "_")
        try:
            if len(written) == len("2026-11-24"):
                said = format_date(date.fromisoformat(written), "long", locale=tag)
            elif len(written) == len("2026-11"):
                first = date.fromisoformat(f"{written}-01")
                said = format_skeleton("yMMMM", first, locale=tag)
            else:
                said = str(int(written)) if written.isascii() else written
        except ValueError:
            return written
        return said.translate(str.maketrans(_DIGITS["latn"], self.digits))

    def language_name(self, tag: str) -> str:
        """Return what a language is called in this one; one not known keeps its tag.

        >>> locale("ar").language_name("fa"), locale("ar").language_name("qx")
        ('الفارسية', 'qx')
        """
        try:
            names = babel.Locale.parse(primary(self.language)).languages
        except (ValueError, babel.UnknownLocaleError):
            return tag
        return str(names.get(primary(tag), tag))


def primary(language: str) -> str:
    """Return the primary subtag of a BCP 47 tag: ``ar`` of ``ar-MA``."""
    return language.replace("_", "-").split("-")[0].lower()


def direction_of(language: str) -> Direction:
    """Return the direction in which a language is written.

    >>> direction_of("fa"), direction_of("en-GB"), direction_of("az-Arab")
    ('rtl', 'ltr', 'rtl')
    """
    subtags = language.replace("_", "-").lower().split("-")
    if any(script in subtags[1:] for script in ("arab", "hebr", "thaa", "syrc")):
        return "rtl"
    if "latn" in subtags[1:]:
        return "ltr"
    return "rtl" if subtags[0] in RIGHT_TO_LEFT else "ltr"


@cache
def locale(language: str) -> Locale:
    """Return the locale of a BCP 47 tag; words of a language not known here are English."""
    name = primary(language)
    folder = files("report.locales")
    known = folder.joinpath(f"{name}.toml")
    if not known.is_file():
        known = folder.joinpath(f"{FALLBACK}.toml")
    table = tomllib.loads(known.read_text("utf-8"))
    return Locale(
        language=language,
        direction=direction_of(language),
        digits=_DIGITS[table.get("digits") or _numbering_system(language)],
        front_folios=tuple(table["front_folios"].split()),
        words=table["words"],
    )


def _numbering_system(language: str) -> str:
    try:
        system = babel.Locale.parse(language, sep="-").default_numbering_system
    except (ValueError, babel.UnknownLocaleError):
        return "latn"
    return system if system in _DIGITS else "latn"
