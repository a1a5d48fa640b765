"""History: the inventories of the versions beside the one in the object root."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from report.archive.verify.judge import SPECIFICATIONS, Judge
from report.archive.verify.sheet import Sheet

_TOLD = ("created", "message", "user")


def compare(root: Sheet, prior: Sheet, version: str, judge: Judge) -> None:
    """Judge the inventory of an earlier version against the one of the object root.

    Object, history and content of both must agree (OCFL 1.1, 3.3.1, 3.5.1 and 3.7), by content
    path where their algorithms differ.
    """
    if prior.id != root.id:
        judge.says("E037", prior.file, f"the id {prior.id!r:.80} is not that of the object")
    if prior.head != version:
        judge.says("E040", prior.file, f"head is {prior.head!r:.40} in the folder {version}")
    if prior.content_directory != root.content_directory:
        named = f"{prior.content_directory!r}, in the object root {root.content_directory!r}"
        judge.says("E020", prior.file, f"contentDirectory is {named}")
    for name in prior.versions:
        if name not in root.states:
            judge.says("E066", prior.file, f"the object root does not know the version {name}")
        elif name in prior.states:
            _compare_states(root, prior, name, judge)
            _compare_words(root, prior, name, judge)


def _compare_states(root: Sheet, prior: Sheet, name: str, judge: Judge) -> None:
    ours, theirs = root.states[name], prior.states[name]
    if theirs is ours:
        return
    for path in sorted(ours.keys() ^ theirs.keys()):
        judge.says("E066", prior.file, f"{path!r} of {name} is not in both inventories")
    shared = sorted(ours.keys() & theirs.keys())
    if root.algorithm == prior.algorithm:
        other = [path for path in shared if ours[path] != theirs[path]]
    else:
        in_root, in_prior = _content(root), _content(prior)
        nothing: Set[str] = frozenset()
        other = [
            path
            for path in shared
            if not in_prior.get(theirs[path], nothing) <= in_root.get(ours[path], nothing)
        ]
    for path in other:
        judge.says("E066", prior.file, f"{path!r} of {name} has another content in the object root")


def _content(sheet: Sheet) -> Mapping[str, Set[str]]:
    """Return the content paths of each digest."""
    found: dict[str, set[str]] = {}
    for path, digest in sheet.manifest.items():
        found.setdefault(digest, set()).add(path)
    return found


def _compare_words(root: Sheet, prior: Sheet, name: str, judge: Judge) -> None:
    ours, theirs = root.blocks[name], prior.blocks[name]
    for key in _TOLD:
        if ours.get(key) != theirs.get(key):
            judge.says("W011", prior.file, f"{key} of {name} is another in the object root")


def check_order(sheets: Iterable[tuple[str, str | None]], judge: Judge) -> None:
    """Judge that no version conforms to an older OCFL than the one before it (3.7.1, E103).

    ``sheets`` are the files of the inventories and their specifications, oldest version first.
    """
    newest = SPECIFICATIONS[0]
    for file, specification in sheets:
        if specification is None:
            continue
        if SPECIFICATIONS.index(specification) < SPECIFICATIONS.index(newest):
            judge.says("E103", file, f"it is of OCFL {specification}, after one of {newest}")
        else:
            newest = specification


def check_content_directory(root: Sheet, first: Sheet, judge: Judge) -> None:
    """Judge that ``contentDirectory``, where it is given, was given so in the first version."""
    was = first.content_directory if first.names_content_directory else None
    if root.names_content_directory and was != root.content_directory:
        judge.says("E019", root.file, "contentDirectory is not what the first version gives")
