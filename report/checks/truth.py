"""Truth: how near a reader comes to the known answer of a document.

The truth is a JSON object with any of ``title``, ``headings`` ([level, text] …, the title
first), ``list_items`` (texts), ``tables`` (rows of cell texts), ``faq`` ([question, answer]
…), ``furniture`` (lines of the source that are no text).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from report.diagnostics import Diagnostic
from report.model.blocks import Blocks, Faq, List, Table
from report.model.document import Report
from report.model.walk import inline_text, own_inlines, report_blocks

Truth = Mapping[str, Any]
REMOVED: Final = frozenset({"S012", "S013", "S014"})
"""Codes that name a line which is not in the report."""


@dataclass
class Tally:
    """Right answers, answers given, answers expected."""

    right: int = 0
    given: int = 0
    wanted: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of our answers that are right."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """The share of the expected answers that we gave."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.given + self.wanted
        return 2 * self.right / total if total else 1.0

    def add(self, other: Tally) -> None:
        """Count the answers of another tally as well."""
        self.right += other.right
        self.given += other.given
        self.wanted += other.wanted


def compare(given: Iterable[object], wanted: Iterable[object]) -> Tally:
    """Compare two bags of answers."""
    ours, theirs = Counter(given), Counter(wanted)
    both = ours & theirs
    return Tally(
        both.total(),
        ours.total(),
        theirs.total(),
        [str(x) for x in (theirs - ours).elements()],
        [str(x) for x in (ours - theirs).elements()],
    )


def flat(text: str) -> str:
    """Set one blank for white space and drop what does not show."""
    return " ".join(text.replace("\ufe0f", "").replace("\u200f", "").replace("\u200e", "").split())


def said(blocks: Blocks) -> str:
    """Return the text of blocks."""
    return flat(" ".join(inline_text(run) for block in blocks for run in own_inlines(block)))


def headings(report: Report) -> list[tuple[int, str]]:
    """Return the headings with their levels; the title is level 1, chapters level 2."""
    found = [(1, flat(report.metadata.title))]
    found += [(d + 1, flat(inline_text(v.title))) for d, v in report.divisions() if v.title]
    return found


def list_items(report: Report) -> list[str]:
    """Return the text of each list item: that of its first paragraph."""
    lists = [block for block in report_blocks(report) if isinstance(block, List)]
    return [said(item.content[:1]) for block in lists for item in block.items]


def answers(report: Report) -> list[tuple[str, str]]:
    """Return the questions with their answers."""
    faqs = [block for block in report_blocks(report) if isinstance(block, Faq)]
    return [(flat(inline_text(q.question)), said(q.answer)) for faq in faqs for q in faq.items]


def tables(report: Report) -> list[list[list[str]]]:
    """Return the tables as rows of cell texts; a cell that spans stands once."""
    found = [block for block in report_blocks(report) if isinstance(block, Table)]
    return [[[said(cell.content) for cell in row.cells] for row in t.head + t.body] for t in found]


def cells(given: Sequence[list[list[str]]], wanted: Sequence[list[list[str]]]) -> Tally:
    """Count the cells that are exactly right, in their row and column, of those wanted."""
    tally = Tally()
    for table in wanted:
        tally.wanted += sum(map(len, table))
        tally.right += max((_same(other, table) for other in given), default=0)
    tally.given = tally.wanted
    return tally


def _same(given: list[list[str]], wanted: list[list[str]]) -> int:
    return sum(
        flat(a) == flat(b)
        for row, other in zip(given, wanted, strict=False)
        if len(row) == len(other)
        for a, b in zip(row, other, strict=True)
    )


def score(report: Report, findings: Sequence[Diagnostic], truth: Truth) -> dict[str, Tally]:
    """Return the tally of each measure that the truth holds an answer for.

    A list item of the truth that the reader set as the answer to a question counts as found:
    it is the same text with more said about it.
    """
    found: dict[str, Tally] = {}
    if wanted := truth.get("headings"):
        expected = [(int(level), flat(text)) for level, text in wanted]
        ours = headings(report)
        found["headings"] = compare([t for _, t in ours], [t for _, t in expected])
        found["levels"] = compare(ours, expected)
    if "list_items" in truth:
        items = [flat(text) for text in truth["list_items"]]
        asked = Counter(items) & Counter(answer for _, answer in answers(report))
        found["items"] = compare([*list_items(report), *asked.elements()], items)
    if truth.get("tables"):
        found["cells"] = cells(tables(report), truth["tables"])
    if "faq" in truth:
        pairs = [(flat(q), flat(a)) for q, a in truth["faq"]]
        found["faq"] = compare(answers(report), pairs)
    if "furniture" in truth:
        gone = {d.place.line for d in findings if d.code in REMOVED and d.place}
        found["furniture"] = compare(gone, {int(n) for n in truth["furniture"]})
    return found


def read_truth(data: bytes) -> Truth:
    """Return a known answer; raises :class:`ValueError` for what is no JSON object of that form.

    >>> read_truth(b'{"headings": [[1, "a"]]}')["headings"]
    [[1, 'a']]
    """
    truth = json.loads(data)
    if not isinstance(truth, dict):
        raise ValueError("a known answer is a JSON object")
    for name, inner in (("headings", 2), ("faq", 2)):
        for entry in truth.get(name) or []:
            if not isinstance(entry, list) or len(entry) != inner:
                raise ValueError(f"{name} is a list of pairs")
    for name in ("list_items", "tables", "furniture"):
        if not isinstance(truth.get(name, []), list):
            raise ValueError(f"{name} is a list")
    return truth
