"""A chance is told as "about N out of 100"."""

from pathlib import Path

import pytest

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
        "Sixteen percent had it.",
        "Ninety percent of people got better.",
        "A third of people had it.",
        "Two thirds got better.",
        "About 39 per 100 people had it.",
        "There is a 90-percent chance.",
        "About 10 pct of people had it.",
        "Ten out of 100 people got it.",
        "It is 100% effective.",
        "It helped 79%.",
        "The risk of a clot is about 20%.",
        "From 10 to 20% may get a rash.",
        "It helped 8 out of 10.",
        "About 8 out of 10 people felt better.",
        # Money in the sentence, and yet a chance.
        "With this treatment plan, 79% of people got better.",
        "Our care plan helped 79% of people.",
        "In people who paid for it, 30% had sore eyes.",
    )
    assert found_in(tmp_path, chance_format, *chances) == list(chances)


@pytest.mark.parametrize(
    ("said", "what", "hint"),
    [
        ("Ten out of 100 people got it.", "`Ten out of 100` is not N out of 100 in figures", "N"),
        ("Ninety percent of people got it.", "`Ninety percent` is a chance in percent", "N"),
        ("A third of people got it.", "`A third` is a chance as a part", "N"),
        ("About 10 to 20% got it.", "`10 to 20%` is a chance in percent", "10 to 20"),
    ],
)
def test_what_is_told_of_it_is_true(tmp_path: Path, said: str, what: str, hint: str) -> None:
    assert told(tmp_path, chance_format, {"One thing.": said}) == [
        f"error: {what} (write about {hint} out of 100)"
    ]


def test_nobody_is_told_to_write_100_out_of_100(tmp_path: Path) -> None:
    assert told(tmp_path, chance_format, {"One thing.": "It is 100% effective."}) == [
        "error: `100%` is a chance in percent (say how many people out of 100 it was)"
    ]


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
        "You pay 20% of the bill, as most people do.",
        "Patients pay 20% of the cost for most patients.",
        "Use a cream with 1% hydrocortisone.",
        "Hydrocortisone 1% is weak, and may sting.",
        "You get a 10% urea cream if you have dry skin.",
        "Bring 70% alcohol wipes.",
        "Use zinc oxide 20%, which lowers the risk of sunburn.",
        "Wear 100% cotton.",
        "Keep it at 40% humidity.",
        "Charge it to 80%.",
        "A sale of 20% off.",
        "An itch of 8 out of 10.",
        "Bring 2 of 3 forms.",
        "A third person may come, at a quarter of the cost.",
    )
