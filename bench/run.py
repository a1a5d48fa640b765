"""Measure speed and memory as ratios in one run and write them to ``bench/RESULTS.md``.

    python bench/run.py                           every case
    python bench/run.py x1 x20 --rounds 1         these cases, once each
    python bench/run.py batch --reports 20        a batch of twenty reports

Every engine is a process of its own, run in turn with the others so that a machine that slows down
slows them all; the median counts. Seconds are this machine's; the ratios are what to read.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import pikepdf
from inputs import CASES, ROOT, Inputs, write

HERE = Path(__file__).parent
BASE = "plain WeasyPrint"
_NO_BYTE_CODE = frozenset({"PYTHONDONTWRITEBYTECODE"})
ROUNDS = {"x1": 5, "x20": 3}
_WEASYPRINT = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2])"
_TYPST = (
    "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]])"
)


@dataclass(frozen=True)
class Run:
    wall: float
    cpu: float
    peak: float
    pages: int = 0


def engines(inputs: Inputs, folder: Path) -> dict[str, tuple[list[str], Path]]:
    """Return the command of each engine that is installed, and the PDF that it makes."""
    python, out = sys.executable, folder / "out"
    press = [python, "-m", "report", "build", str(inputs.manuscript), "-o", str(out)]
    press += ["--issued", "2026-01-01", "--format", "json"]
    found = {
        "press, PDF + EPUB": (press, out / "a" / "a.pdf"),
        "press, PDF": ([*press, "--to", "pdf"], out / "a" / "a.pdf"),
        BASE: ([python, "-c", _WEASYPRINT, str(inputs.page), f"{folder}/w.pdf"], folder / "w.pdf"),
    }
    if find_spec("typst"):
        command = [python, "-c", _TYPST, str(inputs.typst), f"{folder}/t.pdf", str(ROOT / "fonts")]
        found["Typst"] = (command, folder / "t.pdf")
    if chromium := shutil.which("chromium") or shutil.which("google-chrome"):
        command = [chromium, "--headless", "--no-sandbox", "--disable-gpu"]
        command += ["--no-pdf-header-footer", f"--user-data-dir={folder}/chromium"]
        command += [f"--print-to-pdf={folder}/c.pdf", inputs.page.as_uri()]
        found["Chromium"] = (command, folder / "c.pdf")
    if xelatex := shutil.which("xelatex"):
        once = f"{xelatex} -interaction=batchmode a.tex; "
        command = ["sh", "-c", f"cd {inputs.tex.parent} && {once * 2}"]
        found["XeLaTeX, twice"] = (command, inputs.tex.parent / "a.pdf")
    if office := shutil.which("soffice"):
        command = [office, f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless"]
        command += ["--convert-to", "pdf:writer_web_pdf_Export", "--outdir", str(folder / "o")]
        found["LibreOffice"] = ([*command, str(inputs.page)], folder / "o" / "a.pdf")
    return found


def measure(command: list[str], made: Path | None = None, cache: Path | None = None) -> Run | None:
    """Run a command; ``None`` when it fails or makes nothing.

    The press has the ``cache`` that it is given and no other: what is cold is cold.
    """
    if made is not None:
        made.unlink(missing_ok=True)
    fonts = {} if "chrom" in command[0] else {"FONTCONFIG_FILE": str(ROOT / "fonts/fonts.conf")}
    # An installed press has its byte code, as WeasyPrint has.
    around = {name: value for name, value in os.environ.items() if name not in _NO_BYTE_CODE}
    before = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=around | fonts | {"WARRAQ_CACHE": str(cache or "")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    wall = time.perf_counter() - before
    peak = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    if made is None:
        return Run(wall, usage.ru_utime + usage.ru_stime, peak) if status == 0 else None
    if not made.exists():
        return None
    with pikepdf.open(made) as pdf:
        return Run(wall, usage.ru_utime + usage.ru_stime, peak, len(pdf.pages))


def median(runs: list[Run]) -> Run:
    return Run(
        *(
            statistics.median(getattr(run, name) for run in runs)
            for name in ("wall", "cpu", "peak")
        ),
        runs[0].pages,
    )


def row(case: str, name: str, run: Run, base: Run | None) -> str:
    ratios = (
        f"{run.wall / base.wall:.2f} | {run.cpu / base.cpu:.2f} | {run.peak / base.peak:.2f}"
        if base
        else "| |"
    )
    figures = f"{run.pages or ''} | {run.wall:.2f} | {run.cpu:.2f} | {run.peak:.0f}"
    return f"| {case} | {name} | {figures} | {ratios} |"


def case_rows(case: str, rounds: int, folder: Path) -> Iterable[str]:
    found = engines(write(case, folder), folder)
    runs: dict[str, list[Run]] = {name: [] for name in found}
    for _ in range(rounds):
        for name, (command, made) in found.items():
            if (run := measure(command, made)) is not None:
                runs[name].append(run)
    base = median(runs[BASE]) if runs[BASE] else None
    for name, done in runs.items():
        yield row(case, name, median(done), base) if done else f"| {case} | {name} | fails |||||||"


def warm_rows(rounds: int, folder: Path) -> Iterable[str]:
    """Measure a build after an edit in a process that has built before, as preview does."""
    inputs = write("x1", folder)
    base_command, made = engines(inputs, folder)[BASE]
    again, at = engines(inputs, folder)["press, PDF + EPUB"]
    cache = folder / "cache"
    measure(again, at, cache)
    warm, cold, cached = [], [], []
    for number in range(rounds):
        with inputs.manuscript.open("a", encoding="utf-8") as manuscript:
            manuscript.write(f"\nفقرة أضيفت بعد البناء {number}.\n")
        if (run := measure(again, at, cache)) is not None:
            cached.append(run)
        said = subprocess.run(
            [sys.executable, str(HERE / "warm.py"), str(inputs.manuscript)],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env=os.environ | {"WARRAQ_CACHE": ""},
        )
        warm.append(Run(*json.loads(said.stdout.splitlines()[-1])))
        if (run := measure(base_command, made)) is not None:
            cold.append(run)
    base = median(cold)
    yield row("rebuild", "press, PDF + EPUB, warm", median(warm), base)
    yield row("rebuild", "press, PDF + EPUB, new process, cache", median(cached), base)
    yield row("rebuild", f"{BASE}, cold", base, base)


def edit_rows(case: str, folder: Path) -> Iterable[str]:
    """Measure a long report after one paragraph of it was edited; the base is its cold build."""
    inputs = write(case, folder)
    found = engines(inputs, folder)
    command, made = found["press, PDF + EPUB"]
    cache = folder / "cache"
    cold = measure(command, made, cache)
    text = inputs.manuscript.read_text("utf-8")
    middle = text.index("\n\n", len(text) // 2)
    edited = f"{text[:middle]}\n\nفقرة أضيفت بعد البناء الأول.{text[middle:]}"
    inputs.manuscript.write_text(edited, "utf-8")
    again = measure(command, made, cache)
    typst = measure(*found["Typst"]) if "Typst" in found else None
    runs = {"press, cold": cold, "press, after an edit": again, "Typst, cold": typst}
    for name, run in runs.items():
        if run is not None and cold is not None:
            yield row(f"{case}, edited", name, run, cold)


def batch_rows(reports: int, folder: Path) -> Iterable[str]:
    """Measure a batch by one process and by two, a report each in turn for the base."""
    inputs = write("x1", folder)
    text = inputs.manuscript.read_text("utf-8")
    sources = []
    for number in range(reports):
        path = folder / f"brief-{number}.md"
        path.write_text(text.replace("\n# ", f"\n# {number}: ", 1), "utf-8")
        sources.append(str(path))
    build = [sys.executable, "-m", "report", "build", *sources, "--format", "json"]
    runs = {
        f"press, --jobs {jobs}": measure([*build, "-o", f"{folder}/{jobs}", "--jobs", str(jobs)])
        for jobs in (1, 2)
    }
    runs["press, --resume, all there"] = measure([*build, "-o", f"{folder}/1", "--resume"])
    command, made = engines(inputs, folder)[BASE]
    each = [run for _ in range(3) if (run := measure(command, made)) is not None]
    base = median(each)
    yield row("a report of the batch", f"{BASE}, cold", base, base)
    for name, run in runs.items():
        if run is not None:
            one = Run(run.wall / reports, run.cpu / reports, run.peak)
            yield row(f"a report of {reports}", name, one, base)


def versions() -> str:
    said = [f"Python {platform.python_version()}"]
    for name in ("weasyprint", "typst", "ebooklib", "fonttools", "uharfbuzz", "distributed"):
        try:
            said.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    for command in ("chromium", "xelatex", "soffice"):
        if path := shutil.which(command):
            told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
            said.append((told.stdout.strip() or command).splitlines()[0].strip())
    return ", ".join(said)


def main() -> None:
    names = (*CASES, "rebuild", "edit20", "edit150", "batch")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"of {', '.join(names)}")
    parser.add_argument("--rounds", type=int, help="runs of each engine (x1: 5, x20: 3, others: 1)")
    parser.add_argument("--reports", type=int, default=200, help="reports of the batch (200)")
    options = parser.parse_args()
    if unknown := set(options.cases) - set(names):
        parser.error(f"no such case: {', '.join(sorted(unknown))}")
    lines: list[str] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as work:
        for case in options.cases or names:
            folder = Path(work) / case
            folder.mkdir()
            rounds = options.rounds or ROUNDS.get(case, 1)
            match case:
                case "rebuild":
                    rows = warm_rows(options.rounds or 5, folder)
                case "edit20" | "edit150":
                    rows = edit_rows(case.replace("edit", "x"), folder)
                case "batch":
                    rows = batch_rows(options.reports, folder)
                case _:
                    rows = case_rows(case, rounds, folder)
            for line in rows:
                print(line, flush=True)
                lines.append(line)
            (HERE / "RESULTS.md").write_text(results(lines), "utf-8")


def results(lines: list[str]) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    machine = f"{platform.system()}, {os.cpu_count()} cores, {memory:.0f} GB"
    text = [
        "# Results",
        "",
        f"Written by `make bench`. {machine}; {versions()}.",
        "",
        "Whole processes, imports included, medians; the last three columns are shares of plain",
        "WeasyPrint, which is given the page and the styles that the press gives to it. Only the",
        "press writes tags, PDF/A and a text layer in reading order, and an EPUB beside the PDF.",
        "Typst and XeLaTeX set the same text in their own look. Memory is that of the largest",
        "single process. For an edited report the last columns are shares of its own cold build;",
        "all builds of the press but that one and the rebuilds find no cache. Chromium leaves",
        "children of its own uncounted: of it read the wall time.",
        "",
        "| case | engine | pages | wall s | CPU s | peak MB | wall | CPU | memory |",
        "|---|---|---|---|---|---|---|---|---|",
        *lines,
        "",
    ]
    return "\n".join(text)


if __name__ == "__main__":
    main()
