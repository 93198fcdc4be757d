"""Sentences, words and syllables are counted as a person counts them; the formulas as published."""

import pytest

from handouts.checks.reading_ease import (
    Counts,
    counts,
    flesch_kincaid,
    sentences,
    smog,
    spoken,
    syllables,
    words_of,
)

# Wikipedia, "Flesch-Kincaid readability tests": 13 words, 24 syllables, grade 11.3.
PLATYPUS = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."


def test_the_platypus_of_wikipedia_is_of_grade_11_3() -> None:
    assert counts([PLATYPUS]) == Counts(
        sentences=1, words=13, syllables=24, long_words=4, longest=13
    )
    assert round(flesch_kincaid(counts([PLATYPUS])), 1) == 11.3


def test_flesch_kincaid_is_the_formula_of_the_navys_report() -> None:
    # Kincaid, Fishburne, Rogers, Chissom, 1975: .39 (words/sentence) + 11.8 (syllables/word) - 15.59.
    assert flesch_kincaid(Counts(10, 100, 150, 0)) == pytest.approx(3.9 + 17.7 - 15.59)
    # Wikipedia: "The cat sat on the mat" scores 116 of ease; six one-syllable words, grade -1.45.
    assert flesch_kincaid(counts(["The cat sat on the mat."])) == pytest.approx(-1.45)


# Harold C. McGraw's SMOG conversion table, as the National Cancer Institute's "Clear & Simple" prints
# it: the words of three syllables or more in 30 sentences, and the grade. From grade 12 on, the table
# (3 and a square root) and McLaughlin's formula grow apart.
MCGRAW = [
    (0, 2, 4),
    (3, 6, 5),
    (7, 12, 6),
    (13, 20, 7),
    (21, 30, 8),
    (31, 42, 9),
    (43, 56, 10),
    (57, 72, 11),
]


@pytest.mark.parametrize(("least", "most", "grade"), MCGRAW)
def test_smog_agrees_with_the_table_within_a_grade(least: int, most: int, grade: int) -> None:
    for long_words in range(least, most + 1):
        assert smog(Counts(30, 300, 0, long_words)) == pytest.approx(grade, abs=1)


def test_smog_scales_a_short_text_to_30_sentences() -> None:
    assert smog(Counts(10, 100, 0, 5)) == smog(Counts(30, 300, 0, 15))
    assert smog(Counts(30, 300, 0, 0)) == 3.1291


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Call us. We will help.", 2),
        ("Is it new? Yes! Call us.", 3),
        ("Call 911 at 8 a.m. or 5 p.m. if you can.", 1),
        ("We are open to 5 p.m. Monday to Friday.", 1),
        ("We are open to 5 p.m. Call us then.", 2),
        ("Ask Dr. Sample or Ms. Example about it.", 1),
        ("Some brands, e.g. Octagam, may help.", 1),
        ("A fever of 100.4 F (38 C) or more. Call us.", 2),
        ("A fever of 100.4 F. Call us.", 2),
        ("You can report it at 1-800-FDA-1088 or www.fda.gov/medwatch. Ask us how.", 2),
        ("Know the signs in “When to call.” Call us.", 2),
        ("Pain, swelling or warmth in one leg", 1),
        ("About 79 out of 100. With placebo it was 44.", 2),
        ("It costs 2.5 times more. 95 adults took part.", 2),
        ("(See the list.) Then call.", 2),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_stops(words: str, expected: int) -> None:
    assert len(sentences(words)) == expected


def test_nothing_of_a_passage_is_lost_between_its_sentences() -> None:
    words = "Ask Dr. Sample. “Is it new?” Yes, at 5 p.m. Monday. Then rest"
    assert " ".join(sentences(words)) == words


def test_a_word_stands_between_blanks_and_dashes() -> None:
    assert words_of("Take it with water — not milk, and/or tea (1-800-FDA-1088).") == [
        *("Take", "it", "with", "water", "not", "milk,", "and", "or", "tea", "(1-800-FDA-1088)."),
    ]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("take", 1),
        ("any", 2),
        ("about", 2),
        ("medicine", 3),
        ("headaches", 3),
        ("muscles", 2),
        ("pulled", 1),
        ("started", 2),
        ("reaction", 3),
        ("fluid", 2),
        ("being", 2),
        ("patient", 2),
        ("body’s", 2),
        ("infusion", 3),
        ("authorization", 5),
        ("rhythm", 1),
        ("I", 1),
    ],
)
def test_syllables_are_those_of_a_dictionary(word: str, expected: int) -> None:
    assert syllables(word) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("FDA", 3),
        ("(FDA)", 3),
        ("HIV,", 3),
        ("WHO", 5),
        ("95", 1),
        ("1,000", 1),
        ("100.4", 1),
        ("12-month", 2),
        ("follow-up", 3),
        ("1-800-FDA-1088", 1),
        ("www.fda.gov/medwatch.", 1),
    ],
)
def test_capitals_are_spelled_and_figures_are_one_short_word(word: str, expected: int) -> None:
    assert spoken(word) == expected


def test_no_words_make_no_counts_and_are_not_hard() -> None:
    assert counts([]) == Counts(0, 0, 0, 0, 0)
    assert flesch_kincaid(counts(["—"])) < 0
    assert smog(counts([])) == 3.1291
