"""No medicine is written with capitals inside its name.

riTUXimab and inFLIXimab keep staff from taking one for the other in a list; in running text such
capitals make a name hard to read. IgA, pH, mRNA and McGraw are no such names.

Write rituximab. What is for staff only may have the capitals: `staff_only: true`.
"""

import re
from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet

RULE = "tall-man"
STANDARD = "S57"

# riTUXimab, predniSONE, DAUNOrubicin.
_TALL = re.compile(
    r"\b(?:[A-Za-z][a-z]+[A-Z]{2,}[a-z]{2,}|[a-z]{4,}[A-Z]{3,}|[A-Z]{3,}[a-z]{4,})\b"
)


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each name with capitals inside."""
    for passage in sheet.passages:
        for found in _TALL.finditer(passage.unaddressed):
            message = f"`{found[0]}` has capitals inside"
            yield passage.finding(RULE, "warning", message, f"write {found[0].lower()}")
