"""A text is signed by the clinic's own people.

A text that nobody has signed prints as a draft, with a band on each page, and goes to no patient.
Have it read, statement by statement beside its sources, by a prescriber, a nurse and a pharmacist.
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet
from handouts.signoff import signoff

RULE = "unsigned"
STANDARD = "S102"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding where nobody has signed the text as it is written now."""
    if signoff(sheet.whole).is_draft:
        message = f"nobody has signed version {sheet.whole.version}, so that it prints as a draft"
        hint = "have it read and signed"
        yield Finding(RULE, "warning", sheet.place("version"), message, hint)
