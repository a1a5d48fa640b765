from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.charts.canvas import hatching
from report.charts.labels import Row, place_in_lanes, spread

_PLACES = st.lists(st.tuples(st.floats(0, 100), st.floats(1, 12)), min_size=1, max_size=8)


@given(_PLACES)
def test_spread_labels_keep_apart_and_in_their_order(places: list[tuple[float, float]]) -> None:
    wanted, sizes = [p for p, _ in places], [s for _, s in places]
    middles = spread(wanted, sizes, 0, 100)
    for one, other in combinations(range(len(places)), 2):
        room = (sizes[one] + sizes[other]) / 2
        assert abs(middles[one] - middles[other]) >= room - 1e-6
        if wanted[one] < wanted[other]:
            assert middles[one] < middles[other]
    for middle, size in zip(middles, sizes, strict=True):
        assert middle - size / 2 >= -1e-6
        assert middle + size / 2 <= 100 + 1e-6


def test_labels_with_room_stay_where_they_belong() -> None:
    assert spread([10, 50, 90], [8, 8, 8], 0, 100) == (10, 50, 90)


_EXACT = 1e-6  # points: what floating point makes of equal lengths
_LABELS = st.lists(st.tuples(st.floats(0, 300), st.floats(10, 90)), min_size=1, max_size=9)
_SIDES = st.sampled_from([(True,), (False,), (True, False)])


@given(_LABELS, _SIDES, st.integers(1, 3))
def test_no_label_and_no_leader_crosses_another_label(
    labels: list[tuple[float, float]], sides: tuple[bool, ...], lanes: int
) -> None:
    labels.sort()
    row = Row([point for point, _ in labels], [length for _, length in labels], 300)
    stands = place_in_lanes(row, sides, lanes)
    if stands is None:
        return
    spans = [
        (stand, stand.start, stand.start + length, point)
        for stand, (point, length) in zip(stands, labels, strict=True)
    ]
    for stand, start, end, point in spans:
        assert -_EXACT <= start <= point + _EXACT
        assert point - _EXACT <= end <= 300 + _EXACT
        assert stand.above in sides
        assert stand.lane < lanes
    for one, other in combinations(spans, 2):
        if one[0].above != other[0].above:
            continue
        if one[0].lane == other[0].lane:
            assert one[2] <= other[1] or other[2] <= one[1]
        near, far = sorted((one, other), key=lambda span: span[0].lane)
        if near[0].lane < far[0].lane:
            assert not near[1] < far[3] < near[2], "the leader of the far one crosses the near one"


def test_labels_with_room_stand_in_one_lane() -> None:
    stands = place_in_lanes(Row([50, 150, 250], [60, 60, 60], 300), [False], 3)
    assert stands is not None
    assert [(stand.lane, stand.start) for stand in stands] == [(0, 20), (0, 120), (0, 220)]


def test_too_many_labels_have_no_room() -> None:
    assert place_in_lanes(Row([100, 101, 102, 103], [90] * 4, 300), [True], 3) is None


@pytest.mark.parametrize("hatch", ["rising", "falling", "level", "upright", "crossed"])
@given(length=st.floats(1, 200), height=st.floats(1, 200))
def test_a_hatch_stays_inside(hatch: str, length: float, height: float) -> None:
    for a, b, c, d in hatching(hatch, length, height):  # type: ignore[arg-type]
        assert all(-1e-2 <= x <= length + 1e-2 for x in (a, c))
        assert all(-1e-2 <= y <= height + 1e-2 for y in (b, d))
