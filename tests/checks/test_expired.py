"""A statement that has expired is told."""

from datetime import date
from pathlib import Path

from helpers import SHORT

from checks.planting import found, section, statement, told
from handouts.checks import expired

DATED = SHORT + section(
    statement("You pay $283 in 2026.", "dated", "        expires: 2026-12-31\n")
)


def test_the_day_after_its_last_a_statement_is_told_at_its_day(tmp_path: Path) -> None:
    late = date(2027, 1, 1)
    assert found(tmp_path, expired, DATED, day=late) == ["expires: 2026-12-31"]
    assert told(tmp_path, expired, DATED, day=late) == [
        "warning: expired on 2026-12-31, and is left out "
        "(look it up, and write it anew with its new day)"
    ]


def test_on_its_last_day_it_is_still_said(tmp_path: Path) -> None:
    assert found(tmp_path, expired, DATED, day=date(2026, 12, 31)) == []


def test_what_staff_alone_read_is_left_out_anyway(tmp_path: Path) -> None:
    staff = DATED.replace("expires: 2026-12-31", "expires: 2026-12-31\n        staff_only: true")
    assert found(tmp_path, expired, staff, day=date(2027, 1, 1)) == []
