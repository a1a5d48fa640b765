"""Gather: the editions of a work, as they lie in an archive or a build, become a work to show."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from PIL import Image

from report.archive.diff.compare import compare
from report.archive.diff.page import write_body
from report.archive.edition import MANIFEST, REPORT, describe, media_type
from report.archive.signing import SIGNED
from report.catalogue import atom, opds2
from report.catalogue.addresses import slug_of
from report.catalogue.index import Terms, weigh
from report.catalogue.package import (
    Package,
    PackageError,
    accessibility_of,
    metadata_of,
    open_package,
)
from report.catalogue.pages import Desk, write_work
from report.catalogue.reading import Text, text_of
from report.catalogue.works import (
    Accessibility,
    Book,
    BookKind,
    Changes,
    Chapter,
    Count,
    Picture,
    Release,
    Work,
)
from report.diagnostics import Place, ReportError, Warn
from report.model.document import Metadata, Report
from report.model.jsonform import from_json
from report.rules import finding

BOOK = "book/"
THUMBNAIL_WIDTH = 400
_KINDS: dict[str, BookKind] = {".epub": "epub", ".pdf": "pdf", ".html": "html"}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_PICTURES = {"PNG": ("image/png", ".png"), "JPEG": ("image/jpeg", ".jpg")}
_MOST_PIXELS = 40_000_000
_COLOURS = 128


@dataclass(frozen=True, slots=True)
class Deposit:
    """An edition as it lies somewhere: ``files`` by logical path, as an archive names them."""

    number: int
    files: Mapping[str, bytes]
    message: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """A work as it lies somewhere, oldest edition first. ``place`` names it in findings."""

    urn: str
    place: str
    deposits: tuple[Deposit, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """A work to show, the terms that search finds it by, the files of its folder."""

    work: Work
    terms: Terms
    counters: str
    files: Mapping[str, bytes] = field(repr=False)


def gather(holding: Holding, desk: Desk, warn: Warn) -> Gathered | None:
    """Make of a work all that the site shows of it; what cannot be shown is told.

    Returns ``None`` for a work that nothing is known of: that it is left out is told too.
    """
    newest = holding.deposits[-1]
    package = _package(newest, holding, warn)
    metadata = _metadata(newest, package)
    files: dict[str, bytes] = {}
    slug = slug_of(_name(holding.deposits[0]), holding.urn)
    folder = f"works/{slug}"
    compared: dict[int, str] = {}
    releases = tuple(_releases(holding, folder, files, compared, warn))
    if metadata is None or not releases or not releases[-1].books:
        reason = "it has no title" if metadata is None else "its newest edition has no book"
        warn(finding("O003", Place(holding.place, 0), work=holding.urn, reason=reason))
        return None
    text = _text(package, metadata.language, holding, warn) if package else None
    cover = _cover(package, folder, files, holding, warn) if package else (None, None)
    pages = text.pages if text else ()
    work = Work(
        holding.urn,
        slug,
        metadata,
        releases,
        accessibility_of(package) if package else Accessibility(),
        *cover,
        tuple(Chapter(page.file, page.title) for page in pages),
        _number(package.value("schema:numberOfPages")) if package else 0,
    )
    files.update(write_work(work, text, compared, desk))
    files[opds2.editions_path(work)] = opds2.write_editions(work, desk.settings)
    files[atom.editions_path(work)] = atom.write_editions(work, desk.settings)
    for name, data in (text.images if text else {}).items():
        files[f"{folder}/read/images/{name}"] = data
    terms = weigh(work, pages, desk.look.folding)
    return Gathered(work, terms, text.counters if text else "", files)


def _name(deposit: Deposit) -> str:
    """Return what the books of an edition are called."""
    names = sorted(PurePosixPath(path).stem for path in deposit.files if path.startswith(BOOK))
    return names[0] if names else ""


def _number(written: str | None) -> int:
    return int(written) if written and written.isascii() and written.isdecimal() else 0


def _package(deposit: Deposit, holding: Holding, warn: Warn) -> Package | None:
    path = next((p for p in sorted(deposit.files) if _kind(p) == "epub"), None)
    if path is None:
        return None
    try:
        return open_package(deposit.files[path])
    except PackageError as error:
        warn(finding("O002", Place(f"{holding.place}/{path}", 0), reason=str(error)))
        return None


def _text(package: Package, language: str, holding: Holding, warn: Warn) -> Text | None:
    try:
        return text_of(package, language)
    except PackageError as error:
        warn(finding("O002", Place(holding.place, 0), reason=str(error)))
        return None


def _kind(path: str) -> BookKind | None:
    """Return which kind of book a file of an edition is, if it is one to hand out."""
    if not path.startswith(BOOK) or path.endswith(SIGNED):
        return None
    return _KINDS.get(PurePosixPath(path).suffix)


def _metadata(deposit: Deposit, package: Package | None) -> Metadata | None:
    report = _report(deposit)
    if report is not None:
        found: Metadata | None = report.metadata
    else:
        found = metadata_of(package) if package else None
    cleaned: Metadata | None = _cleaned(found)
    return cleaned


def _report(deposit: Deposit) -> Report | None:
    if REPORT not in deposit.files:
        return None
    try:
        return from_json(deposit.files[REPORT].decode())
    except ValueError:
        return None


def _cleaned(value: Any) -> Any:
    """Return metadata without the characters that XML cannot hold (XML 1.0, 2.2: Char)."""
    match value:
        case str():
            return _CONTROL.sub("", value)
        case tuple():
            return tuple(_cleaned(one) for one in value)
        case None:
            return None
        case _:
            return replace(
                value, **{f.name: _cleaned(getattr(value, f.name)) for f in fields(value)}
            )


def _releases(
    holding: Holding, folder: str, files: dict[str, bytes], compared: dict[int, str], warn: Warn
) -> Iterator[Release]:
    before: Report | None = None
    for deposit in holding.deposits:
        report = _report(deposit)
        try:
            described, _ = describe(deposit.files.get(MANIFEST, b""), holding.place)
        except ReportError as error:
            warn(error.diagnostic)
            continue
        changes = None
        if before and report:
            path = f"{folder}/{deposit.number}/changes.html"
            comparison = compare(before, report)
            compared[deposit.number] = write_body(comparison)
            counts = Counter(passage.fate.replace(" ", "_") for passage in comparison.changes)
            counts["metadata"] = len(comparison.metadata)
            counts["images"] = len(comparison.assets)
            kept = tuple(Count(fate, number) for fate, number in counts.items() if number)
            changes = Changes(kept, path)
        before = report or before
        edition = f"{described.work}#edition-{described.number}"
        yield Release(
            number=deposit.number,
            identifier=uuid5(NAMESPACE_URL, edition).urn,
            issued=described.issued.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            books=tuple(_books(deposit, f"{folder}/{deposit.number}", files)),
            message=_CONTROL.sub("", deposit.message),
            changes=changes,
        )


def _books(deposit: Deposit, folder: str, files: dict[str, bytes]) -> Iterator[Book]:
    order = list(_KINDS.values())
    kinds = {path: kind for path in deposit.files if (kind := _kind(path))}
    listed = sorted(kinds.items(), key=lambda item: (order.index(item[1]), item[0]))
    for place, (path, kind) in enumerate(listed, start=1):
        name = PurePosixPath(path).name
        if not _NAME.fullmatch(name):
            name = f"book-{place}{PurePosixPath(path).suffix}"
        data = deposit.files[path]
        there = f"{folder}/{name}"
        files[there] = data
        yield Book(kind, there, media_type(path), len(data), sha256(data).hexdigest())


def _cover(
    package: Package, folder: str, files: dict[str, bytes], holding: Holding, warn: Warn
) -> tuple[Picture | None, Picture | None]:
    """Take the image of the cover out of the book, and make the small one from it."""
    item = package.having("cover-image")
    if item is None:
        return None, None
    try:
        data = package.read(item.get("href", ""))
        with Image.open(io.BytesIO(data), formats=tuple(_PICTURES)) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise ValueError("it has too many pixels")
            kind, ending = _PICTURES[opened.format or ""]
            size = opened.size
            small = _thumbnail(opened)
    except (PackageError, OSError, ValueError, Image.DecompressionBombError) as error:
        warn(finding("O004", Place(holding.place, 0), reason=str(error)))
        return None, None
    cover = Picture(f"{folder}/cover{ending}", kind, *size)
    height = max(1, round(size[1] * THUMBNAIL_WIDTH / size[0]))
    thumbnail = Picture(f"{folder}/thumbnail.png", "image/png", THUMBNAIL_WIDTH, height)
    files[cover.path], files[thumbnail.path] = data, small
    return cover, thumbnail


def _thumbnail(opened: Image.Image) -> bytes:
    height = max(1, round(opened.height * THUMBNAIL_WIDTH / opened.width))
    small = opened.convert("RGB").resize((THUMBNAIL_WIDTH, height), Image.Resampling.LANCZOS)
    few = small.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    written = io.BytesIO()
    few.save(written, "PNG", optimize=True)
    return written.getvalue()
