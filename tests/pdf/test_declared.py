"""What WeasyPrint declares is compiled beforehand: the same declarations, and no others."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from report.writers.pdf import declared

DECLARING = Path(__file__).parent / "declaring.py"


def test_the_compiled_declarations_are_those_of_the_weasyprint_installed() -> None:
    spec = importlib.util.spec_from_file_location("declaring", DECLARING)
    assert spec is not None
    assert spec.loader is not None
    declaring = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(declaring)
    written = declaring.declarations()
    assert sha256(written.encode()).hexdigest() == declared.DIGEST
    assert declaring.compiled(written) == declaring.DECLARED.read_text("utf-8")


def test_other_declarations_are_refused() -> None:
    with pytest.raises(LookupError):
        declared.ffi.cdef("int other(int);")


WORKING = """
from report.writers.pdf import declared
from report.writers.pdf.engine import weasyprint
from weasyprint.text.ffi import ffi, harfbuzz, pango

assert ffi is declared.ffi
assert pango.pango_version() > 14000
assert ffi.sizeof("PangoRectangle") == 16
assert harfbuzz.hb_face_create
"""


def test_weasyprint_works_by_them() -> None:
    # In a process of its own: here another test may have loaded WeasyPrint before the engine.
    ended = subprocess.run([sys.executable, "-c", WORKING], capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr
