"""A statement that has expired is told.

On the day after its `expires` a statement is left out of what prints, without a gap; here it is a
warning, so that somebody writes it anew. Look the figure up, mend the statement with its sources,
and give it a new day; or take it out.
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet

RULE = "expired"
STANDARD = "S47"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each statement whose last day has passed."""
    for statement in sheet.whole.statements():
        if statement.expired_on(sheet.day) and not statement.staff_only:
            message = f"expired on {statement.expires}, and is left out"
            hint = "look it up, and write it anew with its new day"
            place = sheet.place_of(statement, "expires")
            yield Finding(RULE, "warning", place, message, hint, statement.id)
