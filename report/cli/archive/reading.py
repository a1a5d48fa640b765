"""EDGE: ``report archive log``, ``show`` and ``restore``: what is there, and it given back."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from report.archive.inventory import Inventory, Version, written_time
from report.archive.root.archive import Archive
from report.archive.root.giving import write_folder
from report.cli.archive.picking import name_of, pick_edition
from report.cli.desk import Desk


def run_log(options: argparse.Namespace, desk: Desk) -> bool:
    """List the works of an archive, or the editions of one, newest last."""
    archive = Archive.open(options.root, desk.warn)
    if options.work is None:
        for inventory in archive.works():
            _say_work(inventory, desk)
        return True
    inventory, _ = pick_edition(archive, options.work)
    for number, version in enumerate(inventory.versions, start=1):
        _say_version(inventory, number, version, desk)
    return True


def _say_work(inventory: Inventory, desk: Desk) -> None:
    newest = inventory.versions[-1]
    count = len(inventory.versions)
    desk.say(
        f"{name_of(inventory)}  {inventory.id}  {count} editions, "
        f"the last {written_time(newest.created)}",
        work=inventory.id,
        name=name_of(inventory),
        editions=count,
        last=written_time(newest.created),
    )


def _say_version(inventory: Inventory, number: int, version: Version, desk: Desk) -> None:
    who = version.user.name if version.user else "nobody"
    desk.say(
        f"v{number}  {written_time(version.created)}  {who}: {version.message}",
        work=inventory.id,
        edition=number,
        created=written_time(version.created),
        user=who,
        address=version.user.address if version.user else None,
        message=version.message,
        files=len(version.state),
    )


def run_show(options: argparse.Namespace, desk: Desk) -> bool:
    """Show an edition: who archived it, when and why, and its files with their digests."""
    archive = Archive.open(options.root, desk.warn)
    inventory, number = pick_edition(archive, options.work)
    version = inventory.version(number)
    _say_version(inventory, number, version, desk)
    for path, digest in sorted(version.state.items()):
        since = inventory.manifest[digest].partition("/")[0]
        desk.say(f"  {digest[:16]}  {since}  {path}", path=path, sha512=digest, since=since)
    return True


def run_restore(options: argparse.Namespace, desk: Desk) -> bool:
    """Write the files of an edition into a new folder, each proved by its digest."""
    archive = Archive.open(options.root, desk.warn)
    inventory, number = pick_edition(archive, options.work)
    files: Mapping[str, bytes] = archive.edition(inventory, number)
    write_folder(options.output, files)
    desk.say(
        f"restored {name_of(inventory)} v{number} to {options.output}: {len(files)} files",
        work=inventory.id,
        edition=number,
        folder=str(options.output),
        files=len(files),
    )
    return True
