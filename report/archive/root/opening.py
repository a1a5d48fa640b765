"""EDGE: is this folder an archive, and how are the objects in it arranged?"""

from __future__ import annotations

import json
from pathlib import Path

from report.archive.layout import NAME, HashedTuples, from_config
from report.archive.root.folder import Folder
from report.archive.verify.declaration import ROOT, read_declaration
from report.archive.verify.judge import Judge
from report.archive.verify.storage import CONFIG, LAYOUT
from report.diagnostics import Place, ReportError
from report.rules import finding


def read_layout(root: Path) -> HashedTuples:
    """Return the layout of a storage root.

    Raises :class:`ReportError` A001 when the folder is no storage root, A004 when it is one of
    another version of OCFL or with a layout that this program does not know.
    """
    place = Place(str(root), 0)
    tree = Folder(root)
    try:
        entries = tree.entries("")
    except OSError:
        raise ReportError(finding("A001", place, path=str(root))) from None
    judge = Judge()
    declared = read_declaration(tree, entries, ROOT, judge)
    if declared is None:
        code = "A001" if any(b.clause == ROOT.missing for b in judge.breaches) else "A004"
        raise ReportError(finding(code, place, path=str(root)))
    try:
        named = json.loads(tree.read(LAYOUT))["extension"]
        if named == NAME:
            return from_config(json.loads(tree.read(CONFIG)))
    except (OSError, ValueError, LookupError, TypeError):
        pass
    raise ReportError(finding("A004", place, path=str(root)))
