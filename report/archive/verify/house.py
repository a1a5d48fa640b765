"""House: the files in the root of an archive, which OCFL leaves without digests."""

from __future__ import annotations

from collections.abc import Iterator

from report.archive.digests import digest as digest_of
from report.archive.documents import DECLARATION, DIGESTS, root_files
from report.archive.tree import Kind, Tree
from report.archive.verify.storage import LAYOUT
from report.diagnostics import Diagnostic, Place
from report.rules import finding

_WHILE_WRITING = frozenset({"archive.lock"})


def check_house(tree: Tree, where: str) -> Iterator[Diagnostic]:
    """Yield what is wrong with the files in the root itself: changed (A020) or strange (A019).

    A storage root that this press did not make has no list of digests; of it nothing is asked.
    """
    entries = tree.entries("")
    files = {name for name, kind in entries.items() if kind is Kind.FILE} - _WHILE_WRITING
    texts = root_files().keys() - {LAYOUT, DECLARATION}
    if not files & texts:
        return
    listed = dict(_listed(tree)) if DIGESTS in files else {}
    if not listed:
        yield finding("A020", Place(f"{where}/{DIGESTS}", 0), path=DIGESTS)
    for path, digest in sorted(listed.items()):
        try:
            data = tree.read(path)
        except OSError:
            data = None
        if data is None or digest_of(data) != digest:
            # A file that is as the press writes it is right: then it is the list that has changed.
            changed = DIGESTS if data is not None and data == root_files().get(path) else path
            yield finding("A020", Place(f"{where}/{changed}", 0), path=changed)
    for name in sorted(files - listed.keys() - {DIGESTS}):
        if not name.startswith("0="):
            yield finding("A019", Place(f"{where}/{name}", 0), path=name)


def _listed(tree: Tree) -> Iterator[tuple[str, str]]:
    """Yield paths with their digests, as ``sha512sum`` writes them; a broken line names itself."""
    for line in tree.read(DIGESTS).decode("utf-8", "replace").splitlines():
        digest, parted, path = line.partition("  ")
        yield (path, digest) if parted else (line, "")
