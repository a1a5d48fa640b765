"""Pictures: what the EPUB writes anew, and what it leaves alone."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageCms

from report.model.assets import Asset
from report.writers.epub.pictures import LONGEST_SIDE, fit_picture

_ENDINGS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}


def pictured(picture: Image.Image, kind: str = "PNG", **options: object) -> Asset:
    data = io.BytesIO()
    picture.save(data, kind, **options)
    return Asset(f"map.{_ENDINGS[kind]}", f"image/{kind.lower()}", data.getvalue())


def opened(asset: Asset) -> Image.Image:
    return Image.open(io.BytesIO(asset.data))


@pytest.mark.parametrize("kind", list(_ENDINGS))
def test_a_picture_within_limits_is_carried_as_it_came(kind: str) -> None:
    asset = pictured(Image.new("RGB", (64, 48), "#0d4a4a"), kind)
    assert fit_picture(asset) is asset


@pytest.mark.parametrize("kind", list(_ENDINGS))
def test_a_larger_one_is_brought_down_in_its_own_format(kind: str) -> None:
    asset = pictured(Image.new("RGB", (3000, 1500), "#0d4a4a"), kind)
    fitted = opened(fit_picture(asset))
    assert (fitted.size, fitted.format) == ((LONGEST_SIDE, LONGEST_SIDE // 2), kind)
    assert fit_picture(asset) == fit_picture(asset)


def test_colours_for_print_become_colours_for_screens() -> None:
    fitted = opened(fit_picture(pictured(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG")))
    red, green, blue = fitted.convert("RGB").getpixel((4, 4))  # type: ignore[misc]
    assert fitted.mode == "RGB"
    assert red > 200
    assert max(green, blue) < 60


def test_a_profile_is_followed_and_left_out() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    asset = pictured(Image.new("RGB", (3000, 10), "#804020"), "PNG", icc_profile=profile)
    fitted = opened(fit_picture(asset))
    assert "icc_profile" not in fitted.info
    assert fitted.getpixel((5, 3)) == (0x80, 0x40, 0x20)


def test_where_the_camera_stood_is_not_told_and_the_picture_stands_upright() -> None:
    camera = Image.Exif()
    camera[0x0112] = 6  # the camera was held on its side
    camera.get_ifd(0x8825)[1] = "N"
    camera[0x8825] = {1: "N", 2: (13.0, 30.0, 0.0)}
    asset = pictured(Image.new("RGB", (40, 20), "#0d4a4a"), "JPEG", exif=camera)
    fitted = opened(fit_picture(asset))
    assert 0x8825 in opened(asset).getexif()
    assert dict(fitted.getexif()) == {}
    assert fitted.size == (20, 40)


def test_transparency_stays() -> None:
    fitted = opened(fit_picture(pictured(Image.new("RGBA", (3000, 10), (0, 0, 0, 0)))))
    assert fitted.mode == "RGBA"
    assert fitted.getpixel((1, 1))[3] == 0  # type: ignore[index]


def test_sixteen_bits_become_eight() -> None:
    fitted = opened(fit_picture(pictured(Image.new("I;16", (8, 8), 40_000))))
    assert (fitted.mode, fitted.getpixel((4, 4))) == ("L", 155)


def test_moving_pictures_and_drawings_are_left_alone() -> None:
    frames = [Image.new("L", (3000, 2), shade) for shade in (0, 255)]
    moving = pictured(frames[0], "GIF", save_all=True, append_images=frames[1:])
    drawing = Asset("map.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert fit_picture(moving) is moving
    assert fit_picture(drawing) is drawing
