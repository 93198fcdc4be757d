"""A phrase of a list is found in the forms and marks in which people write it."""

import pytest

from handouts.checks.phrases import flat, inflected, literal, possible, says, spanning, whole


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("administer", "administers"),
        ("administer", "Administered"),
        ("administer", "administering"),
        ("utilize", "utilized"),
        ("utilize", "utilizing"),
        ("malignancy", "malignancies"),
        ("adverse event", "adverse events"),
        ("adverse event", "Adverse  event"),
        ("refer", "referred"),
        ("cure", "cures"),
        ("upon", "upon"),
    ],
)
def test_a_form_of_the_word_is_found(phrase: str, words: str) -> None:
    assert whole([inflected(phrase)]).fullmatch(words)


@pytest.mark.parametrize(
    ("phrase", "words"), [("cure", "secure"), ("renal", "adrenal"), ("rapid", "rapids of a river")]
)
def test_another_word_is_not(phrase: str, words: str) -> None:
    assert not whole([inflected(phrase)]).fullmatch(words)


def test_an_open_phrase_stays_within_its_sentence() -> None:
    fair = whole([spanning("not enough proof ... safe")])
    assert fair.search("There is not enough proof that abatacept is safe.")
    assert not fair.search("There is not enough proof. It is safe.")
    assert not fair.search("There is not enough proof, but it is safe.")
    assert not fair.search("There is not enough proof that it is unsafe.")


def test_an_open_phrase_may_leave_nothing_open_and_ask_a_question() -> None:
    asked = whole([spanning("is ... safe ...?")])
    assert asked.search("Which one is safe?")
    assert asked.search("Is this one safe for me?")
    assert not asked.search("This one is safe.")


def test_an_open_english_phrase_is_found_in_its_forms() -> None:
    assert whole([inflected("halve ... risk")]).search("It halved the risks.")


def test_quotation_marks_are_the_same_straight_and_printed() -> None:
    assert whole([literal('don\'t say "safe"')]).search("Please don’t say “safe” here")
    assert says(flat("Don’t  say “safe” here"), flat('don\'t say "safe"'))


def test_a_phrase_is_said_in_whole_words_only() -> None:
    assert says("up to 70% of people", "up to 70%")
    assert not says("set up to 700", "up to 70")
    assert says("cured? no cure.", "cure")
    assert not says("secure and cured", "cure")


def test_a_list_of_none_finds_nothing() -> None:
    assert not whole([]).search("anything at all")


def test_what_cannot_stand_there_needs_no_pattern() -> None:
    phrases = ["administer", "utilize", "don't wait", "don't ... utilize"]
    assert possible(phrases, flat("It is administered. Don’t wait")) == ["administer", "don't wait"]
