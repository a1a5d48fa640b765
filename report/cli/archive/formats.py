"""EDGE: what kind of file it is, by the signatures of PRONOM, where Siegfried is at hand."""

from __future__ import annotations

import importlib
import tempfile
from pathlib import Path

from report.archive.edition import Build, Identified, media_type
from report.archive.premis import Format, program


def identify(build: Build) -> Identified | None:
    """Return the formats of the books and sources of a build, or ``None`` without pygfried."""
    try:
        siegfried = importlib.import_module("pygfried")
    except ImportError:
        return None
    files = {f"book/{name}": data for name, data in build.outputs.items()}
    files |= {f"source/{name}": data for name, data in build.inputs.items()}
    known: dict[str, Format] = {}
    with tempfile.TemporaryDirectory(prefix="formats-") as folder:
        for path, data in files.items():
            # The ending is evidence too; the rest of a person's name never becomes a path.
            file = Path(folder) / f"file{Path(path).suffix}"
            file.write_bytes(data)
            puid = siegfried.identify(str(file))
            if puid and puid != "UNKNOWN":
                known[path] = Format(media_type(path), puid)
            file.unlink()
    return Identified(program("Siegfried", siegfried.version()), known)
