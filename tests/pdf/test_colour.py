"""Colour: greys by their lightness, inks by their profile, and nothing else of a page changed."""

from __future__ import annotations

import io
from functools import cache

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageChops, ImageCms, ImageStat
from printed import coloured, opened, picture, rendered, text_of

from report.diagnostics import Diagnostic
from report.writers.pdf.colour import (
    RGB,
    Inks,
    Process,
    fogra39,
    lightness,
    press_grey,
    screen_grey,
)
from report.writers.pdf.paper import Paper
from report.writers.pdf.prepress import saved
from report.writers.pdf.repaint import repaint

levels = st.integers(0, 255).map(lambda value: value / 255)
colours = st.tuples(levels, levels, levels)

HOUSE = {  # the colours of the house's style sheets
    "ink": (0x1D, 0x23, 0x26),
    "muted": (0x55, 0x62, 0x6A),
    "rule": (0xB7, 0xC4, 0xC1),
    "accent": (0x0D, 0x4A, 0x4A),
    "wash": (0xE6, 0xEF, 0xED),
}


def house(name: str) -> RGB:
    red, green, blue = HOUSE[name]
    return red / 255, green / 255, blue / 255


@pytest.mark.parametrize(
    # CIE L* of sRGB colours relative to D50: published values of a ColorChecker's kind.
    ("colour", "light"),
    [((1, 0, 0), 54.3), ((0, 1, 0), 87.8), ((0, 0, 1), 29.6), ((0.2, 0.2, 0.2), 21.2)],
)
def test_lightness_is_that_of_cie(colour: RGB, light: float) -> None:
    assert lightness(colour) == pytest.approx(light, abs=0.1)


@given(levels)
def test_a_grey_of_the_screen_stays_what_it_is(level: float) -> None:
    (grey,) = screen_grey().painted((level, level, level))
    assert grey == pytest.approx(level, abs=0.005)


@given(one=colours, other=colours)
def test_a_lighter_colour_is_never_a_darker_grey(one: RGB, other: RGB) -> None:
    darker, lighter = sorted((one, other), key=lightness)
    for grey in (screen_grey(), press_grey(fogra39())):
        assert grey.painted(darker) <= grey.painted(lighter)


@given(colours)
def test_no_colour_takes_more_ink_than_the_paper_bears(colour: RGB) -> None:
    inks = Process(fogra39()).painted(colour)
    assert all(0 <= ink <= 1 for ink in inks)
    assert sum(inks) <= 3.02  # 300 %, and the rounding of four inks to 255 steps


@pytest.mark.parametrize("name", ["ink", "muted", "rule"])
def test_text_and_rules_take_black_alone(name: str) -> None:
    *process, black = Process(fogra39()).painted(house(name))
    assert process == [0, 0, 0]
    assert black > 0
    # What is nearly black is solid: a screen would fray the letters.
    assert (black == 1) is (name == "ink")


@pytest.mark.parametrize("name", ["accent", "wash"])
def test_a_tint_that_is_meant_keeps_its_hue(name: str) -> None:
    cyan, magenta, _, _ = Process(fogra39()).painted(house(name))
    assert cyan > magenta > 0


@given(levels)
def test_black_ink_prints_as_light_as_the_grey_was(level: float) -> None:
    """Ask the profile the other way round: the ink, printed, lies where the grey lay."""
    light = lightness((level, level, level))
    (grey,) = press_grey(fogra39()).painted((level, level, level))
    printed = _printed_lightness(1 - grey)
    paper, full = _printed_lightness(0), _printed_lightness(1)
    if light >= 20:
        assert (printed - full) / (paper - full) * 100 == pytest.approx(light, abs=1)


@cache
def _to_lab() -> ImageCms.ImageCmsTransform:
    inks = ImageCms.ImageCmsProfile(io.BytesIO(fogra39().profile))
    lab = ImageCms.createProfile("LAB")
    how = ImageCms.Intent.RELATIVE_COLORIMETRIC
    return ImageCms.buildTransform(inks, lab, "CMYK", "LAB", how)


def _printed_lightness(black: float) -> float:
    ink = Image.new("CMYK", (1, 1), (0, 0, 0, round(black * 255)))
    converted = ImageCms.applyTransform(ink, _to_lab())
    assert converted is not None
    return float(converted.getpixel((0, 0))[0]) / 2.55  # type: ignore[index]


def test_a_picture_is_as_grey_as_flat_colours() -> None:
    image = picture("plain")
    greys = screen_grey().pictured(image)
    for place in ((3, 3), (30, 10), (10, 60), (63, 63)):
        red, green, blue = image.getpixel(place)  # type: ignore[misc]
        (flat,) = screen_grey().painted((red / 255, green / 255, blue / 255))
        assert greys.getpixel(place) == pytest.approx(flat * 255, abs=3)


def repainted(pdf: bytes, inks: Inks) -> tuple[bytes, list[Diagnostic]]:
    found: list[Diagnostic] = []
    with opened(pdf) as book:
        repaint(book, inks, found.append)
        return saved(book), found


def painted(content: bytes, inks: Inks, **resources: object) -> tuple[str, list[Diagnostic]]:
    """Repaint one page of the given content and return what became of it."""
    book = Pdf.new()
    page = book.add_blank_page(page_size=(100, 100))
    page.Contents = book.make_stream(content)
    page.Resources = Dictionary(**resources)  # type: ignore[arg-type]
    pdf, found = repainted(saved(book), inks)
    with opened(pdf) as again:
        steps = pikepdf.parse_content_stream(again.pages[0])
        return pikepdf.unparse_content_stream(steps).decode(), found


@pytest.mark.parametrize(
    ("content", "grey"),
    [
        (b"1 1 1 rg 0 0 9 9 re f", "1 g 0 0 9 9 re f"),
        (b"0 0 0 RG 0 0 m 9 9 l S", "0 G 0 0 m 9 9 l S"),
        (b"/DeviceRGB cs 1 1 1 sc", "0 g 1 g"),
        (b"/DeviceRGB CS 1 1 1 SCN", "0 G 1 G"),
        # A space chosen inside q … Q is forgotten after it: the last `sc` sets a grey.
        (b"q /DeviceRGB cs 1 1 1 sc Q .5 sc", "q 0 g 1 g Q 0.5 sc"),
        (b"1 1 1 rg .3 g .7 sc", "1 g 0.3 g 0.7 sc"),
        (b"/Pattern cs /P0 scn", "/Pattern cs /P0 scn"),
        (b".5 g 0 0 9 9 re f", "0.5 g 0 0 9 9 re f"),
    ],
)
def test_every_way_to_choose_a_colour(content: bytes, grey: str) -> None:
    became, found = painted(content, screen_grey())
    assert [_number(word) for word in became.split()] == [_number(word) for word in grey.split()]
    assert not found


def _number(word: str) -> str:
    """Write a number of a content stream in one way: 1.0 and 1 are the same."""
    try:
        return f"{float(word):g}"
    except ValueError:
        return word


@pytest.mark.parametrize(
    ("content", "space"),
    [(b"/lab cs 50 20 20 sc /lab CS 1 1 1 SC", "lab"), (b"0 1 0 0 k 1 0 0 0 K", "DeviceCMYK")],
)
def test_what_cannot_be_converted_stays_and_is_told_once(content: bytes, space: str) -> None:
    lab = Array([Name.Lab, Dictionary(WhitePoint=[0.9642, 1, 0.8249])])
    became, found = painted(content, screen_grey(), ColorSpace=Dictionary(lab=lab))
    assert became.split() == content.decode().split()
    assert [told.code for told in found] == ["P304"]
    assert space in found[0].message
    assert not painted(b"0 1 0 0 k", Process(fogra39()))[1]


@pytest.fixture(scope="module")
def book() -> bytes:
    return coloured(Paper("A5"))


@pytest.mark.parametrize("variant", ["pdf/a-3a", "pdf/ua-1"])
@pytest.mark.parametrize("grey", [True, False])
def test_nothing_of_sRGB_is_left(variant: str, grey: bool) -> None:
    inks = screen_grey() if grey else Process(fogra39())
    pdf, found = repainted(coloured(Paper("A5"), variant), inks)
    assert not found
    with opened(pdf) as made:
        streams = [value for value in made.objects if isinstance(value, pikepdf.Stream)]
        shown = [value for value in streams if value.get("/Subtype") in (Name.Form, Name.Image)]
        assert any(value.get("/Subtype") == Name.Form for value in shown)
        for value in made.objects:
            if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
                assert value.get("/ColorSpace") not in (Name.DeviceRGB, Name.CalRGB)
                group = value.get("/Group", Dictionary())
                assert group.get("/CS", Name.DeviceGray) in (Name.DeviceGray, Name(inks.space))
        for painted_on in (*made.pages, *(v for v in shown if v.Subtype == Name.Form)):
            steps = pikepdf.parse_content_stream(painted_on)
            assert not {str(step.operator) for step in steps} & {"rg", "RG"}


def test_grey_pages_have_the_lightness_of_the_coloured_ones(book: bytes) -> None:
    pdf, _ = repainted(book, screen_grey())
    for number in range(2):
        before, after = rendered(book, number), rendered(pdf, number)
        assert ImageStat.Stat(after.convert("HSV")).mean[1] < 0.5  # no saturation anywhere
        as_grey = screen_grey().pictured(before)
        difference = ImageChops.difference(as_grey, after.convert("L"))
        # Smoothed edges and the gradients between two colours may differ a little.
        assert ImageStat.Stat(difference).mean[0] < 1


def test_process_inks_look_like_the_screen(book: bytes) -> None:
    pdf, _ = repainted(book, Process(fogra39()))
    for number in range(2):
        before, after = rendered(book, number), rendered(pdf, number)
        assert max(ImageStat.Stat(ImageChops.difference(before, after)).mean) < 4
    # The viewer's idea of the inks is not the profile's; a ground must still be near.
    ground = rendered(pdf, 0).getpixel((200, 300))
    assert isinstance(ground, tuple)
    wanted = HOUSE["accent"]
    assert max(abs(a - b) for a, b in zip(ground, wanted, strict=True)) < 12


@pytest.mark.parametrize("inks", [screen_grey(), Process(fogra39())], ids=["grey", "process"])
def test_masks_show_as_much_as_before(inks: Inks) -> None:
    """A soft mask says how much shows: as ink it would show the opposite, or something else."""
    book = Pdf.new()
    mask = book.make_stream(b"0 1 0 rg 0 0 100 50 re f 0 0 1 rg 0 50 100 50 re f")
    mask.Type, mask.Subtype, mask.BBox = Name.XObject, Name.Form, Array([0, 0, 100, 100])
    mask.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceRGB)
    state = Dictionary(SMask=Dictionary(Type=Name.Mask, S=Name.Luminosity, G=mask))
    page = book.add_blank_page(page_size=(100, 100))
    page.Resources = Dictionary(ExtGState=Dictionary(M=state))
    page.Contents = book.make_stream(b"/M gs 0 0 0 rg 0 0 100 100 re f")
    before = saved(book)
    after, found = repainted(before, inks)
    assert not found
    for place, shown in (((50, 75), 0.59), ((50, 25), 0.11)):
        there = [rendered(pdf, 0).getpixel(place) for pdf in (before, after)]
        for red, green, blue in there:  # type: ignore[misc]
            # The mask lets black through: the more of it, the darker. Black ink is not quite black.
            assert max(red, green, blue) == pytest.approx(255 * (1 - shown), abs=40 * shown)


def test_the_text_is_the_same_text(book: bytes) -> None:
    pdf, _ = repainted(book, Process(fogra39()))
    assert text_of(book, 1)
    assert [text_of(pdf, page) for page in range(2)] == [text_of(book, page) for page in range(2)]


def test_photographs_stay_compressed_and_drawings_stay_exact(book: bytes) -> None:
    for inks, mode in ((screen_grey(), "L"), (Process(fogra39()), "CMYK")):
        pdf, _ = repainted(book, inks)
        with opened(pdf) as made:
            images = [v for v in made.objects if isinstance(v, pikepdf.Stream) and "/Width" in v]
            exact = inks.pictured(picture("plain"))
            pictures = {
                str(image.get("/Filter")): pikepdf.PdfImage(image).as_pil_image()
                for image in images
                if image.get("/ColorSpace") == Name(inks.space) and "/SMask" not in image
            }
        assert set(pictures) >= {"/DCTDecode", "/FlateDecode"}
        assert pictures["/FlateDecode"].mode == mode
        if mode == "CMYK":
            assert pictures["/FlateDecode"].tobytes() == exact.tobytes()
