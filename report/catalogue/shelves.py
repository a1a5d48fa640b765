"""Shelves: the lists that works stand in: the newest, and by subject, author and language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from report.catalogue.addresses import key_of
from report.catalogue.works import Catalogue, Work
from report.locales import locale, primary
from report.locales.collation import sort_key
from report.model.subjects import subject_of

Kind = Literal["subject", "author", "language"]
KINDS: tuple[Kind, ...] = ("subject", "author", "language")

FEED_PAGE = 100
"""Publications on a page of a feed; OPDS 1.2, 4 asks that long feeds be paged (RFC 5005)."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Works that have something in common, newest first. ``name`` is as people write it."""

    kind: Kind
    name: str
    works: tuple[Work, ...]

    @property
    def stem(self) -> str:
        """What its files are called."""
        return f"{self.kind}-{key_of(self.name)}"

    @property
    def updated(self) -> str:
        """When an edition of one of its works was last issued."""
        return self.works[0].newest.issued


def shelves(catalogue: Catalogue, kind: Kind) -> tuple[Shelf, ...]:
    """Return the shelves of a kind in the order of their names."""
    found: dict[str, list[Work]] = {}
    for work in catalogue.newest_first:
        for name in dict.fromkeys(_names(work, kind, catalogue.settings.language)):
            found.setdefault(name, []).append(work)
    language = catalogue.settings.language
    named = sorted(found, key=lambda name: sort_key(name, language))
    return tuple(Shelf(kind, name, tuple(found[name])) for name in named)


def _names(work: Work, kind: Kind, language: str) -> Iterator[str]:
    match kind:
        case "subject":
            yield from (subject_of(written).name for written in work.metadata.subjects)
        case "author":
            yield from work.people()
        case "language":
            yield locale(language).language_name(primary(work.metadata.language))


@dataclass(frozen=True, slots=True)
class Slice:
    """A page of a list: its number, how many there are, and what stands on it."""

    number: int
    count: int
    total: int
    works: tuple[Work, ...]


def slices(works: Sequence[Work], size: int = FEED_PAGE) -> Iterator[Slice]:
    """Cut a list in pages; an empty list is one empty page.

    >>> [len(part.works) for part in slices([], 100)]
    [0]
    """
    count = max(1, -(-len(works) // size))
    for number in range(1, count + 1):
        part = tuple(works[(number - 1) * size : number * size])
        yield Slice(number, count, len(works), part)
