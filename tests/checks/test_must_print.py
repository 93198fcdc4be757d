"""What a text has to say, it says."""

from datetime import date
from pathlib import Path

from helpers import SHORT

from checks.planting import found, statement, told
from handouts.checks import must_print

MUST = """\
must_print:
  - topic: clot signs
    says: ["This can be a blood clot.", "in one arm or leg"]
"""
SIGNS = statement("Pain in one arm  or leg. This **can be** a blood clot.")


def test_what_is_said_passes_whatever_its_marks(tmp_path: Path) -> None:
    assert found(tmp_path, must_print, SHORT + SIGNS + MUST) == []


def test_what_is_not_said_is_found_at_its_own_entry(tmp_path: Path) -> None:
    text = SHORT + statement("Pain in one arm or leg.") + MUST
    assert found(tmp_path, must_print, text) == [
        'says: ["This can be a blood clot.", "in one arm or leg"]'
    ]
    assert told(tmp_path, must_print, text) == [
        "error: the text does not say `This can be a blood clot.`, which `clot signs` needs "
        "(say it, or mend this entry)"
    ]


def test_what_has_expired_or_is_for_staff_is_not_said(tmp_path: Path) -> None:
    for key in ("expires: 2026-11-30", "staff_only: true"):
        text = SHORT + SIGNS + f"        {key}\n" + MUST
        assert len(found(tmp_path, must_print, text, day=date(2026, 12, 1))) == 2


def test_a_heading_says_it_and_a_part_of_a_word_does_not(tmp_path: Path) -> None:
    must = "must_print:\n  - {topic: water, says: [water]}\n"
    text = SHORT.replace("Drink water.", "Drink watery tea.")
    assert len(found(tmp_path, must_print, text + must)) == 1
    headed = text.replace("What it is", "Water")
    assert found(tmp_path, must_print, headed + must) == []
