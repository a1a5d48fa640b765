"""Sheets: one inventory read with suspicion: its shape, and what it says as far as it holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from report.archive.digests import CONTENT_ALGORITHMS, supported
from report.archive.verify.blocks import Versions, read_versions
from report.archive.verify.judge import SPECIFICATIONS, Judge
from report.archive.verify.manifests import Manifest, read_fixity, read_manifest

CONTENT = "content"
_KEYS = frozenset(
    {"id", "type", "digestAlgorithm", "head", "contentDirectory", "manifest", "versions", "fixity"}
)
_TYPE = re.compile(r"https://ocfl\.io/(\d+\.\d+)/spec/#inventory")
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one inventory says. What it says badly is left out, and the judge has been told.

    ``versions`` are in the order of their numbers. ``states`` map, for each version, logical
    paths to digests; ``manifest`` maps content paths to digests; digests are in small letters.
    ``blocks`` are the versions as they were written. ``fixity`` holds (algorithm, digest,
    content path).
    """

    file: str
    data: bytes
    id: str | None
    specification: str | None
    algorithm: str
    head: str | None
    content_directory: str
    names_content_directory: bool
    versions: tuple[str, ...]
    manifest: Mapping[str, str]
    states: Mapping[str, Mapping[str, str]]
    blocks: Mapping[str, Mapping[str, Any]]
    fixity: tuple[tuple[str, str, str], ...]


class _Twice(ValueError):
    """A key that stands twice in one object: two readers would read two inventories."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Twice(f"the key {twice[:40]!r} stands twice in one object")
    return made


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def parse(data: bytes) -> object:
    """Parse JSON as RFC 8259 has it: UTF-8 without a mark, no NaN, no key twice in one object.

    Raises :class:`ValueError` with the reason.
    """
    try:
        return json.loads(
            data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant
        )
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def read_sheet(data: bytes, file: str, judge: Judge, known: Sheet | None = None) -> Sheet | None:
    """Read an inventory, and tell the judge of every fault in its shape (OCFL 1.1, 3.5).

    ``file`` is its path in the object. ``known`` is an inventory that has been read: a version
    that stands in it in the same words is not looked at again, which keeps the inspection of a
    thousand versions from growing with their square. Returns ``None`` for what is not a JSON
    object.
    """
    try:
        raw = parse(data)
    except ValueError as error:
        judge.says("E033", file, f"the inventory is not JSON: {error}")
        return None
    if not isinstance(raw, dict):
        judge.says("E033", file, "the inventory is not a JSON object")
        return None
    for key in raw.keys() - _KEYS:
        judge.says("E102", file, f"the inventory has a key that OCFL does not know, {key[:60]!r}")
    specification = _specification(raw, file, judge)
    algorithm = _algorithm(raw, file, judge)
    directory = _content_directory(raw, file, judge)
    identifier = _identifier(raw, file, judge)
    manifest, versions = _blocks(raw, algorithm, directory or CONTENT, file, judge, known)
    _head(raw, versions.names, file, judge)
    return Sheet(
        file=file,
        data=data,
        id=identifier,
        specification=specification,
        algorithm=algorithm,
        head=raw["head"] if isinstance(raw.get("head"), str) else None,
        content_directory=directory or CONTENT,
        names_content_directory=directory is not None,
        versions=versions.names,
        manifest=manifest.paths,
        states=versions.states,
        blocks=versions.blocks,
        fixity=read_fixity(raw.get("fixity", {}), manifest.paths, file, judge),
    )


def _blocks(
    raw: Mapping[str, Any],
    algorithm: str,
    directory: str,
    file: str,
    judge: Judge,
    known: Sheet | None,
) -> tuple[Manifest, Versions]:
    given = raw.get("versions", {})
    names = given.keys() if isinstance(given, dict) else ()
    manifest = read_manifest(raw.get("manifest", {}), algorithm, directory, names, file, judge)
    errors = judge.errors
    if known is not None and known.algorithm == algorithm:
        versions = read_versions(given, manifest.keys, file, judge, known.blocks, known.states)
    else:
        versions = read_versions(given, manifest.keys, file, judge, {}, {})
    for key in ("manifest", "versions"):
        if key not in raw:
            judge.says("E041", file, f"the inventory has no {key}")
    # A state with a fault has been read in part only: what it seems not to use says nothing.
    if judge.errors == errors:
        _unused(manifest, versions.states.values(), file, judge)
    return manifest, versions


def _specification(raw: Mapping[str, Any], file: str, judge: Judge) -> str | None:
    if "type" not in raw:
        judge.says("E036", file, "the inventory has no type")
        return None
    named = _TYPE.fullmatch(raw["type"]) if isinstance(raw["type"], str) else None
    if named is None or named[1] not in SPECIFICATIONS:
        judge.says("E038", file, f"the type {raw['type']!r:.80} is not that of an OCFL inventory")
        return None
    return named[1]


def _algorithm(raw: Mapping[str, Any], file: str, judge: Judge) -> str:
    if "digestAlgorithm" not in raw:
        judge.says("E036", file, "the inventory has no digestAlgorithm")
        return "sha512"
    named = raw["digestAlgorithm"]
    if not isinstance(named, str) or named not in CONTENT_ALGORITHMS:
        judge.says("E025", file, f"content cannot be addressed by {named!r:.40}")
        return named if isinstance(named, str) and supported(named) else "sha512"
    if named != "sha512":
        judge.says("W004", file, f"content is addressed by {named}, not by sha512")
    return named


def _content_directory(raw: Mapping[str, Any], file: str, judge: Judge) -> str | None:
    if "contentDirectory" not in raw:
        return None
    named = raw["contentDirectory"]
    if not isinstance(named, str) or "/" in named or not named:
        judge.says("E017", file, f"contentDirectory {named!r:.60} is not the name of one folder")
        return None
    if named in {".", ".."}:
        judge.says("E018", file, f"contentDirectory is {named!r}")
        return None
    return named


def _identifier(raw: Mapping[str, Any], file: str, judge: Judge) -> str | None:
    if "id" not in raw:
        judge.says("E036", file, "the inventory has no id")
        return None
    named = raw["id"]
    if not isinstance(named, str) or not named:
        judge.says("E037", file, "the id is empty or not a string")
        return None
    if not URI.fullmatch(named):
        judge.says("W005", file, f"the id {named!r:.60} is not a URI")
    return named


def _head(raw: Mapping[str, Any], versions: tuple[str, ...], file: str, judge: Judge) -> None:
    if "head" not in raw:
        judge.says("E036", file, "the inventory has no head")
    elif not versions or raw["head"] != versions[-1]:
        newest = versions[-1] if versions else "none"
        judge.says("E040", file, f"head is {raw['head']!r:.40}; the newest version is {newest}")


def _unused(
    manifest: Manifest, states: Iterable[Mapping[str, str]], file: str, judge: Judge
) -> None:
    used: set[str] = set()
    for state in states:
        used.update(state.values())
    unused = {key for key in manifest.keys if key.lower() not in used}
    for key in sorted(unused):
        judge.says("E107", file, f"the digest {key[:16]}… of the manifest is in no state")
