"""No medicine is called by a short form."""

from pathlib import Path

from checks.planting import found, told
from checks.saying import found_in
from handouts.checks import short_form


def test_a_short_form_is_found_on_its_line(tmp_path: Path) -> None:
    assert found(tmp_path, short_form, {"One thing.": "Some get RTX first."}) == [
        "text: Some get RTX first."
    ]
    assert told(tmp_path, short_form, {"One thing.": "Some get RTX first."}) == [
        "error: `RTX` is a short form (write rituximab)"
    ]


def test_each_short_form_is_found(tmp_path: Path) -> None:
    short = ("Take IFX or ABA.", "Do you take MTX?", "AZA helps.", "HCQ helps.")
    assert found_in(tmp_path, short_form, *short) == list(short)


def test_names_that_patients_hear_are_let_be(tmp_path: Path) -> None:
    assert not found_in(
        tmp_path,
        short_form,
        "IVIG calms DM.",
        "TB and COPD.",
        "Methotrexate.",
        "clinic.example/MTX",
    )


def test_a_clinic_adds_its_own(tmp_path: Path) -> None:
    own = {"data/wording/en.yaml": "short_forms: {TCZ: tocilizumab}\n"}
    assert found_in(tmp_path, short_form, "Some get TCZ.", files=own) == ["Some get TCZ."]
