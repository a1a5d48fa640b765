"""EDGE: finds veraPDF and runs it: the program if there is one, else the engine."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from report.diagnostics import ReportError
from report.rules import finding
from report.verapdf import engine
from report.verapdf.verdicts import Verdict, read_engine, read_program

TIME_LIMIT = 300.0
"""Seconds for each file and flavour: a full page takes about 0.05, every glyph is looked at."""

_ANSWER_LIMIT = 30.0
_HOME = re.compile(r"java\.home = (.+)")
_VERSION = re.compile(r"\d+(?:\.\d+)+")


@dataclass(frozen=True, slots=True)
class Judge:
    """The veraPDF that was found: how it is called, in which environment, its version."""

    kind: Literal["program", "engine"]
    command: tuple[str, ...]
    environment: Mapping[str, str]
    version: str


def find() -> Judge:
    """Find veraPDF.

    Raises :class:`ReportError` with C004 when neither program nor engine is there, or Java is
    missing.
    """
    if program := shutil.which("verapdf"):
        said = _VERSION.search(_answer((program, "--version")))
        return Judge("program", (program,), {}, said[0] if said else "")
    if (home := java_home()) is None:
        raise ReportError(finding("C004", None, tool="Java"))
    if (archive := engine.jar()) is None or find_spec("jpype") is None:
        raise ReportError(finding("C004", None, tool="veraPDF"))
    command = (sys.executable, engine.__file__)
    return Judge("engine", command, {"JAVA_HOME": home}, engine.engine_version(archive))


def java_home() -> str | None:
    """Return where Java lies: JPype does not find one that is only on the path (Homebrew's)."""
    if home := os.environ.get("JAVA_HOME"):
        return home
    program = shutil.which("java")
    said = (
        _HOME.search(_answer((program, "-XshowSettings:properties", "-version")))
        if program
        else None
    )
    return said[1].strip() if said else None


def judge(books: Mapping[Path, Sequence[str]], seconds: float = TIME_LIMIT) -> tuple[Verdict, ...]:
    """Judge files by the flavours that each promises.

    A file that veraPDF did not get through has a verdict with ``trouble``. Raises
    :class:`ReportError` (C004) when there is no veraPDF.
    """
    found = find()
    wanted = {str(path.absolute()): tuple(flavours) for path, flavours in books.items()}
    limit = seconds * max(1, sum(map(len, wanted.values())))
    named = {str(path.absolute()): str(path) for path in books}
    try:
        if found.kind == "engine":
            request = [{"file": f, "flavours": flavours} for f, flavours in wanted.items()]
            said = _run(found, (), limit, json.dumps(request).encode())
            verdicts = list(read_engine(said))
        else:
            verdicts = list(_by_program(found, wanted, limit))
    except ValueError as error:
        verdicts = []
        trouble = str(error)
    else:
        trouble = "it broke off"
    answered = {(verdict.file, verdict.flavour): verdict for verdict in verdicts}
    return tuple(
        _named(answered.get((file, flavour)), named[file], flavour, trouble)
        for file, flavours in wanted.items()
        for flavour in flavours
    )


def _named(verdict: Verdict | None, name: str, flavour: str, trouble: str) -> Verdict:
    """Give a verdict the name that the caller knows the file by; one that lacks is trouble."""
    if verdict is None:
        return Verdict(name, flavour, compliant=False, trouble=trouble)
    return replace(verdict, file=name)


def _by_program(found: Judge, wanted: Mapping[str, Sequence[str]], limit: float) -> list[Verdict]:
    """Run the program once for each flavour, over all files that promise it."""
    verdicts: list[Verdict] = []
    for flavour in dict.fromkeys(f for flavours in wanted.values() for f in flavours):
        files = [file for file, flavours in wanted.items() if flavour in flavours]
        said = _run(found, ("--format", "json", "--flavour", flavour, *files), limit)
        verdicts += read_program(said, flavour)
    return verdicts


def _run(found: Judge, arguments: Sequence[str], limit: float, request: bytes = b"") -> bytes:
    """Run veraPDF to its end and return its output; it ends with 1 when a file fails.

    Raises :class:`ValueError` when it cannot be started, takes too long or says nothing.
    """
    try:
        done = subprocess.run(
            (*found.command, *arguments),
            input=request,
            capture_output=True,
            timeout=limit,
            env=os.environ | dict(found.environment),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ValueError(f"it took longer than {limit:g} seconds") from None
    except OSError as error:
        raise ValueError(f"it cannot be started: {error.strerror}") from None
    if not done.stdout:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ValueError(lines[-1] if lines else f"it ended with {done.returncode}")
    return done.stdout


def _answer(command: Sequence[str]) -> str:
    """Return all that a program says of itself, empty when it says nothing."""
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            timeout=_ANSWER_LIMIT,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout + done.stderr).decode("utf-8", "replace")
