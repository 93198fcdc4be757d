"""The text promises nothing."""

from pathlib import Path

import pytest
from helpers import SHORT

from checks.planting import found, statement, told
from handouts.checks import promise


@pytest.mark.parametrize(
    ("words", "promised"),
    [
        ("This can cure DM.", "cure"),
        ("It cures DM.", "cures"),
        ("IVIG is safe.", "safe"),
        ("You can safely take it.", "safely"),
        ("It is a proven treatment.", "proven"),
        ("It gives rapid relief.", "rapid"),
        ("It gives immediate relief.", "immediate"),
        ("We guarantee that you feel well.", "guarantee"),
        ("This is the best treatment.", "best"),
        ("There is no risk.", "no risk"),
        ("A miracle, and a breakthrough.", "miracle"),
    ],
)
def test_a_promise_is_found_on_its_line(words: str, promised: str, tmp_path: Path) -> None:
    text = SHORT + statement(words)
    assert set(found(tmp_path, promise, text)) == {f"text: '{words}'"}
    assert told(tmp_path, promise, text)[0].startswith(f"error: `{promised}` is a promise (")


@pytest.mark.parametrize(
    "words",
    [
        "There is not enough proof that abatacept is safe in pregnancy.",
        "Ask which meter is safe before you take insulin.",
        "It is not proven to help.",
        "It has not been proven in DM.",
        "There is no cure for DM.",
        "It is not a cure.",
        "Is it safe to get a flu shot?",
        "Tests are best done before the first visit.",
        "Clots can happen even with no risk factors.",
        "Keep it in a safe place.",
        "Your pharmacist knows a secure way.",
    ],
)
def test_what_promises_nothing_may_stand(words: str, tmp_path: Path) -> None:
    assert found(tmp_path, promise, SHORT + statement(words)) == []


def test_a_fair_phrase_covers_nothing_else_of_its_sentence(tmp_path: Path) -> None:
    text = SHORT + statement("It is not proven to help, and it is safe.")
    assert len(found(tmp_path, promise, text)) == 1
    apart = SHORT + statement("There is not enough proof. It is safe.")
    assert len(found(tmp_path, promise, apart)) == 1


def test_a_title_promises_nothing_either(tmp_path: Path) -> None:
    assert found(tmp_path, promise, {"title: Short": "title: The best"}) == ["title: The best"]


def test_a_clinic_adds_its_own_fair_phrase(tmp_path: Path) -> None:
    own = {"data/wording/en.yaml": "fair_phrases: [Best Road Clinic]\n"}
    text = SHORT + statement("Come to Best Road Clinic.")
    assert len(found(tmp_path, promise, text)) == 1
    assert found(tmp_path, promise, text, own) == []
