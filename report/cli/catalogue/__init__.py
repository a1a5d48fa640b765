"""EDGE: ``report catalogue``: an archive, or a folder of builds, becomes a site to read from."""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from report import __version__
from report.catalogue.addresses import mark_of
from report.catalogue.faces import compressed
from report.catalogue.gather import gather
from report.catalogue.index import Index
from report.catalogue.pages import Desk as SiteDesk
from report.catalogue.records import NAME, Record, read_record, record_of, write_record
from report.catalogue.site import write_site
from report.catalogue.works import Catalogue, Settings, Work
from report.cli.catalogue.sources import Lot, lots, open_look
from report.cli.catalogue.staging import Staging
from report.cli.desk import Desk
from report.diagnostics import Place, ReportError
from report.locales import locale
from report.rules import finding

_BASE = re.compile(r"https?://[^\s/?#<>\"]+(/[^\s?#<>\"]*)?", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def arguments(verb: argparse.ArgumentParser) -> None:
    """Give the verb its arguments."""
    verb.add_argument("source", type=Path, metavar="ARCHIVE|BUILDS", help="what to show")
    verb.add_argument("-o", "--output", type=Path, required=True, metavar="SITE", help="its folder")
    verb.add_argument(
        "--base-url", type=_base, default="", metavar="URL", help="where the site will stand"
    )
    verb.add_argument("--title", help="what the site is called (default: the library)")
    verb.add_argument(
        "--lang", type=_language, default="ar", metavar="TAG", help="language of the site (ar)"
    )
    verb.set_defaults(verb=run)


def _base(written: str) -> str:
    if not written:
        return ""
    if not _BASE.fullmatch(written):
        raise argparse.ArgumentTypeError(f"{written!r} is no address such as https://example.org/")
    return written if written.endswith("/") else f"{written}/"


def _language(written: str) -> str:
    if not _LANGUAGE.fullmatch(written):
        raise argparse.ArgumentTypeError(f"{written!r} is no tag of a language, such as ar-MA")
    return written


def run(options: argparse.Namespace, desk: Desk) -> bool:
    """Write the site; the one that stands there is not touched before the new one is whole."""
    started = time.monotonic()
    source: Path = options.source
    if not source.is_dir():
        raise ReportError(finding("O006", Place(str(source), 0), path=str(source)))
    language = options.lang
    title = options.title or locale(language).words["site_library"]
    settings = Settings(title, language, options.base_url)
    if not settings.base:
        desk.warn(finding("O001", Place(str(options.output), 0)))
    staging = Staging(options.output)
    staging.begin(desk.warn)
    try:
        catalogue = _write(source, settings, staging, desk)
        staging.finish()
    except BaseException:
        staging.abandon()
        raise
    _say(catalogue, staging, time.monotonic() - started, desk)
    return True


def _write(source: Path, settings: Settings, staging: Staging, desk: Desk) -> Catalogue:
    """Write all files of the site into the staging."""
    site = SiteDesk(open_look(), settings)
    made_with = sha256(
        "\0".join((__version__, site.look.digest, repr(settings), _words(settings))).encode()
    ).hexdigest()
    before = _records(staging.site)
    works: list[Work] = []
    counters: list[str] = []
    index = Index()
    for lot in lots(source, desk.warn):
        key = sha256(f"{made_with}{lot.urn}{lot.digest}".encode()).hexdigest()
        record = _kept(before.get(mark_of(lot.urn)), key, staging) or _gathered(
            lot, key, site, staging, desk
        )
        if record is None:
            continue
        index.add(len(works), record.terms)
        works.append(record.work)
        counters.append(record.counters)
        desk.progress(f"{source}: {len(works)} works …")
    catalogue = Catalogue(settings, tuple(works))
    for path, data in write_site(catalogue, index, counters, site):
        staging.put(path, data)
    for path, face in site.look.face_files().items():
        if (staging.site / path).is_file():
            staging.keep(path)
        else:
            staging.put(path, compressed(face))
    return catalogue


def _words(settings: Settings) -> str:
    return repr(sorted(locale(settings.language).words.items()))


def _records(site: Path) -> dict[str, Path]:
    """Return the records of the site that stands, by the marks of their works."""
    return {path.parent.name.rpartition("-")[2]: path for path in site.glob(f"works/*/{NAME}")}


def _kept(path: Path | None, key: str, staging: Staging) -> Record | None:
    """Take a work over from the site that stands, if nothing of it has changed."""
    if path is None:
        return None
    try:
        record = read_record(path.read_bytes())
    except (OSError, ValueError):
        return None
    if record.key != key:
        return None
    staging.keep_folder(record.work.folder)
    return record


def _gathered(lot: Lot, key: str, site: SiteDesk, staging: Staging, desk: Desk) -> Record | None:
    gathered = gather(lot.open(), site, desk.warn)
    if gathered is None:
        return None
    record = record_of(gathered, key)
    for path, data in _files(gathered.files, record):
        staging.put(path, data)
    return record


def _files(files: Mapping[str, bytes], record: Record) -> Iterator[tuple[str, bytes]]:
    yield from files.items()
    yield f"{record.work.folder}/{NAME}", write_record(record)


def _say(catalogue: Catalogue, staging: Staging, seconds: float, desk: Desk) -> None:
    books = Counter(
        book.kind for work in catalogue.works for release in work.releases for book in release.books
    )
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(books.items()))
    desk.say(
        f"wrote {staging.site}: {len(catalogue.works)} works, {told}; {staging.written} files "
        f"written, {staging.kept} kept, {staging.size / 1e6:.1f} MB, {seconds:.1f} s",
        site=str(staging.site),
        works=len(catalogue.works),
        written=staging.written,
        kept=staging.kept,
        bytes=staging.size,
        seconds=round(seconds, 2),
    )
