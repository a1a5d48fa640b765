"""EDGE: ``report archive``: editions kept, found, proved and given back."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from report.archive.root.lock import WAIT
from report.cli.archive import adding, carrying, comparing, reading, verifying

DEFAULT_ROOT = Path("archive")


def arguments(verb: argparse.ArgumentParser, parents: Sequence[argparse.ArgumentParser]) -> None:
    """Give the verb ``archive`` its own verbs; ``parents`` are the options that every one takes."""
    verbs = verb.add_subparsers(required=True, metavar="VERB")
    rooted = argparse.ArgumentParser(add_help=False)
    rooted.add_argument(
        "--root", type=Path, default=DEFAULT_ROOT, help="the archive (default: ./archive)"
    )
    common = [*parents, rooted]
    made = verbs.add_parser("init", parents=list(parents), help="make an archive in a new folder")
    made.add_argument("root", type=Path, nargs="?", default=DEFAULT_ROOT, metavar="ROOT")
    made.set_defaults(verb=adding.run_init)
    _adding(verbs.add_parser("add", parents=common, help="archive an edition"))
    listed = verbs.add_parser("log", parents=common, help="list works, or the editions of one")
    listed.add_argument("work", nargs="?", metavar="WORK", help="identifier, or name of its books")
    listed.set_defaults(verb=reading.run_log)
    shown = verbs.add_parser("show", parents=common, help="show the files of an edition")
    shown.add_argument("work", metavar="WORK[@EDITION]", help="without edition: the newest")
    shown.set_defaults(verb=reading.run_show)
    given = verbs.add_parser("restore", parents=common, help="write the files of an edition")
    given.add_argument("work", metavar="WORK@EDITION")
    given.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="new folder")
    given.set_defaults(verb=reading.run_restore)
    _comparing(verbs.add_parser("diff", parents=common, help="compare two editions of a work"))
    proved = verbs.add_parser("verify", parents=common, help="prove every file of the archive")
    proved.add_argument("work", nargs="?", metavar="WORK", help="only this work (default: all)")
    proved.add_argument(
        "--deep", action="store_true", help="read the records inside the editions as well"
    )
    proved.add_argument(
        "--trust",
        type=Path,
        action="append",
        default=[],
        metavar="CERTIFICATE.pem",
        help="whose signatures are trusted; may be given again",
    )
    proved.set_defaults(verb=verifying.run_verify)
    again = verbs.add_parser("rebuild", parents=common, help="make the books of an edition again")
    again.add_argument("work", metavar="WORK@EDITION")
    again.add_argument("-o", "--output", type=Path, metavar="DIR", help="write the books here")
    again.set_defaults(verb=comparing.run_rebuild)
    _carrying(verbs, common)


def _adding(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "build", type=Path, metavar="BUILD|SOURCE", help="folder of a build, or a source to build"
    )
    verb.add_argument("-m", "--message", required=True, help="why there is a new edition")
    verb.add_argument("--user", required=True, metavar="'NAME <URI>'", help="who archives it")
    verb.add_argument(
        "--source", type=Path, help="the source of a build (default: by its name, in it or here)"
    )
    verb.add_argument(
        "--original", type=Path, help="what the manuscript was made from, to be kept with it"
    )
    verb.add_argument("--issued", type=_moment, metavar="DATE", help="date of issue, ISO 8601")
    verb.add_argument(
        "--archived", type=_moment, metavar="DATE", help="when it is archived (default: now)"
    )
    verb.add_argument(
        "--unchecked", action="store_true", help="do not run the validators that are there"
    )
    verb.add_argument(
        "--sign",
        type=Path,
        metavar="KEY.p12",
        help="sign a rendition of the PDF, and the inventory, with this key (extra: sign)",
    )
    verb.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="first line: passphrase of the key"
    )
    verb.add_argument(
        "--wait", type=float, default=WAIT, metavar="SECONDS", help="for another writer (30)"
    )
    verb.set_defaults(verb=adding.run_add)


def _comparing(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("before", metavar="WORK@A")
    verb.add_argument("after", metavar="B|WORK@B", help="another edition of the work")
    verb.add_argument(
        "-o", "--output", type=Path, metavar="FILE.html", help="write a page to read beside"
    )
    verb.set_defaults(verb=comparing.run_diff)


def _carrying(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser],
    common: Sequence[argparse.ArgumentParser],
) -> None:
    out = verbs.add_parser("export", parents=list(common), help="write a work for another archive")
    out.add_argument("work", metavar="WORK[@EDITION]")
    out.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="new folder")
    form = out.add_mutually_exclusive_group(required=True)
    form.add_argument("--bagit", action="store_true", help="the whole work as a bag (BagIt 1.0)")
    form.add_argument("--ro-crate", action="store_true", help="one edition as an RO-Crate")
    out.set_defaults(verb=carrying.run_export)
    into = verbs.add_parser("import", parents=list(common), help="take in a work from a bag")
    into.add_argument("bag", type=Path, metavar="BAG", help="folder of a bag made by export")
    into.set_defaults(verb=carrying.run_import)


def _moment(written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written!r} is not an ISO 8601 date") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
