"""Who may import whom: the picture of the house, held still by a test."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "report"

# Each room and the rooms that it may import from, itself always among them. What stands higher
# up may be imported by what stands below, never the other way round.
ROOMS: dict[str, frozenset[str]] = {
    "diagnostics": frozenset(),
    "aside": frozenset({"memory"}),
    "calm": frozenset(),
    "dormant": frozenset(),
    "memory": frozenset(),
    "shelf": frozenset(),
    "store": frozenset({"shelf", "tools"}),
    "rules": frozenset({"diagnostics"}),
    "model": frozenset({"diagnostics"}),
    "locales": frozenset({"model"}),
    "readers": frozenset({"diagnostics", "rules", "model", "locales"}),
    "bibliography": frozenset({"diagnostics", "rules", "model", "locales"}),
    "filters": frozenset({"diagnostics", "rules", "model", "locales", "bibliography"}),
    "charts": frozenset({"diagnostics", "rules", "model", "locales", "filters"}),
    "datasets": frozenset({"diagnostics", "rules", "model", "locales", "readers", "charts"}),
    "checks": frozenset(
        {"diagnostics", "rules", "model", "locales", "readers", "filters", "charts", "compose"}
    ),
    "compose": frozenset(
        {"diagnostics", "shelf", "rules", "model", "locales", "filters", "charts"}
    ),
    "surfaces": frozenset({"model", "filters"}),
    "writers": frozenset(
        {"diagnostics", "calm", "shelf", "rules", "model", "locales", "filters", "compose"}
    ),
    "archive": frozenset({"diagnostics", "rules", "model", "locales"}),
    "catalogue": frozenset({"diagnostics", "rules", "model", "locales", "archive", "compose"}),
    "tools": frozenset({"diagnostics", "rules"}),
    "verapdf": frozenset({"diagnostics", "rules", "tools"}),
    "crew": frozenset(
        {"aside", "calm", "compose", "diagnostics", "disk", "memory", "shelf", "writers"}
    ),
    "jobs": frozenset({"diagnostics", "memory", "rules"}),
    "manifest": frozenset({"diagnostics", "model", "readers", "compose", "writers"}),
    "disk": frozenset({"diagnostics", "rules", "model", "readers", "compose"}),
    "fetch": frozenset({"diagnostics", "rules", "model"}),
}
# The edge sees everything: here all stages meet.
EDGE = frozenset({"press", "cli", "__init__", "__main__"})

# Effects: only these rooms may touch files, processes, the clock, the environment.
EFFECTS = frozenset({"os", "subprocess", "tempfile", "shutil", "socket", "time", "sys"})
NETWORK = ("urllib.request", "http", "socket", "ssl")
EDGE_MODULES = (
    "report/__main__.py",
    "report/cli/",
    "report/aside.py",
    "report/disk.py",
    "report/fetch.py",
    "report/crew.py",
    "report/jobs.py",
    "report/locales/cldr.py",
    "report/memory.py",
    "report/store.py",
    "report/tools.py",
    "report/writers/pdf/engine.py",
    "report/verapdf/",
    "report/archive/root",
)


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    inside = path.relative_to(PACKAGE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms_imported(path: Path) -> set[str]:
    names = (name.split(".") for name in imported(path))
    return {parts[1] for parts in names if parts[0] == "report" and len(parts) > 1}


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_rooms_import_only_what_stands_above(path: Path) -> None:
    room = room_of(path)
    if room in EDGE:
        return
    assert room in ROOMS, f"a new room, {room}: say in this test what it may import"
    allowed = ROOMS[room] | {room}
    strangers = {name for name in rooms_imported(path) if name in ROOMS or name in EDGE} - allowed
    assert not strangers, f"{path} imports from {sorted(strangers)}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_effects_stay_at_the_edge(path: Path) -> None:
    place = path.relative_to(ROOT).as_posix()
    if place.startswith(EDGE_MODULES):
        return
    names = set(imported(path))
    effects = {name for name in names if name.split(".")[0] in EFFECTS or name.startswith(NETWORK)}
    assert not effects, f"{place} imports {sorted(effects)}; effects belong to {EDGE_MODULES}"


def test_a_planted_import_is_seen(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text("from report.writers.epub import write_epub\n")
    assert rooms_imported(planted) == {"writers"}


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 400, f"{path} is too long: change the rooms"
    for name, length in functions(ast.parse(text)):
        assert length <= 100, f"{path}: {name} has {length} lines"


def test_few_functions_are_longer_than_sixty_lines() -> None:
    lengths = [n for path in modules() for _, n in functions(ast.parse(path.read_text("utf-8")))]
    long = sum(length > 60 for length in lengths)
    assert long <= 0.02 * len(lengths), f"{long} of {len(lengths)}"


def functions(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield node.name, node.end_lineno - node.lineno + 1


def test_no_room_is_named_for_nothing() -> None:
    vague = {"utils", "helpers", "common", "manager", "base", "misc", "core", "info"}
    named = {path.stem for path in modules()} | {p.parent.name for p in modules()}
    assert not named & vague
