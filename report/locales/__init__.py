"""Locales: the press's own words, digits and dates in the language of the report.

The words live in one TOML file a language, for a translator to read; digits by region and
the names of months come from CLDR through Babel. Text of the report itself is never touched
here (what the author typed is :mod:`report.filters.digits`'s).
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

import babel
from babel.numbers import get_currency_symbol, get_decimal_symbol, get_group_symbol

from report.locales.calendars import Almanac, say_day
from report.locales.cldr import format_skeleton
from report.model.customs import Calendar, Digits
from report.model.document import Report
from report.model.inlines import Direction

FALLBACK = "en"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur", "he", "yi", "ps", "sd", "ug", "ckb", "dv", "syr"})
DIGITS: Mapping[str, str] = {
    "latn": "0123456789",
    "arab": "٠١٢٣٤٥٦٧٨٩",
    "arabext": "۰۱۲۳۴۵۶۷۸۹",
}
"""The ten digits of each numbering system, by its name in CLDR."""

SYSTEMS: Mapping[Digits, str] = {"european": "latn", "arab": "arab", "persian": "arabext"}
"""The numbering systems that a manuscript can ask for."""


def _plain(text: str) -> str:
    """Return a text without its invisible marks of direction."""
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf").strip()


@dataclass(frozen=True, slots=True)
class Locale:
    """How a language counts, dates and names the parts of a book.

    ``digits`` are the ten digits of the house for this region, zero first.
    ``front_folios`` are the letters that number the pages of the front matter, ``alphabet`` those
    of a list in the order of the alphabet. ``calendars`` are
    those by which days are said, that of the region where there are none.
    """

    language: str
    direction: Direction
    digits: str
    front_folios: tuple[str, ...]
    alphabet: tuple[str, ...]
    words: Mapping[str, str]
    almanac: Almanac
    calendars: tuple[Calendar, ...] = ()

    def number(self, value: int) -> str:
        """Write a number in the digits of the house.

        >>> locale("ar-EG").number(12), locale("ar-MA").number(12)
        ('١٢', '12')
        """
        return str(value).translate(str.maketrans(DIGITS["latn"], self.digits))

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

        A month or a year is said by the Gregorian calendar alone: it is none of another. What is no
        ISO date is an author's own wording and is returned as it is.

        >>> locale("ar-MA").date("2026-11-24")
        '24 نونبر 2026'
        >>> locale("ar-EG").date("2026")
        '٢٠٢٦'
        """
        try:
            if len(written) == len("2026-11-24"):
                calendars = self.calendars or ("gregorian",)
                day = date.fromisoformat(written)
                said = say_day(day, calendars, self.language, self.almanac)
            elif len(written) == len("2026-11"):
                first = date.fromisoformat(f"{written}-01")
                tag = self.language.replace("-", "_")
                said = format_skeleton("yMMMM", first, locale=tag)
            else:
                said = str(int(written)) if written.isascii() else written
        except ValueError:
            return written
        return said.translate(str.maketrans(DIGITS["latn"], self.digits))

    def money(self, amount: str, currency: str) -> str:
        r"""Write an amount, already in the figures of the house, with its currency (ISO 4217).

        Sign and side are those of CLDR for the region, without the marks of direction that it puts
        beside them: the filters isolate what needs it.

        >>> locale("ar-MA").money("12,5", "MAD"), locale("en").money("12.5", "USD")
        ('12,5\xa0د.م.', '$12.5')
        """
        try:
            region = babel.Locale.parse(self.language, sep="-")
        except (ValueError, babel.UnknownLocaleError):
            region = babel.Locale.parse("ar")
        sign = _plain(get_currency_symbol(currency, locale=region))
        form = _plain(region.currency_formats["standard"].pattern).partition(";")[0]
        apart = "\xa0" if "\xa0" in form or sign.isalpha() else ""
        return f"{sign}{apart}{amount}" if form.startswith("¤") else f"{amount}{apart}{sign}"

    def signs(self, system: str | None = None) -> tuple[str, str]:
        """Return the decimal sign and that between groups, by CLDR, for a numbering system.

        >>> locale("ar-EG").signs(), locale("ar-MA").signs(), locale("ar-MA").signs("arab")
        (('٫', '٬'), (',', '.'), ('٫', '٬'))
        """
        if (system or self.system) != "latn":
            return "٫", "٬"
        try:
            region = babel.Locale.parse(self.language, sep="-")
        except (ValueError, babel.UnknownLocaleError):
            return ".", ","
        decimal = get_decimal_symbol(region, numbering_system="latn")
        return decimal, get_group_symbol(region, numbering_system="latn")

    @property
    def percent(self) -> str:
        r"""The sign of a percentage as it stands behind figures.

        >>> locale("ar-MA").percent, locale("fa").percent, locale("fr").percent
        ('%', '٪', '\u202f%')
        """
        if self.system != "latn":
            return "٪"
        return "\u202f%" if primary(self.language) == "fr" else "%"

    @property
    def system(self) -> str:
        """The name of the numbering system in CLDR.

        >>> locale("he").system, locale("fa").system, locale("ar-SA").system
        ('latn', 'arabext', 'arab')
        """
        return next(name for name, digits in DIGITS.items() if digits == self.digits)

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


@lru_cache(maxsize=256)
def primary(language: str) -> str:
    """Return the primary subtag of a BCP 47 tag: ``ar`` of ``ar-MA``."""
    return language.replace("_", "-").split("-")[0].lower()


@lru_cache(maxsize=256)
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
        digits=DIGITS[table.get("digits") or _numbering_system(language)],
        front_folios=tuple(table["front_folios"].split()),
        alphabet=tuple(table["alphabet"].split()),
        words=table["words"],
        almanac=Almanac(
            tuple(table["calendars"]["hijri"]),
            tuple(table["calendars"]["jalali"]),
            table["calendars"]["eras"],
        ),
    )


def locale_of(report: Report) -> Locale:
    """Return the locale of a report, with the digits and calendars that its manuscript asks for.

    >>> from report.model.document import Metadata, Options
    >>> asked = Options(digits="european", calendars=("hijri",))
    >>> locale_of(Report(Metadata(title="ا", language="ar-SA"), options=asked)).date("2024-07-20")
    '14 محرم 1446هـ'
    """
    known, asked = locale(report.metadata.language), report.options
    digits = DIGITS[SYSTEMS[asked.digits]] if asked.digits in SYSTEMS else known.digits
    return replace(known, digits=digits, calendars=asked.calendars)


_AS_ITS_NEIGHBOURS = {"ar-MR": "latn"}
"""CLDR has ٠-٩ for Mauritania; its press and its state count as the rest of the Maghreb does."""


def _numbering_system(language: str) -> str:
    if language in _AS_ITS_NEIGHBOURS:
        return _AS_ITS_NEIGHBOURS[language]
    try:
        system = babel.Locale.parse(language, sep="-").default_numbering_system
    except (ValueError, babel.UnknownLocaleError):
        return "latn"
    return system if system in DIGITS else "latn"
