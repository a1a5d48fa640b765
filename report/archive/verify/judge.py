"""Judge: the clauses of OCFL that an object breaks, each with its code, its place and its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from report.diagnostics import Diagnostic, Place, visible
from report.rules import catalogue, finding

SPECIFICATIONS = ("1.0", "1.1")
"""The versions of OCFL that are understood, oldest first."""

# What 1.1 numbered anew was part of another clause in 1.0.
_IN_1_0 = {
    "E104": "E046",
    "E105": "E009",
    "E106": "E041",
    "E111": "E056",
    "E112": "E086",
    "W016": "W013",
}


@dataclass(frozen=True, slots=True)
class Breach:
    """One clause that is not kept. ``file`` is a path below the object or the storage root.

    A clause that starts with E is a MUST of the specification, one with W a SHOULD.
    """

    clause: str
    file: str
    what: str
    specification: str = "1.1"

    @property
    def is_error(self) -> bool:
        """Whether the object is invalid for it."""
        return self.clause.startswith("E")


@dataclass(slots=True)
class Judge:
    """Collects breaches. ``specification`` is the version that what follows is held to."""

    specification: str = SPECIFICATIONS[-1]
    breaches: list[Breach] = field(default_factory=list)

    def says(self, clause: str, file: str, what: str) -> None:
        """Note that a clause is not kept, under its number in this version of OCFL."""
        if self.specification == "1.0":
            clause = _IN_1_0.get(clause, clause)
        breach = Breach(clause, file, what, self.specification)
        if breach not in self.breaches[-_LOOK_BACK:]:
            self.breaches.append(breach)

    @property
    def errors(self) -> int:
        """How many MUSTs are broken."""
        return sum(breach.is_error for breach in self.breaches)


# Two paths of the inspection can meet at one fault; they do so at once.
_LOOK_BACK = 4


def diagnostics(breaches: Iterable[Breach], where: str) -> Iterator[Diagnostic]:
    """Turn breaches into findings: A901 for a MUST, A902 for a SHOULD, the clause in the message.

    ``where`` is the path that the files of the breaches stand below.

    >>> (told,) = diagnostics([Breach("E063", "", "no inventory.json")], "archive/1ab")
    >>> str(told.place), told.code, told.message
    ('archive/1ab', 'A901', 'E063 of OCFL 1.1: no inventory.json')
    """
    for breach in breaches:
        code = "A901" if breach.is_error else "A902"
        place = Place(f"{where}/{breach.file}" if breach.file else where, 0)
        words = {
            "specification": breach.specification,
            "clause": breach.clause,
            "what": visible(breach.what),
        }
        # finding() shortens and quotes what it is given; here the words are the message.
        message = catalogue()[code].message.format_map(words)
        yield replace(finding(code, place, **words), message=message)
