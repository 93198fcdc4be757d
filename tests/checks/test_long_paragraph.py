"""A list's entry has no more than two sentences, and a paragraph three on average."""

from pathlib import Path

import pytest
from helpers import SHORT

from checks.planting import found, section, statement, told
from handouts.checks import long_paragraph

THREE = "Call us. Rest now. Drink a lot."
TWO = "Call us. Rest now."


@pytest.mark.parametrize("kind", ["list", "steps", "checklist", "questions", "teachback"])
def test_an_entry_of_three_sentences_is_found_on_its_line(kind: str, tmp_path: Path) -> None:
    text = SHORT + section(statement(TWO, "two"), statement(THREE, "three"), kind=kind)
    assert found(tmp_path, long_paragraph, text) == [f"text: '{THREE}'"]
    assert told(tmp_path, long_paragraph, text) == [
        "warning: an entry of 3 sentences (make two of it; 2 at most)"
    ]


def test_a_sign_of_three_sentences_is_found(tmp_path: Path) -> None:
    tiers = "".join(
        f"    {tier}:\n{statement(text, tier)}"
        for tier, text in (("emergency", THREE), ("now", TWO), ("office", TWO))
    )
    text = f"{SHORT}  - id: call\n    heading: When to call\n    kind: warning\n{tiers}"
    assert found(tmp_path, long_paragraph, text) == [f"text: '{THREE}'"]


def test_running_text_may_have_three_sentences_on_average(tmp_path: Path) -> None:
    text = SHORT + statement(THREE, "three") + statement(f"{TWO} {TWO}", "four")
    assert found(tmp_path, long_paragraph, text) == []


def test_what_continues_a_paragraph_counts_with_it(tmp_path: Path) -> None:
    continued = "        continues: true\n"
    text = SHORT + statement(THREE, "a", continued) + statement(THREE, "b", continued)
    assert found(tmp_path, long_paragraph, text) == ["main_message:"]
    assert told(tmp_path, long_paragraph, text) == [
        "warning: a paragraph has 7.0 sentences on average (begin new ones; 3 at most)"
    ]
    apart = SHORT + statement(THREE, "a") + statement(THREE, "b")
    assert found(tmp_path, long_paragraph, apart) == []


def test_what_the_margin_says_of_a_word_is_no_entry(tmp_path: Path) -> None:
    glossary = (
        "language: en\nterms:\n- {term: plasma, definition: One. Two. Three., "
        "sources: [skin-dm], confidence: mixed}\n"
    )
    text = SHORT + section(statement("Ask about plasma."))
    assert found(tmp_path, long_paragraph, text, {"data/glossary/en.yaml": glossary}) == []
