"""Where a treatment's text speaks of help, it says off label there too."""

from pathlib import Path

from helpers import SHORT

from checks.planting import found, statement, told
from handouts.checks import off_label_beside

HELP = "  - id: help\n    heading: Does it help?\n    kind: prose\n    statements:\n" + statement(
    "Some people get better.", "helped"
)
OFF_LABEL = SHORT.replace("One thing.", "Its use is off label.")
BESIDE = OFF_LABEL + HELP + statement("This use is off label.", "said")


def test_a_section_that_asks_if_it_helps_is_found_at_its_heading(tmp_path: Path) -> None:
    assert found(tmp_path, off_label_beside, OFF_LABEL + HELP) == ["heading: Does it help?"]
    assert told(tmp_path, off_label_beside, OFF_LABEL + HELP) == [
        "error: this section speaks of help and does not say that the use is off label "
        "(say it here, in the same size)"
    ]


def test_off_label_in_the_same_section_is_beside(tmp_path: Path) -> None:
    assert found(tmp_path, off_label_beside, BESIDE) == []
    heading = (OFF_LABEL + HELP).replace("Does it help?", "Does it help? Is it off-label?")
    assert found(tmp_path, off_label_beside, heading) == []


def test_a_section_with_a_result_speaks_of_help(tmp_path: Path) -> None:
    result = HELP.replace("Does it help?", "The study").replace("Some", "About 79 of 100")
    assert found(tmp_path, off_label_beside, OFF_LABEL + result) == ["heading: The study"]


def test_an_icon_array_speaks_of_help(tmp_path: Path) -> None:
    chances = (
        "kind: chances\n    caption: How many?\n    outcome: did\n    weeks: 16\n    people: 95\n"
        "    arms: [{label: on it, count: 79}, {label: on placebo, count: 44}]"
    )
    figure = HELP.replace("Does it help?", "The study").replace("kind: prose", chances)
    assert found(tmp_path, off_label_beside, OFF_LABEL + figure) == ["heading: The study"]


def test_what_only_staff_read_does_not_say_it(tmp_path: Path) -> None:
    staff = OFF_LABEL + HELP
    staff += statement("This use is off label.", "said", "        staff_only: true\n")
    assert found(tmp_path, off_label_beside, staff) == ["heading: Does it help?"]


def test_other_headings_and_texts_that_are_not_off_label_are_let_be(tmp_path: Path) -> None:
    assert found(tmp_path, off_label_beside, SHORT + HELP) == []
    pays = HELP.replace("Does it help?", "Who can help you pay?")
    assert found(tmp_path, off_label_beside, OFF_LABEL + pays) == []
    better = OFF_LABEL + HELP.replace("Does it help?", "Later")
    assert found(tmp_path, off_label_beside, better) == []
