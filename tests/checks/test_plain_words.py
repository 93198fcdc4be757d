"""A plain word stands where there is one."""

from pathlib import Path

import pytest
from helpers import SHORT

from checks.planting import found, statement, told
from handouts.checks import plain_words


@pytest.mark.parametrize(
    ("words", "hard", "plain"),
    [
        ("The drip is administered by a nurse.", "administered", "give"),
        ("Monitoring goes on.", "Monitoring", "check"),
        ("We monitor your blood.", "monitor", "check"),
        ("Eat prior to the visit.", "prior to", "before"),
        ("Adverse events are common.", "Adverse events", "side effect"),
        ("Do not discontinue it.", "discontinue", "stop"),
        ("You may have hypertension.", "hypertension", "high blood pressure"),
        ("We do not know its efficacy.", "efficacy", "how well it works"),
    ],
)
def test_a_hard_word_is_found_with_the_plain_one(
    words: str, hard: str, plain: str, tmp_path: Path
) -> None:
    text = SHORT + statement(words)
    assert found(tmp_path, plain_words, text) == [f"text: '{words}'"]
    assert told(tmp_path, plain_words, text) == [f"warning: `{hard}` is a hard word (say: {plain})"]


def test_each_hard_word_of_a_sentence_is_found(tmp_path: Path) -> None:
    text = SHORT + statement("Administer it prior to lunch.")
    assert len(found(tmp_path, plain_words, text)) == 2


def test_a_heading_is_looked_at_too(tmp_path: Path) -> None:
    text = {"heading: What it is": "heading: Administration"}
    assert found(tmp_path, plain_words, text) == ["heading: Administration"]


def test_a_word_taught_in_brackets_or_in_the_margin_may_stand(tmp_path: Path) -> None:
    text = SHORT + statement("It is given by vein (intravenous). It may cause dysphagia.")
    glossary = (
        "language: en\nterms:\n- {term: dysphagia, definition: Trouble swallowing., "
        "sources: [skin-dm], confidence: mixed}\n"
    )
    assert found(tmp_path, plain_words, text, {"data/glossary/en.yaml": glossary}) == []


def test_a_word_that_only_looks_like_a_hard_one_may_stand(tmp_path: Path) -> None:
    text = SHORT + statement("The adrenal gland is small. Your priority is rest.")
    assert found(tmp_path, plain_words, text) == []


def test_a_clinic_adds_its_own_words(tmp_path: Path) -> None:
    own = {"data/wording/en.yaml": "plain_words: {sternum: breastbone}\n"}
    text = SHORT + statement("It hurts at the sternum when you administer it.")
    assert told(tmp_path, plain_words, text, own) == [
        "warning: `sternum` is a hard word (say: breastbone)",
        "warning: `administer` is a hard word (say: give)",
    ]
