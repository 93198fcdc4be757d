"""A number of 1,000 or more has its comma."""

from pathlib import Path

from checks.planting import found, told
from checks.saying import found_in
from handouts.checks import thousands_comma


def test_a_long_number_is_found_on_its_line(tmp_path: Path) -> None:
    assert found(tmp_path, thousands_comma, {"One thing.": "It costs 10000 dollars."}) == [
        "text: It costs 10000 dollars."
    ]
    assert told(tmp_path, thousands_comma, {"One thing.": "It costs 10000 dollars."}) == [
        "warning: `10000` has no comma (write 10,000)"
    ]


def test_long_numbers_anywhere_in_a_sentence_are_found(tmp_path: Path) -> None:
    long = ("It costs $4500 a year.", "The study had 1500 people.", "It can reach 250000.")
    assert found_in(tmp_path, thousands_comma, *long) == list(long)


def test_years_phones_addresses_and_what_is_counted_on_are_let_be(tmp_path: Path) -> None:
    assert not found_in(
        tmp_path,
        thousands_comma,
        "It costs 10,000 dollars.",
        "Approved in July 2021, and 1998.",
        "Call 866-422-2377 or 1-800-332-1088.",
        "Call (312) 555 0142 or +44 20 7946 0958.",
        "We are at 1240 Harbor Street, Springfield, IL 62704.",
        "Room 1204, or extension 4512.",
        "See https://clinic.example/12345 or clinic.example/67890.",
        "Write to 12345@clinic.example.",
        "The code is L34580.",
        "Send a text to 67283. Or text STOP to 67283.",
        "See form 1040 and lot 1204.",
        "Come at 0930.",
    )
