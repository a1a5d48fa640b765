"""Coding: what parts show is written in the codes of the book, and compressed, part after part.

A part has codes of its own; in the book one face has one table of codes, in the order of first use.
That order is the order in which parts are done: the front matter, which is set last, comes last. So
parts can be written while others are still being set. What is written stands on the shelf, and a
page is written anew only where its codes have changed. After a long part some codes are left free,
so that an edit of it leaves most codes of the others as they were.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any, NamedTuple

from pydyf import _to_bytes

from report.shelf import Shelf, key_of
from report.writers.pdf.faces import Face
from report.writers.pdf.parts import Codes, Part, codes_shown, recoded

_LEVEL = 9
_LONG = 10
"""Pages of a part after which codes are left free: a short book has none of them."""

_THREADS = 2


class Coding:
    """The codes of a book, as far as its parts have been taken.

    Attributes:
        faces: by the names that content streams have for them.
        taken: the parts, in the order in which they came.
    """

    def __init__(self, shelf: Shelf | None = None) -> None:
        """Begin a book; what is written is kept on the shelf."""
        self._shelf = Shelf(0) if shelf is None else shelf
        self.faces: dict[str, Face] = {}
        self.taken: list[Part] = []

    def take(self, part: Part) -> None:
        """Settle the codes of a part, and write the content streams of its pages."""
        self.taken.append(part)
        part.codes = {}
        for name, (face, pieces) in part.faces.items():
            whole = self.faces.get(name) or self.faces.setdefault(name, face.fresh())
            known = len(whole.codes)
            part.codes[name.encode()] = {
                code: whole.written[whole.code(piece)].encode() for code, piece in pieces
            }
            if len(whole.codes) > known and len(part.pages) >= _LONG:
                whole.leave_room()
        key = key_of("streams", [part.contents.data])
        kept = self._shelf.find(key)
        before: list[_Written | None] = [None] * len(part.pages)
        if kept is not None:
            before = pickle.loads(kept)
        written = _written(part, before)
        if written != before:
            self._shelf.keep(key, pickle.dumps(written))
        for page, (_, _, stream) in zip(part.pages, written, strict=True):
            page.stream = stream

    def finish(self, parts: Sequence[Part]) -> None:
        """Take what has not been taken of the parts of a book, and write all that pages share.

        Should others have been taken before, all begins again.
        """
        order = sorted(parts, key=lambda part: part.front)
        taken = self.taken
        if len(taken) > len(order) or any(a is not b for a, b in zip(taken, order, strict=False)):
            self.faces.clear()
            self.taken = []
        for part in order[len(self.taken) :]:
            self.take(part)
        for part in order:
            for group in _groups(part.resources):
                group.stream = [recoded(b"\n".join(map(_to_bytes, group.stream)), part.codes)]


class _Written(NamedTuple):
    """A page that has been written: the codes of the part on it, a digest of those that they got.

    And its content stream, compressed.
    """

    shown: tuple[tuple[bytes, tuple[bytes, ...]], ...]
    given: bytes
    stream: bytes


def _written(part: Part, before: Sequence[_Written | None]) -> list[_Written]:
    """Write the pages of a part, but for those that would become what they were before."""
    written: list[_Written | None] = [
        page if page is not None and page.given == _given(page.shown, part.codes) else None
        for page in before
    ]
    found: dict[int, Iterable[tuple[bytes, Iterable[bytes]]]] = {}

    def coded() -> Iterator[bytes]:
        for number, content in enumerate(part.contents.pages()):
            if written[number] is None:
                found[number] = codes_shown([content]).items()
                yield recoded(content, part.codes)

    if None in written:
        with ThreadPoolExecutor(_THREADS) as threads:
            streams = threads.map(_compressed, coded())
            for (number, codes), stream in zip(list(found.items()), streams, strict=True):
                shown = tuple((face, tuple(of_part)) for face, of_part in codes)
                written[number] = _Written(shown, _given(shown, part.codes), stream)
    return [page for page in written if page is not None]


def _given(shown: Iterable[tuple[bytes, Iterable[bytes]]], codes: Codes) -> bytes:
    """Return a digest of the codes that what is shown has in the book."""
    digest = sha256()
    for face, of_part in shown:
        of_book = codes.get(face, {})
        digest.update(b"".join([of_book[code] for code in of_part]))
        digest.update(b"/")
    return digest.digest()


def _compressed(data: bytes) -> bytes:
    return zlib.compress(data, _LEVEL)


def _groups(resources: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the groups and patterns of resources, with those inside them."""
    for kind in ("XObject", "Pattern"):
        for drawn in resources.get(kind, {}).values():
            if (inner := drawn.extra.get("Resources")) is not None:
                yield drawn
                yield from _groups(inner)
