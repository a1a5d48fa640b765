"""Counters: how ordered lists count in the region of the report, as styles for both books."""

from __future__ import annotations

from collections.abc import Iterable

from report.locales import Locale

_AFTER = ". "


def list_counters(tongue: Locale) -> str:
    """Write the counter styles that the house's sheets name: digits, and letters for abjad.

    A reading system that does not know counter styles counts in its own digits
    (CSS Counter Styles 3, 2: an undefined name is ``decimal``).

    >>> from report.locales import locale
    >>> list_counters(locale("fa")).splitlines()[0][:66]
    '@counter-style list-decimal { system: numeric; symbols: "۰" "۱" "۲'
    """
    return "\n".join(
        (
            counter_style("list-decimal", "numeric", tongue.digits, _AFTER),
            counter_style("list-abjad", "fixed", tongue.front_folios, _AFTER),
        )
    )


def counter_style(name: str, system: str, symbols: Iterable[str], suffix: str = "") -> str:
    """Write one counter style."""
    written = " ".join(f'"{symbol}"' for symbol in symbols)
    return f'@counter-style {name} {{ system: {system}; symbols: {written}; suffix: "{suffix}"; }}'
