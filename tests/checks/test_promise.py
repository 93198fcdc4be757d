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
        ("This shot is safe for you.", "safe"),
        ("It is safe for children.", "safe"),
        ("It is as safe as possible.", "safe"),
        ("If you have eczema, this shot is safe.", "safe"),
        ("Whether you are young or old, it is safe.", "safe"),
        ("There is no proof it harms you, so it is safe.", "safe"),
        ("There is no doubt that it is safe.", "safe"),
        ("Ask us: it is safe.", "safe"),
        ("Keep in mind that it is safe.", "safe"),
        ("This is your best choice.", "best"),
        ("It is your best hope.", "best"),
        ("It has no side effect.", "no side effect"),
        ("It has no known side effects.", "no known side effects"),
        ("It has zero risk.", "zero risk"),
        ("A no-risk shot.", "no-risk"),
        ("It is free of risk.", "free of risk"),
        ("It works for everybody.", "works for everybody"),
        ("It acts immediately.", "acts immediately"),
        ("A miraculous shot.", "miraculous"),
        ("You will get better.", "You will get better"),
        ("Everyone gets better.", "Everyone gets better"),
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
        "No shot is completely safe.",
        "No medicine is without risk.",
        "Eczema can't be cured.",
        "It won't cure eczema.",
        "We can't guarantee that it works.",
        "We do not know if it is safe.",
        "Rapid breathing, a rapid heartbeat or rapid weight gain.",
        "Put used needles in a safe box.",
        "Throw the needle away safely.",
        "How safe is this shot?",
        "Can eczema be cured?",
        "It is best to call first.",
        "Tell your immediate family.",
        "Call 911 immediately.",
        "It does not work for everyone.",
        "Do your best to rest, and keep the pen safe from heat.",
        "No one knows if you will get better.",
        "Not all shots are safe in pregnancy.",
        "Some people have no side effects.",
        "Not everyone gets better.",
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
