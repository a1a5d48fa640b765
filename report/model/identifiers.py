"""Identifiers: what numbers of books and documents are made of, and what kind one is."""

from __future__ import annotations

import re

_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:|urn:doi:)?(10\.\d{4,9}/\S+)", re.IGNORECASE)


def isbn_of(written: str) -> str | None:
    """Return an ISBN as its thirteen digits, or ``None`` for what is none (ISO 2108).

    Hyphens, blanks and what announces it are left out; one of ten digits gets the prefix 978.

    >>> isbn_of("ISBN 978-0-306-40615-7"), isbn_of("urn:isbn:0306406152"), isbn_of("0306406153")
    ('9780306406157', '9780306406157', None)
    """
    plain = re.sub(r"(?:urn:)?isbn[:\s]*|[\s\u2010-\u2013-]", "", written.strip().lower())
    digits = plain.upper()
    if not digits.isascii() or not re.fullmatch(r"\d{9}[\dX]|97[89]\d{10}", digits):
        return None
    if len(digits) == 10:
        values = [10 if digit == "X" else int(digit) for digit in digits]
        if sum(value * (10 - place) for place, value in enumerate(values)) % 11:
            return None
        stem = f"978{digits[:9]}"
        return stem + _check_digit(stem)
    return digits if _check_digit(digits[:12]) == digits[12] else None


def _check_digit(stem: str) -> str:
    """Return the thirteenth digit that belongs to twelve."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(stem))
    return str(-total % 10)


def doi_of(written: str) -> str | None:
    """Return a DOI bare, or ``None`` for what is none (ISO 26324).

    >>> doi_of("https://doi.org/10.1000/182"), doi_of("10.1000/182"), doi_of("182")
    ('10.1000/182', '10.1000/182', None)
    """
    found = _DOI.fullmatch(written.strip())
    return found[1] if found else None


def kind_of(identifier: str) -> str | None:
    """Return the code of ONIX list 5 for the kind of an identifier, ``None`` for one of no kind.

    >>> [kind_of(name) for name in ("urn:isbn:9780306406157", "doi:10.1000/182", "urn:x:1")]
    ['15', '06', '22']
    """
    if isbn_of(identifier):
        return "15"
    if doi_of(identifier):
        return "06"
    return "22" if identifier.lower().startswith("urn:") else None
