"""What every test may ask for, and the examples in ``*.test`` files.

An example is a manuscript, a line with one dot, and the tree that it becomes, fenced::

    ````
    # عنوان
    .
    body:
      Division title="عنوان"
    ````

Text between the fences is for people. A test's name is the line that its example opens on;
``pytest --accept`` writes what came out into the files, for a person to review.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from report.compose.galley import House
from report.diagnostics import Diagnostic
from report.disk import open_house
from report.model.dump import dump
from report.readers.markdown import read_markdown
from report.readers.source import Source

# A suite that may fail by chance teaches people to run it again. The examples are always the same;
# HYPOTHESIS_PROFILE=explore looks for new ones, and what it finds is kept as a test.
# Nor is anything timed: a machine that others use as well is slow by chance.
settings.register_profile("house", derandomize=True, deadline=None)
settings.register_profile("explore", derandomize=False, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

_FENCE = re.compile(r"`{4,}\n?")
_UNTITLED = {"M004", "M006"}


@pytest.fixture(scope="session", autouse=True)
def _no_cache_of_the_user() -> None:
    """Keep the cache of who runs the tests out of them, and them out of it."""
    os.environ["WARRAQ_CACHE"] = ""


@pytest.fixture(scope="session")
def house() -> House:
    """The templates, styles and faces of the house."""
    return open_house()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the expected part of *.test")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.File | None:
    if file_path.suffix != ".test":
        return None
    return ExampleFile.from_parent(parent, path=file_path)


class ExampleFile(pytest.File):
    """The examples of one file."""

    def collect(self) -> Iterator[pytest.Item]:
        lines = self.path.read_text("utf-8").splitlines(keepends=True)
        start = 0
        while start < len(lines):
            if _FENCE.fullmatch(lines[start]):
                end = lines.index(lines[start], start + 1)
                dot = lines.index(".\n", start)
                yield Example.from_parent(self, name=str(start + 1), span=(start, dot, end))
                start = end
            start += 1


class Example(pytest.Item):
    """One example: lines of its file from fence to fence, with the dot between."""

    def __init__(self, *, span: tuple[int, int, int], **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]
        self.span = span

    def runtest(self) -> None:
        start, dot, end = self.span
        lines = self.path.read_text("utf-8").splitlines(keepends=True)
        came_out = tree("".join(lines[start + 1 : dot]))
        if self.config.getoption("--accept"):
            self.session.stash.setdefault(_ACCEPTED, {}).setdefault(self.path, {})[dot + 1, end] = (
                came_out
            )
            return
        assert came_out == "".join(lines[dot + 1 : end])

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:  # type: ignore[override]
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.span[0], f"{self.path.name}:{self.span[0] + 1}"


_ACCEPTED = pytest.StashKey[dict[Path, dict[tuple[int, int], str]]]()


def pytest_sessionfinish(session: pytest.Session) -> None:
    for path, spans in session.stash.get(_ACCEPTED, {}).items():
        lines = path.read_text("utf-8").splitlines(keepends=True)
        for (start, end), text in sorted(spans.items(), reverse=True):
            lines[start:end] = [text]
        path.write_text("".join(lines), "utf-8")


def tree(manuscript: str) -> str:
    """Return the dump of a manuscript, then its findings; only metadata that it states."""
    found: list[Diagnostic] = []
    source = Source("a.md", "text/markdown", manuscript.encode())
    shown = dump(read_markdown(source, found.append)).splitlines(keepends=True)[1:]
    if any(finding.code == "M004" for finding in found):
        shown = shown[1:]
    told = [
        f"{finding.code} {finding.place}: {finding.message}\n".replace("a.md:", "")
        for finding in found
        if finding.code not in _UNTITLED
    ]
    return "".join([*(line.removeprefix("  ") for line in shown), *told])
