"""Verdicts: what veraPDF says of a file, read from its answers. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_PAGE = re.compile(r"/pages\[(\d+)\]")
_OBJECT = re.compile(r"\((\d+ \d+ obj [^()]*)\)")


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that a file broke: where it stands in the standard, how often, and one place.

    ``context`` is veraPDF's path to the first place, from the root of the document.
    """

    clause: str
    test: int
    count: int
    message: str
    context: str

    @property
    def page(self) -> int | None:
        """The page of the first place, counted from 1, when the path goes over a page.

        >>> Failure("6.2.8", 3, 1, "", "root/document[0]/pages[4](9 0 obj PDPage)").page
        5
        """
        match = _PAGE.search(self.context)
        return int(match[1]) + 1 if match else None

    @property
    def told(self) -> str:
        """The message with the place and the number of times, in one line."""
        times = f", {self.count} times" if self.count > 1 else ""
        if self.page is not None:
            return f"{self.message} (page {self.page}{times})"
        passed = _OBJECT.findall(self.context)
        where = passed[-1].strip() if passed else "the file as a whole"
        return f"{self.message} ({where}{times})"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What veraPDF says of one file and one flavour; ``trouble`` is why it said nothing."""

    file: str
    flavour: str
    compliant: bool
    checks: int = 0
    failures: tuple[Failure, ...] = ()
    trouble: str = ""

    @property
    def standard(self) -> str:
        """The standard by its name.

        >>> Verdict("a.pdf", "ua1", True).standard, Verdict("a.pdf", "3a", True).standard
        ('PDF/UA-1', 'PDF/A-3a')
        """
        if self.flavour.startswith("ua"):
            return f"PDF/UA-{self.flavour[2:]}"
        return f"PDF/A-{self.flavour}"


def read_engine(output: bytes) -> Iterator[Verdict]:
    """Read the lines of :mod:`report.verapdf.engine`.

    Raises :class:`ValueError` when a line is none of its own.
    """
    for line in output.splitlines():
        said = json.loads(line)
        yield Verdict(
            file=said["file"],
            flavour=said["flavour"],
            compliant=said.get("compliant", False),
            checks=said.get("checks", 0),
            failures=_sorted(
                Failure(f["clause"], f["test"], f["count"], f["message"], f["context"])
                for f in said.get("failures", ())
            ),
            trouble=said.get("trouble", ""),
        )


def read_program(output: bytes, flavour: str) -> Iterator[Verdict]:
    """Read what ``verapdf --format json`` writes: a job a file.

    Since 1.28 a job has an array of results, before it had one. Raises :class:`ValueError` when
    the output is no report.
    """
    try:
        jobs = json.loads(output)["report"]["jobs"]
    except (KeyError, TypeError, ValueError):
        said = output.decode("utf-8", "replace").strip().partition("\n")[0]
        raise ValueError(said or "it said nothing") from None
    for job in jobs:
        file = job["itemDetails"]["name"]
        results = job.get("validationResult") or []
        if not results:
            trouble = job.get("taskException", {}).get("exceptionMessage") or "it gave no result"
            yield Verdict(file, flavour, compliant=False, trouble=trouble)
        for result in results if isinstance(results, list) else [results]:
            details = result["details"]
            yield Verdict(
                file=file,
                flavour=flavour,
                compliant=bool(result["compliant"]),
                checks=details.get("passedChecks", 0) + details.get("failedChecks", 0),
                failures=_sorted(map(_summary, details.get("ruleSummaries", ()))),
            )


def _summary(rule: dict[str, Any]) -> Failure:
    first: dict[str, Any] = next(iter(rule.get("checks") or ()), {})
    return Failure(
        clause=rule["clause"],
        test=int(rule["testNumber"]),
        count=int(rule.get("failedChecks", 1)),
        message=first.get("errorMessage") or rule.get("description", ""),
        context=first.get("context", ""),
    )


def _sorted(failures: Iterator[Failure]) -> tuple[Failure, ...]:
    """Order failures by clause as a person would: 6.2.8 before 6.2.11."""
    return tuple(sorted(failures, key=lambda f: ([*map(_rank, f.clause.split("."))], f.test)))


def _rank(part: str) -> tuple[int, str]:
    return (int(part), "") if part.isdecimal() else (-1, part)
