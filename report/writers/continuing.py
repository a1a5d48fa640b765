"""Continuing: what stands over the head of a table where it goes on, in both books."""

from __future__ import annotations

from collections.abc import Mapping


def continued(number: str, words: Mapping[str, str]) -> str:
    """Return «تابع جدول ٣», or the word alone for a table without a number.

    Args:
        number: the number of the table as its caption says it, empty if it has none.
        words: the words of the press in the language of the report.

    >>> continued("Table 3. ", {"caption_separator": ".", "continued": "continued:"})
    'continued: Table 3'
    """
    named = number.strip().removesuffix(words["caption_separator"])
    return f"{words['continued']} {named}".strip()
