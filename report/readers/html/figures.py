"""Figures: images of a page with their captions; none is fetched."""

from __future__ import annotations

import base64
import binascii
import re
from itertools import islice
from typing import Final
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from lxml import etree

from report.model.assets import Asset
from report.model.blocks import Figure
from report.model.inlines import Inlines
from report.model.names import IMAGE_SUFFIXES
from report.readers.article.lines import fold
from report.readers.html.inlines import address_of, read_run
from report.readers.html.page import Element, hollow, name_of, style_of, text_of, tokens_of
from report.readers.html.reading import Reading, Setting
from report.rules import Phrase, finding

_DATA: Final = re.compile(r"data:(image/[\w.+-]+)?((?:;[\w.+=-]*)*),", re.IGNORECASE)
_LAZY: Final = ("data-src", "data-lazy-src", "data-original", "data-srcset", "data-lazy-srcset")
_CAPTIONS: Final = frozenset(
    "wp-caption-text thumbcaption caption image-caption img-caption figure-caption gallerytext "
    "photo-caption image-description imagedescription image-title imagecaption img-desc".split()
)
_CREDITS: Final = frozenset(
    "credit credits photo-credit image-credit img-credit imagecredit copyright photographer".split()
)
_EMOJI: Final = frozenset(
    {"emoji", "wp-smiley", "icon", "smiley", "avatar", "callout", "mwe-math-fallback-image-inline"}
)
_SMALL: Final = 48
"""Dots: an image not wider or higher than this is a sign in the line."""
_MOST_LINES: Final = 2
"""Lines beside an image in its box: its caption and whose it is."""
_MOST_PARTS: Final = 24
"""Elements of an image with its caption; a box with more holds other things."""
_SOURCES: Final = re.compile(
    "(?:مصدر الصوره|تصوير|عكس|منبع تصوير|تصوير كا ذريعہ|צילום|תמונה"
    "|image source|photo|credit|crédit|getty|reuters|afp)"
)
"""Openings of a line that says whose image it is, folded."""
_SPOOF: Final = re.compile(r"[\x00-\x1f\\]")


def stands_alone(image: Element) -> bool:
    """Tell whether an image is a figure, not an icon in the line or a face beside a name."""
    if _EMOJI & set(tokens_of(image)) or (image.get("role") or "") == "presentation":
        return False
    for side in ("width", "height"):
        written = (image.get(side) or style_of(image).get(side) or "").removesuffix("px")
        if re.fullmatch(r"\d{1,4}", written) and int(written) <= _SMALL:
            return False
    return bool(source_of(image))


def source_of(image: Element) -> str:
    """Return the address of an image: the true one where the page loads it late."""
    written = (image.get("src") or "").strip()
    for name in _LAZY:
        if late := (image.get(name) or "").strip():
            if not written or written.startswith("data:image/gif") or "placeholder" in written:
                return late.split(",")[-1].split()[0] if "srcset" in name else late
    if not written and (choices := (image.get("srcset") or "").strip()):
        return choices.split(",")[-1].split()[0]
    if written.startswith("data:image/gif") and len(written) < 200:
        return ""
    return written


def read_image(
    reading: Reading, image: Element, caption: Inlines = (), credit: Inlines = ()
) -> Figure | None:
    """Return an image as a figure, or ``None`` for one that no book can show."""
    at = reading.at(image)
    written = source_of(image)
    name = _asset_name(reading, written, image)
    if name is None:
        return None
    alternative = " ".join((image.get("alt") or "").split())
    return Figure(name, alternative, caption, credit, at=at)


def _asset_name(reading: Reading, written: str, image: Element) -> str | None:
    at = reading.at(image)
    if written.lower().startswith("data:"):
        return _carried(reading, written, image)
    # What lies below the page was saved with it; what begins at the root of a site was not.
    below = not re.match(r"\s*([A-Za-z][A-Za-z0-9+.-]*:|/)", written)
    address = None if below else address_of(written, reading.base)
    if address is None:
        path = unquote(urlsplit(written).path) if len(written) < 2_000 else ""
        path = path.removeprefix("./")
        if not path or path.startswith("/") or ".." in path.split("/") or _SPOOF.search(path):
            reading.warn(finding("S104", at, target=written[:200]))
            return None
        return path
    if not re.match("https?://", address, re.IGNORECASE):
        reading.warn(finding("S104", at, target=written[:200]))
        return None
    name = reading.images.get(address) or _file_name(address, frozenset(reading.images.values()))
    if address not in reading.images:
        reading.images[address] = name
        reading.warn(finding("S103", at, name=name, address=address))
    return name


def _file_name(address: str, taken: frozenset[str]) -> str:
    """Return the name under which an editor would save an image that is far away."""
    try:
        path = urlsplit(address).path
    except ValueError:
        path = ""
    stem = re.sub(r"[^\w.-]+", "-", unquote(path).rpartition("/")[2]).strip("-.") or "image"
    stem, dot, ending = stem[-80:].rpartition(".")
    stem, ending = (stem, f".{ending}") if dot else (ending, "")
    name, number = f"{stem}{ending}", 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}{ending}"
    return name


def _carried(reading: Reading, written: str, image: Element) -> str | None:
    """Return the name of an image that the page carries in itself."""
    at = reading.at(image)
    match = _DATA.match(written)
    data = b""
    if match:
        payload = written[match.end() :]
        try:
            if ";base64" in match[2].lower():
                data = base64.b64decode("".join(unquote(payload).split()), validate=True)
            else:
                data = unquote_to_bytes(payload)
        except (binascii.Error, ValueError):
            data = b""
    if not match or not data:
        reading.warn(finding("D111", at, name=written[:30], reason=Phrase("its data is broken")))
        return None
    media_type = (match[1] or "image/png").lower().replace("image/jpg", "image/jpeg")
    asset = Asset("", media_type, data)
    name = f"image-{asset.digest[:8]}{IMAGE_SUFFIXES.get(media_type, '')}"
    reading.assets[name] = Asset(name, media_type, data)
    return name


def caption_of(reading: Reading, box: Element, setting: Setting) -> tuple[Inlines, Inlines]:
    """Return the caption and the credit of the images in a box."""
    caption: Inlines = ()
    credit: Inlines = ()
    for element in box.iter():
        if not isinstance(element.tag, str) or element is box or not text_of(element):
            continue
        names = set(tokens_of(element))
        if names & _CREDITS and not credit:
            credit = read_run(reading, element, setting.inside(element))
        elif (name_of(element) == "figcaption" or names & _CAPTIONS) and not caption:
            within = [
                e for e in element.iter() if set(tokens_of(e)) & _CREDITS and e is not element
            ]
            if within:
                credit = read_run(reading, within[0], setting)
                hollow(within[0])
            caption = read_run(reading, element, setting.inside(element))
    for element in lines_beside(box):
        said = read_run(reading, element, setting.inside(element))
        if _SOURCES.match(fold(text_of(element)).lstrip("،, (")):
            credit = credit or said
        else:
            caption = caption or said
    return caption, credit


def lines_beside(box: Element) -> list[Element]:
    """Return the lines of text in a ``figure`` that has images and no caption marked as one."""
    if name_of(box) != "figure" or box.find(".//img") is None:
        return []
    if any(is_caption(e) or set(tokens_of(e)) & _CREDITS for e in _within(box)):
        return []
    names = {"p", "div", "span"}
    lines = [e for e in _within(box) if name_of(e) in names and e.find(".//img") is None]
    outer = [e for e in lines if text_of(e) and e.getparent() not in lines]
    return outer if len(outer) <= _MOST_LINES else []


def _within(box: Element) -> list[Element]:
    return [e for e in box.iter() if e is not box and isinstance(e.tag, str)]


def is_captioned_box(element: Element) -> bool:
    """Tell whether an element is an image with its caption, whatever it is called."""
    if name_of(element) == "figure":
        return True
    tokens = set(tokens_of(element))
    named = tokens & {"wp-caption", "thumb", "thumbinner", "image-box", "captioned-image"}
    if named:
        return element.find(".//img") is not None
    return name_of(element) == "div" and _is_image_with_words(element)


def _is_image_with_words(element: Element) -> bool:
    """Tell whether a box holds one image, and no words but its caption and its credit."""
    parts = list(islice(element.iter(etree.Element), _MOST_PARTS))
    if len(parts) == _MOST_PARTS or sum(part.tag == "img" for part in parts) != 1:
        return False
    captions = [e for e in _within(element) if is_caption(e) or _credits(e)]
    outer = [e for e in captions if not any(around in captions for around in e.iterancestors())]
    return bool(outer) and sum(len(text_of(e)) for e in outer) >= len(
        text_of(element).replace(" ", "")
    )


def _credits(element: Element) -> frozenset[str]:
    return _CREDITS & set(tokens_of(element))


def is_caption(element: Element) -> bool:
    """Tell whether an element is the caption in its box."""
    return name_of(element) == "figcaption" or bool(set(tokens_of(element)) & _CAPTIONS)
