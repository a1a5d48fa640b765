"""Compile what WeasyPrint declares of its libraries: ``python tests/pdf/declaring.py``.

It writes ``report/writers/pdf/declared.py`` anew, for another version of WeasyPrint.
"""

from __future__ import annotations

import ast
import tempfile
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import cffi

DECLARED = Path(__file__).parents[2] / "report" / "writers" / "pdf" / "declared.py"
_OWN = """
hb_blob_t * hb_blob_create (const char *, unsigned int, int, void *, void *);
hb_face_t * hb_face_create (hb_blob_t *, unsigned int);
gpointer g_object_ref (gpointer);
void pango_layout_line_index_to_x (PangoLayoutLine *, int, gboolean, int *);
gboolean pango_layout_line_x_to_index (PangoLayoutLine *, int, int *, int *);
"""

_HEAD = '''"""What WeasyPrint 70.0 declares of its libraries, made by ``tests/pdf/declaring.py``."""

# ruff: noqa: E501
# fmt: off
{imports}

DIGEST = "{digest}"
"""SHA-256 of the declarations."""

OWN = """{own}"""
"""What the press calls besides (:mod:`report.writers.pdf.calls`)."""


class Declared(_cffi_backend.FFI):  # type: ignore[misc]  # cffi has no types
    """The declarations, which are known: no parser of C is loaded to read them once more."""

    def cdef(self, written: str) -> None:
        """Take declarations; raises :class:`LookupError` for others than those compiled."""
        if sha256(written.encode()).hexdigest() != DIGEST:
            raise LookupError("WeasyPrint declares other functions")


'''


def declarations() -> str:
    """Return the C that WeasyPrint gives to cffi."""
    spec = find_spec("weasyprint")
    assert spec is not None
    assert spec.origin is not None
    source = Path(spec.origin).parent.joinpath("text", "ffi.py").read_text("utf-8")
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(attr="cdef"), args=[ast.Constant(value=str(written))]):
                return written
    raise ValueError("WeasyPrint declares nothing")


def compiled(written: str) -> str:
    """Return the module of the compiled declarations."""
    ffi = cffi.FFI()
    ffi.cdef(written)
    ffi.cdef(_OWN)
    ffi.set_source("declared", None)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "declared.py")
        ffi.emit_python_code(str(made))
        _, _, body = made.read_text("utf-8").partition("import _cffi_backend\n\n")
    body = body.replace("_cffi_backend.FFI(", "Declared(", 1)
    head = _HEAD.format(
        own=_OWN,
        digest=sha256(written.encode()).hexdigest(),
        imports="from hashlib import sha256\n\nimport _cffi_backend",
    )
    return f"{head}{body.strip()}\n"


if __name__ == "__main__":
    DECLARED.write_text(compiled(declarations()), "utf-8")
