"""The clinic is set up: its name, its two phone numbers with their hours, its emergency number."""

from pathlib import Path

import pytest
from helpers import SHORT, varied

from checks.planting import found, told
from handouts.checks import clinic_not_set_up

CLINIC = """\
name: Northside Infusion Clinic
day_phone: {number: 312-867-0142, hours: "Monday to Friday, 8 a.m. to 5 p.m."}
after_hours_phone: {number: 312-867-5309, hours: "Nights, weekends, holidays"}
emergency_number: "911"
"""


def said(folder: Path, text: str) -> list[str]:
    return told(folder, clinic_not_set_up, SHORT, {"clinic.yaml": text})


def test_a_clinic_that_is_set_up_passes(tmp_path: Path) -> None:
    assert said(tmp_path, CLINIC) == []


def test_what_is_left_out_is_told_at_the_clinics_file(tmp_path: Path) -> None:
    assert said(tmp_path, "paper: A4\n") == [
        f"error: `{key}` is not given (write it in clinic.yaml)"
        for key in (
            "name",
            "day_phone: number",
            "day_phone: hours",
            "after_hours_phone: number",
            "after_hours_phone: hours",
        )
    ]
    lines = found(tmp_path, clinic_not_set_up, SHORT, {"clinic.yaml": "paper: A4\n"})
    assert set(lines) == {"paper: A4"}


def test_a_sample_is_told_on_its_own_line(tmp_path: Path) -> None:
    numbers = {"312-867-0142": "312-555-0142", '"911"': '"0"'}
    files = {"clinic.yaml": varied(numbers, CLINIC)}
    assert [line.split(":")[0] for line in found(tmp_path, clinic_not_set_up, SHORT, files)] == [
        "day_phone",
        "emergency_number",
    ]


def test_the_emergency_number_of_australia_is_real_and_nobodys_phone(tmp_path: Path) -> None:
    assert said(tmp_path, varied({'"911"': '"000"'}, CLINIC)) == []
    assert len(said(tmp_path, varied({"312-867-0142": '"000"'}, CLINIC))) == 1


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("312-867-0142", "312-555-0142", "`day_phone: number` is `312-555-0142`, where nobody"),
        ("312-867-0142", "(312) 555 0142", "`day_phone: number` is `(312) 555 0142`, where"),
        ("312-867-5309", "000-000-0000", "`after_hours_phone: number` is `000-000-0000`, where"),
        ("312-867-5309", "123-456-7890", "`after_hours_phone: number` is `123-456-7890`, where"),
        ("312-867-5309", "TBD", "`after_hours_phone: number` is `TBD`, where nobody answers"),
        ("312-867-5309", "XXX-XXX-1234", "`after_hours_phone: number` is `XXX-XXX-1234`, which"),
        ("Nights, weekends, holidays", "TBD", "`after_hours_phone: hours` is `TBD`, which is a"),
        ("Northside Infusion Clinic", "Example Clinic", "`name` is `Example Clinic`, which is a"),
    ],
)
def test_a_sample_stands_for_nothing(old: str, new: str, sentence: str, tmp_path: Path) -> None:
    (problem,) = said(tmp_path, varied({old: new}, CLINIC))
    assert problem.startswith(f"error: {sentence}")


@pytest.mark.parametrize(
    "number", ["312-867-5550", "1-800-555", "+44 20 7946 0555", "312-867-0000"]
)
def test_a_number_that_only_resembles_a_sample_passes(number: str, tmp_path: Path) -> None:
    assert said(tmp_path, varied({"312-867-0142": f'"{number}"'}, CLINIC)) == []
