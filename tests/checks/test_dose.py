"""No dose is told to a patient."""

from pathlib import Path

from helpers import SHORT

from checks.planting import found, statement, told
from checks.saying import found_in
from checks.test_tiers import calling
from handouts.checks import dose


def test_a_dose_is_found_on_its_line(tmp_path: Path) -> None:
    assert found(tmp_path, dose, {"One thing.": "Your dose is set by weight."}) == [
        "text: Your dose is set by weight."
    ]
    assert told(tmp_path, dose, {"One thing.": "Your dose is set by weight."}) == [
        "error: `Your dose` tells a dose "
        "(leave it out, or make it a statement with `staff_only: true`)"
    ]


def test_every_form_of_a_dose_is_found(tmp_path: Path) -> None:
    doses = (
        "The usual amount is 500 mg.",
        "You get 2 g/kg over some days.",
        "Some get 1,000 mg, some less.",
        "It is 2 grams for each kilogram.",
        "Bring 10mL with you.",
        "A 40-mg pill is blue.",
        "You may get 10 units.",
        "The amount is two grams per kilo.",
        "Take 2 before bed.",
        "Take one with food.",
        "Take half a pill.",
        "Swallow 2 tablets.",
        "It is 300 MG.",
        "Bring 10MG.",
        "It is 10 Mg.",
        "It is 10MCG.",
        "It is 2ML.",
        "It is 300 mgs.",
        "It is 10 gm.",
        "It is five mg.",
        "It is ten mg.",
        "It is about .5 mg.",
        "Use two pumps.",
        "Inject 2 pens.",
    )
    assert found_in(tmp_path, dose, *doses) == list(doses)


def test_times_weights_and_what_is_taken_without_a_number_are_let_be(tmp_path: Path) -> None:
    assert not found_in(
        tmp_path,
        dose,
        "It may take 2 to 3 weeks to feel a change.",
        "It can take one month.",
        "Take 5 slow breaths. You may take one person with you.",
        "The drip takes about 30 minutes.",
        "Tell us if you take two or more medicines for your heart.",
        "Ask which meter is safe before you take insulin.",
        "Can I lower my steroid dose over time?",
        "Do not breastfeed for 6 months after the last dose.",
        "The amount is based on body weight.",
        "Fever of 100.4 F (38 C) or higher.",
        "Do not lift more than 10 pounds.",
        "A 5G phone will do. It is in room 12G.",
        "You may need two shots of a vaccine.",
    )


def test_what_must_stay_whole_sends_its_dose_to_a_section_of_prose(tmp_path: Path) -> None:
    assert told(tmp_path, dose, calling({"office": "You took 10 mg."})) == [
        "error: `10 mg` tells a dose "
        "(leave it out, or put it into a section of prose or a list, with `staff_only: true`)"
    ]


def test_staff_may_read_a_dose(tmp_path: Path) -> None:
    text = "The label total is 2 grams for each kilogram."
    staff = SHORT + statement(text, "staff", "        staff_only: true\n")
    assert found(tmp_path, dose, staff) == []
    assert found(tmp_path, dose, SHORT + statement(text)) == [f"text: {text!r}"]


def test_a_dose_in_a_title_is_found(tmp_path: Path) -> None:
    assert found(tmp_path, dose, {"title: Short": "title: Short 5 mg"}) == ["title: Short 5 mg"]
