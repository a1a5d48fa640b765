"""Rules: the one catalogue of codes, and :func:`finding`, the one way to make a diagnostic.

A rule lives in the TOML file of its family, so that an editor or a translator can
read and mend it without code: S sources, T text, D document structure, M metadata,
P the PDF, E the EPUB, O the catalogue, C the command. A code never changes its meaning; a rule
that is given up leaves its number unused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from report.diagnostics import Diagnostic, Place, Severity, quoted, visible


@dataclass(frozen=True, slots=True)
class Rule:
    """What a code means.

    ``message`` holds the fields of :func:`finding` in braces. ``bad`` and ``good`` are the
    lines that ``report explain`` shows; they stand in the rule's folder under
    ``tests/rules`` too, where they are proved. ``arabic`` maps title, why and fix.
    """

    code: str
    name: str
    severity: Severity
    title: str
    message: str
    why: str
    fix: str
    bad: str
    good: str
    clause: str = ""
    arabic: Mapping[str, str] | None = None


class Phrase(str):
    """Words for a message that are no quotation from a source: shown whole, without quotes."""

    __slots__ = ()


@cache
def catalogue() -> Mapping[str, Rule]:
    """Return every rule by its code, in the order of the codes.

    >>> catalogue()["C001"].name
    'no-such-file'
    """
    rules = {code: rule for family in _families() for code, rule in _rules_of(family).items()}
    return dict(sorted(rules.items()))


@cache
def rule_of(code: str) -> Rule:
    """Return the rule of a code; only the family that it is of is read.

    Raises :class:`KeyError` for an unknown code.

    >>> rule_of("C001") == catalogue()["C001"]
    True
    """
    heading = f"\n[{code}]\n"
    for family in _families():
        if heading in f"\n{family}":
            return _rules_of(family)[code]
    raise KeyError(code)


@cache
def _families() -> tuple[str, ...]:
    """Return the rules of each family as written."""
    found = sorted(files("report.rules").iterdir(), key=lambda entry: entry.name)
    return tuple(entry.read_text("utf-8") for entry in found if entry.name.endswith(".toml"))


@cache
def _rules_of(family: str) -> Mapping[str, Rule]:
    rules: dict[str, Rule] = {}
    for code, fields in tomllib.loads(family).items():
        arabic = fields.pop("ar", None)
        severity = Severity(fields.pop("severity"))
        rules[code] = Rule(code=code, severity=severity, arabic=arabic, **fields)
    return rules


def finding(code: str, place: Place | None, **fields: str | int | float) -> Diagnostic:
    """Make the diagnostic of a rule; text fields are quoted and isolated, but for a Phrase.

    Raises :class:`KeyError` for an unknown code or a field that the message asks for and
    does not get: both are mistakes of the caller.

    >>> finding("C001", Place("a.txt", 0), path="a.txt").message
    'there is no file "a.txt"'
    """
    rule = rule_of(code)
    shown = {name: _shown(value) for name, value in fields.items()}
    return Diagnostic(
        code=code,
        severity=rule.severity,
        message=rule.message.format_map(shown),
        place=place,
        why=rule.why,
        fix=rule.fix,
    )


def _shown(value: str | int | float) -> str | int | float:
    match value:
        case Phrase():
            return visible(" ".join(value.split()))
        case str():
            return quoted(value)
        case _:
            return value
