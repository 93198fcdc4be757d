"""A text is reviewed once a year, and twice where it tells what changes sooner.

Labels, warnings and prices change. After `review_due` the text is an error. A day for it that lies
more than 12 months after `updated` is a warning; more than 6 months, where the text has a section
of programs that help to pay, or a statement that expires.

Read the text against its sources anew, and write the day of it into `updated`; or set an earlier
`review_due`.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet
from handouts.model import Text
from handouts.sections import Assistance

RULE = "overdue"
STANDARD = "S103"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding where the review is overdue, or is set too far off."""
    place, due = sheet.place("review_due"), sheet.whole.review_due
    if due < sheet.day:
        message = f"the review was due on {due}"
        hint = "read it against its sources anew, then set `updated` and `review_due`"
        yield Finding(RULE, "error", place, message, hint)
    months = 6 if _changes_soon(sheet.whole) else 12
    latest = _later(sheet.whole.updated, months)
    if due > latest:
        message = f"the review is due more than {months} months after `updated`"
        yield Finding(RULE, "warning", place, message, f"at the latest {latest}")


def _changes_soon(text: Text) -> bool:
    """Whether it tells of programs or prices."""
    return any(isinstance(section, Assistance) for section in text.sections) or any(
        statement.expires for statement in text.statements()
    )


def _later(day: date, months: int) -> date:
    """The same day so many months later; the last of its month where that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
