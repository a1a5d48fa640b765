"""UAX #9 by two implementations that share no line with the code under test.

GNU FriBidi comes with Pango, so it is wherever WeasyPrint runs; it knows line ends. Of two
isolates side by side, the first right to left and the second left to right, FriBidi 1.0.8
resolves a number in the second wrongly; so the levels are asked of python-bidi too, whose
unicode-bidi passes the conformance tests, and a line is judged only where the two agree.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import re
from ctypes import POINTER, byref, c_int, c_int8, c_uint32

from bidi import get_display

LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"

_PARAGRAPH = {"rtl": 0x00000111, "ltr": 0x00000110}  # FRIBIDI_PAR_RTL, FRIBIDI_PAR_LTR


def _library() -> ctypes.CDLL:
    for name in (ctypes.util.find_library("fribidi"), "libfribidi.so.0", "libfribidi.0.dylib"):
        if name is None:
            continue
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    raise OSError("FriBidi, which Pango depends on, is not here")


_fribidi = _library()


def levels(text: str, base: str) -> list[int]:
    """Return the levels of a paragraph by python-bidi, which tells them only in its log."""
    log = get_display(text, base_dir="R" if base == "rtl" else "L", debug=True)
    told = [int(level) for level in re.findall(r"Level\(\s*(\d+)", str(log))]
    by_character: list[int] = []
    octets = 0
    for character in text:
        by_character.append(told[octets])
        octets += len(character.encode())
    return by_character


def _levels(text: str, base: str) -> tuple[ctypes.Array[c_uint32], list[int]]:
    length = len(text)
    characters = (c_uint32 * length)(*map(ord, text))
    types = (c_uint32 * length)()
    brackets = (c_uint32 * length)()
    found = (c_int8 * length)()
    direction = c_uint32(_PARAGRAPH[base])
    _fribidi.fribidi_get_bidi_types(characters, c_int(length), types)
    _fribidi.fribidi_get_bracket_types(characters, c_int(length), types, brackets)
    done = _fribidi.fribidi_get_par_embedding_levels_ex(
        types, brackets, c_int(length), byref(direction), found
    )
    assert done, "FriBidi had no memory"
    return types, list(found)


def visual_order(text: str, base: str, lines: list[range]) -> list[list[int]]:
    """Return the indices of each line of a paragraph from left to right (L1 and L2)."""
    types, found = _levels(text, base)
    length = len(text)
    agreed = levels(text, base)
    for character, one, other in zip(text, found, agreed, strict=True):
        trailing = character in f" {PDI}"  # FriBidi has applied L1 to the end already
        assert one == other or trailing, f"the references disagree about {text!r}"
    orders: list[list[int]] = []
    for line in lines:
        order = (c_int * length)(*range(length))
        line_levels = (c_int8 * length)(*found)
        done = _fribidi.fribidi_reorder_line(
            c_uint32(0),
            types,
            c_int(len(line)),
            c_int(line.start),
            c_uint32(_PARAGRAPH[base]),
            line_levels,
            POINTER(c_uint32)(),
            order,
        )
        assert done, "FriBidi had no memory"
        orders.append([order[index] for index in line])
    return orders
