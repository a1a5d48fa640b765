"""Dump: a report as indented text, one node a line, for tests and for a person who looks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from report.model.blocks import Column
from report.model.document import Report
from report.model.inlines import Text

_INDENT = "  "
_OWN = frozenset({"content", "items", "entries", "cells", "divisions", "answer", "metadata"})
"""Fields whose nodes stand right under their parent; others stand under the field's name."""


def dump(report: Report) -> str:
    """Return the tree of a report without places and without fields that hold the usual.

    >>> from report.model.document import Metadata
    >>> print(dump(Report(Metadata(title="موجز"))), end="")
    Report
      Metadata title="موجز" language="ar"
    """
    return "".join(f"{line}\n" for line in _node(report))


def _node(value: Any) -> Iterator[str]:
    words, below = [type(value).__name__], []
    for field in fields(value):
        held = getattr(value, field.name)
        if field.name == "at" or (_usual(field, held) and field.name != "language"):
            continue
        if (word := _word(field, held)) is not None:
            words += [word] if word else []
        else:
            below.append((field.name, held))
    yield " ".join(words)
    for name, held in below:
        yield from _below(name, held)


def _usual(field: Field[Any], held: object) -> bool:
    made = field.default_factory() if field.default_factory is not MISSING else field.default
    return held is None or held == () or held == made


def _word(field: Field[Any], held: Any) -> str | None:
    """Return a field that fits on its node's line: empty if there is nothing to show."""
    if held is None:
        return ""
    text = _plain(held)
    if text is not None:
        bare = field.name in _OWN or field.name == "text"
        return text if bare else f"{field.name}={text}"
    if isinstance(held, bytes):
        return f"bytes={len(held)}"
    if isinstance(held, tuple) and isinstance(held[0], Column):
        return f"{field.name}={','.join(_column(column) for column in held)}"
    return None


def _plain(held: object) -> str | None:
    if isinstance(held, tuple) and len(held) == 1 and isinstance(held[0], Text):
        return json.dumps(held[0].text, ensure_ascii=False)
    flat = isinstance(held, tuple) and all(isinstance(one, str) for one in held)
    if flat or isinstance(held, str | int | float):
        return json.dumps(held, ensure_ascii=False)
    return None


def _column(column: Column) -> str:
    return column.align if column.width is None else f"{column.align}:{column.width:g}"


def _below(name: str, held: Any) -> Iterator[str]:
    if isinstance(held, tuple) and isinstance(held[0], tuple):
        for run in held:
            yield from _below(name, run)
        return
    text = _plain(held)
    if text is not None:
        yield f"{_INDENT}{name}: {text}"
        return
    nodes = held if isinstance(held, tuple) else (held,)
    deeper = _INDENT
    if name not in _OWN:
        yield f"{_INDENT}{name}:"
        deeper += _INDENT
    for node in nodes:
        if is_dataclass(node):
            yield from (deeper + line for line in _node(node))
