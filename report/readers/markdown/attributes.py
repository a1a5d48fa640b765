"""Attributes: ``{#label .class key=value}`` as Pandoc writes them, after a heading or a span."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from report.diagnostics import Place

_ITEM = re.compile(
    r"""\s*(?:
        \#(?P<label>[^\s{}\#="'()\[\]]+)
      | \.(?P<name>[^\s{}\#.="'()\[\]]+)
      | (?P<key>[^\s{}\#.="'()\[\]]+)=(?:
            "(?P<double>(?:\\.|[^"\\])*)"
          | '(?P<single>(?:\\.|[^'\\])*)'
          | (?P<bare>[^\s{}"'=]+)
        )
    )(?=[\s}])""",
    re.VERBOSE | re.DOTALL,
)
_ATTACHING = frozenset("])`")
_END = re.compile(r"\s*\}")
_LONGEST = 1000
"""Code points: attributes longer than this are text that happens to have braces."""


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands between the braces; ``at`` is where they open."""

    label: str | None = None
    classes: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    at: Place | None = None

    @property
    def language(self) -> str | None:
        """The BCP 47 tag of ``lang``."""
        return self.values.get("lang") or None

    def names(self) -> tuple[str, ...]:
        """Return every class and key as the author typed it, for messages."""
        return (*(f".{name}" for name in self.classes), *self.values)


NONE = Attributes()


def parse(text: str, start: int) -> tuple[Attributes, int] | None:
    r"""Read the attributes that open at ``text[start]``; return them and where they end.

    >>> found, end = parse('{#tbl-1 .striped title="قال \\"نعم\\""}', 0)
    >>> found.label, found.classes, found.values["title"], end
    ('tbl-1', ('striped',), 'قال "نعم"', 37)
    >>> parse("{a set}", 0) is None
    True
    """
    if not text.startswith("{", start):
        return None
    label: str | None = None
    classes: list[str] = []
    values: dict[str, str] = {}
    position, limit = start + 1, start + _LONGEST
    while position < limit:
        if end := _END.match(text, position):
            return Attributes(label, tuple(classes), values), end.end()
        item = _ITEM.match(text, position)
        if item is None:
            return None
        position = item.end()
        if item["label"]:
            label = item["label"]
        elif item["name"]:
            classes.append(item["name"])
        else:
            quoted = item["double"] if item["double"] is not None else item["single"]
            bare = item["bare"] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
            values[item["key"]] = bare
    return None


def trailing(text: str) -> tuple[str, Attributes, int]:
    """Part a line from the attributes that end it; the number is where they open.

    Braces that touch a bracket or code belong to that: «[WHO]{lang=en}».

    >>> line, found, at = trailing("الأسئلة الشائعة {.faq}")
    >>> line, found.classes, at
    ('الأسئلة الشائعة', ('faq',), 16)
    """
    if text.endswith("}"):
        opening = text.find("{", max(0, len(text) - _LONGEST))
        while opening >= 0:
            attached = text[max(0, opening - 1) : opening] in _ATTACHING
            found = None if attached or _escaped(text, opening) else parse(text, opening)
            if found and found[1] == len(text):
                return text[:opening].rstrip(), found[0], opening
            opening = text.find("{", opening + 1)
    return text, NONE, len(text)


def _escaped(text: str, position: int) -> bool:
    before = text[:position]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1
