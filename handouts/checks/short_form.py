"""No medicine is called by a short form.

MTX and AZA mean something to staff, and nothing to a patient who looks for the name on the box.
Found are the keys of `short_forms` in data/wording, written just so. IVIG is not among them: it is
the name that patients hear.

Write the name that the hint tells. A short form that stands for something else is accepted by its
statement.
"""

import re
from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet
from handouts.checks.words import one_of

RULE = "short-form"
STANDARD = "S55"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each short form of a medicine's name."""
    short = re.compile(one_of(sheet.wording.short_forms).pattern)
    for passage in sheet.passages:
        for found in short.finditer(passage.unaddressed):
            message = f"`{found[0]}` is a short form"
            yield passage.finding(
                RULE, "error", message, f"write {sheet.wording.short_forms[found[0]]}"
            )
