"""Drawings, read back as shapes: direction, lengths, gaps, and room for every word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sketch import EVENTS, EXAMPLES, GROWTH, PARTS, YEARS, Drawing, chart, draw, ltr

from report.charts.canvas import NARROW, WIDE, Measure
from report.charts.data import can_be_drawn
from report.charts.drawing import draw_chart
from report.charts.lettering import Lettering
from report.charts.palette import STYLES
from report.locales import locale
from report.model.blocks import Chart, ChartKind

KINDS: tuple[ChartKind, ...] = ("bar", "line", "share", "timeline")
INKS = {style.ink for style in STYLES}


def bars(drawing: Drawing) -> list[tuple[float, float, float, float]]:
    return [(b.x, b.y, b.width, b.height) for b in drawing.boxes() if b.fill in INKS]


def test_categories_run_from_right_to_left(lettering: Lettering) -> None:
    right_to_left = bars(draw(chart("bar", GROWTH), lettering))
    assert [x for x, *_ in right_to_left] == sorted((x for x, *_ in right_to_left), reverse=True)
    left_to_right = bars(draw(ltr(chart("bar", GROWTH)), lettering))
    assert [x for x, *_ in left_to_right] == sorted(x for x, *_ in left_to_right)


def test_one_direction_is_the_mirror_of_the_other(lettering: Lettering) -> None:
    for kind, table in EXAMPLES.items():
        there = draw(chart(kind, table), lettering)  # type: ignore[arg-type]
        here = draw(ltr(chart(kind, table)), lettering)  # type: ignore[arg-type]
        mirrored = [round(WIDE.length - box.end, 2) for box in there.boxes()]
        assert mirrored == [pytest.approx(box.x, abs=0.02) for box in here.boxes()]
        assert len(there.words()) == len(here.words())


def test_columns_stand_as_tall_as_their_values(lettering: Lettering) -> None:
    (_, y, _, tall), (_, _, _, nine), _, (_, low, _, below) = bars(
        draw(chart("bar", GROWTH), lettering)
    )
    assert tall / nine == pytest.approx(12 / 9, rel=0.01)
    assert below / tall == pytest.approx(3 / 12, rel=0.02)
    assert low == pytest.approx(y + tall, abs=0.02), "what is negative hangs from nought"


def test_lying_bars_grow_from_the_right(lettering: Lettering) -> None:
    lying = bars(draw(chart("bar", GROWTH, bars="rows"), lettering))
    *positive, negative = lying
    base = positive[0][0] + positive[0][2]
    assert all(x + width == pytest.approx(base, abs=0.02) for x, _, width, _ in positive)
    assert negative[0] == pytest.approx(base, abs=0.02), "and below nought to the right of it"
    assert [y for _, y, *_ in lying] == sorted(y for _, y, *_ in lying)


def test_long_names_lay_the_bars_down(lettering: Lettering) -> None:
    names = ["المندوبية السامية للتخطيط والإحصاء", "الوكالة الوطنية للموانئ والمرافئ"]
    table = "| الجهة | العدد |\n" + "\n".join(
        f"| {n} {i} | {i + 1} |" for i in range(5) for n in names
    )
    drawn = bars(draw(chart("bar", table), lettering))
    assert len({round(x + width, 1) for x, _, width, _ in drawn}) == 1
    standing = bars(draw(chart("bar", table, bars="columns"), lettering))
    assert len({round(y + height, 1) for _, y, _, height in standing}) == 1


def test_what_is_missing_leaves_a_sign_and_no_bar(lettering: Lettering) -> None:
    assert len(bars(draw(chart("bar", GROWTH), lettering))) == 4
    whole = GROWTH.replace("| موريتانيا | |", "| موريتانيا | 1 |")
    words = len(draw(chart("bar", whole), lettering).words())
    assert len(draw(chart("bar", GROWTH), lettering).words()) == words


def test_time_runs_to_the_left_as_far_apart_as_the_years_are(lettering: Lettering) -> None:
    line = max(draw(chart("line", YEARS), lettering).lines(), key=len)
    places = [x for x, _ in line]
    assert places == sorted(places, reverse=True)
    first, second, third = places
    assert (first - second) / (second - third) == pytest.approx(2 / 8, rel=0.02)
    other = max(draw(ltr(chart("line", YEARS)), lettering).lines(), key=len)
    assert [x for x, _ in other] == sorted(x for x, _ in other)


def test_a_missing_value_parts_the_line(lettering: Lettering) -> None:
    inks = [style.ink for style in STYLES[:2]]
    drawing = draw(chart("line", YEARS), lettering)
    stroked = [e.get("stroke") for e in drawing.root.iter() if e.get("stroke-linejoin")]
    assert stroked.count(inks[0]) >= 1
    assert stroked.count(inks[1]) == 0, "two points with a gap between them are no line"


def test_the_value_axis_stands_where_reading_starts(lettering: Lettering) -> None:
    drawing = draw(chart("line", YEARS), lettering)
    grid = [line for line in drawing.lines() if line[0][1] == line[1][1]][:4]
    assert all(max(x for x, _ in line) < WIDE.length - 10 for line in grid)
    numbers = [word for word in drawing.words() if word[0] > WIDE.length - 25]
    assert len(numbers) >= len(grid)
    here = draw(ltr(chart("line", YEARS)), lettering)
    assert len([word for word in here.words() if word[1] < 25]) >= len(grid)


def test_lines_differ_by_dash_and_bars_by_hatch(lettering: Lettering) -> None:
    table = "| س | أ | ب | ج | د | ه | و |\n" + "\n".join(
        f"| {2000 + n} | {n} | {n + 1} | {n + 3} | {n + 5} | {n + 7} | {n + 9} |" for n in range(4)
    )
    dashes = {dash for dash in draw(chart("line", table), lettering).dashed()}
    assert {style.dash for style in STYLES} <= dashes
    hatched = draw(chart("bar", table), lettering)
    assert len({b.fill for b in hatched.boxes() if b.fill in INKS}) == 6
    assert len(hatched.lines()) > 5 * 4


def test_a_share_is_as_long_as_its_part_of_the_whole(lettering: Lettering) -> None:
    drawn = bars(draw(chart("share", PARTS), lettering))
    assert [x for x, *_ in drawn] == sorted((x for x, *_ in drawn), reverse=True)
    coal, gas, wind = (width for _, _, width, _ in drawn)
    assert coal / wind == pytest.approx(40 / 25, rel=0.02)
    assert coal + gas + wind == pytest.approx(WIDE.length, rel=0.02)


def test_a_time_line_runs_to_the_left(lettering: Lettering) -> None:
    drawing = draw(chart("timeline", EVENTS), lettering)
    dots = [float(e.get("cx", "")) for e in drawing.root.iter() if e.get("cx")]
    assert dots == sorted(dots, reverse=True)
    first, second, third = dots
    assert (first - second) / (second - third) == pytest.approx(2 / 10, rel=0.02)
    spans = [line for line in drawing.lines() if line[0][0] == pytest.approx(second)]
    assert any(
        line[1][0] == pytest.approx(second - (second - third) * 0.4, abs=0.1) for line in spans
    )


def test_a_time_line_on_a_phone_goes_down(lettering: Lettering) -> None:
    drawing = draw(chart("timeline", EVENTS), lettering, measure=NARROW)
    dots = [
        (float(e.get("cx", "")), float(e.get("cy", ""))) for e in drawing.root.iter() if e.get("cx")
    ]
    assert len({x for x, _ in dots}) == 1
    assert [y for _, y in dots] == sorted(y for _, y in dots)


def test_numbers_are_in_the_digits_of_the_region(lettering: Lettering) -> None:
    what = chart("bar", GROWTH, unit="%")
    assert "المغرب: ٪١٢" not in described(what, lettering, "ar-EG")
    assert "المغرب: ١٢٪" in described(what, lettering, "ar-EG")
    assert "المغرب: 12%" in described(what, lettering, "ar-MA")
    assert "المغرب: ۱۲٪" in described(what, lettering, "fa")


def described(what: Chart, lettering: Lettering, language: str) -> str:
    root = draw(what, lettering, language).root
    return root.findtext("{http://www.w3.org/2000/svg}desc") or ""


def test_words_say_all_that_is_drawn(lettering: Lettering) -> None:
    root = draw(chart("line", YEARS, caption="الإنتاج", unit="طن"), lettering).root
    said = [root.findtext(f"{{http://www.w3.org/2000/svg}}{name}") for name in ("title", "desc")]
    assert said[0] == "رسم خطي: الإنتاج"
    assert said[1] == (
        "(طن) المغرب — 2010: 10، 2012: 14، 2020: 31؛ تونس — 2010: 20، 2012: لا قيمة، 2020: 25."
    )
    own = draw(chart("timeline", EVENTS, alternative="ثلاثة أحداث"), lettering).root
    assert own.findtext("{http://www.w3.org/2000/svg}title") == "ثلاثة أحداث"
    assert "2014-2018: عملية" in (own.findtext("{http://www.w3.org/2000/svg}desc") or "")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("measure", [WIDE, NARROW])
def test_equal_charts_give_equal_bytes_and_stay_inside(
    kind: ChartKind, measure: Measure, lettering: Lettering
) -> None:
    what = chart(kind, EXAMPLES[kind], caption="عنوان")
    tongue = locale("ar-MA")
    one = draw_chart(what, lettering, tongue, "ar-MA", measure)
    assert one == draw_chart(what, lettering, tongue, "ar-MA", measure)
    assert_inside(draw(what, lettering, measure=measure))


_NAMES = st.sampled_from(
    ["المغرب", "الوكالة الوطنية للموانئ (ANP)", "WHO", "2019", "منطقة الساحل والصحراء الكبرى", "ش"]
)
_VALUES = st.one_of(
    st.none(),
    st.integers(-5, 99),
    st.integers(0, 10**7),
    st.floats(-2, 2).map(lambda v: round(v, 2)),
)


@st.composite
def charts(drawn: st.DrawFn) -> Chart:
    kind = drawn(st.sampled_from(KINDS))
    if kind == "timeline":
        years = drawn(st.lists(st.integers(1900, 2030), min_size=1, max_size=12))
        rows = [f"| {year} | {drawn(_NAMES)} {drawn(_NAMES)} {drawn(_NAMES)} |" for year in years]
        return chart(kind, "| التاريخ | الحدث |\n" + "\n".join(rows))
    width = drawn(st.integers(1, 6))
    length = drawn(st.integers(1, 12))
    head = "| " + " | ".join(["", *(drawn(_NAMES) for _ in range(width))]) + " |"
    rows = []
    for n in range(length):
        values = [drawn(_VALUES) for _ in range(width)]
        cells = ["" if v is None else str(abs(v) if kind == "share" else v) for v in values]
        rows.append(f"| {drawn(_NAMES)} {n} | {' | '.join(cells)} |")
    more = {"unit": drawn(st.sampled_from(["%", "مليون درهم"]))} if drawn(st.booleans()) else {}
    wanted = drawn(st.sampled_from([None, "rows", "columns"])) if kind == "bar" else None
    return chart(kind, "\n".join([head, *rows]), bars=wanted, **more)


@settings(max_examples=120)
@given(charts(), st.sampled_from([WIDE, NARROW]), st.sampled_from(["ar-EG", "ar-MA", "fa", "he"]))
def test_whatever_can_be_drawn_is_drawn_inside_its_frame(
    lettering: Lettering, what: Chart, measure: Measure, language: str
) -> None:
    if not can_be_drawn(what):
        return
    drawing = draw(what, lettering, language, measure)
    crowded = what.bars == "columns" and len(what.rows) * (len(what.head.cells) - 1) > 8
    assert_inside(drawing, words=not crowded)
    mirrored = draw(replace(what, direction="ltr"), lettering, language, measure)
    assert mirrored.height == pytest.approx(drawing.height, abs=0.02)


def assert_inside(drawing: Drawing, *, words: bool = True) -> None:
    for box in drawing.boxes():
        assert -0.5 <= box.x
        assert box.end <= drawing.width + 0.5
        assert box.width >= 0
        assert box.height >= 0
        assert -0.5 <= box.y
        assert box.y + box.height <= drawing.height + 0.5
    for left, right, baseline, _ in drawing.words() if words else ():
        assert left >= -2.5, "a word sticks out at the left"
        assert right <= drawing.width + 2.5, "a word sticks out at the right"
        assert 0 < baseline < drawing.height
