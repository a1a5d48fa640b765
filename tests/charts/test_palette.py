"""The inks, measured as eyes see them."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

import pytest

from report.charts.palette import INK, PAPER, STYLES, luminance, style_of, text_on

Colour = tuple[float, float, float]

# Machado, Oliveira and Fernandes 2009, severity 1, on linear light.
SIGHT: dict[str, tuple[Colour, Colour, Colour]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def light(ink: str) -> Colour:
    parts = [int(ink[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return red, green, blue


def lab(colour: Colour) -> Colour:
    red, green, blue = (min(1.0, max(0.0, part)) for part in colour)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (
        t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen(ink: str, sight: str) -> Colour:
    colour = light(ink)
    rows = [sum(a * b for a, b in zip(row, colour, strict=True)) for row in SIGHT[sight]]
    return lab((rows[0], rows[1], rows[2]))


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("sight", SIGHT)
def test_inks_differ_for_every_sight(sight: str) -> None:
    for one, other in combinations(STYLES, 2):
        assert math.dist(seen(one.ink, sight), seen(other.ink, sight)) > 19, (one.ink, other.ink)


def test_inks_part_in_grey() -> None:
    lightness = sorted(seen(style.ink, "normal")[0] for style in STYLES)
    assert min(b - a for a, b in pairwise(lightness)) > 6


def test_inks_stand_out_from_the_page_and_letters_from_inks() -> None:
    for style in STYLES:
        assert contrast(style.ink, PAPER) >= 3
        assert contrast(text_on(style.ink), style.ink) >= 4.5
    assert contrast(INK, PAPER) > 12


def test_nothing_is_said_by_colour_alone() -> None:
    for part in ("hatch", "mark", "dash"):
        assert len({getattr(style, part) for style in STYLES}) == len(STYLES)
    twelve = [style_of(number) for number in range(12)]
    assert len({(style.ink, style.hatch) for style in twelve}) == 12
