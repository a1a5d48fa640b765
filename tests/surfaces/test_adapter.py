"""The adapter: what a surface that knows no Arabic is given, with the probe forced both ways."""

from __future__ import annotations

import ast
import io
import re
import unicodedata
from pathlib import Path

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFont, features

from report.cli.desk import Desk
from report.diagnostics import Place
from report.model.inlines import Direction
from report.rules import finding
from report.surfaces.adapter import as_shown
from report.surfaces.terminals import orders_text

PACKAGE = Path(__file__).parents[2] / "report"
FACE = Path(__file__).parents[2] / "fonts" / "amiri" / "Amiri-Regular.ttf"
FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
LINES = ["تقرير عن الأمن", "نشرت WHO تقريرها", "لا بأس", "بلغ 12 بلدًا", "الكلمة (WHO) هنا"]


@pytest.mark.parametrize("line", [*LINES, "plain ASCII", ""])
def test_a_surface_that_orders_text_gets_it_as_it_is(line: str) -> None:
    assert as_shown(line, "rtl", orders=True) == line


@pytest.mark.parametrize("line", LINES)
def test_a_surface_that_does_not_gets_forms_in_the_order_of_drawing(line: str) -> None:
    shown = as_shown(line, "rtl", orders=False)
    assert FORMS.search(shown)
    back = unicodedata.normalize("NFKC", shown)
    assert sorted(back.replace(" ", "")) == sorted(line.replace(" ", ""))
    assert back.split()[-1][-1] in line.split()[0]


def test_text_without_arabic_is_never_touched() -> None:
    assert as_shown("naïve (x) 12%", "ltr", orders=False) == "naïve (x) 12%"


def test_brackets_open_to_their_text() -> None:
    shown = as_shown("الكلمة (WHO) هنا", "rtl", orders=False)
    assert "(WHO)" in shown


def test_marks_stand_behind_their_letter_where_drawing_begins_at_the_left() -> None:
    shown = as_shown("مُحَمَّد", "rtl", orders=False)
    assert not unicodedata.combining(shown[0])
    assert shown.count("\u064e") == 2
    assert as_shown("שָׁלוֹם", "rtl", orders=False) == "םוֹלשָׁ"


def test_controls_and_joiners_are_not_drawn() -> None:
    shown = as_shown("می\u200cخواهم \u2067نص\u2069", "rtl", orders=False)
    assert not [c for c in shown if unicodedata.category(c) == "Cf"]


_WORDS = st.sampled_from(["نص", "علم", "WHO", "a", "12", "٣", "،", ".", "%", "كتاب"])


@given(st.lists(_WORDS, min_size=1, max_size=8), st.sampled_from(["rtl", "ltr"]))
def test_order_is_that_of_python_bidi(words: list[str], base: Direction) -> None:
    """Without brackets the two agree; joined letters are brought back to plain ones."""
    line = " ".join(words)
    expected = get_display(line, base_dir="R" if base == "rtl" else "L")
    shown = unicodedata.normalize("NFKC", as_shown(line, base, orders=False))
    if re.search("[\u0590-\u08ff]", line):
        assert shown == expected
    else:
        assert shown == line


def drawn(text: str, engine: ImageFont.Layout, **raqm: str) -> Image.Image:
    face = ImageFont.truetype(str(FACE), 40, layout_engine=engine)
    page = Image.new("L", (420, 90), 255)
    ImageDraw.Draw(page).text((10, 10), text, fill=0, font=face, **raqm)
    ink = ImageChops.invert(page).getbbox()
    assert ink is not None
    return page.crop(ink)


def likeness(one: Image.Image, other: Image.Image) -> float:
    """Return the share of dots that are alike once both are brought to one size."""
    other = other.resize(one.size)
    difference = ImageChops.difference(one, other).point(lambda dot: 255 * (dot > 127))
    return 1 - difference.histogram()[255] / (one.width * one.height)


@pytest.mark.skipif(not features.check("raqm"), reason="needs Raqm to know what is right")
@pytest.mark.parametrize("line", ["بلد 12", "نشر تقريره"])
def test_a_bitmap_without_raqm_looks_like_one_with_it(line: str) -> None:
    right = drawn(line, ImageFont.Layout.RAQM, direction="rtl", language="ar")
    shown = drawn(as_shown(line, "rtl", orders=False), ImageFont.Layout.BASIC)
    raw = drawn(as_shown(line, "rtl", orders=True), ImageFont.Layout.BASIC)
    assert abs(shown.width - right.width) <= 0.06 * right.width
    assert likeness(right, shown) > likeness(right, raw) + 0.05


@pytest.mark.parametrize(
    ("environment", "orders"),
    [
        ({"VTE_VERSION": "7200", "TERM": "xterm-256color"}, True),
        ({"VTE_VERSION": "5202"}, False),
        ({"KONSOLE_VERSION": "230804"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, True),
        ({"WT_SESSION": "a-b"}, False),
        ({"TERM_PROGRAM": "vscode"}, False),
        ({"TERM": "linux"}, False),
        ({"TERM": "alacritty"}, False),
        ({"TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1"}, None),
        ({"TERM": "tmux-256color", "TMUX": "/x", "VTE_VERSION": "7200"}, None),
        ({"TERM": "xterm-256color"}, None),
        ({}, None),
    ],
)
def test_terminals_are_known_by_what_they_leave(
    environment: dict[str, str], orders: bool | None
) -> None:
    assert orders_text(environment) is orders


class Terminal(io.StringIO):
    """A stream that says that a person sees it."""

    def isatty(self) -> bool:
        return True


def said(stream: io.StringIO, *, orders: bool) -> str:
    desk = Desk("human", stream, stream, orders)
    desk.warn(finding("S021", Place("article.txt", 3, 1), text="…الأمنية، تق"))
    desk.say("  المصدر غير موجود")
    return stream.getvalue()


def test_the_desk_reorders_for_a_plain_terminal_only() -> None:
    terminal = said(Terminal(), orders=True)
    file = said(io.StringIO(), orders=False)
    assert "الأمنية، تق" in terminal
    assert "الأمنية، تق" in file
    plain = said(Terminal(), orders=False)
    assert FORMS.search(plain)
    assert "\u2068" not in plain
    lines = plain.replace("\r\x1b[K", "").split("\n")
    assert lines[0].startswith("article.txt:3:1: error S021:")
    assert re.match("  [\ufe70-\ufefc]", lines[-2])


def test_only_the_adapter_may_reshape() -> None:
    users = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if {name.split(".")[0] for name in names} & {"arabic_reshaper", "bidi"}:
                users.add(path.relative_to(PACKAGE).as_posix())
    assert users == {"surfaces/adapter.py"}
