"""Calls: WeasyPrint's libraries, with what the press calls of them besides what WeasyPrint does."""

from __future__ import annotations

from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, gobject, harfbuzz, pango

from report.writers.pdf import declared

if ffi is not declared.ffi:  # WeasyPrint was there before the engine was
    ffi.cdef(declared.OWN)

__all__ = ["FROM_UNITS", "TO_UNITS", "ffi", "gobject", "harfbuzz", "pango"]
