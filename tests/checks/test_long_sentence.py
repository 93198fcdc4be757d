"""A sentence has no more than 20 words, and 12 on average."""

from pathlib import Path

from helpers import SHORT

from checks.planting import found, statement, told
from handouts.checks import long_sentence

# Short ones, so that the average is low.
SHORTS = "".join(statement("Call us. Rest now. Drink a lot.", f"short-{i}") for i in range(9))


def words(count: int) -> str:
    return " ".join(["Tell", *["us"] * (count - 1)])


def test_more_than_20_words_are_a_warning_and_more_than_25_an_error(tmp_path: Path) -> None:
    text = SHORT + SHORTS + statement(words(21) + ".", "a") + statement(words(26) + ".", "b")
    assert [line[:14] for line in found(tmp_path, long_sentence, text)] == ["text: 'Tell us"] * 2
    assert told(tmp_path, long_sentence, text) == [
        f"{severity}: a sentence of {count} words: `Tell us us us us …` "
        "(make two of it; 20 words at most)"
        for severity, count in (("warning", 21), ("error", 26))
    ]


def test_20_words_pass_and_so_do_two_sentences_of_15(tmp_path: Path) -> None:
    long = statement(f"{words(20)}.", "a") + statement(f"{words(15)}. {words(15)}.", "b")
    assert found(tmp_path, long_sentence, SHORT + SHORTS + long) == []


def test_an_hour_or_a_doctor_ends_no_sentence_and_an_entry_needs_no_stop(tmp_path: Path) -> None:
    text = SHORT + SHORTS + statement("Ask Dr. Sample from 8 a.m. to 5 p.m. Monday to Friday")
    assert found(tmp_path, long_sentence, text) == []


def test_a_long_heading_is_found_on_its_line(tmp_path: Path) -> None:
    text = SHORT.replace("heading: What it is", f"heading: {words(22)}") + SHORTS
    assert found(tmp_path, long_sentence, text) == [f"heading: {words(22)}"]


def test_a_high_average_is_told_of_the_text(tmp_path: Path) -> None:
    text = SHORT + "".join(statement(f"{words(18)}.", f"long-{i}") for i in range(9))
    assert found(tmp_path, long_sentence, text) == ["main_message:"]
    assert told(tmp_path, long_sentence, text) == [
        "warning: a sentence has 15.1 words on average (make the longest ones shorter; 12 at most)"
    ]
