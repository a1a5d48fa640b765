"""CLDR: Babel's dates, loaded without the time zone of the machine.

Babel looks for the zone as it is loaded: in the environment, in files below ``/etc``, among the
zones that the system has. A date on a title page is no moment, and is the same in every zone.

EDGE in one respect: it says what stands in ``sys.modules`` while Babel is loaded.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from types import ModuleType

import babel

_ZONE = "babel.localtime"


@contextmanager
def _zoneless() -> Iterator[None]:
    if _ZONE in sys.modules or "babel.dates" in sys.modules:
        yield
        return
    standing = ModuleType(_ZONE)
    standing.LOCALTZ = UTC  # type: ignore[attr-defined]
    sys.modules[_ZONE] = standing
    babel.localtime = standing
    try:
        yield
    finally:
        del sys.modules[_ZONE]
        del babel.localtime


with _zoneless():
    from babel.dates import format_date, format_skeleton, get_month_names

__all__ = ["format_date", "format_skeleton", "get_month_names"]
