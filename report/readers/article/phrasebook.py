"""The phrasebook: what pages and articles say in each language, from the TOML files beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from report.readers.article.lines import fold

LANGUAGES = ("ar", "fa", "ur", "he", "en", "fr")


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one language, folded. The TOML files say what each list is for."""

    whole: frozenset[str]
    starts: tuple[str, ...]
    tail: frozenset[str]
    home: frozenset[str]
    adverts: frozenset[str]
    comments: frozenset[str]
    formulas: frozenset[str]
    genres: frozenset[str]
    related: tuple[str, ...]
    counters: frozenset[str]
    faq_titles: tuple[str, ...]
    question: tuple[str, ...]
    answer: tuple[str, ...]
    divisions: tuple[tuple[str, ...], ...]
    ordinals: tuple[str, ...]
    closing: tuple[str, ...]
    caption: tuple[str, ...]
    source: tuple[str, ...]
    table: tuple[str, ...]
    lead_in: tuple[str, ...]
    callouts: Mapping[str, tuple[str, ...]]
    by: tuple[str, ...]
    dated: tuple[str, ...]
    months: tuple[tuple[str, ...], ...]
    days: tuple[str, ...]
    forward: frozenset[str]
    backward: frozenset[str]
    whole_waw: frozenset[str]
    proper: frozenset[str]
    full: frozenset[str]
    units: frozenset[str]
    telling: frozenset[str]
    head_leaning: frozenset[str]
    status: frozenset[str]
    head_nouns: frozenset[str]
    honorifics: frozenset[str]
    offices: frozenset[str]
    bodies: frozenset[str]
    totals: frozenset[str]


@dataclass(frozen=True, slots=True)
class Signs:
    """What is the same in every language: names of networks, bullets, signs of callouts."""

    networks: frozenset[str]
    page: tuple[str, ...]
    of: tuple[str, ...]
    subject: tuple[str, ...]
    contents: tuple[str, ...]
    bullets: str
    dashes: str
    callouts: Mapping[str, tuple[str, ...]]


@cache
def phrases(language: str) -> Phrases:
    """Return the phrases of a language of :data:`LANGUAGES`.

    >>> "اترك تعليقا" in phrases("ar").whole
    True
    """
    table = _table(language)
    furniture, faq, heading = table["furniture"], table["faq"], table["heading"]
    credit, words = table["credit"], table["words"]
    return Phrases(
        whole=frozenset(_folded(furniture["whole"])),
        starts=_folded(furniture["starts"]),
        tail=frozenset(_folded(furniture["tail"])),
        home=frozenset(_folded(furniture["home"])),
        adverts=frozenset(_folded(furniture["adverts"])),
        comments=frozenset(_folded(furniture["comments"])),
        formulas=frozenset(_folded(heading["formulas"])),
        genres=frozenset(_folded(heading["genres"])),
        related=_folded(furniture["related"]),
        counters=frozenset(_folded(furniture["counters"])),
        faq_titles=_folded(faq["titles"]),
        question=_longest_first(faq["question"]),
        answer=_longest_first(faq["answer"]),
        divisions=tuple(_folded(rank) for rank in heading["divisions"]),
        ordinals=_folded(heading["ordinals"]),
        closing=_folded(heading["closing"]),
        caption=_folded(heading["caption"]),
        source=_folded(heading["source"]),
        table=_folded(heading["table"]),
        lead_in=_folded(table["list"]["lead_in"]),
        callouts={kind: _folded(marks) for kind, marks in table["callout"].items()},
        by=_longest_first(credit["by"]),
        dated=_longest_first(credit["date"]),
        months=tuple(_folded(month) for month in credit["months"]),
        days=_folded(credit["days"]),
        forward=frozenset(_folded(words["forward"])),
        backward=frozenset(_folded(words["backward"])),
        whole_waw=frozenset(_folded(words["whole_waw"])),
        proper=frozenset(_folded(words.get("proper", []))),
        full=frozenset(_folded(words["full"])),
        units=frozenset(_folded(words["units"])),
        telling=frozenset(_folded(words["telling"])),
        head_leaning=frozenset(_folded(words["head_leaning"])),
        status=frozenset(_folded(words["status"])),
        head_nouns=frozenset(_folded(words["head_nouns"])),
        honorifics=frozenset(title.strip("'\".") for title in _folded(words["honorifics"])),
        offices=frozenset(_folded(words["offices"])),
        bodies=frozenset(_folded(words["bodies"])),
        totals=frozenset(_folded(words["totals"])),
    )


@cache
def signs() -> Signs:
    """Return what is the same in every language."""
    table = _table("signs")
    return Signs(
        networks=frozenset(_folded(table["networks"])),
        page=_longest_first(table["page"]),
        of=_longest_first(table["of"]),
        subject=_longest_first(table["subject"]),
        contents=_longest_first(table["contents"]),
        bullets=table["bullets"],
        dashes=table["dashes"],
        callouts={kind: tuple(marks) for kind, marks in table["callouts"].items()},
    )


@cache
def every(field: str) -> frozenset[str]:
    """Return one list of phrases in all languages: pages mix them.

    >>> "leave a comment" in every("whole") and "اترك ردا" in every("whole")
    True
    """
    return frozenset(
        phrase for language in LANGUAGES for phrase in getattr(phrases(language), field)
    )


def _table(name: str) -> dict[str, Any]:
    path = files("report.readers.article").joinpath("phrases", f"{name}.toml")
    table: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    return table


def _folded(entries: list[str]) -> tuple[str, ...]:
    return tuple(fold(entry) for entry in entries)


def _longest_first(entries: list[str]) -> tuple[str, ...]:
    return tuple(sorted(_folded(entries), key=len, reverse=True))
