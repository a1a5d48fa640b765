"""Colour: from the sRGB of a screen to one grey, or to the four inks of a printing condition.

WeasyPrint could be told ``device-cmyk()`` in the style sheet, but then each colour of the house
would be written twice, and images, SVG and charts would stay as they are. So the page is painted in
sRGB and converted when it is done (:mod:`report.writers.pdf.repaint`), by these rules:

- *Grey* keeps the lightness of a colour (CIE L* relative to D50, as ICC profiles count it) and is
  written as DeviceGray with the tone curve of sRGB, which screens and office printers take for
  granted.
- *Inks* go through the ICC profile of the printing condition: relative colorimetric, with black
  point compensation.
- *Near-neutral darks* (text, rules, running heads) are set in black ink alone. Through the
  profile the house's text would be four screens on top of one another, 265 % of ink, whose edges
  no press keeps in register.
- On the press, black ink alone prints lighter than a grey on a screen; its tone is taken from the
  profile, so that a grey has its place between the white of the paper and full black. Only what
  is nearly black is full black: the house's text would else be a screen of 90 %, with ragged edges.
"""

from __future__ import annotations

import io
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Protocol, TypeAlias

from PIL import Image, ImageCms

RGB: TypeAlias = tuple[float, float, float]
"""An sRGB colour, each component from 0 to 1."""

Components: TypeAlias = tuple[float, ...]

_NEUTRAL = 24 / 255  # the widest spread of components that reads as grey: #55626a, not #0d4a4a
_DARK = 80  # L*; a lighter near-neutral is a ground whose tint is meant: #e6efed
_SOLID = 20  # L*; what is darker is printed without a screen

# Y of the sRGB primaries, adapted from D65 to D50 by Bradford (ICC.1:2010, annex E).
_LUMINANCE = (0.2225045, 0.7168786, 0.0606169)


def lightness(colour: RGB) -> float:
    """Return CIE L* of a colour, 0 to 100 (ISO 11664-4).

    >>> round(lightness((1, 1, 1))), round(lightness((0.5, 0.5, 0.5)), 1)
    (100, 53.4)
    """
    y = sum(weight * _linear(value) for weight, value in zip(_LUMINANCE, colour, strict=True))
    root: float = y ** (1 / 3) if y > 216 / 24389 else (24389 / 27 * y + 16) / 116
    return 116 * root - 16


def _linear(value: float) -> float:
    """Undo the tone curve of sRGB (IEC 61966-2-1)."""
    straight: float = value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
    return straight


def _coded(level: float) -> float:
    curved: float = level * 12.92 if level <= 0.0031308 else 1.055 * level ** (1 / 2.4) - 0.055
    return curved


class Inks(Protocol):
    """A way to print: a colour space of PDF, and what a colour or a picture becomes in it."""

    @property
    def space(self) -> str:
        """The name of the colour space in PDF."""

    @property
    def operator(self) -> str:
        """The operator that fills with it; in capitals it strokes (ISO 32000-2, 8.6.8)."""

    def painted(self, colour: RGB) -> Components:
        """Return what a flat colour becomes."""

    def pictured(self, picture: Image.Image) -> Image.Image:
        """Return what a picture in mode ``RGB`` becomes."""


@dataclass(frozen=True, slots=True)
class Grey:
    """One ink. ``tones`` are the greys, 0 black to 1 white, of L* 0 to 100 in 256 even steps.

    A flat colour darker than ``solid`` (L*) is full black.
    """

    tones: Components = field(repr=False)
    solid: float = 0
    space: str = "/DeviceGray"
    operator: str = "g"

    def painted(self, colour: RGB) -> Components:
        """Return the grey of a colour.

        >>> [round(value, 2) for value in (*screen_grey().painted((1, 1, 1)),
        ...                                *screen_grey().painted((0.5, 0.5, 0.5)))]
        [1.0, 0.5]
        """
        light = lightness(colour)
        return (0.0 if light < self.solid else _between(self.tones, light / 100),)

    def pictured(self, picture: Image.Image) -> Image.Image:
        """Return the picture in mode ``L``."""
        light = _converted(_to_lab(), picture).getchannel("L")
        return light.point([round(tone * 255) for tone in self.tones])


@dataclass(frozen=True, slots=True)
class Luminosity:
    """No ink: how much a soft mask lets through, as PDF counts it (ISO 32000-2, 11.3.5.3)."""

    space: str = "/DeviceGray"
    operator: str = "g"

    def painted(self, colour: RGB) -> Components:
        """Return how much shows where the mask has this colour.

        >>> Luminosity().painted((1, 0, 0)), Luminosity().painted((1, 1, 1))
        ((0.3,), (1.0,))
        """
        red, green, blue = colour
        return (round(0.3 * red + 0.59 * green + 0.11 * blue, 4),)

    def pictured(self, picture: Image.Image) -> Image.Image:
        """Return the picture in mode ``L``, by the same weights."""
        return picture.convert("L")


@dataclass(frozen=True, slots=True)
class Process:
    """Cyan, magenta, yellow and black under a printing condition."""

    condition: Condition
    space: str = "/DeviceCMYK"
    operator: str = "k"

    def painted(self, colour: RGB) -> Components:
        """Return the inks of a colour, 0 none to 1 full; near-neutral darks in black alone.

        >>> inks = Process(fogra39())
        >>> inks.painted((1, 1, 1)), inks.painted((0, 0, 0))
        ((0.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0))
        """
        spread, light = max(colour) - min(colour), lightness(colour)
        if spread == 0 or (spread <= _NEUTRAL and light < _DARK):
            grey = 0.0 if light < _SOLID else _between(self.condition.greys, light / 100)
            return (0.0, 0.0, 0.0, round(1 - grey, 4))
        pixel = Image.new("RGB", (1, 1), tuple(round(value * 255) for value in colour))
        values = self.pictured(pixel).getpixel((0, 0))
        assert isinstance(values, tuple), "a pixel of four inks"
        return tuple(round(value / 255, 4) for value in values)

    def pictured(self, picture: Image.Image) -> Image.Image:
        """Return the picture in mode ``CMYK``."""
        return _converted(self.condition.transform, picture)


@dataclass(frozen=True, slots=True)
class Condition:
    """How a job is printed: paper, inks, press; what the output intent of PDF/X names.

    ``identifier`` is the name in the ICC's registry of characterisations, ``info`` says it to a
    person, ``profile`` is the ICC profile. ``greys`` are the tones of black ink alone, as in
    :class:`Grey`.
    """

    identifier: str
    info: str
    profile: bytes = field(repr=False)
    transform: ImageCms.ImageCmsTransform = field(repr=False, compare=False)
    greys: Components = field(repr=False, compare=False)


@cache
def fogra39() -> Condition:
    """Return the condition of most sheet-fed offset: ISO 12647-2, coated paper, at most 300 % ink.

    >>> fogra39().identifier
    'FOGRA39'
    """
    name = "ISOcoated_v2_300_bas.icc"
    data = (files("report.writers.pdf") / "profiles" / name).read_bytes()
    inks = ImageCms.ImageCmsProfile(io.BytesIO(data))
    transform = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        inks,
        "RGB",
        "CMYK",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    info = "ISO Coated v2 300% (basICColor), offset on coated paper, ISO 12647-2"
    return Condition("FOGRA39", info, data, transform, _black_tones(inks))


def _black_tones(inks: ImageCms.ImageCmsProfile) -> Components:
    """Return the tones of black ink alone: for each L*, how much of it is left out."""
    ramp = Image.new("CMYK", (256, 1))
    ramp.putdata([(0, 0, 0, 255 - white) for white in range(256)])
    to_lab = ImageCms.buildTransform(
        inks, ImageCms.createProfile("LAB"), "CMYK", "LAB", ImageCms.Intent.RELATIVE_COLORIMETRIC
    )
    light = _converted(to_lab, ramp).getchannel("L").tobytes()
    darkest, lightest = light[0], light[-1]
    reached = [(value - darkest) / (lightest - darkest) for value in light]
    return tuple(_inverse(reached, step / 255) for step in range(256))


def _inverse(rising: Sequence[float], value: float) -> float:
    """Return where a rising row of values, spread over 0 to 1, reaches one of them."""
    after = bisect_left(rising, value)
    if not after:
        return 0.0
    before, here = rising[after - 1], rising[after]
    return round((after - 1 + (value - before) / (here - before)) / (len(rising) - 1), 4)


def _between(row: Sequence[float], share: float) -> float:
    """Return the value at a share of a row, 0 its first and 1 its last, in a straight line."""
    place = min(max(share, 0.0), 1.0) * (len(row) - 1)
    step = min(int(place), len(row) - 2)
    return round(row[step] + (row[step + 1] - row[step]) * (place - step), 4)


@cache
def screen_grey() -> Grey:
    """Return the grey of screens and office printers: the lightness in the tone curve of sRGB."""
    return Grey(tuple(_coded(_luminance(step / 2.55)) for step in range(256)))


def press_grey(condition: Condition) -> Grey:
    """Return the grey of a press that prints black alone."""
    return Grey(condition.greys, _SOLID)


def _luminance(light: float) -> float:
    root = (light + 16) / 116
    level: float = root**3 if light > 8 else light * 27 / 24389
    return min(level, 1.0)


@cache
def _to_lab() -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        ImageCms.createProfile("LAB"),
        "RGB",
        "LAB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
    )


def _converted(transform: ImageCms.ImageCmsTransform, picture: Image.Image) -> Image.Image:
    converted = ImageCms.applyTransform(picture, transform)
    assert converted is not None, "not converted in place"
    return converted
