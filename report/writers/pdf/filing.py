"""Filing: the objects of a file are written, each once, many to a stream.

pydyf writes every object twice, the second time for the identifier, and puts all that is no stream
into one, which a reader has to inflate for the first page of a long book. Here a stream holds no
more than :data:`_MANY` objects, and threads compress while others are written: zlib lets go of
the interpreter.

ISO 32000-1, 7.5.7 (object streams) and 7.5.8 (cross-reference streams).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import lru_cache
from hashlib import md5
from struct import Struct
from typing import Any, BinaryIO

import pydyf

_MANY = 500
"""Objects in a stream: enough to be compressed well, few enough to be inflated at once."""

_LEVEL = 9
_QUICK = 7
"""The level for objects: the highest takes three times as long for a twentieth of them."""

_THREADS = 2
_ROW = Struct(">BIH")
"""What stands in the table of an object: its kind, where it is, its generation or its place."""

_FREE, _PLAIN, _HELD = range(3)


def filed(original: Any) -> Callable[..., None]:
    """Replace ``PDF.write``; a file that is not to be compressed goes the original way."""

    def write(
        pdf: Any,
        output: BinaryIO,
        version: Any = None,
        identifier: Any = None,
        compress: Any = None,
    ) -> None:
        if not compress:
            original(pdf, output, version, identifier, compress)
            return
        if pdf.info:
            pdf.add_object(pdf.info)
        with ThreadPoolExecutor(_THREADS) as threads:
            for piece in _pieces(pdf, written(version or "1.7"), identifier, threads):
                output.write(piece)

    return write


def kept_references(original: Any) -> property:
    """Replace ``PDF.page_references``: make them when a page was added, not when they are asked."""

    def references(pdf: Any) -> tuple[bytes, ...]:
        known: tuple[bytes, ...] = pdf.__dict__.get("_references", ())
        if len(known) != pdf.pages["Count"]:
            known = pdf._references = original.fget(pdf)
        return known

    return property(references)


def _pieces(pdf: Any, version: bytes, identifier: Any, threads: Executor) -> Iterator[bytes]:
    """Yield a file piece by piece."""
    digest = md5(usedforsecurity=False)
    rows: list[tuple[int, int, int]] = [(_FREE, 0, 0xFFFF)] * len(pdf.objects)
    at = 0

    def placed(number: int, data: bytes) -> bytes:
        nonlocal at
        rows[number] = (_PLAIN, at, 0)
        return told(b"%d 0 obj\n%s\nendobj\n" % (number, data))

    def told(piece: bytes) -> bytes:
        nonlocal at
        digest.update(piece)
        at += len(piece)
        return piece

    yield told(b"%%PDF-%s\n%%\xf0\x9f\x96\xa4\n" % version)
    streams = [one for one in pdf.objects if isinstance(one, pydyf.Stream)]
    held = [one for one in pdf.objects[1:] if not isinstance(one, pydyf.Stream)]
    bodies = {one.number: threads.submit(_body, one) for one in streams if one.compress}
    together = []
    for begin in range(0, len(held), _MANY):
        some = held[begin : begin + _MANY]
        for place, one in enumerate(some):
            rows[one.number] = (_HELD, len(rows), place)
        rows.append((_FREE, 0, 0))
        together.append(threads.submit(_stream_of, [one.number for one in some], _texts(some)))
    for one in streams:
        waited = bodies.get(one.number)
        yield placed(one.number, waited.result() if waited else _body(one))
    for number, body in enumerate(together, start=len(pdf.objects)):
        yield placed(number, body.result())
    said: dict[str, Any] = {"Root": pdf.catalog.reference}
    if pdf.info:
        said["Info"] = pdf.info.reference
    if identifier:
        own = digest.hexdigest()
        said["ID"] = [pydyf.String(own if identifier is True else identifier), pydyf.String(own)]
    rows.append((_PLAIN, at, 0))
    table = b"".join([_ROW.pack(*row) for row in rows])
    begins = at
    head = {"Type": "/XRef", "Index": [0, len(rows)], "W": [1, 4, 2], "Size": len(rows)}
    yield placed(len(rows) - 1, _compressed(table, head | said))
    yield b"startxref\n%d\n%%%%EOF\n" % begins


def _texts(objects: Sequence[Any]) -> list[bytes]:
    return [written(one) for one in objects]


def _stream_of(numbers: Sequence[int], texts: Sequence[bytes]) -> bytes:
    """Return an object stream."""
    places: list[int] = []
    at = 0
    for number, text in zip(numbers, texts, strict=True):
        places += (number, at)
        at += len(text) + 1
    first = " ".join(map(str, places)).encode() + b"\n"
    extra = {"Type": "/ObjStm", "N": len(texts), "First": len(first)}
    return _compressed(first + b"\n".join(texts), extra, _QUICK)


def _body(stream: Any) -> bytes:
    """Return a stream as it stands in the file."""
    data = b"\n".join(map(written, stream.stream))
    if stream.compress:
        return _compressed(data, stream.extra)
    return _framed(data, stream.extra)


def _compressed(data: bytes, extra: dict[str, Any], level: int = _LEVEL) -> bytes:
    return _framed(zlib.compress(data, level), extra | {"Filter": "/FlateDecode"})


def _framed(data: bytes, extra: dict[str, Any]) -> bytes:
    head = _dictionary({**extra, "Length": len(data)})
    return b"%s\nstream\n%s\nendstream" % (head, data)


def written(value: Any) -> bytes:
    """Return a value as it is written in a file.

    >>> written({"Type": "/Action", "D": [b"1 0 R", "/XYZ", 7.5, 0]})
    b'<</Type /Action/D [1 0 R /XYZ 7.5 0]>>'
    """
    known = _WRITERS.get(type(value))
    return bytes(pydyf._to_bytes(value)) if known is None else known(value)


def _dictionary(held: dict[str, Any]) -> bytes:
    of = _WRITERS.get
    said = [
        b"/%s %s" % (key.encode(), of(type(value), pydyf._to_bytes)(value))
        for key, value in held.items()
    ]
    return b"<<%s>>" % b"".join(said)


def _array(held: Sequence[Any]) -> bytes:
    return b"[%s]" % b" ".join([written(one) for one in held])


@lru_cache(10_000)
def _number(value: float) -> bytes:
    return bytes(pydyf._to_bytes(value))


def _string(value: Any) -> bytes:
    text = value.string
    if isinstance(text, str) and not text.isascii():
        return b"<feff%s>" % text.encode("utf-16-be").hex().encode()
    return bytes(value.data)


_WRITERS: dict[type, Callable[[Any], bytes]] = {
    bytes: lambda value: value,
    str: str.encode,
    int: b"%d".__mod__,
    float: _number,
    dict: _dictionary,
    list: _array,
    pydyf.Dictionary: _dictionary,
    pydyf.Array: _array,
    pydyf.String: _string,
}
"""How the values are written of which there are many."""
