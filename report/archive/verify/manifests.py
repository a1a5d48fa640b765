"""Manifests and fixity blocks: digests on one side, content paths on the other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from report.archive.digests import UNSUPPORTED, supported, well_formed
from report.archive.verify.judge import Judge


@dataclass(frozen=True, slots=True)
class Manifest:
    """Content paths with their digests in small letters, and the keys as they are written."""

    paths: Mapping[str, str]
    keys: frozenset[str]


def read_manifest(
    raw: object,
    algorithm: str,
    directory: str,
    versions: Collection[str],
    file: str,
    judge: Judge,
) -> Manifest:
    """Read a manifest block (OCFL 1.1, 3.5.2).

    ``directory`` is the content directory, ``versions`` the names of the versions that content
    may stand in. A content path that is not safe is told and left out.
    """
    if not isinstance(raw, dict):
        judge.says("E106", file, "the manifest is not a JSON object")
        return Manifest({}, frozenset())
    paths: dict[str, str] = {}
    keys: set[str] = set()
    for key, path in _entries(raw, algorithm, "E025", "E092", "E096", file, judge):
        keys.add(key)
        if path is None or not _is_safe(path, file, judge):
            continue
        parts = path.split("/")
        if len(parts) < 3 or parts[0] not in versions or parts[1] != directory:
            judge.says("E042", file, f"the content path {path!r} is in no version's {directory}")
        elif path in paths:
            judge.says("E101", file, f"the content path {path!r} stands twice in the manifest")
        else:
            paths[path] = key.lower()
    for path in conflicts(paths):
        judge.says("E101", file, f"the content path {path!r} is a file and a folder")
    return Manifest(paths, frozenset(keys))


def read_fixity(
    raw: object, manifest: Mapping[str, str], file: str, judge: Judge
) -> tuple[tuple[str, str, str], ...]:
    """Read a fixity block (3.5.4) and return (algorithm, digest, content path) of each value."""
    if not isinstance(raw, dict):
        judge.says("E111", file, "fixity is not a JSON object")
        return ()
    values: list[tuple[str, str, str]] = []
    for algorithm, block in raw.items():
        if algorithm in UNSUPPORTED:
            continue
        if not supported(algorithm):
            judge.says("E056", file, f"fixity names an unknown algorithm, {algorithm[:40]!r}")
            continue
        if not isinstance(block, dict):
            judge.says("E057", file, f"fixity for {algorithm} is not a JSON object")
            continue
        for key, path in _entries(block, algorithm, "E057", "E057", "E097", file, judge):
            if path is None or not _is_safe(path, file, judge):
                continue
            if path in manifest:
                values.append((algorithm, key.lower(), path))
            else:
                judge.says("E057", file, f"fixity names {path!r}, which is not in the manifest")
    return tuple(values)


def _entries(
    raw: Mapping[str, object],
    algorithm: str,
    ill_formed: str,
    no_list: str,
    twice: str,
    file: str,
    judge: Judge,
) -> Iterator[tuple[str, str | None]]:
    """Yield each digest as it is written with each of its paths, or with ``None`` for no path."""
    seen: set[str] = set()
    for key, listed in raw.items():
        if not well_formed(key, algorithm):
            judge.says(ill_formed, file, f"{key[:40]!r} is not a value of {algorithm}")
            continue
        if key.lower() in seen:
            judge.says(
                twice, file, f"the digest {key[:16]}… stands twice, in large and small letters"
            )
        seen.add(key.lower())
        if not isinstance(listed, list) or not all(isinstance(path, str) for path in listed):
            judge.says(no_list, file, f"the digest {key[:16]}… has no list of content paths")
            continue
        yield from ((key, path) for path in listed)
        if not listed:
            yield key, None


def _is_safe(path: str, file: str, judge: Judge) -> bool:
    clause = fault(path, edge="E100", inside="E099")
    if clause:
        judge.says(clause, file, f"the content path {path!r} is not safe")
    return clause is None


def fault(path: str, *, edge: str, inside: str) -> str | None:
    """Return the clause that a path breaks: of a slash at an ``edge``, or of a part ``inside``.

    >>> fault("/a", edge="E053", inside="E052"), fault("a/../b", edge="E053", inside="E052")
    ('E053', 'E052')
    """
    if path.startswith("/") or path.endswith("/"):
        return edge
    if any(part in {"", ".", ".."} for part in path.split("/")):
        return inside
    return None


def conflicts(paths: Iterable[str]) -> list[str]:
    """Return the paths that are the beginning of another one: file and folder at once.

    >>> conflicts(["a", "a/b", "ab"])
    ['a']
    """
    files = set(paths)
    folders: set[str] = set()
    for path in files:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return sorted(files & folders)
