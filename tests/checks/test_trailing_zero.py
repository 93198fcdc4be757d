"""No number ends in a zero after its point."""

from pathlib import Path

from checks.planting import found, told
from handouts.checks import trailing_zero


def test_a_zero_after_the_point_is_found_on_its_line(tmp_path: Path) -> None:
    text = {"One thing.": "Take 5.0 of it."}
    assert found(tmp_path, trailing_zero, text) == ["text: Take 5.0 of it."]
    assert told(tmp_path, trailing_zero, text) == [
        "error: `5.0` ends in a zero after its point (write 5)"
    ]


def test_other_zeros_are_left_alone(tmp_path: Path) -> None:
    text = {"One thing.": "Version 1.0.2, 100.4 F, 10.5 and 1,000."}
    assert found(tmp_path, trailing_zero, text) == []
