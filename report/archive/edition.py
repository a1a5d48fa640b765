"""Edition: the files that are archived of a build, checked against its manifest and described."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from report.archive import crate
from report.archive.dublincore import write_dublin_core
from report.archive.inventory import User
from report.archive.premis import Agent, Event, Format, Outcome, Rights, program, write_premis
from report.archive.registry import known_format
from report.archive.signing import SIGNED
from report.diagnostics import Diagnostic, Place, ReportError, Severity, as_json
from report.model.document import Edition, Report
from report.model.jsonform import to_json
from report.rules import finding

MANIFEST = "manifest.json"
REPORT = "report.json"
DUBLIN_CORE = "metadata/dublin-core.xml"
PREMIS = "metadata/premis.xml"
PASSING = frozenset({PREMIS, crate.NAME})
"""What tells of the archiving itself, and so is another in every edition."""

MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
    ".html": "text/html",
    ".md": "text/markdown",
    ".txt": "text/plain",
    ".json": "application/json",
    ".xml": "application/xml",
    ".css": "text/css",
    ".jinja": "text/plain",
    ".toml": "application/toml",
    ".conf": "application/xml",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# A place in the JSON form of a report: file, line, column. No text can hold an unescaped quote.
_PLACE = re.compile(r'"at": "(?:[^"\\]|\\.)*?([^"/\\]+:[0-9]+:[0-9]+)"')
_UNKNOWN = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Validation:
    """What a validator, or the house itself, said of some files of an edition."""

    tool: str
    version: str | None
    files: tuple[str, ...]
    findings: tuple[Diagnostic, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The worst that was found, as PREMIS words it."""
        severities = {diagnostic.severity for diagnostic in self.findings}
        if Severity.ERROR in severities:
            return "fail"
        return "warning" if Severity.WARNING in severities else "success"


@dataclass(frozen=True, slots=True)
class Build:
    """A build as it lies in its folder, with all that went into it.

    ``press`` is the program that made it. ``manifest`` is its JSON, ``outputs`` and ``inputs``
    are files by the names that it gives them, ``house`` all of ``templates/…`` and ``fonts/…``.
    ``beside`` are further files by logical path: what the manuscript was made from, or the
    manuscript that was made.
    """

    press: Agent

    manifest: bytes
    outputs: Mapping[str, bytes]
    inputs: Mapping[str, bytes]
    house: Mapping[str, bytes]
    report: Report
    beside: Mapping[str, bytes] = field(default_factory=dict)
    validations: tuple[Validation, ...] = ()


@dataclass(frozen=True, slots=True)
class Identified:
    """What files are, by logical path, and the program that found it out."""

    program: Agent
    formats: Mapping[str, Format]


@dataclass(frozen=True, slots=True)
class Described:
    """What the manifest of a build says of it as a whole."""

    work: str
    number: int
    issued: datetime
    tools: tuple[Agent, ...]


def describe(manifest: bytes, place: str) -> tuple[Described, dict[str, Any]]:
    """Read the manifest of a build. Raises :class:`ReportError` A024 when it is none."""
    try:
        form = json.loads(manifest)
        tools = tuple(program(name, form["tools"][name]) for name in sorted(form["tools"]))
        issued = datetime.fromisoformat(form["issued"])
        described = Described(form["work"], int(form["edition"]), issued, tools)
        Edition(described.work, described.number, described.issued)
        return described, form
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        reason = f"its manifest cannot be read: {error!r}"
        raise ReportError(finding("A024", Place(place, 0), reason=reason)) from None


def edition_files(
    build: Build,
    *,
    work: str,
    number: int,
    archived: datetime,
    user: User,
    identified: Identified | None = None,
    place: str = MANIFEST,
) -> dict[str, bytes]:
    """Return the files of an edition by logical path.

    Source and manuscript, books, report, manifest, templates and fonts, validators' reports, and
    what describes them: Dublin Core, PREMIS, RO-Crate.

    Args:
        build: what was built, and from what.
        work: the URN that the work has in the archive.
        number: number that the edition has there.
        archived: when it is archived.
        user: who archives it.
        identified: what files are, where a program has found it out; others are known by the
            endings of their names and by what the press promises of its books.
        place: what to name in findings.

    Raises :class:`ReportError` A024 when a file is not the one that the manifest gives.
    """
    described, form = describe(build.manifest, place)
    _check(build, form, place)
    files = dict(_plain(build))
    edition = Edition(work, number, described.issued)
    books = [path for path in files if path.startswith("book/")]
    files[DUBLIN_CORE] = write_dublin_core(
        build.report.metadata, edition, [media_type(path) for path in books]
    )
    known = {path: known_format(media_type(path), data) for path, data in files.items()}
    known |= identified.formats if identified else {}
    events = tuple(_events(build, described, files, archived, user, identified))
    files[PREMIS] = write_premis(work, number, files, known, events, _rights(build.report))
    known[PREMIS] = known_format(media_type(PREMIS), files[PREMIS])
    files[crate.NAME] = crate.write_crate(build.report.metadata, edition, files, known, build.press)
    return files


def media_type(path: str) -> str:
    """Return the media type of a file by the ending of its name.

    >>> media_type("book/brief.epub")
    'application/epub+zip'
    """
    return MEDIA_TYPES.get(PurePosixPath(path).suffix.lower(), _UNKNOWN)


def _plain(build: Build) -> Iterator[tuple[str, bytes]]:
    yield MANIFEST, build.manifest
    yield REPORT, _without_folders(to_json(build.report)).encode()
    yield from ((f"source/{name}", data) for name, data in build.inputs.items())
    yield from ((f"book/{name}", data) for name, data in build.outputs.items())
    yield from ((f"house/{name}", data) for name, data in build.house.items())
    yield from build.beside.items()
    for validation in build.validations:
        name = validation.tool.lower().replace(" ", "-")
        yield f"validation/{name}.json", _report_of(validation)


def _without_folders(form: str) -> str:
    """Return the JSON form of a report with the folders of one machine taken out of its places."""
    return _PLACE.sub(r'"at": "\1"', form)


def _report_of(validation: Validation) -> bytes:
    form = {
        "tool": validation.tool,
        "version": validation.version,
        "files": list(validation.files),
        "outcome": validation.outcome,
        "findings": [as_json(_named(diagnostic)) for diagnostic in validation.findings],
    }
    return (json.dumps(form, ensure_ascii=False, indent=1) + "\n").encode()


def _named(diagnostic: Diagnostic) -> Diagnostic:
    """Return a finding that names its file without the folders of one machine."""
    place = diagnostic.place
    if place is None or not place.file.startswith("/"):
        return diagnostic
    return diagnostic.moved(place._replace(file=PurePosixPath(place.file).name))


def _check(build: Build, form: Mapping[str, Any], place: str) -> None:
    """Compare each file with the digest that the manifest gives for it."""
    for name, wanted, data in _wanted(build, form):
        if data is None or sha256(data).hexdigest() != wanted:
            state = "is missing" if data is None else "has changed since the build"
            reason = f"{name} {state}"
            raise ReportError(finding("A024", Place(place, 0), reason=reason))


def _wanted(build: Build, form: Mapping[str, Any]) -> Iterator[tuple[str, str, bytes | None]]:
    for kind, files in (("inputs", build.inputs), ("outputs", build.outputs)):
        for entry in form.get(kind, ()):
            yield entry["name"], entry["sha256"], files.get(entry["name"])
    for kind, folder in (("house", "templates"), ("faces", "fonts")):
        for name, digest in form.get(kind, {}).items():
            yield name, digest, build.house.get(f"{folder}/{name}")


def _events(
    build: Build,
    described: Described,
    files: Mapping[str, bytes],
    archived: datetime,
    user: User,
    identified: Identified | None,
) -> Iterator[Event]:
    sources = tuple(path for path in files if path.startswith("source/"))
    every = tuple(path for path in files if path.startswith("book/"))
    books = tuple(path for path in every if not path.endswith(SIGNED))
    tools = ", ".join(tool.identifier for tool in described.tools)
    yield Event(
        "creation",
        described.issued,
        (build.press,),
        books,
        sources,
        detail=f"the books were set with {tools}" if tools else "the books were set",
        outcome="success",
    )
    for validation in build.validations:
        yield _validated(validation, described.issued)
    if identified:
        yield Event(
            "format identification",
            archived,
            (identified.program,),
            tuple(sorted(identified.formats)),
            detail="by the signatures of PRONOM",
            outcome="success",
        )
    checked = tuple(path for path in files if path.startswith(("source/", "book/", "house/")))
    yield Event(
        "fixity check",
        archived,
        (build.press,),
        checked,
        detail=f"SHA-256 of each file compared with {MANIFEST}",
        outcome="success",
    )
    person = Agent(user.name, "person", user.address)
    for path in sorted(set(every) - set(books)):
        source = f"{path.removesuffix(SIGNED)}.pdf"
        yield Event(
            "digital signature generation", archived, (person, build.press), (path,), (source,)
        )
    yield Event(
        "ingestion",
        archived,
        (person, build.press),
        tuple(files),
        detail="the files were added to an OCFL storage root",
        outcome="success",
    )


def _validated(validation: Validation, moment: datetime) -> Event:
    errors = sum(d.severity == Severity.ERROR for d in validation.findings)
    warnings = sum(d.severity == Severity.WARNING for d in validation.findings)
    return Event(
        "validation",
        moment,
        (program(validation.tool, validation.version),),
        validation.files,
        outcome=validation.outcome,
        note=f"{errors} errors, {warnings} warnings",
    )


def _rights(report: Report) -> Rights | None:
    terms = report.metadata.rights or report.metadata.licence
    if not terms:
        return None
    licence = report.metadata.licence or ""
    is_url = licence.startswith(("https://", "http://"))
    return Rights(terms, licence if is_url else None)
