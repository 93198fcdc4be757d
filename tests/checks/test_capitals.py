"""No two words in a row are printed in capitals."""

from pathlib import Path

from checks.planting import found, told
from checks.saying import found_in
from handouts.checks import capitals


def test_words_in_capitals_are_found_where_they_stand(tmp_path: Path) -> None:
    assert found(tmp_path, capitals, {"One thing.": "Please DO NOT wait."}) == [
        "text: Please DO NOT wait."
    ]
    assert told(tmp_path, capitals, {"heading: What it is": "heading: WHAT IT IS"}) == [
        "error: `WHAT IT IS` stands in capitals "
        "(write it small, or add a short name to `capitals` of data/wording)"
    ]


def test_capitals_in_bold_and_around_a_single_letter_are_found(tmp_path: Path) -> None:
    shouted = ("**STOP NOW** and call.", "TAKE A BREAK when tired.", "Please NEVER EVER stop.")
    assert found_in(tmp_path, capitals, *shouted) == list(shouted)


def test_short_names_single_words_and_addresses_are_let_be(tmp_path: Path) -> None:
    assert not found_in(
        tmp_path,
        capitals,
        "The FDA TB DM IVIG list.",
        "You may get an MRI, EMG or CT/PET scan.",
        "This is NOT the end.",
        "Ask the FDA. I TOLD you.",
        "Call 1-800-FDA-1088 or see WWW.FDA.GOV/MEDWATCH.",
        "Vitamin B12 and hepatitis B.",
        "A B cell is an immune cell.",
    )


def test_a_clinic_adds_its_own_short_names(tmp_path: Path) -> None:
    own = {"data/wording/en.yaml": "capitals: [MRI, EMG]\n"}
    assert found_in(tmp_path, capitals, "You may get an MRI EMG.") != []
    assert found_in(tmp_path, capitals, "You may get an MRI EMG.", files=own) == []
