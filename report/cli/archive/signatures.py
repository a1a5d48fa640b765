"""EDGE: keys opened, books signed, and the signatures in an archive checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from report.archive.edition import Build
from report.archive.inventory import SIDECAR, SIGNATURES, Inventory, read_inventory, signature_of
from report.archive.root.archive import Archive
from report.archive.signing import SIGNED, Key, Signature, check_book, check_digest
from report.archive.tree import Below, Tree
from report.archive.verify.blocks import number
from report.diagnostics import Diagnostic, Place, ReportError
from report.rules import finding


def open_key(path: Path, passphrase_file: Path | None) -> Key:
    """Open a key. Its passphrase comes from a file: a command line is seen by everybody.

    Raises :class:`ReportError` A031.
    """
    try:
        passphrase = passphrase_file.read_bytes().splitlines()[0] if passphrase_file else None
        return Key.load(path.read_bytes(), passphrase, str(path))
    except (OSError, IndexError) as error:
        reason = getattr(error, "strerror", None) or "the passphrase file is empty"
        raise ReportError(finding("A031", Place(str(path), 0), reason=reason)) from None


def with_signed_books(build: Build, key: Key, moment: datetime, reason: str) -> Build:
    """Return the build with a signed rendition beside each PDF."""
    signed = {
        f"book/{name.removesuffix('.pdf')}{SIGNED}": key.sign_book(data, moment, reason)
        for name, data in build.outputs.items()
        if name.endswith(".pdf")
    }
    return replace(build, beside={**build.beside, **signed})


def check_signatures(
    archive: Archive, path: str, inventory: bytes, trust: Sequence[Path]
) -> Iterator[Diagnostic]:
    """Yield what is wrong with the signatures of a work (A028, A032), unknown (A029) or unread."""
    try:
        told = read_inventory(inventory)
    except ValueError:
        # Valid, and of another program: it keeps no signatures where ours are.
        return
    trusted = [certificate.read_bytes() for certificate in trust]
    try:
        yield from _inventories(archive, path, told, trusted)
        yield from _books(archive, path, told, trusted)
    except ReportError as error:
        if error.diagnostic.code != "A033":
            raise
        yield error.diagnostic.moved(Place(f"{archive.root}/{path}", 0))


def _inventories(
    archive: Archive, path: str, told: Inventory, trusted: Sequence[bytes]
) -> Iterator[Diagnostic]:
    tree = Below(archive.tree, path)
    signed = _signed(tree)
    for value in sorted(signed):
        place = Place(f"{archive.root}/{path}/{signature_of(value)}", 0)
        if value > len(told.versions):
            yield finding("A028", place, reason="the work has no such edition")
            continue
        sidecar = tree.read(f"v{value}/{SIDECAR}")
        moment = told.version(value).created
        signature = check_digest(sidecar, tree.read(signature_of(value)), moment, trusted)
        yield from _findings(signature, place)
    for value, version in enumerate(told.versions, start=1):
        if value not in signed and any(name.endswith(SIGNED) for name in version.state):
            place = Place(f"{archive.root}/{path}/{signature_of(value)}", 0)
            yield finding("A032", place, version=f"v{value}")


def _signed(tree: Tree) -> set[int]:
    """Return the numbers of the versions whose inventories have a signature."""
    try:
        names = tree.entries(SIGNATURES)
    except OSError:
        return set()
    numbers = (number(name.removesuffix(".p7s")) for name in names if name.endswith(".p7s"))
    return {value for value in numbers if value is not None}


def _books(
    archive: Archive, path: str, told: Inventory, trusted: Sequence[bytes]
) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for value, version in enumerate(told.versions, start=1):
        for logical, digest in sorted(version.state.items()):
            if not logical.endswith(SIGNED) or digest in seen:
                continue
            seen.add(digest)
            place = Place(f"{archive.root}/{path}@v{value}/{logical}", 0)
            data = archive.read(told, value, logical)
            try:
                signatures = list(check_book(data, version.created, trusted))
            except ValueError as error:
                yield finding("A028", place, reason=str(error))
                continue
            if not signatures:
                yield finding("A028", place, reason="the book holds no signature")
            for signature in signatures:
                yield from _findings(signature, place)


def _findings(signature: Signature, place: Place) -> Iterator[Diagnostic]:
    if not signature.intact:
        yield finding("A028", place, reason=signature.problem)
    elif not signature.trusted:
        yield finding(
            "A029", place, signer=signature.signer, fingerprint=signature.fingerprint[:16]
        )
