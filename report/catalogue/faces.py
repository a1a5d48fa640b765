"""Faces: those of the house as the web takes them, whole, and the rules that name them."""

from __future__ import annotations

import io
from collections.abc import Iterable

from fontTools.ttLib import TTFont

from report.compose.galley import Face

FOLDER = "fonts"

_HEBREW = "U+0590-05FF, U+FB1D-FB4F"
_RULE = """@font-face {{
  font-family: "{family}";
  font-style: {style};
  font-weight: {weight};
  font-display: swap;
  src: url("../{path}") format("woff2");{range}
}}
"""


def path_of(face: Face) -> str:
    """Return where a face stands in the site: its digest is in its name, so it may be cached.

    >>> path_of(Face("Amiri", 400, "normal", "amiri/Amiri-Regular.ttf", "1", "ab391c41aa", b""))
    'fonts/Amiri-Regular-ab391c41.woff2'
    """
    stem = face.file.rpartition("/")[2].rpartition(".")[0]
    return f"{FOLDER}/{stem}-{face.sha256[:8]}.woff2"


def compressed(face: Face) -> bytes:
    """Return a face as WOFF 2: every glyph and every rule of it, packed (W3C WOFF 2.0)."""
    font = TTFont(io.BytesIO(face.data), recalcTimestamp=False)
    font.flavor = "woff2"
    packed = io.BytesIO()
    font.save(packed)
    return packed.getvalue()


def face_rules(faces: Iterable[Face]) -> str:
    """Return the rules of the faces; one for Hebrew is fetched by pages in Hebrew only."""
    return "".join(
        _RULE.format(
            family=face.family,
            style=face.style,
            weight=face.weight,
            path=path_of(face),
            range=f"\n  unicode-range: {_HEBREW};" if "Ruhl" in face.family else "",
        )
        for face in faces
    )
