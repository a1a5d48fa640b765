"""EDGE: what the house and the validators say of a build, to be archived with it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from report import verapdf
from report.archive.edition import Build, Validation
from report.cli.archive.building import PRESS
from report.diagnostics import Diagnostic, Place, ReportError, Severity
from report.tools import epubcheck, find_epubcheck

_FLAVOURS = ("3a", "ua1")


def validated(build: Build, *, with_validators: bool) -> Build:
    """Return the build with what was found in it.

    The house's own findings stand in the manifest. EPUBCheck and veraPDF are run where they are
    at hand; one that is missing has said nothing.
    """
    said = [_house(build)]
    if with_validators:
        with tempfile.TemporaryDirectory(prefix="validating-") as folder:
            said += _judged(build, Path(folder))
    return replace(build, validations=(*build.validations, *said))


def _house(build: Build) -> Validation:
    """Return the findings of the build itself, as its manifest keeps them."""
    form: list[Mapping[str, object]] = json.loads(build.manifest).get("findings", [])
    files = [*(f"source/{name}" for name in build.inputs), *(f"book/{n}" for n in build.outputs)]
    findings = tuple(_finding(each) for each in form)
    return Validation(PRESS.name, PRESS.version, tuple(files), findings)


def _finding(form: Mapping[str, object]) -> Diagnostic:
    place = None
    if "file" in form:
        place = Place(str(form["file"]), int(str(form["line"])), int(str(form["column"])))
    return Diagnostic(
        code=str(form["code"]),
        severity=Severity(str(form["severity"])),
        message=str(form["message"]),
        place=place,
        why=str(form.get("why", "")),
        fix=str(form.get("fix", "")),
    )


def _judged(build: Build, folder: Path) -> Iterator[Validation]:
    for kind, judge in ((".epub", _by_epubcheck), (".pdf", _by_verapdf)):
        names = [name for name in build.outputs if name.endswith(kind)]
        paths = [folder / f"{place}{kind}" for place, _ in enumerate(names)]
        for path, name in zip(paths, names, strict=True):
            path.write_bytes(build.outputs[name])
        if names:
            books = tuple(f"book/{name}" for name in names)
            yield from (_at(each, dict(zip(paths, books, strict=True))) for each in judge(paths))


def _by_epubcheck(paths: list[Path]) -> Iterator[Validation]:
    try:
        version = find_epubcheck().version
    except ReportError:
        return
    files = tuple(str(path) for path in paths)
    yield Validation("EPUBCheck", version, files, epubcheck(paths))


def _by_verapdf(paths: list[Path]) -> Iterator[Validation]:
    version = verapdf.version()
    if version is None:
        return
    files = tuple(str(path) for path in paths)
    found = verapdf.validate({path: _FLAVOURS for path in paths})
    yield Validation("veraPDF", version, files, found)


def _at(validation: Validation, books: Mapping[Path, str]) -> Validation:
    """Name the books by their logical paths instead of the places where they were judged."""

    def placed(diagnostic: Diagnostic) -> Diagnostic:
        place = diagnostic.place
        for path, book in books.items():
            if place and place.file.startswith(str(path)):
                return diagnostic.moved(place._replace(file=place.file.replace(str(path), book, 1)))
        return diagnostic

    return replace(
        validation,
        files=tuple(books[Path(file)] for file in validation.files),
        findings=tuple(placed(diagnostic) for diagnostic in validation.findings),
    )
