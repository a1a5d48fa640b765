"""Measure the readers against known answers: every document, every measure, in one table.

Run by hand: ``python bench/scores.py [FOLDER …]``. Our own articles and the example are always
measured; of each folder every file beside a ``NAME.truth.json`` is, where NAME is the name of the
file up to its first dot. Precision and recall stand apart, with how many answers were wanted.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from report.checks.truth import Tally, Truth, read_truth, score
from report.diagnostics import Diagnostic
from report.disk import read_source
from report.readers import read

ROOT = Path(__file__).parent.parent
MEASURES = ("headings", "levels", "items", "cells", "faq", "furniture")


def documents(folders: list[Path]) -> Iterator[tuple[Path, Truth]]:
    """Yield the documents that have a known answer, with it."""
    example = ROOT / "examples" / "sahel-security" / "article.txt"
    yield example, read_truth((ROOT / "tests/readers/truths/sahel-security.json").read_bytes())
    for folder in (ROOT / "tests" / "readers" / "articles", *folders):
        for path in sorted(folder.iterdir()):
            truth = folder / f"{path.name.split('.')[0]}.truth.json"
            if path.suffix in {".txt", ".md", ".html", ".docx"} and truth.exists():
                yield path, read_truth(truth.read_bytes())


def row(name: str, tallies: dict[str, Tally]) -> str:
    """Return a row of the table: precision, recall and the number wanted of each measure."""
    cells = [
        f"{t.precision:.3f} / {t.recall:.3f} ({t.wanted})" if (t := tallies.get(m)) else "–"
        for m in MEASURES
    ]
    return f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    """Print the table and what was missed, then the sums."""
    print("| document | " + " | ".join(f"{m} P / R (n)" for m in MEASURES) + " |")
    print("|---" * (len(MEASURES) + 1) + "|")
    total: dict[str, Tally] = {}
    wrong: list[str] = []
    for path, truth in documents([Path(name) for name in sys.argv[1:]]):
        found: list[Diagnostic] = []
        tallies = score(read(read_source(path), found.append), found, truth)
        print(row(path.name, tallies))
        for measure, tally in tallies.items():
            total.setdefault(measure, Tally()).add(tally)
            for sign, texts in (("−", tally.missed), ("+", tally.extra)):
                wrong += [f"- {path.name}, {measure}: {sign} {text[:90]}" for text in texts]
    print(row("**all**", total))
    print("\nMissed (−) and given without being wanted (+):\n")
    print("\n".join(wrong) or "- nothing")


if __name__ == "__main__":
    main()
