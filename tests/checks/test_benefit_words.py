"""Words of benefit say no more than what was measured."""

from pathlib import Path

from checks.planting import found, told
from checks.saying import found_in
from handouts.checks import benefit_words


def test_more_than_was_measured_is_found_on_its_line(tmp_path: Path) -> None:
    assert found(tmp_path, benefit_words, {"One thing.": "You will feel much better."}) == [
        "text: You will feel much better."
    ]
    assert told(tmp_path, benefit_words, {"One thing.": "You will feel much better."}) == [
        "error: `much better` may say more than was measured "
        "(say what was measured: at least a small amount better)"
    ]


def test_each_word_of_the_list_is_found(tmp_path: Path) -> None:
    sold = (
        "It brings a significant improvement.",
        "The results were dramatic.",
        "It greatly helps.",
        "It is highly effective.",
        "It brings significant improvements.",
        "Skin improved significantly.",
        "It transformed lives.",
        "It is amazing.",
        "It is an excellent drug.",
        "It is more effective than pills.",
    )
    assert found_in(tmp_path, benefit_words, *sold) == list(sold)


def test_what_was_measured_is_let_be(tmp_path: Path) -> None:
    assert not found_in(
        tmp_path,
        benefit_words,
        "People were better by at least a small amount.",
        "Passing much less urine.",
        "None got clearly better.",
        "Others are significant people in your life.",
    )
