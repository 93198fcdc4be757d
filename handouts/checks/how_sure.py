"""A treatment says once, at a glance, how sure we are.

One row of `glance` has `proof`: strong (a strong trial), mixed (mixed results), weak (weak proof)
or harm (may do harm). A person sets it, from this list, so that every sheet means the same by it.

Give one row, "How sure are we?", its `proof`, and no other. It is about the text: to accept it says
that a sheet may leave its readers without an answer.
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet
from handouts.model import Treatment

RULE = "how-sure"
STANDARD = "S45"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding where no row of a treatment has `proof`, and for each row after the first."""
    if not isinstance(sheet.text, Treatment):
        return
    rows = [row for row in sheet.text.glance if row.proof]
    if not rows:
        message = "no row of `glance` says how sure we are"
        hint = "give one row `proof: strong`, `mixed`, `weak` or `harm`"
        yield Finding(RULE, "error", sheet.place("glance"), message, hint)
    for row in rows[1:]:
        message = f"`{row.id}` says a second time how sure we are"
        place = sheet.place_of(row, "proof")
        yield Finding(RULE, "error", place, message, "keep one `proof`", row.id)
