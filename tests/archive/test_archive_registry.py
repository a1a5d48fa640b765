"""What PRONOM calls the files of an edition, alone and as Siegfried says where it is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from builds import small_build
from editions import EDITOR, NOON, WORK

from report.archive.edition import PREMIS, edition_files, media_type
from report.archive.registry import known_format
from report.disk import open_house
from report.press import Order, edition_of, publish
from report.readers.source import Source
from report.writers.pdf.standards import Standard

TEXT = "---\ntitle: موجز\nlang: ar\ndate: 2026-11-24\n---\n\n# فصل\n\nنص\n"


def books(standard: Standard) -> dict[str, bytes]:
    source = Source("brief.md", "text/markdown", TEXT.encode())
    made = publish(source, edition_of, open_house(), lambda _: None, order=Order(standard=standard))
    assert made.pdf
    assert made.epub
    return {"brief.pdf": made.pdf, "brief.epub": made.epub, "brief.md": source.data}


def test_an_edition_says_what_its_files_are() -> None:
    files = edition_files(small_build(), work=WORK, number=1, archived=NOON, user=EDITOR)
    premis = files[PREMIS].decode()
    for puid in ("fmt/1149", "fmt/817", "x-fmt/453", "x-fmt/224"):
        assert f">{puid}<" in premis


@pytest.mark.parametrize(
    ("standard", "puid"),
    [(Standard.A3A_UA1, "fmt/479"), (Standard.A4F_UA2, "fmt/1912"), (Standard.PLAIN, None)],
)
def test_a_book_is_what_it_promises(standard: Standard, puid: str | None) -> None:
    assert known_format("application/pdf", books(standard)["brief.pdf"]).puid == puid


@pytest.mark.parametrize("standard", [Standard.A3A_UA1, Standard.A4F_UA2])
def test_siegfried_says_the_same(standard: Standard, tmp_path: Path) -> None:
    siegfried = pytest.importorskip("pygfried")
    root = Path(__file__).parents[2]
    more = {
        "type.css": (root / "templates/type.css").read_bytes(),
        "face.ttf": (root / "fonts/amiri/Amiri-Regular.ttf").read_bytes(),
        "FONTS.toml": (root / "fonts/FONTS.toml").read_bytes(),
        "fonts.conf": (root / "fonts/fonts.conf").read_bytes(),
        "page.jinja": (root / "templates/cover.xhtml.jinja").read_bytes(),
        "report.json": b'{"a": 1}',
    }
    for name, data in {**books(standard), **more}.items():
        (tmp_path / name).write_bytes(data)
        said = siegfried.identify(str(tmp_path / name))
        assert known_format(media_type(name), data).puid == said, name
