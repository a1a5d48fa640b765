"""Images: the broken, the huge and the clever are kept out, and nobody else is touched."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image, ImageFile

from report.diagnostics import Diagnostic, Place
from report.model.assets import Asset
from report.model.blocks import Figure
from report.model.document import Division, Metadata, Report
from report.model.inlines import Text
from report.readers.drawings import DrawingError, clean_drawing, letters_of
from report.readers.images import MOST_DOTS, admit, illustrate

AT = Place("a.md", 9, 1)
SHAPE = '<path d="M2 14L12 2L22 14Z" fill="#0d4a4a"/>'


def picture(form: str, size: tuple[int, int] = (24, 16)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#0d4a4a").save(out, form)
    return out.getvalue()


def svg(inside: str = SHAPE, more: str = "") -> bytes:
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {spaces} viewBox="0 0 24 16"{more}>{inside}</svg>'.encode()


def admitted(name: str, data: bytes, media_type: str) -> tuple[Asset | None, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return admit(Asset(name, media_type, data), AT, found.append), found


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_sound_picture_is_taken_as_it_is(form: str) -> None:
    media_type = f"image/{form.lower()}"
    data = picture(form)
    asset, found = admitted("a", data, media_type)
    assert asset == Asset("a", media_type, data)
    assert found == []


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("part", [0.3, 0.8])
@pytest.mark.parametrize("taken", [False, True], ids=["Pillow alone", "after WeasyPrint"])
def test_a_picture_cut_off_is_refused(
    form: str, part: float, taken: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", taken)
    data = picture(form, (400, 300))
    asset, found = admitted("a", data[: int(len(data) * part)], f"image/{form.lower()}")
    assert asset is None
    assert [(f.code, f.place) for f in found] == [("D111", AT)]
    assert ImageFile.LOAD_TRUNCATED_IMAGES is taken


@given(st.binary(max_size=400))
def test_no_bytes_break_the_press(data: bytes) -> None:
    asset, found = admitted("a", data, "image/png")
    assert (asset is None) == ("D111" in {f.code for f in found})


def test_the_kind_is_told_by_the_bytes() -> None:
    asset, found = admitted("map.jpg", picture("PNG"), "image/jpeg")
    assert asset is not None
    assert asset.media_type == "image/png"
    assert [f.code for f in found] == ["D112"]


@pytest.mark.parametrize("form", ["BMP", "TIFF", "PPM"])
def test_what_readers_do_not_show_is_refused(form: str) -> None:
    asset, found = admitted("a.bmp", picture(form), "image/bmp")
    assert asset is None
    assert "PNG, JPEG, GIF, WebP or SVG" in found[0].message


def bomb(width: int, height: int) -> bytes:
    """Return a PNG that says it is huge, in few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000, 9)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", rows), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("side", [7100, 60_000])
def test_a_huge_picture_is_refused_before_it_is_decoded(side: int) -> None:
    assert side * side > MOST_DOTS
    asset, found = admitted("a.png", bomb(side, side), "image/png")
    assert asset is None
    assert "million dots" in found[0].message


def test_a_sound_drawing_keeps_its_bytes() -> None:
    data = svg(f'<defs><g id="a">{SHAPE}</g></defs><use xlink:href="#a" fill="url(#a)"/>')
    asset, found = admitted("a.svg", data, "image/svg+xml")
    assert asset == Asset("a.svg", "image/svg+xml", data)
    assert found == []


@pytest.mark.parametrize(
    ("inside", "more", "left"),
    [
        ("<script>alert(1)</script>", "", "script"),
        ("", ' onload="alert(1)"', "onload"),
        ("<foreignObject><p>نص</p></foreignObject>", "", "foreignObject"),
        ('<animate attributeName="x" to="9"/>', "", "animate"),
        ('<image href="https://example.org/a.png"/>', "", "example.org"),
        ('<image xlink:href="file:///etc/passwd"/>', "", "passwd"),
        ('<image href="a.png"/>', "", "a.png"),
        ('<image href="data:image/svg+xml;base64,AAAA"/>', "", "AAAA"),
        ('<use href="other.svg#a"/>', "", "other.svg"),
        ('<a href="javascript:alert(1)"><rect/></a>', "", "javascript"),
        ('<rect style="fill:url(https://example.org/#p)"/>', "", "example.org"),
        ("<rect fill=\"url('https://example.org/#p')\"/>", "", "example.org"),
        ("<style>@import 'https://example.org/a.css'; a{fill:red}</style>", "", "example.org"),
        ("<style>a{background:url(//example.org/a)}</style>", "", "example.org"),
        ("<style>a{background:u\\72l(//example.org/a)}</style>", "", "example.org"),
        ('<rect/><?xml-stylesheet href="a.css"?>', "", "a.css"),
        ("", ' xml:base="https://example.org/"', "example.org"),
    ],
)
def test_what_is_no_drawing_is_taken_out_and_told(inside: str, more: str, left: str) -> None:
    asset, found = admitted("a.svg", svg(SHAPE + inside, more), "image/svg+xml")
    assert asset is not None
    assert left.encode() not in asset.data
    assert b"M2 14L12 2L22 14Z" in asset.data
    assert [f.code for f in found] == ["D113"]
    again = clean_drawing(asset.data)
    assert again.removed == ()
    assert again.data == asset.data


def test_a_style_sheet_beside_the_root_goes_and_text_behind_stays() -> None:
    data = b'<?xml-stylesheet href="a.css"?>' + svg("<g>أ<script/>ب</g>")
    drawing = clean_drawing(data)
    assert "a processing instruction" in drawing.removed
    assert b"a.css" not in drawing.data
    root = etree.fromstring(drawing.data)
    assert "".join(root.itertext()) == "أب"


def nested(times: int, depth: int) -> bytes:
    uses = '<use href="#a{}"/>'
    groups = [f'<g id="a0">{SHAPE}</g>']
    groups += [f'<g id="a{n}">{uses.format(n - 1) * times}</g>' for n in range(1, depth)]
    return svg("".join(groups))


def pattern(number: int) -> str:
    """Return a pattern that shows the one before it twice."""
    shown = f'<rect fill="url(#p{number - 1})"/>'
    return f'<pattern id="p{number}">{shown * 2}</pattern>'


PATTERNS = '<pattern id="p0"><rect/></pattern>' + "".join(map(pattern, range(1, 30)))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (nested(10, 9), "more than 100000 shapes"),
        (svg(PATTERNS), "more than 100000 shapes"),
        (svg('<g id="a"><use href="#a"/></g>'), "refer to themselves"),
        (svg('<mask id="m"><rect mask="url(#m)"/></mask>'), "refer to themselves"),
        (b'<html xmlns="http://www.w3.org/1999/xhtml"/>', "no SVG"),
        (b"<svg", "not well formed"),
        (svg("<g>" * 5000 + "</g>" * 5000), "not well formed"),
    ],
)
def test_a_drawing_without_end_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(DrawingError, match=reason):
        clean_drawing(data)
    asset, found = admitted("a.svg", data, "image/svg+xml")
    assert asset is None
    assert found[0].code == "D111"


def test_entities_of_the_file_are_resolved_and_bombs_are_not() -> None:
    illustrator = b'<!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg">]><svg xmlns="&ns;"/>'
    drawing = clean_drawing(illustrator)
    assert b"DOCTYPE" not in drawing.data
    assert b'xmlns="http://www.w3.org/2000/svg"' in drawing.data
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bombed = f'<!DOCTYPE svg [<!ENTITY a0 "ha">{laughs}]>'.encode() + svg("<text>&a11;</text>")
    with pytest.raises(DrawingError):
        clean_drawing(bombed)


def test_nothing_is_read_from_outside_the_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("sesame")
    entity = f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
    with pytest.raises(DrawingError, match="'x' not defined"):
        clean_drawing(entity + svg("<text>&x;</text>"))


def test_letters_of_a_drawing_are_told() -> None:
    assert letters_of(svg("<text>سد <tspan>الوحدة</tspan></text>")) == "سد الوحدة"
    assert letters_of(svg("<text>Dam 12</text>")) == ""
    _, found = admitted("a.svg", svg("<text>سد</text>"), "image/svg+xml")
    assert [f.code for f in found] == ["D114"]


def report_with(*figures: Figure) -> Report:
    division = Division((Text("فصل"),), figures, label="c")
    return Report(Metadata(title="ت"), body=(division,))


def test_every_figure_without_its_image_is_told_at_its_place() -> None:
    figures = [Figure("a.png", "أ", at=Place("a.md", n)) for n in (3, 5)]
    figures.append(Figure("b.png", "ب", at=Place("a.md", 7)))
    found: list[Diagnostic] = []
    brought = [Asset("b.png", "image/png", picture("PNG"))]
    report = illustrate(report_with(*figures), brought, found.append)
    assert [asset.name for asset in report.assets] == ["b.png"]
    assert [(f.code, f.place and f.place.line) for f in found] == [("D110", 3), ("D110", 5)]


def test_a_refused_image_is_told_once_and_images_of_json_are_looked_at_too() -> None:
    report = report_with(Figure("a.png", "أ", at=AT))
    carried = replace(report, assets=(Asset("a.png", "image/png", b"\x89PNG"),))
    found: list[Diagnostic] = []
    assert illustrate(carried, (), found.append).assets == ()
    assert [(f.code, f.place) for f in found] == [("D111", AT)]


@pytest.mark.parametrize(("name", "media_type"), [("a.mp4", "video/mp4"), ("a.mp3", "audio/mpeg")])
def test_films_and_sounds_are_refused_for_what_they_are(name: str, media_type: str) -> None:
    asset, found = admitted(name, b"\0\0\0\x18ftypmp42", media_type)
    assert asset is None
    assert [f.code for f in found] == ["D111"]
    assert "a film or a sound" in found[0].message
