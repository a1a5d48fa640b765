"""EDGE: read a source, open the house, write outputs whole or not at all."""

from __future__ import annotations

import mimetypes
import os
import tempfile
import tomllib
import warnings
from collections.abc import Iterable, Mapping
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from report.compose.galley import Face, House
from report.diagnostics import Place, ReportError
from report.model.assets import Asset
from report.readers.source import DOCX, Source, refuse_large
from report.rules import finding

LOCK = "requirements.lock"
"""The exact versions that a house is proved with, beside ``templates`` and ``fonts``."""

_MEDIA_TYPES = {
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".txt": "text/plain",
    ".text": "text/plain",
    ".json": "application/json",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".docx": DOCX,
}

SITE = "site"
"""The folder of templates that books are not made with: those of the catalogue's site."""


def read_source(path: Path) -> Source:
    """Read a source of any kind; its media type comes from the ending of its name.

    Raises :class:`ReportError` when there is no such file (C001), when it is a folder (C002),
    cannot be read (C003), is too large (S003) or of a kind that no reader takes (C005).
    """
    place = Place(str(path), 0)
    media_type = _MEDIA_TYPES.get(path.suffix.lower())
    try:
        if path.is_dir():
            raise ReportError(finding("C002", place, path=str(path)))
        refuse_large(path.stat().st_size, media_type or "", str(path))
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReportError(finding("C001", place, path=str(path))) from None
    except OSError as error:
        raise ReportError(finding("C003", place, reason=error.strerror or str(error))) from None
    if media_type is None:
        raise ReportError(finding("C005", place, ending=path.suffix or path.name))
    return Source(str(path), media_type, data)


def read_assets(names: Iterable[str], folder: Path) -> tuple[Asset, ...]:
    """Read the images that a manuscript names, from below its own folder and nowhere else.

    A name that leads out of the folder, or to nothing, is left out: the checks say so where
    the figure stands.
    """
    root = folder.resolve()
    assets = []
    for name in sorted(set(names)):
        path = (root / name).resolve()
        if path.is_relative_to(root) and path.is_file():
            media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
            assets.append(Asset(name, media_type, path.read_bytes()))
    return tuple(assets)


def house_folder() -> Path:
    """Return where templates and fonts lie: beside the package, or inside it in a wheel."""
    inside = Path(str(files("report"))) / "house"
    return inside if inside.is_dir() else inside.parent.parent


def hush_fontconfig() -> None:
    """Let nothing be said of a machine without fonts: the house brings its own."""
    warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")


def open_house(folder: Path | None = None) -> House:
    """Open templates, styles and faces, and check every face against ``FONTS.toml``.

    From here on Fontconfig knows no font of the machine (``fonts/fonts.conf``): a book is set in
    the faces of its house or not at all.

    Raises :class:`ReportError` (C006) for a face whose bytes are not those of the catalogue.
    """
    root = folder or house_folder()
    templates, fonts = root / "templates", root / "fonts"
    os.environ["FONTCONFIG_FILE"] = str((fonts / "fonts.conf").resolve())
    # WeasyPrint looks for fonts of the machine as it loads and warns that there are none.
    hush_fontconfig()
    texts = {
        path.relative_to(templates).as_posix(): path.read_text("utf-8")
        for path in sorted(templates.rglob("*"))
        if path.suffix in {".jinja", ".css"} and SITE not in path.relative_to(templates).parts
    }
    table = tomllib.loads((fonts / "FONTS.toml").read_text("utf-8"))
    return House(
        templates={name: text for name, text in texts.items() if name.endswith(".jinja")},
        styles={name: text for name, text in texts.items() if name.endswith(".css")},
        faces=tuple(_open_face(fonts, entry) for entry in table["face"]),
        lock=sha256(lock.read_bytes()).hexdigest() if (lock := root / LOCK).is_file() else None,
    )


def _open_face(fonts: Path, entry: Mapping[str, str]) -> Face:
    data = (fonts / entry["file"]).read_bytes()
    found = sha256(data).hexdigest()
    if found != entry["sha256"]:
        place = Place(str(fonts / entry["file"]), 0)
        raise ReportError(finding("C006", place, expected=entry["sha256"], found=found))
    return Face(
        family=entry["family"],
        weight=int(entry["weight"]),
        style="italic" if entry["style"] == "italic" else "normal",
        file=entry["file"],
        version=entry["version"],
        sha256=found,
        data=data,
    )


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all: beside it first, then in its place.

    Raises :class:`ReportError` (C007) when the folder cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            os.chmod(beside, 0o644)
            os.replace(beside, path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as error:
        place = Place(str(path), 0)
        raise ReportError(finding("C007", place, reason=error.strerror or str(error))) from None
