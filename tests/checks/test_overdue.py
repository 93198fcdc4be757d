"""A text is reviewed once a year, and twice where it tells what changes sooner."""

from datetime import date
from pathlib import Path

from helpers import SHORT, varied

from checks.planting import found, section, statement, told
from handouts.checks import overdue

YEARLY = varied({"review_due: 2027-05-22": "review_due: 2027-11-22"})
PRICED = section(statement("You pay $5.", "priced", "        expires: 2027-12-31\n"))


def test_after_its_day_the_review_is_an_error_at_its_line(tmp_path: Path) -> None:
    assert found(tmp_path, overdue, day=date(2027, 5, 22)) == []
    assert found(tmp_path, overdue, day=date(2027, 5, 23)) == ["review_due: 2027-05-22"]
    assert told(tmp_path, overdue, day=date(2027, 5, 23)) == [
        "error: the review was due on 2027-05-22 "
        "(read it against its sources anew, then set `updated` and `review_due`)"
    ]


def test_a_year_is_the_longest(tmp_path: Path) -> None:
    assert found(tmp_path, overdue, YEARLY) == []
    late = varied({"2027-11-22": "2027-11-23"}, YEARLY)
    assert told(tmp_path, overdue, late) == [
        "warning: the review is due more than 12 months after `updated` (at the latest 2027-11-22)"
    ]


def test_half_a_year_where_something_expires(tmp_path: Path) -> None:
    assert told(tmp_path, overdue, YEARLY + PRICED) == [
        "warning: the review is due more than 6 months after `updated` (at the latest 2027-05-22)"
    ]
    assert found(tmp_path, overdue, SHORT + PRICED) == []


def test_half_a_year_where_programs_help_to_pay(tmp_path: Path) -> None:
    programs = (
        "  - id: aid\n    heading: Help to pay\n    kind: assistance\n    programs:\n"
        "      - name: A program\n"
        "        who: {id: who, text: All., sources: [acr-ivig], confidence: mixed}\n"
        "        limits: {id: limits, text: None., sources: [acr-ivig], confidence: mixed}\n"
    )
    assert found(tmp_path, overdue, YEARLY + programs) == ["review_due: 2027-11-22"]


def test_the_last_of_august_and_six_months_is_the_last_of_february(tmp_path: Path) -> None:
    days = {"updated: 2026-11-22": "updated: 2026-08-31", "2027-05-22": "2027-03-01"}
    assert told(tmp_path, overdue, varied(days, SHORT + PRICED)) == [
        "warning: the review is due more than 6 months after `updated` (at the latest 2027-02-28)"
    ]
