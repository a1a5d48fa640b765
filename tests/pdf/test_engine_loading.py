"""A build starts no compiler: the engine loads WeasyPrint before anything else asks for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TEXT = "---\ntitle: تقرير\nlang: ar\ndate: 2026-11-24\n---\n\n# متن\n\nنصّ قصير.\n"
BUILD = """
import sys
started = []
sys.addaudithook(lambda event, given: started.append(given) if event == "subprocess.Popen" else 0)
from report.cli import main
code = main(["build", sys.argv[1], "-o", sys.argv[2]])
sys.exit(f"{started}" if started else code)
"""


def test_a_build_starts_no_other_program(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text(TEXT, "utf-8")
    command = [sys.executable, "-c", BUILD, str(source), str(tmp_path / "out")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "out" / "a" / "a.pdf").exists()


def test_a_build_leaves_nothing_behind(tmp_path: Path) -> None:
    source, scratch = tmp_path / "a.md", tmp_path / "scratch"
    source.write_text(TEXT, "utf-8")
    scratch.mkdir()
    command = [sys.executable, "-m", "report", "build", str(source), "-o", str(tmp_path / "out")]
    around = os.environ | {"TMPDIR": str(scratch)}
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=around)
    assert ended.returncode == 0, ended.stderr
    assert "wrote" in ended.stdout
    assert not list(scratch.iterdir())


def test_the_exit_code_is_that_of_the_command(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "report", "build", str(tmp_path / "missing.md")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "missing.md" in ended.stderr


SELDOM = (
    *("cffi", "pycparser", "fontTools.subset", "fontTools.ttLib", "fontTools.fontBuilder"),
    *("babel.localtime", "zoneinfo", "numpy", "openpyxl", "pikepdf", "citeproc"),
    *("multiprocessing", "asyncio", "distributed", "jpype", "segno", "html5lib"),
    *("report.bibliography", "report.archive", "report.catalogue", "report.verapdf"),
    *("report.charts.bars", "report.charts.timelines", "report.surfaces.adapter"),
)
LOADED = f"""
import sys
from report.cli import main
code = main(["build", sys.argv[1], "-o", sys.argv[2]])
sys.exit(", ".join(name for name in {SELDOM!r} if name in sys.modules) or code)
"""


def test_a_plain_report_loads_nothing_that_only_others_need(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text(TEXT, "utf-8")
    command = [sys.executable, "-c", LOADED, str(source), str(tmp_path / "out")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr.splitlines()[-1]
    assert (tmp_path / "out" / "a" / "a.epub").exists()


def test_dates_are_loaded_without_a_zone_and_the_zone_can_be_had_later() -> None:
    asked = "import report.locales, babel.localtime; print(babel.localtime.LOCALTZ)"
    ended = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


STANDING = """
from report.writers.pdf.engine import weasyprint
import sys
assert "fontTools.ttLib" not in sys.modules
from weasyprint.pdf import fonts
from weasyprint.text.fonts import TTFont, woff2
assert "fontTools.ttLib" not in sys.modules
assert fonts.ttFont.getTableClass("glyf").__name__ == "table__g_l_y_f"
assert woff2.decompress.__module__ == "fontTools.ttLib.woff2"
font = TTFont()
font["glyf"] = fonts.ttFont.getTableClass("glyf")()
assert "glyf" in font and type(font).__name__ == "TTFont"
"""


def test_what_stands_for_fonttools_is_fonttools_when_it_is_called() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", STANDING], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
