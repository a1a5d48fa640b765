"""Repaint: what a PDF paints in sRGB, painted in one grey or in process inks.

Every content stream (page, form, tiling pattern), shading and image is visited once. DeviceRGB
becomes the space of the inks; DeviceGray stays, for it is black ink under any output intent.
Soft masks say how much shows, not what colour: they become greys by their luminosity. What is in
another colour space and cannot be converted stays as it is and is told (P304).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias
from zlib import compress

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream
from PIL import Image, ImageChops, ImageCms

from report.diagnostics import Warn
from report.rules import finding
from report.writers.pdf.colour import RGB, Components, Inks, Luminosity

_Instruction: TypeAlias = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage

_JPEG_QUALITY = 95
"""High enough that a second compression does not show at 300 dots to the inch."""

# Device spaces that stay: white to black is black ink, and process inks are what is wanted.
_KEPT = {"/DeviceGray": {"/DeviceGray"}, "/DeviceCMYK": {"/DeviceGray", "/DeviceCMYK"}}


@dataclass(slots=True)
class _Painter:
    inks: Inks
    warn: Warn
    told: set[str] = field(default_factory=set)
    flat: dict[RGB, Components] = field(default_factory=dict)

    def colour(self, colour: RGB) -> Components:
        """Return the inks of a flat colour; each colour of a book is converted once."""
        if colour not in self.flat:
            self.flat[colour] = self.inks.painted(colour)
        return self.flat[colour]

    def tell(self, space: str) -> None:
        """Say once of each colour space that it stayed."""
        if space not in self.told:
            self.told.add(space)
            self.warn(finding("P304", None, space=space, inks=self.inks.space.lstrip("/")))


def repaint(book: Pdf, inks: Inks, warn: Warn) -> None:
    """Convert every colour of a PDF, in place."""
    painter = _Painter(inks, warn)
    masking = _Painter(Luminosity(), warn, painter.told)
    masks = {mask.objgen for mask in _masks(book)}
    for page in book.pages:
        page.contents_coalesce()
        painted = _repainted(pikepdf.parse_content_stream(page), painter)
        page.Contents = book.make_stream(pikepdf.unparse_content_stream(painted))
    for value in book.objects:
        _repaint_object(value, masking if value.objgen in masks else painter)


def _masks(book: Pdf) -> Iterator[Object]:
    """Yield the groups of soft masks and the forms that they draw (ISO 32000-2, 11.6.5.2)."""
    waiting = [
        value.G
        for holder in book.objects
        for value in _within(holder)
        if isinstance(value, Dictionary) and value.get("/S") in (Name.Luminosity, Name.Alpha)
    ]
    seen: set[tuple[int, int]] = set()
    while waiting:
        form = waiting.pop()
        if form.objgen not in seen:
            seen.add(form.objgen)
            yield form
            drawn = form.get("/Resources", Dictionary()).get("/XObject", Dictionary())
            waiting += [value for _, value in drawn.items()]


def _within(value: Object) -> Iterator[Object]:
    """Yield an object and what stands in it, not what it points to."""
    yield value
    if isinstance(value, Array):
        inside = list(value)
    elif isinstance(value, Dictionary | Stream):
        inside = [child for _, child in value.items()]
    else:
        return
    for child in inside:
        if isinstance(child, Object) and not child.is_indirect:
            yield from _within(child)


def _repaint_object(value: Object, painter: _Painter) -> None:
    if isinstance(value, Stream):
        if value.get("/Subtype") == Name.Image:
            _repaint_image(value, painter)
        elif value.get("/Subtype") == Name.Form or value.get("/PatternType") == 1:
            painted = _repainted(pikepdf.parse_content_stream(value), painter)
            value.write(pikepdf.unparse_content_stream(painted))
    for inside in _within(value):
        if not isinstance(inside, Dictionary | Stream):
            continue
        if inside.get("/ShadingType") is not None:
            _repaint_shading(inside, painter)
        if inside.get("/S") == Name.Transparency and _space(inside.get("/CS")) == "/DeviceRGB":
            inside.CS = Name(painter.inks.space)
        if inside.get("/Subtype") == Name.Type3:
            painter.tell("a Type 3 font")


def _repainted(instructions: Iterable[_Instruction], painter: _Painter) -> list[_Instruction]:
    """Return the instructions of a content stream with their colours converted.

    ``rg`` chooses a space and a colour at once; after ``cs`` the colours come with ``sc`` or
    ``scn`` (ISO 32000-2, 8.6.8). Capitals stroke.
    """
    painted: list[_Instruction] = []
    spaces: list[dict[bool, str]] = [{False: "/DeviceGray", True: "/DeviceGray"}]
    for step in instructions:
        if isinstance(step, pikepdf.ContentStreamInlineImage):
            painter.tell("an inline image")
            painted.append(step)
            continue
        operator = str(step.operator)
        if operator == "q":
            spaces.append(dict(spaces[-1]))
        elif operator == "Q" and len(spaces) > 1:
            spaces.pop()
        elif operator.lower() in _CHOOSING:
            step = _recoloured(step, operator.isupper(), spaces[-1], painter)
        painted.append(step)
    return painted


# Operators that choose a space together with a colour in it.
_DEVICES = {"g": "/DeviceGray", "rg": "/DeviceRGB", "k": "/DeviceCMYK"}
_CHOOSING = {*_DEVICES, "cs", "sc", "scn"}


def _recoloured(
    step: pikepdf.ContentStreamInstruction,
    stroke: bool,
    spaces: dict[bool, str],
    painter: _Painter,
) -> pikepdf.ContentStreamInstruction:
    kind = str(step.operator).lower()
    if kind in {"sc", "scn"}:
        colour = _rgb(step.operands) if spaces[stroke] == "/DeviceRGB" else None
    else:
        spaces[stroke] = _DEVICES.get(kind) or str(step.operands[0])
        if spaces[stroke] == "/DeviceRGB":
            # A space that is chosen without a colour begins with black.
            colour = _rgb(step.operands) if kind == "rg" else (0.0, 0.0, 0.0)
        else:
            _tell_of(spaces[stroke], painter)
            colour = None
    if colour is None:
        return step
    operator = painter.inks.operator.upper() if stroke else painter.inks.operator
    return pikepdf.ContentStreamInstruction(
        list(painter.colour(colour)), pikepdf.Operator(operator)
    )


def _rgb(operands: object) -> RGB:
    red, green, blue = (float(value) for value in operands)  # type: ignore[attr-defined]
    return red, green, blue


def _tell_of(space: str, painter: _Painter) -> None:
    if space != "/Pattern" and space not in _KEPT[painter.inks.space]:
        painter.tell(space.lstrip("/"))


def _space(value: Object | None) -> str:
    """Return the name of a colour space; of ``[/Indexed …]`` and the like, its first word.

    sRGB by its profile is what DeviceRGB is taken for.
    """
    if not isinstance(value, Array):
        return "" if value is None else str(value)
    if value[0] == Name.ICCBased and _is_srgb(value[1]):
        return "/DeviceRGB"
    return str(value[0])


def _is_srgb(profile: Object) -> bool:
    try:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(profile.read_bytes()))
        return "sRGB" in ImageCms.getProfileDescription(opened)
    except (ImageCms.PyCMSError, OSError, pikepdf.PdfError):
        return False


def _repaint_shading(shading: Object, painter: _Painter) -> None:
    """Convert a gradient by its ends; between them the inks change evenly, as sRGB did."""
    space = _space(shading.get("/ColorSpace"))
    if space != "/DeviceRGB":
        _tell_of(space, painter)
        return
    try:
        _convert_function(shading.Function, painter)
    except ValueError:
        painter.tell("a sampled gradient")
        return
    if "/Background" in shading:
        shading.Background = Array(list(painter.colour(_rgb(shading.Background))))
    shading.ColorSpace = Name(painter.inks.space)


def _convert_function(function: Object, painter: _Painter) -> None:
    """Convert an interpolation, or all that are stitched together (ISO 32000-2, 7.10)."""
    if function.get("/FunctionType") == 3:
        for part in function.Functions:
            _convert_function(part, painter)
    elif function.get("/FunctionType") == 2 and len(function.get("/C0", ())) == 3:
        function.C0 = Array(list(painter.inks.painted(_rgb(function.C0))))
        function.C1 = Array(list(painter.inks.painted(_rgb(function.C1))))
    else:
        raise ValueError("neither an interpolation of colours nor a row of them")


def _repaint_image(image: Stream, painter: _Painter) -> None:
    space = _space(image.get("/ColorSpace"))
    if not space or space in _KEPT[painter.inks.space]:
        return
    if space not in {"/DeviceRGB", "/Indexed", "/ICCBased", "/CalRGB"}:
        painter.tell(space.lstrip("/"))
        return
    try:
        picture = pikepdf.PdfImage(image).as_pil_image()
    except (pikepdf.UnsupportedImageTypeError, NotImplementedError, ValueError):
        painter.tell(f"an image in {space.lstrip('/')}")
        return
    photograph = image.get("/Filter") == Name.DCTDecode
    _write_image(image, painter.inks.pictured(picture.convert("RGB")), photograph, painter)


def _write_image(image: Stream, picture: Image.Image, photograph: bool, painter: _Painter) -> None:
    """Put a converted picture in its place: JPEG stays JPEG, all else is kept without loss."""
    if "/Decode" in image:
        del image["/Decode"]
    image.ColorSpace = Name(painter.inks.space)
    image.BitsPerComponent = 8
    if not photograph:
        # Each dot as its difference from the one before, which deflates well (predictor 2).
        before = Image.new(picture.mode, picture.size, 0)
        before.paste(picture, (1, 0))
        differences = ImageChops.subtract_modulo(picture, before).tobytes()
        parameters = Dictionary(
            Predictor=2, Colors=len(picture.getbands()), Columns=picture.width, BitsPerComponent=8
        )
        image.write(compress(differences), filter=Name.FlateDecode, decode_parms=parameters)
        return
    coded = io.BytesIO()
    picture.save(coded, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
    image.write(coded.getvalue(), filter=Name.DCTDecode)
    if picture.mode == "CMYK":
        # Pillow writes inks as Photoshop does, upside down.
        image.Decode = Array([1, 0] * 4)
