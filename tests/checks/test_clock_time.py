"""A time has a.m. or p.m., and noon and midnight are words."""

from pathlib import Path

import pytest

from checks.planting import found, told
from checks.saying import found_in
from handouts.checks import clock_time


def test_a_time_without_its_half_of_the_day_is_found_on_its_line(tmp_path: Path) -> None:
    assert found(tmp_path, clock_time, {"One thing.": "'Come at 9:30.'"}) == [
        "text: 'Come at 9:30.'"
    ]


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("9:30 AM", "9:30 a.m."),
        ("9am", "9 a.m."),
        ("5 PM", "5 p.m."),
        ("9.30 am", "9:30 a.m."),
        ("14:00", "2:00 p.m."),
        ("0:30", "12:30 a.m."),
        ("12 p.m.", "noon"),
        ("12:00 a.m.", "midnight"),
        ("9:30", "9:30 a.m. or 9:30 p.m."),
        ("9.30", "9:30 a.m. or 9:30 p.m."),
        ("21.00", "9:00 p.m."),
        ("0930", "9:30 a.m. or 9:30 p.m."),
    ],
)
def test_the_right_way_is_told(tmp_path: Path, written: str, right: str) -> None:
    assert told(tmp_path, clock_time, {"One thing.": f"'Come at {written} with a friend.'"}) == [
        f"warning: `{written}` is not how we write a time (write {right})"
    ]


def test_a_time_with_a_point_is_found_at_the_end_of_a_sentence(tmp_path: Path) -> None:
    assert told(tmp_path, clock_time, {"One thing.": "Come at 9.30."}) == [
        "warning: `9.30` is not how we write a time (write 9:30 a.m. or 9:30 p.m.)"
    ]


def test_right_times_and_other_numbers_are_let_be(tmp_path: Path) -> None:
    assert not found_in(
        tmp_path,
        clock_time,
        "Come at 9:30 a.m., not at 5 p.m.",
        "From 9:30 to 11 a.m. on Monday.",
        "Open 7:30–9:00 a.m. today.",
        "Come at noon. We close at midnight.",
        "Open 8 a.m. to 5 p.m.",
        "It costs 9.30 dollars, less by 2.50 dollars.",
        "A level at 2.50 mg. Fever at 98.60 F.",
        "It takes 3 to 6 hours. I am 12.",
        "You are 65 and pm is no word.",
        "The 5 amounts and 7 PML signs.",
    )
