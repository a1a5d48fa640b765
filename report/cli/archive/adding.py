"""EDGE: ``report archive init`` and ``add``: an archive made, an edition taken into it."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial

from report.archive.edition import PASSING, Build, describe, edition_files
from report.archive.inventory import User
from report.archive.paths import urn_of
from report.archive.root.archive import Archive
from report.cli.archive.building import build_source, from_folder, is_build
from report.cli.archive.formats import identify
from report.cli.archive.signatures import open_key, with_signed_books
from report.cli.archive.validating import validated
from report.cli.desk import Desk
from report.diagnostics import Place, ReportError
from report.rules import finding

_USER = re.compile(r"\s*([^<>]*[^<>\s])\s*<([A-Za-z][A-Za-z0-9+.-]*:[^<>\s]+)>\s*")


def run_init(options: argparse.Namespace, desk: Desk) -> bool:
    """Make an archive in a new folder."""
    archive = Archive.create(options.root)
    desk.say(f"made an archive at {archive.root}", root=str(archive.root))
    return True


def run_add(options: argparse.Namespace, desk: Desk) -> bool:
    """Archive a build, or build a source and archive it."""
    archive = Archive.open(options.root, desk.warn)
    user = user_of(options.user)
    desk.progress(f"{options.build}: gathering …")
    if is_build(options.build):
        build = from_folder(options.build, options.source, options.original)
    else:
        build = build_source(options, desk, lambda work: _next(archive, work))
    described, _ = describe(build.manifest, str(options.build))
    work = urn_of(described.work)
    if work is None:
        raise ReportError(finding("A014", Place(str(options.build), 0), work=described.work))
    number = _next(archive, work)
    if described.number != number:
        desk.warn(
            finding(
                "A016",
                Place(str(options.build), 0),
                printed=described.number,
                archived=number,
            )
        )
    desk.progress(f"{options.build}: validating …")
    build = validated(build, with_validators=not options.unchecked)
    archived: datetime = options.archived or now()
    key = open_key(options.sign, options.passphrase_file) if options.sign else None
    if key:
        build = with_signed_books(build, key, archived, options.message)
    files = _files(build, work, number, user, archived, options)
    inventory = archive.add(
        work,
        files,
        created=archived,
        message=options.message,
        user=user,
        warn=desk.warn,
        passing=PASSING,
        sign=partial(key.sign_digest, moment=archived) if key else None,
        wait=options.wait,
    )
    if len(inventory.versions) < number:
        return True
    _say(archive, work, number, files, desk)
    return True


def _next(archive: Archive, work: str) -> int:
    """Return the number that the next edition of a work gets."""
    urn = urn_of(work)
    if urn is None or not archive.has(urn):
        return 1
    return len(archive.inventory(urn).versions) + 1


def _files(
    build: Build,
    work: str,
    number: int,
    user: User,
    archived: datetime,
    options: argparse.Namespace,
) -> Mapping[str, bytes]:
    return edition_files(
        build,
        work=work,
        number=number,
        archived=archived,
        user=user,
        identified=identify(build),
        place=str(options.build),
    )


def _say(archive: Archive, work: str, number: int, files: Mapping[str, bytes], desk: Desk) -> None:
    size = sum(map(len, files.values())) / 1024
    desk.say(
        f"archived {work} v{number}: {len(files)} files, {size:.0f} kB, in {archive.home(work)}",
        work=work,
        edition=number,
        files=len(files),
        folder=str(archive.home(work)),
    )


def user_of(written: str) -> User:
    """Return who is meant by ``NAME <URI>``. Raises :class:`ReportError` A022.

    >>> user_of("زينب <mailto:zaynab@example.org>").address
    'mailto:zaynab@example.org'
    """
    found = _USER.fullmatch(written)
    if found is None:
        raise ReportError(finding("A022", None, written=written))
    return User(found[1], found[2])


def now() -> datetime:
    """Return the time: the epoch that a reproducible build gives, else the clock of the edge."""
    if (epoch := os.environ.get("SOURCE_DATE_EPOCH", "")).isdecimal():
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 - the edge reads the clock
