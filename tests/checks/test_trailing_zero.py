"""No number ends in a zero after its point."""

from pathlib import Path

import pytest

from checks.planting import found, told
from handouts.checks import trailing_zero


def test_a_zero_after_the_point_is_found_on_its_line(tmp_path: Path) -> None:
    text = {"One thing.": "Take 5.0 of it."}
    assert found(tmp_path, trailing_zero, text) == ["text: Take 5.0 of it."]
    assert told(tmp_path, trailing_zero, text) == [
        "error: `5.0` ends in a zero after its point (write 5)"
    ]


@pytest.mark.parametrize(
    ("said", "number", "right"),
    [
        ("Your score was 5.0.", "5.0", "5"),
        ("“5.0.”", "5.0", "5"),
        ("It is 10.0, or so.", "10.0", "10"),
        ("It is 2.50 long.", "2.50", "2.5"),
        ("It is 0.10 of it.", "0.10", "0.1"),
        ("About 1.000 cells.", "1.000", "1,000 or 1, whichever is meant"),
    ],
)
def test_each_is_told_with_what_to_write(
    tmp_path: Path, said: str, number: str, right: str
) -> None:
    assert told(tmp_path, trailing_zero, {"One thing.": f"'{said}'"}) == [
        f"error: `{number}` ends in a zero after its point (write {right})"
    ]


def test_other_zeros_are_left_alone(tmp_path: Path) -> None:
    text = {
        "One thing.": "Version 1.0.2, code L40.0, 312.867.0140, 100.4 F, 10.5 and 1,000. 5 more."
    }
    assert found(tmp_path, trailing_zero, text) == []


def test_money_and_times_are_left_alone(tmp_path: Path) -> None:
    text = "It is $2.50, $ 3.50 or 2.50 dollars. Come at 9.30. We close at 21.00, or 9.00 p.m."
    assert found(tmp_path, trailing_zero, {"One thing.": text}) == []
