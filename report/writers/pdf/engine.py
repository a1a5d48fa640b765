"""Engine: WeasyPrint, loaded without what a book does not need of it.

WeasyPrint tries several names for each of its libraries. For a name that the loader does not
know, Python starts ``ldconfig``, the compiler and the linker, one after the other, before the
next name is tried: twenty times, a quarter of a second of a cold build. The names that the loader
of Linux knows (``libpango-1.0.so.0``) are in the list, so they are found without.

It loads fontTools, for machines without HarfBuzz's subsetter, for variable faces and for faces that
are compressed; it is loaded here when something of it is first called.

Then cffi parses what WeasyPrint declares of these libraries, and each C type that is asked for,
with a parser written in Python; they are compiled beforehand here. And cssselect2 makes a function
of each selector, hundreds in the style sheet of HTML alone; Python compiles it here when an element
asks for it first, which is never for most of them.

EDGE in one respect: it says what stands in ``sys.modules`` while WeasyPrint is loaded.
"""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import CodeType, ModuleType
from typing import Any

from cssselect2 import compiler

from report.writers.pdf import declared

_SELDOM = ("fontTools.subset", "fontTools.ttLib", "fontTools.varLib.instancer")


class _Later:
    """Stands for something of a module until it is called, or something of it is asked for."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def __call__(self, *given: Any, **named: Any) -> Any:
        return self._loaded()(*given, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loaded(), name)

    def _loaded(self) -> Any:
        # As «from … import» does: it may be a module inside the module.
        return getattr(__import__(self._module, fromlist=[self._name]), self._name)


class _Seldom(ModuleType):
    """Stands for a module until something of it is called."""

    TTLibError = Exception
    """What WeasyPrint expects of fontTools where it calls it; more than that does no harm."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Later(self.__name__, name)


@contextmanager
def _light(*, known: bool) -> Iterator[None]:
    """Load WeasyPrint without compilers and without the modules that it seldom calls.

    ``known`` gives it what has been compiled of its declarations in place of cffi.
    """
    original = ctypes.util.find_library
    if hasattr(ctypes.util, "_findSoname_ldconfig"):  # Linux
        ctypes.util.find_library = lambda name: None
    standing: dict[str, ModuleType] = {
        name: _Seldom(name) for name in _SELDOM if name not in sys.modules
    }
    if known:
        standing["cffi"] = ModuleType("cffi")
        standing["cffi"].FFI = lambda: declared.ffi  # type: ignore[attr-defined]
    before = {name: sys.modules[name] for name in standing if name in sys.modules}
    sys.modules.update(standing)
    try:
        yield
    finally:
        ctypes.util.find_library = original
        for name, module in standing.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
        sys.modules.update(before)


class _Test:
    """A selector as a function of an element, compiled when it is first called."""

    __slots__ = ("_code", "_names", "_test", "source")

    def __init__(self, source: str, names: dict[str, Any], inside: dict[str, Any]) -> None:
        del inside
        self.source, self._names = source, names
        self._code: CodeType | None = None
        self._test: Callable[[Any], Any] | None = None

    def __call__(self, element: Any) -> Any:
        if self._test is None:
            self._test = eval(self.__code__, self._names)
        return self._test(element)

    @property
    def __code__(self) -> CodeType:
        """The code that makes the function, and the function's own in it."""
        if self._code is None:
            self._code = compile(self.source, "<selector>", "eval")
        return self._code


compiler.eval = _Test
try:
    with _light(known=True):
        import_module("weasyprint")
except LookupError:
    # Another WeasyPrint declares something else: it says so itself.
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        del sys.modules[name]
    with _light(known=False):
        import_module("weasyprint")

import weasyprint  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

__all__ = ["FontConfiguration", "weasyprint"]
