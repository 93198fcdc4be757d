"""A treatment has its emergency box, complete in itself, with the clinic's number."""

from pathlib import Path

import pytest
from helpers import FIRST, SHORT, TODAY, clinic

from checks.planting import found, told
from handouts.checks import emergency_box
from handouts.checks.sheet import Sheet
from handouts.library import open_library

SIGN = "- {{id: {0}, text: {1}, sources: [acr-ivig], confidence: mixed}}"
BOX = (
    SHORT.replace(FIRST, "")
    .replace("    kind: prose\n    statements:\n", "    kind: warning\n")
    .replace("Drink water.", "Drink water and rest.")
) + "".join(
    f"    {tier}:\n      {SIGN.format(tier[0:2], text)}\n"
    for tier, text in {
        "emergency": "Chest pain.",
        "now": "A bad headache.",
        "office": "Questions.",
    }.items()
)
ABROAD = {"clinic.yaml": "name: Example Clinic\nemergency_number: '112'\n"}


def test_a_treatment_without_its_box_is_found(tmp_path: Path) -> None:
    assert found(tmp_path, emergency_box, SHORT) == ["sections:"]
    assert told(tmp_path, emergency_box, SHORT) == [
        "error: no section tells when to call for help (write a section of `kind: warning`)"
    ]


def test_a_box_that_says_it_all_is_right(tmp_path: Path) -> None:
    assert found(tmp_path, emergency_box, BOX) == []


def test_a_topic_has_no_need_of_a_box(tmp_path: Path) -> None:
    library = open_library(clinic(tmp_path, {"data/topics/short/en.yaml": SHORT}))
    assert not list(emergency_box.check(Sheet(library, library.text("short", "en"), TODAY)))


def test_a_sign_that_leads_elsewhere_is_found_on_its_line(tmp_path: Path) -> None:
    away = BOX.replace("Chest pain.", "The signs of stroke (see page 2).")
    assert found(tmp_path, emergency_box, away) == [
        SIGN.format("em", "The signs of stroke (see page 2).")
    ]
    assert told(tmp_path, emergency_box, away) == [
        "error: `see page` leads out of the emergency box (say here what the sign is)"
    ]


@pytest.mark.parametrize(
    "away", ["see p. 2", "turn the page", "see the other side", "look at the signs above"]
)
def test_each_way_out_of_the_box_is_found(away: str, tmp_path: Path) -> None:
    text = BOX.replace("Chest pain.", f"Signs of stroke ({away}).")
    assert len(found(tmp_path, emergency_box, text)) == 1


def test_another_tier_may_lead_elsewhere(tmp_path: Path) -> None:
    away = BOX.replace("Questions.", "Questions (see page 2).")
    assert found(tmp_path, emergency_box, away) == []


def test_a_sign_with_a_place_of_the_body_leads_nowhere(tmp_path: Path) -> None:
    below = BOX.replace("Chest pain.", "Numbness below the waist on one side.")
    assert found(tmp_path, emergency_box, below) == []


def test_911_is_found_where_the_clinic_has_another_number(tmp_path: Path) -> None:
    spelled = BOX.replace("Drink water and rest.", "Call 9-1-1 if you faint.")
    assert found(tmp_path, emergency_box, spelled, ABROAD) == ["text: Call 9-1-1 if you faint."]
    says = BOX.replace("Drink water and rest.", "Call 911 if you faint.")
    assert found(tmp_path, emergency_box, says, ABROAD) == ["text: Call 911 if you faint."]
    assert told(tmp_path, emergency_box, says, ABROAD) == [
        "error: the clinic's emergency number is 112, not 911 (write 112)"
    ]
    assert found(tmp_path, emergency_box, says) == []


def test_the_clinics_own_number_and_longer_ones_are_let_be(tmp_path: Path) -> None:
    says = BOX.replace("Drink water and rest.", "Call 112 or 1-800-911-1088, not 9110.")
    assert found(tmp_path, emergency_box, says, ABROAD) == []
