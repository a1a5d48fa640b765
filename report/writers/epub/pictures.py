"""Pictures: what a page of paper needs is more than a screen shows and a reader's line carries.

The printed book keeps every dot of a photograph. The book for screens takes it within limits, in
colours that every screen knows, and without what a camera writes beside the picture.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Final

from PIL import Image, ImageCms, ImageOps

from report.model.assets import Asset
from report.model.names import SVG_MEDIA_TYPE

LONGEST_SIDE: Final = 2048
"""Pixels: twice what a tablet gives a picture across the measure, so that it can be looked into."""

_QUALITY: Final = 85
_SHOWN: Final = frozenset({"1", "L", "LA", "P", "RGB", "RGBA"})
"""Modes that every reading system shows as they are meant; CMYK comes out as a negative in some."""

_GPS: Final = 0x8825
"""The EXIF tag under which a camera writes where it stood."""


def fit_picture(asset: Asset) -> Asset:
    """Return a picture as the EPUB carries it: itself, or written anew where it must be.

    It is written anew when its longest side is above ``LONGEST_SIDE``, when its colours are not
    of a kind that screens show, and when it tells where the camera stood. Drawings and moving
    pictures stay as they are. Equal pictures give equal bytes.

    >>> from PIL import Image
    >>> large = io.BytesIO()
    >>> Image.new("L", (4096, 16)).save(large, "PNG")
    >>> fitted = fit_picture(Asset("line.png", "image/png", large.getvalue()))
    >>> Image.open(io.BytesIO(fitted.data)).size
    (2048, 8)
    """
    if asset.media_type == SVG_MEDIA_TYPE:
        return asset
    with Image.open(io.BytesIO(asset.data)) as picture:
        if getattr(picture, "n_frames", 1) > 1 or not _needs_it(picture):
            return asset
        upright = ImageOps.exif_transpose(picture)
        screened = _in_screen_colours(upright)
    screened.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return replace(asset, data=_written(screened, asset.media_type))


def _needs_it(picture: Image.Image) -> bool:
    large = max(picture.size) > LONGEST_SIDE
    return large or picture.mode not in _SHOWN or _GPS in picture.getexif()


def _in_screen_colours(picture: Image.Image) -> Image.Image:
    """Return a picture in sRGB or grey, by its own profile where it has one that can be read."""
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            screen = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(picture, source, screen, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            turned = None
        if turned is not None:
            return turned
    if picture.mode == "P":
        return picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    if picture.mode.startswith("I"):
        # Sixteen bits: Pillow would cut off what is above 255 instead of dividing.
        return picture.convert("I").point(lambda dot: dot * (1 / 257)).convert("L")
    return picture if picture.mode in _SHOWN else picture.convert("RGB")


def _written(picture: Image.Image, media_type: str) -> bytes:
    """Write a picture in the format that it came in, without anything beside it."""
    bare = picture.copy()
    bare.info.clear()
    data = io.BytesIO()
    match media_type:
        case "image/jpeg":
            opaque = bare if bare.mode in {"L", "RGB"} else bare.convert("RGB")
            opaque.save(data, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
        case "image/webp":
            bare.save(data, "WEBP", quality=_QUALITY, method=6)
        case "image/gif":
            bare.save(data, "GIF")
        case _:
            bare.save(data, "PNG", optimize=True)
    return data.getvalue()
