"""A date has its month in words."""

from pathlib import Path

from checks.planting import found, told
from checks.saying import found_in
from handouts.checks import numeric_date


def test_a_date_in_figures_is_found_on_its_line(tmp_path: Path) -> None:
    assert found(tmp_path, numeric_date, {"One thing.": "Come on 12/1/2026."}) == [
        "text: Come on 12/1/2026."
    ]
    assert told(tmp_path, numeric_date, {"One thing.": "Come on 12/1/2026."}) == [
        "error: `12/1/2026` can be read as another date "
        "(write the weekday and the month in words: Tuesday, December 1, 2026)"
    ]


def test_every_form_of_such_a_date_is_found(tmp_path: Path) -> None:
    dates = (
        "By 12/01/26.",
        "By 2026-12-01.",
        "By 12-1-2026.",
        "By 1.12.2026.",
        "By 2026/12/1.",
        "Come on 12/1.",
        "Come Tuesday, 12/1.",
        "It ends 5/2025.",
        "By 12-1-26.",
        "By 1.12.26.",
        "By 12 / 1 / 2026.",
    )
    assert found_in(tmp_path, numeric_date, *dates) == list(dates)


def test_dates_in_words_and_other_figures_are_let_be(tmp_path: Path) -> None:
    assert not found_in(
        tmp_path,
        numeric_date,
        "Come on Tuesday, December 1, 2026.",
        "Call 1-800-332-1088 or 866-422-2377.",
        "Version 1.0.2, and 24/7.",
        "See https://clinic.example/2026/12/01 or clinic.example/12/1/2026.",
        "It runs 2021-2026.",
        "Version 1.12.26, about 1/2 of it, and 120/80.",
    )
