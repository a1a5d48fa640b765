"""Media: the images that a document carries; none that lies outside is ever read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from report.model.assets import Asset
from report.model.blocks import Figure
from report.model.names import IMAGE_SUFFIXES
from report.readers.docx.names import MC, WP, A, R, V, W, number
from report.readers.docx.package import Element
from report.readers.docx.reading import Reading
from report.rules import finding

_MEDIA_TYPES: Final = {ending: media_type for media_type, ending in IMAGE_SUFFIXES.items()}
_SMALL: Final = 300_000
"""English metric units (914,400 to the inch): an image less wide and high is a sign."""


def figures_of(reading: Reading, drawing: Element) -> Iterator[Figure]:
    """Yield the images of a drawing, each once, those in its text boxes left to them."""
    properties = drawing.find(f".//{WP}docPr")
    said = ""
    if properties is not None:
        said = properties.get("descr") or properties.get("title") or ""
    extent = drawing.find(f".//{WP}extent")
    if extent is not None:
        sides = (number(extent.get(side), 10**7, 10**9) for side in ("cx", "cy"))
        if all(side < _SMALL for side in sides):
            reading.left_out["small signs"] += 1
            return
    for element in drawing.iter(f"{A}blip", f"{V}imagedata"):
        if any(a.tag in {f"{MC}Fallback", f"{W}txbxContent"} for a in element.iterancestors()):
            continue
        inside = element.get(f"{R}embed") or element.get(f"{R}id")
        outside = element.get(f"{R}link")
        name = _asset(reading, inside, outside)
        if name is not None:
            alternative = " ".join((said or element.get("title") or "").split())
            yield Figure(name, alternative, at=reading.at)


def _asset(reading: Reading, inside: str | None, outside: str | None) -> str | None:
    """Return the name of an image of the package; say where one lies that is not in it."""
    links = reading.package.relationships(reading.part)
    link = links.get(inside or "") or links.get(outside or "")
    if link is None:
        return None
    if link.outside:
        reading.warn(finding("S208", reading.at, target=link.target[:200]))
        return None
    data = reading.package.parts.get(link.target)
    if data is None:
        reading.warn(finding("D110", reading.at, name=link.target))
        return None
    ending = f".{link.target.rpartition('.')[2].lower()[:5]}".replace(".jpeg", ".jpg")
    media_type = _MEDIA_TYPES.get(ending, "application/octet-stream")
    asset = Asset("", media_type, data)
    name = f"image-{asset.digest[:8]}{ending}"
    reading.assets.setdefault(name, Asset(name, media_type, data))
    return name
