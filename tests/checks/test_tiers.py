"""No warning sign stands in two tiers."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from helpers import FIRST, SHORT

from checks.planting import found, told
from handouts.checks import tiers

SIGNS = {"emergency": "Chest pain.", "now": "A bad headache.", "office": "Questions."}


def calling(changes: Mapping[str, str]) -> str:
    """A text whose one section tells when to call, with these signs in its tiers."""
    head = SHORT.replace(FIRST, "").replace(
        "    kind: prose\n    statements:\n", "    kind: warning\n"
    )
    return head + "".join(
        f"    {tier}:\n      - id: {tier}\n        text: {text!r}\n"
        "        sources: [acr-ivig]\n        confidence: mixed\n"
        for tier, text in {**SIGNS, **changes}.items()
    )


def test_a_sign_in_two_tiers_is_found_on_the_line_of_the_later(tmp_path: Path) -> None:
    text = calling({"office": "Mild chest pain, or questions."})
    assert found(tmp_path, tiers, text) == ["text: 'Mild chest pain, or questions.'"]
    assert told(tmp_path, tiers, text) == [
        "error: `chest pain` stands under `emergency` too (keep each sign in one tier)"
    ]


@pytest.mark.parametrize(
    ("emergency", "now"),
    [
        ("Chest pain or pressure.", "Pain in the chest."),
        ("Trouble breathing, or a tight throat.", "New trouble breathing."),
        ("Sudden shortness of breath.", "A dry cough, or more shortness of breath."),
        ("Signs of stroke: a face drooping.", "Face drooping."),
        ("Swelling of the throat.", "Throat swelling that lasts."),
        ("A fever.", "A fever."),
        ("Fainting.", "Fainting."),
        ("Chest pain, fainting, or a seizure.", "Fainting."),
        ("Fever after the shot.", "Fever after the shot."),
        ("Chest pains.", "Pain in the chest."),
        ("A blister in the mouth.", "Blisters in your mouth."),
        ("Swelling of the face.", "A swollen face."),
        ("Joint pain.", "Pain in your joints."),
        ("Severe belly pain.", "Bad belly pain."),
        ("Chest pain.", "Chest pain that does not go away."),
    ],
)
def test_the_same_sign_in_other_words_is_found(tmp_path: Path, emergency: str, now: str) -> None:
    assert found(tmp_path, tiers, calling({"emergency": emergency, "now": now})) == [
        f"text: {now!r}"
    ]


@pytest.mark.parametrize(
    ("emergency", "now"),
    [
        ("Trouble breathing.", "Trouble swallowing, or more shortness of breath."),
        ("Swelling of the face or throat.", "Swelling of the feet or ankles."),
        ("Severe belly pain.", "Mild belly pain."),
        ("Weakness or numbness on one side.", "Belly pain on the right side."),
        ("Eye pain that is severe.", "Eye pain that is mild."),
        ("A weak arm or leg.", "Pain, warmth or a color change in one arm or leg."),
        ("Signs of stroke.", "Any sign of infection."),
        ("Sudden loss of sight.", "A loss of weight."),
        ("Red skin with pus where the shot went in.", "Itchy skin where the shot went in."),
        ("Sore throat with a fever.", "Sore throat with no fever."),
        ("Pain, swelling or warmth in one leg.", "Swelling or redness where the shot went in."),
        ("Pain, where the shot went in.", "Rash, where the shot went in."),
        ("A weak arm or leg.", "A numb arm or leg."),
        ("Trouble breathing, with or without hives.", "Hives."),
        ("Fever of 104 F.", "Fever of 100.4 F."),
    ],
)
def test_other_signs_with_the_same_word_are_let_be(
    tmp_path: Path, emergency: str, now: str
) -> None:
    assert found(tmp_path, tiers, calling({"emergency": emergency, "now": now})) == []


def test_a_sign_twice_in_one_tier_is_not_meant(tmp_path: Path) -> None:
    assert found(tmp_path, tiers, calling({"emergency": "Chest pain. Chest pain at night."})) == []
