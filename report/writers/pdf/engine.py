"""Engine: WeasyPrint, loaded without what a book does not need of it.

WeasyPrint tries several names for each of its libraries. For a name that the loader does not
know, Python starts ``ldconfig``, the compiler and the linker, one after the other, before the
next name is tried: twenty times, a quarter of a second of a cold build. The names that the loader
of Linux knows (``libpango-1.0.so.0``) are in the list, so they are found without.

It loads the subsetter and the instancer of fontTools, for machines without HarfBuzz's own and for
variable faces; both are loaded here when they are first called.

Then cffi parses each C type that is asked for, ``PangoRectangle *``, with every declaration that
it has read before it; the types are made of those declarations here, which are there already.

EDGE in one respect: it says what stands in ``sys.modules`` while WeasyPrint is loaded.
"""

from __future__ import annotations

import ctypes.util
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

from cffi import model

_SELDOM = ("fontTools.subset", "fontTools.varLib.instancer")
_TYPE = re.compile(r"(?P<name>\w+(?: int)?)(?: ?(?P<stars>\*{1,2})|\[(?P<length>\d*)\])")


class _Seldom(ModuleType):
    """Stands for a module until something of it is called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *given, **named: getattr(import_module(self.__name__), name)(*given, **named)


@contextmanager
def _light() -> Iterator[None]:
    """Load WeasyPrint without compilers and without the modules that it seldom calls."""
    original = ctypes.util.find_library
    if hasattr(ctypes.util, "_findSoname_ldconfig"):  # Linux
        ctypes.util.find_library = lambda name: None
    standing = {name: _Seldom(name) for name in _SELDOM if name not in sys.modules}
    sys.modules.update(standing)
    try:
        yield
    finally:
        ctypes.util.find_library = original
        for name, module in standing.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


def _make_of_declarations(ffi: Any) -> None:
    """Let a type of cffi be made of what has been declared instead of parsed.

    What it does not know goes the way it always went. cffi keeps each type that it has made, so
    this happens once a type.
    """
    original = ffi._typeof_locked

    def typeof(written: str) -> Any:
        known = ffi._parsed_types.get(written)
        if known is None and (made := _made(ffi, written)) is not None:
            known = ffi._parsed_types[written] = (made, False)
        return known or original(written)

    ffi._typeof_locked = typeof


def _made(ffi: Any, written: str) -> Any:
    """Return the type of a pointer or an array of something declared, ``None`` for others."""
    found = _TYPE.fullmatch(written)
    if found is None:
        return None
    name = found["name"]
    declared, _ = ffi._parser._declarations.get(f"typedef {name}", (None, 0))
    if declared is None and name in model.PrimitiveType.ALL_PRIMITIVE_TYPES:
        declared = model.PrimitiveType(name)
    if declared is None:
        return None
    made = ffi._get_cached_btype(declared)
    if found["stars"] is None:
        length = int(found["length"]) if found["length"] else None
        return ffi._backend.new_array_type(ffi._backend.new_pointer_type(made), length)
    for _ in found["stars"]:
        made = ffi._backend.new_pointer_type(made)
    return made


with _light():
    import weasyprint
    from weasyprint.text import ffi as _bindings
    from weasyprint.text.fonts import FontConfiguration

_make_of_declarations(_bindings.ffi)

__all__ = ["FontConfiguration", "weasyprint"]
