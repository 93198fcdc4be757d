"""A sixth-grader can read the text."""

from pathlib import Path

from helpers import AT, SHORT, TODAY, clinic

from checks.planting import found, statement, told
from handouts.checks import reading_grade
from handouts.checks.reading_ease import counts
from handouts.checks.reading_grade import masked, said
from handouts.checks.sheet import Sheet
from handouts.library import open_library

HARD = "Administration of immunosuppressive medications necessitates continuous observation."
EASY = "Drink water. Rest a lot. Call us if you feel ill."


def test_a_hard_text_is_told_once_with_its_long_words(tmp_path: Path) -> None:
    text = SHORT + statement(HARD)
    assert found(tmp_path, reading_grade, text) == ["main_message:"]
    (sentence,) = told(tmp_path, reading_grade, text)
    assert sentence.startswith("error: Flesch-Kincaid 21.2 and SMOG 11.2; with all names")
    assert "at most Flesch-Kincaid 6.0 and SMOG 8.0" in sentence
    assert "`administration` (1)" in sentence


def test_a_plain_text_passes(tmp_path: Path) -> None:
    assert found(tmp_path, reading_grade, SHORT + statement(EASY)) == []


def test_names_count_as_a_short_word_and_the_full_grades_are_told(tmp_path: Path) -> None:
    names = " ".join(f"Ask about rituximab and dermatomyositis {i}." for i in range(9))
    assert found(tmp_path, reading_grade, SHORT + statement(names)) == []
    (sentence,) = told(tmp_path, reading_grade, SHORT + statement(f"{names} {HARD * 3}"))
    masked, _, full = sentence.partition("; with all names ")
    assert float(masked.split()[2]) < float(full.split()[1])


def test_a_clinics_own_names_count_as_short_too(tmp_path: Path) -> None:
    text = SHORT + "".join(
        statement("Adalimumab and tocilizumab and ustekinumab help.", f"help-{i}") for i in range(9)
    )
    own = {"data/wording/en.yaml": "names: [adalimumab, tocilizumab, ustekinumab]\n"}
    assert found(tmp_path, reading_grade, text) == ["main_message:"]
    assert found(tmp_path, reading_grade, text, own) == []


def test_titles_and_headings_do_not_count(tmp_path: Path) -> None:
    text = SHORT.replace("heading: What it is", f"heading: {HARD}").replace("A short sheet", HARD)
    assert found(tmp_path, reading_grade, text) == []


def test_what_staff_alone_read_does_not_count(tmp_path: Path) -> None:
    text = SHORT + statement(HARD, more="        staff_only: true\n")
    assert found(tmp_path, reading_grade, text) == []


def test_a_few_hard_words_in_a_few_sentences_are_not_held_against_smog(tmp_path: Path) -> None:
    few = SHORT + "".join(
        statement(f"Bring {thing}.", thing) for thing in ("medicine", "insurance")
    )
    assert found(tmp_path, reading_grade, few) == []


def test_a_sentence_that_begins_with_a_name_is_a_sentence_of_its_own(tmp_path: Path) -> None:
    text = SHORT + statement("Ask us. Rituximab may help. Rituximab is slow. Rituximab needs time.")
    library = open_library(clinic(tmp_path, {AT: text}))
    sheet = Sheet(library, library.text("short", "en"), TODAY)
    assert counts(masked(sheet)).sentences == counts(said(sheet)).sentences
