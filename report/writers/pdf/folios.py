"""Folios: what is printed on each page, from the names that the style sheet gives to pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from report.locales import Locale

TEXT = "text"
"""The name of the pages of the body in ``page.css``; the first of them is folio 1."""


def page_name(page: Any) -> str:
    """Return the name of a page that has been laid out, empty where it has none."""
    return str(page._page_box.page_type.name)


def folios(names: Sequence[str], locale: Locale) -> tuple[str, ...]:
    """Return the folio of each page: letters before the text, numbers from where it begins.

    A book without pages of that name is numbered from its first page.

    >>> from report.locales import locale
    >>> folios(["cover", "front", "text", "text", "back"], locale("ar-EG"))
    ('أ', 'ب', '١', '٢', '٣')
    """
    first = names.index(TEXT) if TEXT in names else 0
    return tuple(
        locale.front_folio(place + 1) if place < first else locale.number(place - first + 1)
        for place in range(len(names))
    )
