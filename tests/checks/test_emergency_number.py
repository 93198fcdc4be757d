"""A text names no emergency number but the clinic's own."""

from pathlib import Path

import pytest

from checks.planting import found, told
from handouts.checks import emergency_number

BRITISH = {"clinic.yaml": 'name: Example Clinic\nemergency_number: "999"\n'}


def test_another_countrys_number_is_told_on_its_line(tmp_path: Path) -> None:
    text = {"One thing.": "When would you call 911?"}
    assert found(tmp_path, emergency_number, text, BRITISH) == ["text: When would you call 911?"]
    assert told(tmp_path, emergency_number, text, BRITISH) == [
        "error: `911` is not the emergency number of this clinic, `999` "
        "(write it without the number)"
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Call 999 at once.",
        "There were 1,911 people.",
        "In 999% of it.",
        "Call 312-911-0000.",
        "It costs $999.",
        "About 112 people came.",
        "Never take 1 000 mg of it.",
        "Never take 1\u00a0000 mg of it.",
        "In 000 1 it stands.",
        "It helped 911 people.",
        "It helped 911\u00a0Adults.",
        "Ring 01632 911 142.",
    ],
)
def test_the_clinics_own_and_what_only_looks_like_one_pass(words: str, tmp_path: Path) -> None:
    assert told(tmp_path, emergency_number, {"One thing.": words}, BRITISH) == []


@pytest.mark.parametrize(
    "words", ["Call 911 now.", "On day 2, 911 it is.", "911 or people.", "Call 911"]
)
def test_a_number_with_words_around_it_is_told(words: str, tmp_path: Path) -> None:
    assert len(told(tmp_path, emergency_number, {"One thing.": words}, BRITISH)) == 1


def test_a_clinic_that_names_none_has_911(tmp_path: Path) -> None:
    assert told(tmp_path, emergency_number, {"One thing.": "Call 911."}) == []
    assert told(tmp_path, emergency_number, {"One thing.": "Call 999."}) != []
