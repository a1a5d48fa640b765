"""Measure speed and memory as ratios in one run and write them to ``bench/RESULTS.md``.

Every case is a process of its own, run in turn with the others so that a machine that slows down
slows them all; the median counts. Seconds are this machine's; the ratios are what to read.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from cases import CASES

HERE = Path(__file__).parent
BASE = "plain WeasyPrint"
PLAN = ((1, 3), (20, 1))


@dataclass(frozen=True)
class Run:
    wall: float
    cpu: float
    peak: float
    pages: int


def measure(case: str, times: int) -> Run:
    before = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, str(HERE / "cases.py"), case, str(times)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{case} ×{times} failed")
    peak = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    return Run(time.perf_counter() - before, usage.ru_utime + usage.ru_stime, peak, int(said))


def median(runs: list[Run]) -> Run:
    return Run(
        statistics.median(run.wall for run in runs),
        statistics.median(run.cpu for run in runs),
        statistics.median(run.peak for run in runs),
        runs[0].pages,
    )


def table() -> list[str]:
    lines = [
        "| case | times | pages | wall s | CPU s | peak MB | CPU against plain WeasyPrint |",
        "|---|---|---|---|---|---|---|",
    ]
    for times, rounds in PLAN:
        runs: dict[str, list[Run]] = {case: [] for case in CASES}
        for _ in range(rounds):
            for case in CASES:
                runs[case].append(measure(case, times))
        base = median(runs[BASE])
        for case, done in runs.items():
            run = median(done)
            lines.append(
                f"| {case} | ×{times} | {run.pages or ''} | {run.wall:.2f} | {run.cpu:.2f} "
                f"| {run.peak:.0f} | {run.cpu / base.cpu:.2f} |"
            )
    return lines


def main() -> None:
    from importlib.metadata import version

    tools = ", ".join(f"{name} {version(name)}" for name in ("weasyprint", "ebooklib", "fonttools"))
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"
    text = "\n".join(
        [
            "# Results",
            "",
            f"Written by `make bench`. {machine}; {tools}. Each case is a whole process,",
            "imports and composing included («nothing» is what those take).",
            "",
            *table(),
            "",
        ]
    )
    (HERE / "RESULTS.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
