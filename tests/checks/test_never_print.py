"""What a text must not say, it does not say."""

from pathlib import Path

import pytest
from helpers import SHORT

from checks.planting import found, statement, told
from handouts.checks import never_print

NEVER = """\
never_print:
  - phrase: up to 70%
  - phrase: covered by Medicare
    unless: [often, local Medicare rules]
"""


@pytest.mark.parametrize("words", ["Up to 70% get better.", "It is covered by Medicare, often."])
def test_what_is_never_said_is_found_on_its_line(words: str, tmp_path: Path) -> None:
    assert found(tmp_path, never_print, SHORT + statement(words) + NEVER) == [f"text: '{words}'"]


def test_the_message_tells_what_would_make_it_fair(tmp_path: Path) -> None:
    text = SHORT + statement("It is covered by Medicare.") + NEVER
    assert told(tmp_path, never_print, text) == [
        "error: `short` never says `covered by Medicare`, unless it also says `often` and "
        "`local Medicare rules` (say it in other words)"
    ]


def test_the_same_statement_may_say_it_with_all_the_other_words(tmp_path: Path) -> None:
    fair = statement("It is often covered by Medicare where local Medicare rules are met.")
    assert found(tmp_path, never_print, SHORT + fair + NEVER) == []
    split = statement("It is covered by Medicare.", "a") + statement(
        "Often, where local Medicare rules are met.", "b"
    )
    assert len(found(tmp_path, never_print, SHORT + split + NEVER)) == 1


def test_a_heading_is_looked_at_too_and_a_part_of_a_word_is_not(tmp_path: Path) -> None:
    text = SHORT.replace("What it is", "Covered by Medicare")
    assert found(tmp_path, never_print, text + NEVER) == ["heading: Covered by Medicare"]
    other = statement("It is covered by Medicaredirect, up to 70%s.")
    assert found(tmp_path, never_print, SHORT + other + NEVER) == []


def test_what_staff_alone_read_may_say_it(tmp_path: Path) -> None:
    staff = statement("Up to 70%.", more="        staff_only: true\n")
    assert found(tmp_path, never_print, SHORT + staff + NEVER) == []
