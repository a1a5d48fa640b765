"""Bag: a work as BagIt 1.0 carries it (RFC 8493): its whole object as the payload.

The object lies in ``data/`` byte for byte, so that an archive that takes the bag in holds the
same object as the one that gave it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from datetime import date

from report.archive.digests import ALGORITHM, digest
from report.archive.tree import Below, Kind, Tree
from report.archive.verify.judge import Judge
from report.archive.verify.walk import files_below

PAYLOAD = "data"
_DECLARATION = "bagit.txt"
_INFO = "bag-info.txt"
_MANIFEST = f"manifest-{ALGORITHM}.txt"
_TAG_MANIFEST = f"tagmanifest-{ALGORITHM}.txt"
_VERSIONS = ("1.0", "0.97")


def write_tags(
    work: str,
    title: str,
    editions: int,
    packed: date,
    press: str,
    payload: Mapping[str, tuple[int, str]],
) -> dict[str, bytes]:
    """Write the tag files of a bag.

    Args:
        work: identifier of the work.
        title: what a person calls it.
        editions: how many it has.
        packed: date of packing.
        press: the program that packs.
        payload: size and SHA-512 of each payload file by its path below ``data``.
    """
    oxum = f"{sum(size for size, _ in payload.values())}.{len(payload)}"
    info = (
        ("Bagging-Date", packed.isoformat()),
        ("External-Identifier", work),
        ("External-Description", f"{title} (OCFL object, {editions} versions)"),
        ("Payload-Oxum", oxum),
        ("Bag-Software-Agent", press),
    )
    tags = {
        _DECLARATION: b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        _INFO: "".join(f"{label}: {_one_line(value)}\n" for label, value in info).encode(),
        _MANIFEST: _manifest({f"{PAYLOAD}/{path}": value for path, (_, value) in payload.items()}),
    }
    return {**tags, _TAG_MANIFEST: _manifest({name: digest(data) for name, data in tags.items()})}


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _manifest(digests: Mapping[str, str]) -> bytes:
    lines = (f"{value}  {encoded(path)}\n" for path, value in sorted(digests.items()))
    return "".join(lines).encode()


def encoded(path: str) -> str:
    r"""Write a path for a manifest: line ends and the percent sign are encoded (RFC 8493, 2.1.3).

    >>> encoded("data/50%\n")
    'data/50%25%0A'
    """
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def decoded(path: str) -> str:
    """Return the path that a manifest means."""
    return path.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def check_bag(tree: Tree) -> Iterator[str]:
    """Yield what is wrong with a bag: incomplete, changed, or no bag at all (RFC 8493, 3).

    Nothing is yielded for a bag that is complete and valid. ``fetch.txt`` is not followed: a file
    that has to be fetched is missing.
    """
    entries = tree.entries("")
    if entries.get(_DECLARATION) is not Kind.FILE:
        yield f"{_DECLARATION} is missing"
        return
    if not _is_known(tree.read(_DECLARATION)):
        yield f"{_DECLARATION} names no version of BagIt that is known"
    if entries.get(PAYLOAD) is not Kind.FOLDER or _MANIFEST not in entries:
        yield f"{PAYLOAD} or {_MANIFEST} is missing"
        return
    judge = Judge()
    payload = set(files_below(tree, PAYLOAD, judge, empty="E024"))
    yield from (f"{breach.file} is neither file nor folder" for breach in judge.breaches)
    listed = yield from _check_manifest(tree, _MANIFEST, payload)
    yield from (f"{path} is in no manifest" for path in sorted(payload - listed))
    if _TAG_MANIFEST in entries:
        present = {name for name, kind in entries.items() if kind is Kind.FILE}
        yield from _check_manifest(tree, _TAG_MANIFEST, present)


def _is_known(declaration: bytes) -> bool:
    lines = declaration.decode("utf-8", "replace").splitlines()
    versions = [f"BagIt-Version: {version}" for version in _VERSIONS]
    return len(lines) == 2 and lines[0] in versions and lines[1].endswith(": UTF-8")


def _check_manifest(tree: Tree, name: str, present: set[str]) -> Generator[str, None, set[str]]:
    listed: set[str] = set()
    for line in tree.read(name).decode("utf-8", "replace").splitlines():
        value, _, written = line.partition(" ")
        path = decoded(written.strip(" *"))
        listed.add(path)
        if path not in present:
            yield f"{path} is missing"
        elif tree.digests(path, {ALGORITHM})[ALGORITHM] != value.lower():
            yield f"{path} has another digest"
    return listed


def payload_of(tree: Tree) -> Tree:
    """Return the object in a bag."""
    return Below(tree, PAYLOAD)
