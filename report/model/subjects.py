"""Subjects: what a report is about, in free words or in those of a scheme."""

from __future__ import annotations

import re
from dataclasses import dataclass

AUTHORITIES = {
    "aat": "AAT",
    "bic": "BIC",
    "bisac": "BISAC",
    "clc": "CLC",
    "clil": "CLIL",
    "ddc": "DDC",
    "eurovoc": "EuroVoc",
    "iptc": "MEDTOP",
    "lcc": "LCC",
    "lcsh": "LCSH",
    "ndc": "NDC",
    "thema": "Thema",
    "udc": "UDC",
    "wgs": "WGS",
}
"""The schemes that catalogues name (EPUB 3.3, D.3.4: authority)."""

_CODED = re.compile(r"(?P<scheme>[a-z]+):\s*(?P<term>\S+)\s*(?P<name>.*)")


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject as it is shown, with the scheme and the code in it where it has them."""

    name: str
    authority: str | None = None
    term: str | None = None


def subject_of(written: str) -> Subject:
    """Read a subject; what begins with no scheme that is known is words.

    >>> subject_of("thema:JPS العلاقات الدولية")
    Subject(name='العلاقات الدولية', authority='Thema', term='JPS')
    >>> subject_of("ddc:327").name, subject_of("الماء: إدارته").authority
    ('327', None)
    """
    found = _CODED.fullmatch(written)
    if found is None or found["scheme"] not in AUTHORITIES:
        return Subject(written)
    return Subject(found["name"] or found["term"], AUTHORITIES[found["scheme"]], found["term"])
