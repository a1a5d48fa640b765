"""Documents: what a storage root says of itself to a reader who has nothing but the folder."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from report.archive.digests import digest
from report.archive.inventory import SPECIFICATION
from report.archive.layout import NAME, HashedTuples, layout_json

DECLARATION = f"0=ocfl_{SPECIFICATION}"
DIGESTS = "root.sha512"
"""Digests of the files in the root itself, which OCFL leaves without any."""

_TEXTS = ("README.md", f"{NAME}.md", "warraq-staging.md")


@cache
def root_files() -> Mapping[str, bytes]:
    """Return the files of an empty storage root by their paths (OCFL 1.1, 4.1 and 4.5)."""
    texts = files("report.archive.documents")
    made = {
        DECLARATION: f"{DECLARATION.removeprefix('0=')}\n".encode(),
        "ocfl_layout.json": layout_json(),
        f"extensions/{NAME}/config.json": HashedTuples().as_json(),
        **{name: (texts / name).read_bytes() for name in _TEXTS},
    }
    return {**made, DIGESTS: digest_list(made)}


def digest_list(made: Mapping[str, bytes]) -> bytes:
    r"""Write digests of files as ``sha512sum`` does, so that it can check them.

    >>> digest_list({"a": b""})[128:]
    b'  a\n'
    """
    return "".join(f"{digest(data)}  {name}\n" for name, data in sorted(made.items())).encode()
