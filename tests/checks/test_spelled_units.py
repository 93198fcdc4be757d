"""Units and orders that are misread are spelled out."""

from pathlib import Path

from checks.planting import found, told
from checks.saying import found_in
from handouts.checks import spelled_units


def test_a_unit_that_is_misread_is_found_on_its_line(tmp_path: Path) -> None:
    assert found(tmp_path, spelled_units, {"One thing.": "It holds 10 U of it."}) == [
        "text: It holds 10 U of it."
    ]
    assert told(tmp_path, spelled_units, {"One thing.": "It holds 10 U of it."}) == [
        "error: `U` is misread (write unit)"
    ]


def test_each_of_them_is_found(tmp_path: Path) -> None:
    misread = (
        "It holds 100 IU.",
        "It holds 10U.",
        "It holds 5cc.",
        "It holds 50 µg.",
        "It is given QD.",
        "It is given q.d. in the morning.",
        "It is given QOD.",
        "Tell us if you have MS.",
        "It holds MgSO4.",
        "Some get MSO4.",
    )
    assert found_in(tmp_path, spelled_units, *misread) == list(misread)


def test_words_that_only_look_like_them_are_let_be(tmp_path: Path) -> None:
    assert not found_in(
        tmp_path,
        spelled_units,
        "Sold in the US and the U.S. too.",
        "Make a U-turn.",
        "Ask Ms. Sample.",
        "We are in Jackson, MS 39201.",
        "Tell us if you have multiple sclerosis.",
        "It holds 10 units, 5 mL or 50 mcg.",
        "See clinic.example/MS/QD.",
    )


def test_a_clinic_adds_its_own(tmp_path: Path) -> None:
    own = {"data/wording/en.yaml": "misread: {BID: twice a day}\n"}
    assert found_in(tmp_path, spelled_units, "It is given BID.", files=own) == ["It is given BID."]
