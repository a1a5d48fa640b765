"""Index: search over all works, cut in files so small that a page fetches but a few of them.

A file of terms holds all terms that begin with the letters in its name: few letters where there
are few terms, more where there are many. What a term leads to is a list of numbers, three a
place: the work, the page of it (0: what the work says of itself), and how much it weighs there.
Works are numbered in the order of the catalogue, so that a new one leaves the others alone.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from report.catalogue.folding import Folding
from report.catalogue.reading import Page
from report.catalogue.works import Catalogue, Work
from report.locales import direction_of

FOLDER = "search"
_LARGEST = 48_000
"""Bytes that a file of terms should not exceed, if a longer name can part it."""
_LONGEST_NAME = 4
_BLOCK = 250
"""Works that share a file of titles."""
_HEAVY = {"title": 12, "people": 8, "subject": 6, "description": 3, "heading": 6, "text": 1}
_MOST = 99

Terms = tuple[Mapping[str, int], ...]
"""The weights of the terms of a work, for each of its places; place 0 is the work itself."""


def weigh(work: Work, pages: Sequence[Page], folding: Folding) -> Terms:
    """Return the terms of a work: those of its metadata first, then of each page."""
    metadata = work.metadata
    fields = (
        ("title", (metadata.title, metadata.subtitle, *(t.title for t in metadata.titles))),
        ("people", tuple(c.name for c in metadata.contributors)),
        ("subject", (*metadata.subjects, metadata.series, metadata.publisher)),
        ("description", (metadata.description,)),
    )
    own: Counter[str] = Counter()
    for name, texts in fields:
        for text in texts:
            own.update(dict.fromkeys(folding.terms(text or ""), _HEAVY[name]))
    return (_sorted(own), *(_sorted(_weights(page, folding)) for page in pages))


def _weights(page: Page, folding: Folding) -> Counter[str]:
    weights = Counter(folding.terms(page.text))
    weights.update(dict.fromkeys(folding.terms(page.title), _HEAVY["heading"]))
    return weights


def _sorted(weights: Counter[str]) -> dict[str, int]:
    return {term: min(weights[term], _MOST) for term in sorted(weights)}


class Index:
    """The terms of all works as they are gathered, and the files that they become."""

    def __init__(self) -> None:
        self._places: dict[str, array[int]] = {}

    def add(self, number: int, terms: Iterable[Mapping[str, int]]) -> None:
        """Take in the terms of a work by its number in the catalogue."""
        for page, weights in enumerate(terms):
            for term, weight in weights.items():
                places = self._places.get(term)
                if places is None:
                    places = self._places[term] = array("L")
                places.extend((number, page, weight))

    def files(self, catalogue: Catalogue, folding: str) -> Iterator[tuple[str, bytes]]:
        """Yield the files of the index by their paths; ``folding`` is the table as it is read."""
        names = []
        for prefix, terms in self._parted("", sorted(self._places), 1):
            form = {term: self._places[term].tolist() for term in terms}
            names.append(prefix)
            yield f"{FOLDER}/terms/{_file(prefix)}.json", _written(form)
        works = catalogue.works
        for start in range(0, len(works), _BLOCK):
            titles = [_titles(work) for work in works[start : start + _BLOCK]]
            yield f"{FOLDER}/works/{start // _BLOCK}.json", _written(titles)
        head = {
            "block": _BLOCK,
            "works": len(works),
            "folding": json.loads(folding),
            "terms": {prefix: _file(prefix) for prefix in sorted(names)},
        }
        yield f"{FOLDER}/index.json", _written(head)

    def _parted(
        self, prefix: str, terms: Sequence[str], length: int
    ) -> Iterator[tuple[str, Sequence[str]]]:
        """Part terms by their first letters until a file is small enough."""
        heads: dict[str, list[str]] = {}
        for term in terms:
            heads.setdefault(term[:length], []).append(term)
        for head, within in heads.items():
            small = sum(8 + 8 * len(self._places[term]) // 3 for term in within) <= _LARGEST
            if small or length == _LONGEST_NAME or head == prefix:
                yield head, within
            else:
                yield from self._parted(head, within, length + 1)


def _file(prefix: str) -> str:
    """Return the name of a file of terms: the code points of the letters, for any disk and URL."""
    return "-".join(f"{ord(letter):x}" for letter in prefix)


def _titles(work: Work) -> list[object]:
    return [
        work.slug,
        work.metadata.title,
        work.metadata.language,
        direction_of(work.metadata.language),
        [[chapter.file, chapter.title] for chapter in work.chapters],
    ]


def _written(form: object) -> bytes:
    return (json.dumps(form, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
