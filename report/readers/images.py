"""Images: what comes with a report is looked at before any book shows it.

A picture of dots is decoded once, whole, so that a broken file is found here and not on page 40;
its kind is told by its bytes. A drawing (SVG) is a document that can run, fetch and multiply: what
is not drawing is taken out of it, and one that would never end is refused.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from PIL import Image, ImageFile, UnidentifiedImageError

from report.diagnostics import Place, Warn
from report.model.assets import Asset
from report.model.blocks import Chart, Figure, Table
from report.model.document import Report
from report.model.names import SVG_MEDIA_TYPE
from report.model.walk import missing_images, report_blocks
from report.readers.drawings import DrawingError, clean_drawing, letters_of
from report.rules import Phrase, finding

MOST_DOTS: Final = 50_000_000
"""Dots of one picture: A3 at 600 dots per inch, and 200 MB once decoded."""

_KINDS: Final = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "GIF": "image/gif",
    "WEBP": "image/webp",
}
_BLANK: Final = b" \t\r\n\xef\xbb\xbf"


class _Refused(Exception):
    """An image that no book shows, and why."""


def illustrate(report: Report, brought: Iterable[Asset], warn: Warn) -> Report:
    """Return the report with the images that it can show; each finding stands at its figure.

    Args:
        report: a report, perhaps with images of its own.
        brought: images that were found for it.
        warn: is told of each image that is missing (D110), refused (D111) or mended.
    """
    figures = [block for block in report_blocks(report) if isinstance(block, Figure)]
    places: dict[str, Place | None] = {}
    for figure in figures:
        places.setdefault(figure.asset, figure.at)
    data = {
        block.data.file
        for block in report_blocks(report)
        if isinstance(block, Table | Chart) and block.data
    }
    received = (*report.assets, *(asset for asset in brought if asset.name not in data))
    admitted = (admit(asset, places.get(asset.name), warn) for asset in received)
    illustrated = replace(report, assets=tuple(asset for asset in admitted if asset))
    absent = missing_images(illustrated) - {asset.name for asset in received}
    for figure in figures:
        if figure.asset in absent:
            warn(finding("D110", figure.at, name=figure.asset))
    return illustrated


def admit(asset: Asset, place: Place | None, warn: Warn) -> Asset | None:
    """Return an image as books may show it, under its true media type; ``None`` if they may not.

    Args:
        asset: the image as it came.
        place: where the report shows it.
        warn: is told why an image is refused (D111), and what was mended of one that is not.
    """
    try:
        if asset.media_type.startswith(("audio/", "video/")):
            raise _Refused("it is a film or a sound, and a page shows neither")
        if _is_drawing(asset.data):
            return _admit_drawing(asset, place, warn)
        media_type = _kind_of(asset.data)
    except _Refused as refusal:
        warn(finding("D111", place, name=asset.name, reason=Phrase(str(refusal))))
        return None
    if media_type != asset.media_type:
        warn(finding("D112", place, name=asset.name, found=Phrase(media_type)))
    return replace(asset, media_type=media_type)


def _is_drawing(data: bytes) -> bool:
    return data.lstrip(_BLANK).startswith((b"<", b"\xff\xfe<", b"\xfe\xff\0<"))


def _kind_of(data: bytes) -> str:
    """Return the media type of a picture that can be decoded to its last dot."""
    with warnings.catch_warnings():
        # Pillow warns of large pictures; the limit here is lower.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(data), formats=tuple(_KINDS)) as picture:
                dots = picture.width * picture.height
                if dots > MOST_DOTS:
                    millions = f"{dots / 1e6:.0f} million dots, more than {MOST_DOTS // 10**6}"
                    raise _Refused(f"it has {millions}")
                with _whole_files():
                    picture.load()
                return _KINDS[picture.format or ""]
        except _Refused:
            raise
        except Image.DecompressionBombError:
            raise _Refused(f"it has many times {MOST_DOTS // 10**6} million dots") from None
        except UnidentifiedImageError:
            raise _Refused("it is no PNG, JPEG, GIF, WebP or SVG") from None
        except Exception as error:
            # A damaged file raises whatever the decoder trips over: there is no list.
            said = str(error).strip() or type(error).__name__
            raise _Refused(f"it is damaged ({said})") from None


@contextmanager
def _whole_files() -> Iterator[None]:
    """Let Pillow refuse files that are cut off: WeasyPrint, once loaded, tells it to take them."""
    usual, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = usual


def _admit_drawing(asset: Asset, place: Place | None, warn: Warn) -> Asset:
    try:
        drawing = clean_drawing(asset.data)
    except DrawingError as error:
        raise _Refused(str(error)) from None
    if drawing.removed:
        what = Phrase(", ".join(drawing.removed))
        warn(finding("D113", place, name=asset.name, what=what))
    if letters := letters_of(drawing.data):
        warn(finding("D114", place, name=asset.name, text=letters))
    return replace(asset, media_type=SVG_MEDIA_TYPE, data=drawing.data)
