"""The wheel carries the house: a command installed from it makes books from any folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_the_wheel_makes_books_from_another_folder(tmp_path: Path) -> None:
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"),
            *("--no-index", "--wheel-dir", str(tmp_path), str(ROOT)),
        ],
        check=True,
        timeout=300,
    )
    (wheel,) = tmp_path.glob("warraq-*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(installed)
    assert any(name.endswith("house/fonts/FONTS.toml") for name in names)
    assert any(name.endswith("house/templates/page.css") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "examples/"))]

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "brief.md").write_text("---\ntitle: الموجز\ndate: 2026\n---\n\nنص.\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "report", "build", "brief.md", "-o", "out"],
        cwd=elsewhere,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    books = sorted(path.name for path in (elsewhere / "out" / "brief").iterdir())
    assert {"brief.epub", "brief.json", "brief.pdf"} <= set(books)
