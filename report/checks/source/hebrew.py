"""Hebrew: geresh and gershayim, maqaf, and the letters that have a form for the end of a word."""

from __future__ import annotations

from report.checks.source.patterns import HEBREW, POINTS, Rule, pattern

_HE = frozenset({"he"})
_FINALS = "ךםןףץ"

HEBREW_RULES: tuple[Rule, ...] = (
    pattern(
        "T085",
        f"(?<=[גזצתטדרעחץ])(?P<bad>['\u2019])(?=[{HEBREW}])",
        _HE,
        instead="׳",
        signs="'\u2019",
    ),
    pattern(
        "T086",
        f"(?<=[{HEBREW}])(?P<bad>[\"\u201d]|'')(?=[{HEBREW}](?![{HEBREW}{POINTS}\"]))",
        _HE,
        instead="״",
        signs="\"\u201d'",
    ),
    pattern(
        "T087", f"(?<=[{HEBREW}{POINTS}])(?P<bad>-)(?=[{HEBREW}])", _HE, instead="־", signs="-"
    ),
    pattern("T088", f"(?P<bad>[{_FINALS}])(?=[{HEBREW}])", _HE, signs=_FINALS),
    pattern(
        "T089",
        f"(?<=[{HEBREW}{POINTS}]{{2}})(?P<bad>[מנ])(?![{HEBREW}{POINTS}׳״'\"\u2019\u201d־-])",
        _HE,
        signs="מנ",
    ),
)
"""The rules of Hebrew alone."""
