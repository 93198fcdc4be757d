"""A chance is told as "about N out of 100"."""

from pathlib import Path

from checks.planting import found, told
from checks.saying import found_in
from handouts.checks import chance_format


def test_a_chance_out_of_another_number_is_found_on_its_line(tmp_path: Path) -> None:
    assert found(tmp_path, chance_format, {"One thing.": "In it 8 of 19 people improved."}) == [
        "text: In it 8 of 19 people improved."
    ]
    assert told(tmp_path, chance_format, {"One thing.": "In it 8 of 19 people improved."}) == [
        "error: `8 of 19` is not out of 100 "
        "(write about N out of 100; accept the small count of a study that is named)"
    ]


def test_a_chance_in_percent_is_found_with_what_to_write(tmp_path: Path) -> None:
    assert told(tmp_path, chance_format, {"One thing.": "About 79% got better."}) == [
        "error: `79%` is a chance in percent (write about 79 out of 100)"
    ]


def test_every_form_of_a_chance_is_found(tmp_path: Path) -> None:
    chances = (
        "In one study 1 of 6 adults got better.",
        "About 3 out of 1,000 people have it.",
        "About 4 out of every 10 people have it.",
        "In it 6 of the 95 people had a clot.",
        "One out of ten people has it.",
        "Two of six people got better.",
        "About 5 percent of people have it.",
        "Ten percent of people have it.",
        "There is a 20% chance of a headache.",
        "It helps up to 70% of the adults who get it.",
        "With Octagam 10% about 79% got better.",
    )
    assert found_in(tmp_path, chance_format, *chances) == list(chances)


def test_chances_out_of_100_are_let_be(tmp_path: Path) -> None:
    assert not found_in(
        tmp_path,
        chance_format,
        "About 79 out of 100 people got better.",
        "About 42 of 100 people had a headache.",
        "Of every 100 people, about 42 had one.",
    )


def test_names_money_shares_and_what_is_counted_on_are_no_chances(tmp_path: Path) -> None:
    assert not found_in(
        tmp_path,
        chance_format,
        "One brand is Octagam 10%.",
        "Privigen 10% is another.",
        "After that you pay 20% of the cost.",
        "Medicare may leave you 20 percent.",
        "You get 0.9% saline first, then a 1% cream.",
        "Drink 50% of the bottle first.",
        "See page 1 of 2 and step 3 of 4.",
        "Infusion 1 of 2 takes longer.",
        "You have had 2 of the 3 visits.",
        "Some come on 5 of 7 days.",
        "Some of them, 2 of a kind, on December 1 of each year.",
        "It ends in the middle of 2026.",
    )
