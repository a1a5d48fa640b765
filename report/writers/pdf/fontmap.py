"""Font map: the fonts of a house, opened once for all books that a thread sets with them.

WeasyPrint opens fonts for each document: it writes them to a folder, lets Fontconfig read them and
Pango make its own of each. The cover of an EPUB and the next book of a batch ask for the same.
"""

from __future__ import annotations

import atexit
import threading
from typing import Any

from report.writers.pdf.engine import FontConfiguration  # first: it loads it lightly

# isort: split
from report.compose.galley import Face

_MOST = 4
"""Houses whose fonts are kept open: those of a batch have one, now and then two."""


class _Opened(threading.local):
    """The open fonts of a thread: Pango's are not made to be shared."""

    def __init__(self) -> None:
        self.maps: dict[tuple[Face, ...], Any] = {}


_opened = _Opened()


def font_map(faces: tuple[Face, ...]) -> Any:
    """Return the font configuration that books with these faces share.

    >>> font_map(()) is font_map(())
    True
    """
    maps = _opened.maps
    if faces not in maps:
        if len(maps) == _MOST:
            del maps[next(iter(maps))]
        maps[faces] = FontConfiguration()
    return maps[faces]


@atexit.register
def _close() -> None:
    """Delete the folders of what is open; a process that ends quickly collects nothing."""
    for opened in _opened.maps.values():
        opened.__del__()
