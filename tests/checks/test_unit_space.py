"""A space stands between a number and its unit."""

from pathlib import Path

from checks.planting import found, told
from checks.saying import found_in
from handouts.checks import unit_space


def test_a_unit_joined_to_its_number_is_found_on_its_line(tmp_path: Path) -> None:
    assert found(tmp_path, unit_space, {"One thing.": "It holds 10mg of it."}) == [
        "text: It holds 10mg of it."
    ]
    assert told(tmp_path, unit_space, {"One thing.": "It holds 10mg of it."}) == [
        "error: `10mg` has no space before its unit (write 10 mg)"
    ]


def test_every_kind_of_unit_is_found(tmp_path: Path) -> None:
    joined = (
        "Drink 2L of water.",
        "It is 5cm long.",
        "It takes 30min.",
        "It takes 30minutes.",
        "You weigh 70kg.",
        "A fever of 100.4F or more.",
        "A fever of 38C or more.",
        "About 0.5mL is drawn.",
        "It holds 10MG.",
        "It holds 5ML.",
        "You weigh 70KG.",
        "It holds 10-20mg.",
        "Keep it at 36F.",
        "It lasts 5yrs.",
    )
    assert found_in(tmp_path, unit_space, *joined) == list(joined)


def test_spaced_units_ordinals_names_and_addresses_are_let_be(tmp_path: Path) -> None:
    assert not found_in(
        tmp_path,
        unit_space,
        "It holds 10 mg, or 10% of it.",
        "The 2nd, 3rd and 11th visit.",
        "Vitamin B12, H1N1 flu and COVID-19.",
        "Fever of 100.4 F (38 C) or higher.",
        "Room 12C, suite 4F.",
        "Call 1-800-FDA-1088.",
        "See https://clinic.example/2026guide or www.clinic.example/10mg.",
        "Born in the 1960s.",
        "A 5G phone will do.",
    )
