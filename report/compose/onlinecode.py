"""The code of the online edition: its address as a QR code (ISO/IEC 18004), drawn as one path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    import segno

_ADDRESS = re.compile(
    r"(?P<scheme>https?)://(?P<host>[^/?#\s@:]+)(?P<rest>(?::\d+)?(?:[/?#]\S*)?)", re.IGNORECASE
)
_QUIET_ZONE = 4
"""Modules of blank on each side (ISO/IEC 18004, 9.1)."""

_MODULE = 0.45
"""Millimetres: a telephone held at arm's length reads 0.4 mm and more."""

_LONGEST = 200
"""Characters: 57 modules a side, 30 mm with the blank; more does not stand beside an imprint."""


def code_address(address: str) -> str | None:
    """Return a web address in the characters that every scanner reads, ``None`` for no address.

    >>> code_address("https://موقع.example/تقرير?id=1")
    'https://xn--4gbrim.example/%D8%AA%D9%82%D8%B1%D9%8A%D8%B1?id=1'
    >>> code_address("annex.html") is None
    True
    """
    found = _ADDRESS.fullmatch(address.strip())
    if found is None:
        return None
    try:
        host = found["host"].encode("idna").decode()
    except UnicodeError:
        return None
    rest = re.sub("[^!-~]", lambda other: _quoted(other[0]), found["rest"])
    return f"{found['scheme'].lower()}://{host}{rest}"


def _quoted(character: str) -> str:
    """Return a character as its bytes in UTF-8, quoted (RFC 3987, 3.1)."""
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))


def has_code(address: str) -> bool:
    """Say whether an address gets a code: one on the web, and short enough."""
    return _symbol(address) is not None


def online_code(address: str, title: str) -> Markup | None:
    """Draw the code of an address, with a quiet zone and correction of level M.

    Args:
        address: where the report is on the web.
        title: what is said of the code to who does not see it.
    """
    symbol = _symbol(address)
    if symbol is None:
        return None
    rows = tuple(symbol.matrix)
    side = len(rows) + 2 * _QUIET_ZONE
    length = f"{side * _MODULE:.4g}mm"
    path = "".join(
        f"M{start + _QUIET_ZONE} {number + _QUIET_ZONE}h{end - start}v1h{start - end}z"
        for number, row in enumerate(rows)
        for start, end in _dark_runs(row)
    )
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="online-code" role="img" '
        f'width="{length}" height="{length}" viewBox="0 0 {side} {side}">'
        f"<title>{escape(title)}</title>"
        f'<rect width="{side}" height="{side}" fill="#ffffff"/>'
        f'<path d="{path}" fill="#000000" shape-rendering="crispEdges"/></svg>'
    )


def _symbol(address: str) -> segno.QRCode | None:
    plain = code_address(address)
    if plain is None or len(plain) > _LONGEST:
        return None
    import segno  # a report without an address does not wait for it

    return segno.make_qr(plain, error="m", boost_error=False)


def _dark_runs(row: bytearray) -> list[tuple[int, int]]:
    """Return from where to where the dark modules of a row go."""
    return [found.span() for found in re.finditer(b"\x01+", bytes(row))]
