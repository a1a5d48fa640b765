"""Counters: how ordered lists count in the region of the report, as styles for both books."""

from __future__ import annotations

from collections.abc import Iterable

from report.locales import Locale, primary

_AFTER = ". "


def list_counters(tongue: Locale) -> str:
    """Write the counter styles that the house's sheets name: digits, and letters in both orders.

    A reading system that does not know counter styles counts in its own digits
    (CSS Counter Styles 3, 2: an undefined name is ``decimal``).

    >>> from report.locales import locale
    >>> list_counters(locale("fa")).splitlines()[0][:66]
    '@counter-style list-decimal { system: numeric; symbols: "۰" "۱" "۲'
    """
    return "\n".join(
        (
            counter_style("list-decimal", "numeric", tongue.digits, _AFTER),
            _abjad(tongue),
            counter_style("list-alphabet", "fixed", tongue.alphabet, _AFTER, "list-decimal"),
        )
    )


_HEBREW = (
    *((100 * n, letter) for n, letter in zip(range(4, 0, -1), "תשרק", strict=True)),
    *((10 * n, letter) for n, letter in zip(range(9, 1, -1), "צפעסנמלכ", strict=True)),
    *((19, "יט"), (18, "יח"), (17, "יז"), (16, "טז"), (15, "טו"), (10, "י")),
    *((n, letter) for n, letter in zip(range(9, 0, -1), "טחזוהדגבא", strict=True)),
)
"""Hebrew numerals from the largest; 15 and 16 are not written as the letters of a holy name."""


def _abjad(tongue: Locale) -> str:
    """Write the counter of letters that are numerals: as far as letters go, or, in Hebrew, added.

    >>> from report.locales import locale
    >>> _abjad(locale("he"))[:75]
    '@counter-style list-abjad { system: additive; additive-symbols: 400 "ת", 30'
    """
    if primary(tongue.language) not in {"he", "yi"}:
        return counter_style("list-abjad", "fixed", tongue.front_folios, _AFTER, "list-decimal")
    symbols = ", ".join(f'{value} "{letters}"' for value, letters in _HEBREW)
    return (
        f"@counter-style list-abjad {{ system: additive; additive-symbols: {symbols}; "
        f'range: 1 999; suffix: "{_AFTER}"; fallback: list-decimal; }}'
    )


def counter_style(
    name: str, system: str, symbols: Iterable[str], suffix: str = "", fallback: str = ""
) -> str:
    """Write one counter style; ``fallback`` counts where the symbols end."""
    written = " ".join(f'"{symbol}"' for symbol in symbols)
    rest = f" fallback: {fallback};" if fallback else ""
    return (
        f"@counter-style {name} {{ system: {system}; symbols: {written}; "
        f'suffix: "{suffix}";{rest} }}'
    )
