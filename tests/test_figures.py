"""Figures drawn from data: how many people are filled, and where the weeks stand."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.figures import people, schedule
from handouts.sections import Timeline

# "2 to 5 days" under a stop of the schedule is that wide, in points.
LABEL = 57.0


def timeline(
    *weeks: int, then_every: int | None = None, days: tuple[int, int] = (1, 1)
) -> Timeline:
    return Timeline(
        id="plan",
        heading="Plan",
        kind="timeline",
        caption="A plan",
        weeks=weeks,
        then_every=then_every,
        days=days,
    )


def test_79_of_100_people_are_filled() -> None:
    crowd = people(79, 100)
    assert crowd.with_outcome.count("M") == 79
    assert crowd.without.count("M") == 21


def test_people_are_filled_from_the_top_left_ten_in_a_row() -> None:
    crowd = people(12, 100)
    assert crowd.with_outcome.startswith("M0 0m")
    assert "M90 0m" in crowd.with_outcome
    assert "M10 10m" in crowd.with_outcome
    assert crowd.without.startswith("M20 10m")
    assert crowd.height == 100


@given(st.integers(0, 100))
def test_every_person_stands_once_in_one_of_the_two_groups(count: int) -> None:
    crowd = people(count, 100)
    together = crowd.with_outcome + crowd.without
    assert crowd.with_outcome.count("M") == count
    places = [f"M{x} {y}m" for y in range(0, 100, 10) for x in range(0, 100, 10)]
    assert [together.count(place) for place in places] == [1] * 100


@pytest.mark.parametrize("count", [0, 100])
def test_nobody_and_everybody_can_be_drawn(count: int) -> None:
    crowd = people(count, 100)
    assert (crowd.with_outcome == "", crowd.without == "") == (count == 0, count == 100)


def test_weeks_0_2_6_then_every_8_stand_to_scale() -> None:
    line = schedule(timeline(0, 2, 6, then_every=8), width=776.0)
    # 14 weeks up to the next one, on 700 points: 50 points a week.
    assert [(stop.week, stop.x) for stop in line.stops] == [(0, 0.0), (2, 100.0), (6, 300.0)]
    assert line.solid_to == 700.0
    assert line.width == 776.0


def test_a_schedule_may_start_later_than_week_0() -> None:
    line = schedule(timeline(2, 6, then_every=8), width=676.0)
    assert [(stop.week, stop.x) for stop in line.stops] == [(2, 0.0), (6, 200.0)]


def test_weeks_too_near_for_their_labels_stand_in_even_steps() -> None:
    line = schedule(timeline(0, 2, 6, then_every=8), width=376.0)
    assert [stop.x for stop in line.stops] == [0.0, 100.0, 200.0]
    assert line.solid_to == 300.0


@pytest.mark.parametrize("width", [355.0, 372.0])
def test_the_shipped_schedule_has_room_for_its_labels(width: float) -> None:
    line = schedule(timeline(0, 4, 8, 12, then_every=4, days=(2, 5)), width=width)
    places = [stop.x for stop in line.stops] + [line.solid_to]
    assert all(b - a >= LABEL for a, b in pairwise(places))


def test_days_that_some_people_do_not_need_are_drawn_with_a_broken_line() -> None:
    stop = schedule(timeline(0, 4, then_every=4, days=(2, 5)), width=372.0).stops[0]
    assert [square.certain for square in stop.squares] == [True, True, False, False, False]
    assert [square.x for square in stop.squares] == [1.0, 10.0, 19.0, 28.0, 37.0]


WEEKS = st.lists(st.integers(0, 60), min_size=1, max_size=5, unique=True).map(sorted)


@given(WEEKS, st.integers(1, 26), st.integers(1, 7), st.sampled_from([355.0, 372.0]))
def test_nothing_stands_beyond_the_width(
    weeks: list[int], every: int, most: int, width: float
) -> None:
    line = schedule(timeline(*weeks, then_every=every, days=(1, most)), width=width)
    ends = [stop.x + square.x + 9 for stop in line.stops for square in stop.squares]
    assert max(*ends, line.solid_to) <= width
    assert min(stop.x for stop in line.stops) == 0


@given(WEEKS, st.integers(1, 26), st.sampled_from([355.0, 372.0]))
def test_weeks_stand_in_order_and_before_what_goes_on(
    weeks: list[int], every: int, width: float
) -> None:
    line = schedule(timeline(*weeks, then_every=every), width=width)
    places = [stop.x for stop in line.stops] + [line.solid_to]
    assert places == sorted(set(places))
    assert [stop.week for stop in line.stops] == weeks


def test_a_schedule_that_does_not_go_on_stays_within_the_width() -> None:
    line = schedule(timeline(0, 4), width=372.0)
    assert line.stops[-1].x + LABEL <= 372.0


def test_the_last_week_leaves_room_for_its_label_before_what_goes_on() -> None:
    line = schedule(timeline(0, 50, then_every=1), width=372.0)
    places = [stop.x for stop in line.stops] + [line.solid_to]
    assert all(b - a >= LABEL for a, b in pairwise(places))
