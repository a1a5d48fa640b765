"""The examples in the docstrings run, and show what comes out."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import report


def modules() -> Iterator[str]:
    for module in pkgutil.walk_packages(report.__path__, "report."):
        if module.name != "report.__main__":
            yield module.name


@pytest.mark.parametrize("name", list(modules()))
def test_examples_show_what_comes_out(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


def test_most_rooms_have_examples() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    found = {
        name.split(".")[1]
        for name in modules()
        if any(test.examples for test in finder.find(importlib.import_module(name)))
    }
    assert {"model", "readers", "filters", "compose", "writers", "checks", "archive"} <= found
