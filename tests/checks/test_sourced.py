"""Each number is said by a statement with its source."""

from pathlib import Path

import pytest
from helpers import SHORT, varied

from checks.planting import found, section, statement, told
from handouts.checks import sourced

CHANCES = """\
  - id: help
    heading: Does it help?
    kind: chances
    caption: How many of 95 adults got better?
    weeks: 16
    people: 95
    outcome: were better
    arms:
      - {label: on Octagam 10%, count: 79}
      - label: on a fake drip
        count: 44
    statements:
"""
RESULT = statement(
    "In a study, 95 adults got Octagam 10% for 16 weeks. 79 out of 100 got better, and 44 on a "
    "fake drip."
)
TIMELINE = """\
  - id: schedule
    heading: How often
    kind: timeline
    caption: A typical schedule
    weeks: [0, 2, 6, 14]
    then_every: 8
    days: [2, 5]
    statements:
"""
SCHEDULE = statement(
    "You get it at weeks 0, 2 and 6. Then you get it every 8 weeks, for 2 to 5 days."
)


def test_numbers_that_are_said_pass(tmp_path: Path) -> None:
    assert found(tmp_path, sourced, SHORT + CHANCES + RESULT) == []
    assert found(tmp_path, sourced, SHORT + TIMELINE + SCHEDULE) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("heading: Does it help?", "heading: Does it help in 30 days?"),
        ("caption: How many of 95 adults got better?", "caption: How many of 96 got better?"),
        ("outcome: were better", "outcome: were better by 20 points"),
        ("label: on a fake drip", "label: on a fake drip for 3 weeks"),
    ],
)
def test_a_number_that_no_statement_of_the_section_says_is_found(
    old: str, new: str, tmp_path: Path
) -> None:
    elsewhere = statement("It took 30 days, 96 people, 20 points and 3 weeks.", "elsewhere")
    text = SHORT + elsewhere + varied({old: new}, CHANCES) + RESULT
    (line,) = found(tmp_path, sourced, text)
    assert new in line


@pytest.mark.parametrize(
    ("old", "new"),
    [("weeks: 16", "weeks: 20"), ("people: 95", "people: 90"), ("count: 44", "count: 45")],
)
def test_a_figure_that_differs_from_its_statement_is_found(
    old: str, new: str, tmp_path: Path
) -> None:
    text = SHORT + varied({old: new}, CHANCES) + RESULT
    assert found(tmp_path, sourced, text) == [new]
    number = new.split()[1]
    assert told(tmp_path, sourced, text) == [
        f"error: the figure's `{number}` is not in the statement that says the others "
        "(say it in a statement with its source, or take it out)"
    ]


def test_the_numbers_of_a_figure_stand_in_one_statement(tmp_path: Path) -> None:
    apart = statement("95 adults got Octagam 10% for 16 weeks.", "a") + statement(
        "79 out of 100 got better, and 44 on a fake drip.", "b"
    )
    assert len(found(tmp_path, sourced, SHORT + CHANCES + apart)) == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("weeks: [0, 2, 6, 14]", "weeks: [0, 3, 6, 14]"),
        ("then_every: 8", "then_every: 4"),
        ("days: [2, 5]", "days: [2, 7]"),
    ],
)
def test_a_schedule_that_the_text_does_not_say_is_found(old: str, new: str, tmp_path: Path) -> None:
    text = SHORT + varied({old: new}, TIMELINE) + SCHEDULE
    assert new in found(tmp_path, sourced, text)


def test_a_title_and_a_glance_may_say_what_any_statement_says(tmp_path: Path) -> None:
    glance = (
        "glance:\n  - label: How often (2026)\n    id: often\n    text: Each week.\n"
        "    sources: [acr-ivig]\n    confidence: mixed\nsections:\n"
    )
    text = varied({"title: Short": "title: Short, for 2026", "sections:\n": glance})
    assert found(tmp_path, sourced, text) == ["title: Short, for 2026", "- label: How often (2026)"]
    assert found(tmp_path, sourced, text + statement("Good for 2026.")) == []


def test_1000_is_the_same_number_with_its_comma(tmp_path: Path) -> None:
    text = SHORT + section(statement("In 1,000 people."), heading="What 1,000 people had")
    assert found(tmp_path, sourced, text) == []
