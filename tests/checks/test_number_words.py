"""A chance in numbers has words or a picture beside it."""

from pathlib import Path

from checks.planting import found, told
from checks.saying import found_in
from handouts.checks import number_words


def test_a_chance_without_words_is_found_on_its_line(tmp_path: Path) -> None:
    text = "About 42 of 100 people had a headache."
    assert found(tmp_path, number_words, {"One thing.": text}) == [f"text: {text}"]
    assert told(tmp_path, number_words, {"One thing.": text}) == [
        "warning: `42 of 100` has no words beside it "
        "(say how common it is: rare, common, few, about half, most)"
    ]


def test_a_main_message_has_its_words_in_itself(tmp_path: Path) -> None:
    text = {"Drink water.": "About 42 of 100 people get it.", "One thing.": "It is common."}
    assert found(tmp_path, number_words, text) == ["text: About 42 of 100 people get it."]
    beside = {"Drink water.": "Headache is common. About 42 of 100 people get it."}
    assert found(tmp_path, number_words, beside) == []


def test_words_in_the_same_section_are_beside_it(tmp_path: Path) -> None:
    text = "About 42 of 100 people had a headache."
    assert found_in(tmp_path, number_words, "Headache is common.", text) == []
    assert found_in(tmp_path, number_words, text, "This is rare.") == []


def test_a_figure_is_a_picture_beside_it(tmp_path: Path) -> None:
    chances = (
        "kind: chances\n    caption: How many got better?\n    outcome: were better\n    weeks: 16\n"
        "    people: 95\n    arms: [{label: on it, count: 79}, {label: on placebo, count: 44}]"
    )
    here = {"kind: prose": chances, "One thing.": "About 79 of 100 people got better."}
    assert found(tmp_path, number_words, here) == []


def test_other_numbers_are_no_chances(tmp_path: Path) -> None:
    assert not found_in(tmp_path, number_words, "It takes 3 to 6 hours.", "Fever of 100.4 F.")
