"""Gazetteer: what CLDR calls countries, cities and months in a language."""

from __future__ import annotations

from functools import cache

import babel

from report.locales.cldr import get_month_names

_KEPT = 3
"""Letters: shorter names («مالي» has four) are words of other meanings too often."""


@cache
def names(language: str) -> frozenset[str]:
    """Return the names of countries, languages and the cities that time zones are named after.

    >>> "الأردن" in names("ar"), "الدار البيضاء" in names("ar"), "Morocco" in names("en")
    (True, True, True)
    """
    known = babel.Locale.parse(language)
    countries = [name for code, name in known.territories.items() if code.isalpha()]
    zones = [zone.get("city") for zone in known.time_zones.values()]
    cities = [str(city) for city in zones if city]
    spoken = [name for code, name in known.languages.items() if len(code) < 4]
    return frozenset(name for name in (*countries, *spoken, *cities) if len(name) > _KEPT)


@cache
def months(language: str) -> frozenset[str]:
    """Return the full names of the Gregorian months, as all regions of a language say them.

    >>> "ماي" in months("ar"), "كانون الثاني" in months("ar"), "juin" in months("fr")
    (True, True, True)
    """
    regions = ("ar", "ar-MA", "ar-LB", "ar-DZ") if language == "ar" else (language,)
    found = [
        get_month_names("wide", locale=babel.Locale.parse(region, sep="-")) for region in regions
    ]
    return frozenset(str(name) for region in found for name in region.values())
