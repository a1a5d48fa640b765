"""Validators' reports, read: what EPUBCheck and Ace say, as findings with their own codes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from report.diagnostics import Diagnostic, Place, visible
from report.rules import catalogue, finding

_EPUBCHECK = {
    "FATAL": "E901",
    "ERROR": "E901",
    "WARNING": "E902",
    "INFO": "E903",
    "USAGE": "E903",
}
_ACE_FAILURES = frozenset({"critical", "serious"})


def read_epubcheck(report: bytes, book: str) -> tuple[Diagnostic, ...]:
    """Read EPUBCheck's JSON: a finding a place, with its own code and words.

    Raises :class:`ValueError` when it is not a report of EPUBCheck: that is what a validator
    that broke off has left.
    """
    read = _object(report)
    messages = read.get("messages")
    if not isinstance(messages, list):
        raise ValueError("its report has no messages")
    if not messages and not read.get("items"):
        raise ValueError("it opened no book")
    return tuple(
        _relay(code, place, rule=message["ID"], text=message["message"])
        for message in messages
        if (code := _EPUBCHECK.get(message["severity"]))
        for place in _places(message, book)
    )


def _object(report: bytes) -> dict[str, Any]:
    try:
        read = json.loads(report)
    except ValueError:
        said = report.decode("utf-8", "replace").strip().split("\n")[0]
        raise ValueError(said or "it said nothing") from None
    if not isinstance(read, dict):
        raise ValueError("its report is not an object")
    return read


def _relay(code: str, place: Place, **words: str) -> Diagnostic:
    """Make a finding with a validator's message whole: :func:`finding` would shorten it."""
    whole = {name: visible(" ".join(text.split())) for name, text in words.items()}
    message = catalogue()[code].message.format_map(whole)
    return replace(finding(code, place, **words), message=message)


def _places(message: dict[str, Any], book: str) -> Iterator[Place]:
    """Yield where a message stands; one on the whole book names the file of the book itself."""
    locations = message.get("locations") or [{"path": "", "line": -1, "column": -1}]
    for location in locations:
        path = location["path"]
        inside = path and not path.startswith("/") and not path.endswith(".epub")
        line, column = max(location["line"], 0), max(location["column"], 1)
        yield Place(f"{book}/{path}" if inside else book, line, column)


def read_ace(report: bytes, book: str) -> tuple[Diagnostic, ...]:
    """Read Ace's ``report.json``: what it fails a book for, by its impact.

    Ace ends with success whatever it finds, so the report alone tells. Raises
    :class:`ValueError` when it is not a report of Ace.
    """
    assertions = _object(report).get("assertions")
    if not isinstance(assertions, list):
        raise ValueError("its report has no assertions")
    return tuple(
        _barrier(found, f"{book}/{document['earl:testSubject']['url'].lstrip('/')}")
        for document in assertions
        for found in document["assertions"]
        if found["earl:result"]["earl:outcome"] == "fail"
    )


def _barrier(found: dict[str, Any], file: str) -> Diagnostic:
    test, result = found["earl:test"], found["earl:result"]
    code = "E904" if test["earl:impact"] in _ACE_FAILURES else "E905"
    text = result.get("dct:description") or test["dct:description"]
    return _relay(
        code, Place(file, 0), rule=test["dct:title"], impact=test["earl:impact"], text=text
    )
