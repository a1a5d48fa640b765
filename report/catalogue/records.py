"""Records: what a run writes down of each work, so that the next need not look at its books."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from report.catalogue.gather import Gathered
from report.catalogue.index import Terms
from report.catalogue.works import Work, from_form, to_form

NAME = "record.json"


@dataclass(frozen=True, slots=True)
class Record:
    """A work as it was gathered; ``key`` changes with all that its pages were made from."""

    key: str
    work: Work
    counters: str
    terms: Terms


def record_of(gathered: Gathered, key: str) -> Record:
    """Return the record of a work that has been gathered."""
    return Record(key, gathered.work, gathered.counters, gathered.terms)


def write_record(record: Record) -> bytes:
    """Write a record as JSON; equal records are equal bytes."""
    form = {
        "key": record.key,
        "work": to_form(record.work),
        "counters": record.counters,
        "terms": record.terms,
    }
    return (json.dumps(form, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def read_record(data: bytes) -> Record:
    """Read a record. Raises :class:`ValueError` for what is none."""
    try:
        form: Mapping[str, Any] = json.loads(data)
        terms = tuple({str(t): int(w) for t, w in place.items()} for place in form["terms"])
        return Record(str(form["key"]), from_form(form["work"]), str(form["counters"]), terms)
    except (LookupError, TypeError, AttributeError, RecursionError):
        raise ValueError("it is not the record of a work") from None
