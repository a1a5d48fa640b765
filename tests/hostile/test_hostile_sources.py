"""Pages and documents made to bring a reader down: each gives its finding and no more."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "sources.py"


@cache
def said() -> dict[str, list[str]]:
    """Read all sources in a process of their own: 512 MB, no sockets, no files."""
    done = subprocess.run([sys.executable, SCRIPT], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2_000:]
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def expected() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("hostile_sources", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {name: code for name, code, _ in module.cases()}


@pytest.mark.slow
def test_each_hostile_source_gives_its_finding() -> None:
    found = said()
    missing = {n: (c, found.get(n)) for n, c in expected().items() if c not in found.get(n, [])}
    assert not missing


@pytest.mark.slow
def test_there_is_no_source_that_nobody_asked_about() -> None:
    assert said().keys() == expected().keys()
