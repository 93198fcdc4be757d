"""A result of a study shows both groups, the time and the number of people."""

from pathlib import Path

from helpers import FIRST, SHORT

from checks.planting import found, statement, told
from checks.saying import found_in
from handouts.checks import both_arms

WHOLE = (
    "In the main study, 95 adults got it or a fake drip. After 16 weeks, about 79 out of 100 people "
    "on it were better. With placebo it was about 44 out of 100."
)


def missing(folder: Path, text: str) -> list[str]:
    told_of_it = told(folder, both_arms, {"One thing.": f'"{text}"'})
    return [message.split(" (")[0] for message in told_of_it]


def test_a_result_of_one_group_alone_is_found_on_its_line(tmp_path: Path) -> None:
    text = "Of 95 adults, about 79 out of 100 people were better after 16 weeks."
    assert found(tmp_path, both_arms, {"One thing.": text}) == [f"text: {text}"]
    assert told(tmp_path, both_arms, {"One thing.": text}) == [
        "error: a result without the other group "
        "(say how many of each group, after how long, and how many people took part)"
    ]


def test_a_number_after_the_word_of_benefit_is_its_result(tmp_path: Path) -> None:
    text = "Many improved. It was 60 out of 100 people."
    assert found(tmp_path, both_arms, {"One thing.": text}) == [f"text: {text}"]
    harm = "About 42 of 100 people had a headache. Most got better in a day."
    assert found(tmp_path, both_arms, {"One thing.": harm}) == []


def test_a_clinic_adds_its_own_word_of_benefit(tmp_path: Path) -> None:
    own = {"data/wording/en.yaml": "improvements: [clear skin]\n"}
    text = "Clear skin was seen in 60 of 100 people."
    assert found(tmp_path, both_arms, {"One thing.": text}) == []
    assert found(tmp_path, both_arms, {"One thing.": text}, own) == [f"text: {text}"]


def test_a_whole_result_is_let_be(tmp_path: Path) -> None:
    assert not found_in(
        tmp_path,
        both_arms,
        WHOLE,
        "The large trial (148 adults) missed its goal. After 24 weeks, about 56 of 100 improved with it "
        "and 42 of 100 with placebo.",
    )


def test_each_part_that_is_missing_is_named(tmp_path: Path) -> None:
    assert missing(tmp_path, WHOLE.replace("After 16 weeks", "Then")) == [
        "error: a result without the time"
    ]
    assert missing(tmp_path, WHOLE.replace("95 adults", "they")) == [
        "error: a result without the number of people"
    ]
    assert missing(tmp_path, "About 79 of 100 people improved.") == [
        "error: a result without the other group and the time and the number of people"
    ]
    assert missing(tmp_path, "In it 8 of 19 people improved after 6 months.") == [
        "error: a result without the other group"
    ]


def test_how_often_it_is_given_is_no_time_of_a_result(tmp_path: Path) -> None:
    every = WHOLE.replace("After 16 weeks", "Given every 4 weeks")
    assert missing(tmp_path, every) == ["error: a result without the time"]


def test_a_paragraph_is_read_as_one(tmp_path: Path) -> None:
    first, second = WHOLE.split(" With placebo")
    parts = statement(first, "a") + statement(
        f"With placebo{second}", "b", "        continues: true\n"
    )
    assert found(tmp_path, both_arms, SHORT.replace(FIRST, parts)) == []
    apart = parts.replace("        continues: true\n", "")
    (line,) = found(tmp_path, both_arms, SHORT.replace(FIRST, apart))
    assert "79 out of 100" in line


def test_the_figure_of_a_section_shows_its_own_numbers_and_no_others(tmp_path: Path) -> None:
    chances = (
        "kind: chances\n    caption: How many got better?\n    outcome: were better\n    weeks: 16\n"
        "    people: 95\n    arms: [{label: on it, count: 79}, {label: on placebo, count: 44}]"
    )
    here = {"kind: prose": chances, "One thing.": "About 79 of 100 people got better."}
    assert found(tmp_path, both_arms, here) == []
    other = {"kind: prose": chances, "One thing.": "About 83 of 100 people got better."}
    assert found(tmp_path, both_arms, other) == ["text: About 83 of 100 people got better."]


def test_a_side_effect_counted_in_one_group_is_a_warning(tmp_path: Path) -> None:
    text = "In the main study, about 42 of 100 people had a headache, and 19 of 100 a fever."
    assert told(tmp_path, both_arms, {"One thing.": text}) == [
        "warning: a number of a study without the other group "
        "(say how many it was without the medicine, or accept this)"
    ]
    assert not found_in(
        tmp_path,
        both_arms,
        "In studies, about 18 of 100 people had one, compared with 5 of 100 on placebo.",
        "About 20 of 100 adults with DM have lung disease.",
    )


def test_what_tells_no_number_of_people_is_let_be(tmp_path: Path) -> None:
    assert not found_in(
        tmp_path,
        both_arms,
        "Not everyone gets better.",
        "It took about 20 weeks for half of the people to improve.",
        "Page 1 of 2 tells how people get better.",
    )
