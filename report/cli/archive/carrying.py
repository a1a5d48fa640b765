"""EDGE: ``report archive export`` and ``import``: works carried between archives."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from report.archive import crate
from report.archive.bag import PAYLOAD, check_bag, payload_of, write_tags
from report.archive.digests import ALGORITHM
from report.archive.inventory import FILE, Inventory, read_inventory
from report.archive.root.archive import Archive
from report.archive.root.files import Lazily
from report.archive.root.folder import Folder
from report.archive.root.giving import write_folder
from report.archive.tree import Below, Tree
from report.archive.verify.judge import Judge
from report.archive.verify.object import verify_object
from report.archive.verify.walk import files_below
from report.cli.archive.building import PRESS
from report.cli.archive.picking import name_of, pick, pick_edition
from report.cli.desk import Desk
from report.diagnostics import Place, ReportError
from report.rules import finding


def run_export(options: argparse.Namespace, desk: Desk) -> bool:
    """Write a work as a bag, or an edition as an RO-Crate, into a new folder."""
    archive = Archive.open(options.root, desk.warn)
    if options.bagit:
        inventory, _ = pick(archive, options.work)
        files = _bag(archive, inventory)
        form = "BagIt 1.0"
    else:
        inventory, number = pick_edition(archive, options.work)
        archive.read(inventory, number, crate.NAME)
        files = archive.edition(inventory, number)
        form = "RO-Crate 1.1"
    write_folder(options.output, files)
    desk.say(
        f"exported {name_of(inventory)} to {options.output}: {form}, {len(files)} files",
        work=inventory.id,
        folder=str(options.output),
        form=form,
        files=len(files),
    )
    return True


def _bag(archive: Archive, inventory: Inventory) -> Mapping[str, bytes]:
    """Return the files of a bag: tags made here, the payload read when it is written.

    Raises :class:`ReportError` A017 when the object is not valid: damage is not passed on.
    """
    home = archive.home(inventory.id)
    tree = Below(archive.tree, archive.layout.place(inventory.id))
    verdict = verify_object(tree)
    if not verdict.valid:
        clauses = ", ".join(sorted(verdict.clauses))
        reason = f"the work is not valid OCFL: {clauses}"
        raise ReportError(finding("A017", Place(str(home), 0), reason=reason))
    paths = _paths(tree)
    payload = {
        path: (len(tree.read(path)), tree.digests(path, {ALGORITHM})[ALGORITHM]) for path in paths
    }
    newest = inventory.versions[-1]
    tags = write_tags(
        inventory.id,
        name_of(inventory),
        len(inventory.versions),
        newest.created.date(),
        PRESS.identifier,
        payload,
    )
    return Lazily(tree, {f"{PAYLOAD}/{path}": path for path in paths}, tags)


def _paths(tree: Tree) -> list[str]:
    return list(files_below(tree, "", Judge(), empty="E024"))


def run_import(options: argparse.Namespace, desk: Desk) -> bool:
    """Take in the work that a bag holds, once bag and work are proved."""
    archive = Archive.open(options.root, desk.warn)
    tree = Folder(options.bag)
    object_tree = payload_of(tree)
    try:
        reason = next(check_bag(tree), None)
        verdict = verify_object(object_tree) if reason is None else None
    except OSError as error:
        reason, verdict = error.strerror or str(error), None
    place = Place(str(options.bag), 0)
    if verdict is None or not verdict.valid:
        clauses = ", ".join(sorted(verdict.clauses)) if verdict else ""
        told = reason or f"the work in it is not valid OCFL: {clauses}"
        raise ReportError(finding("A026", place, reason=told))
    try:
        inventory = read_inventory(object_tree.read(FILE))
    except ValueError as error:
        raise ReportError(finding("A026", place, reason=str(error))) from None
    files = Lazily(object_tree, {path: path for path in _paths(object_tree)})
    if archive.adopt(inventory.id, files, warn=desk.warn):
        desk.say(
            f"imported {inventory.id}: {len(inventory.versions)} editions",
            work=inventory.id,
            editions=len(inventory.versions),
        )
    return True
