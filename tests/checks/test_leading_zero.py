"""A number smaller than one has a zero before its point."""

from pathlib import Path

from checks.planting import found, told
from checks.saying import found_in
from handouts.checks import leading_zero


def test_a_bare_point_is_found_on_its_line(tmp_path: Path) -> None:
    assert found(tmp_path, leading_zero, {"One thing.": "About .5 of it."}) == [
        "text: About .5 of it."
    ]
    assert told(tmp_path, leading_zero, {"One thing.": "About .5 of it."}) == [
        "error: `.5` has no zero before its point (write 0.5)"
    ]
    assert found_in(tmp_path, leading_zero, "It is (.25) or so.") == ["It is (.25) or so."]


def test_a_comma_for_the_point_is_found(tmp_path: Path) -> None:
    assert told(tmp_path, leading_zero, {"One thing.": "About 0,5 of it."}) == [
        "error: `0,5` has a comma for its point (write 0.5)"
    ]


def test_other_points_are_let_be(tmp_path: Path) -> None:
    assert not found_in(
        tmp_path,
        leading_zero,
        "0.5 and 100.4 F.",
        "Version 1.0.2.",
        "The end. 5 more.",
        "10,500 and 100,000.",
        "page.2",
    )
