"""Version blocks: the order of the versions, and what each says of itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from report.archive.verify.judge import Judge
from report.archive.verify.manifests import conflicts, fault

_NAME = re.compile("v([0-9]+)")
# RFC 3339, 5.6. A leap second is a time; datetime does not know it, so it is looked at as :59.
_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}):(\d{2})(?:\.\d+)?([Zz]|[+-]\d{2}:\d{2})", re.ASCII
)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.+", re.DOTALL)
_KEYS = frozenset({"created", "state", "message", "user"})


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of an inventory; see :class:`report.archive.verify.sheet.Sheet`."""

    names: tuple[str, ...]
    states: Mapping[str, Mapping[str, str]]
    blocks: Mapping[str, Mapping[str, Any]]


def number(name: str) -> int | None:
    """Return the number of a version's name, or ``None`` for what names no version.

    >>> number("v12"), number("v0012"), number("v0"), number("12")
    (12, 12, None, None)
    """
    named = _NAME.fullmatch(name)
    return (int(named[1]) or None) if named and len(name) < 20 else None


def read_versions(
    raw: object,
    digests: frozenset[str],
    file: str,
    judge: Judge,
    known: Mapping[str, Mapping[str, Any]],
    known_states: Mapping[str, Mapping[str, str]],
) -> Versions:
    """Read the versions of an inventory (OCFL 1.1, 3.5.3).

    ``digests`` are the keys of its manifest as they are written. ``known`` blocks, with their
    states, have been judged: one that is equal to its own is taken over.
    """
    if not isinstance(raw, dict):
        judge.says("E044", file, "versions is not a JSON object")
        return Versions((), {}, {})
    names = sequence(raw.keys(), file, judge)
    states: dict[str, Mapping[str, str]] = {}
    blocks: dict[str, Mapping[str, Any]] = {}
    for name in names:
        block = raw[name]
        if not isinstance(block, dict):
            judge.says("E047", file, f"the version {name} is not a JSON object")
            continue
        blocks[name] = block
        stated = block.get("state")
        same = isinstance(stated, dict) and stated.keys() <= digests and known.get(name) == block
        if same:
            states[name] = known_states[name]
        else:
            states[name] = _state(name, block, digests, file, judge)
            _created(name, block, file, judge)
            _agent(name, block, file, judge)
    return Versions(names, states, blocks)


def sequence(names: Collection[str], file: str, judge: Judge) -> tuple[str, ...]:
    """Return the names of versions in the order of their numbers; tell what breaks the sequence.

    The first version says whether the names are padded with zeros (3.3).
    """
    numbered: dict[int, str] = {}
    for name in names:
        value = number(name)
        if value is None:
            judge.says("E104", file, f"{name[:40]!r} does not name a version")
        elif value in numbered:
            judge.says("E012", file, f"{name} and {numbered[value]} are one version")
        else:
            numbered[value] = name
    if not names:
        judge.says("E008", file, "there is no version")
        return ()
    if 1 not in numbered:
        judge.says("E009", file, "the versions do not start at 1")
        return tuple(numbered[n] for n in sorted(numbered))
    gap = next((n for n, value in enumerate(sorted(numbered), start=1) if n != value), None)
    if gap is not None:
        judge.says("E010", file, f"the version {gap} is missing")
    _padding(numbered, file, judge)
    return tuple(numbered[n] for n in sorted(numbered))


def _padding(numbered: Mapping[int, str], file: str, judge: Judge) -> None:
    first = numbered[1]
    if first == "v1":
        for value, name in numbered.items():
            if name != f"v{value}":
                judge.says("E012", file, f"{name} is padded with zeros, the first version is not")
                judge.says("E013", file, f"{name} is not named like the versions before it")
        return
    judge.says("W001", file, "the names of the versions are padded with zeros")
    for name in numbered.values():
        if len(name) != len(first):
            judge.says("E012", file, f"{name} is not as long as {first}")
            judge.says("E013", file, f"{name} is not named like the versions before it")
        elif not name.startswith("v0"):
            judge.says("E011", file, f"{name} does not start with v0")
            judge.says("E013", file, f"{name} is not named like the versions before it")


def _state(
    name: str, block: Mapping[str, Any], digests: frozenset[str], file: str, judge: Judge
) -> Mapping[str, str]:
    for key in block.keys() - _KEYS:
        judge.says("E102", file, f"the version {name} has an unknown key, {key[:60]!r}")
    if "state" not in block:
        judge.says("E048", file, f"the version {name} has no state")
        return {}
    if not isinstance(block["state"], dict):
        judge.says("E050", file, f"the state of {name} is not a JSON object")
        return {}
    state: dict[str, str] = {}
    for digest, listed in block["state"].items():
        if digest not in digests:
            judge.says("E050", file, f"the digest {digest[:16]}… of {name} is not in the manifest")
        if not isinstance(listed, list) or not all(isinstance(path, str) for path in listed):
            judge.says("E050", file, f"the digest {digest[:16]}… of {name} has no list of paths")
            continue
        for path in listed:
            clause = fault(path, edge="E053", inside="E052")
            if clause:
                judge.says(clause, file, f"the logical path {path!r} of {name} is not safe")
            elif path in state:
                judge.says("E095", file, f"the logical path {path!r} stands twice in {name}")
            else:
                state[path] = digest.lower()
    for path in conflicts(state):
        judge.says("E095", file, f"the logical path {path!r} of {name} is a file and a folder")
    return state


def _created(name: str, block: Mapping[str, Any], file: str, judge: Judge) -> None:
    if "created" not in block:
        judge.says("E048", file, f"the version {name} does not say when it was made")
    elif not isinstance(block["created"], str) or not is_time(block["created"]):
        judge.says("E049", file, f"created of {name} is not a time of RFC 3339")


def is_time(written: str) -> bool:
    """Say whether a time is written as RFC 3339 wants it, with seconds and a zone.

    >>> is_time("2026-11-24T09:00:00Z"), is_time("2026-11-24T09:00Z")
    (True, False)
    """
    parts = _TIME.fullmatch(written)
    if parts is None:
        return False
    day, minute, second, zone = parts.groups()
    second = "59" if second == "60" else second
    try:
        datetime.fromisoformat(f"{day}T{minute}:{second}{zone.upper()}")
    except ValueError:
        return False
    return True


def _agent(name: str, block: Mapping[str, Any], file: str, judge: Judge) -> None:
    if "message" not in block:
        judge.says("W007", file, f"the version {name} has no message")
    elif not isinstance(block["message"], str):
        judge.says("E094", file, f"the message of {name} is not a string")
    if "user" not in block:
        judge.says("W007", file, f"the version {name} does not say who made it")
        return
    user = block["user"]
    if not isinstance(user, dict) or not isinstance(user.get("name"), str) or not user["name"]:
        judge.says("E054", file, f"the user of {name} has no name")
        return
    for key in user.keys() - {"name", "address"}:
        judge.says("E102", file, f"the user of {name} has an unknown key, {key[:60]!r}")
    if "address" not in user:
        judge.says("W008", file, f"the user of {name} has no address")
    elif not isinstance(user["address"], str):
        judge.says("E054", file, f"the address of the user of {name} is not a string")
    elif not _ADDRESS.fullmatch(user["address"]):
        judge.says("W009", file, f"the address of the user of {name} is not a URI")
