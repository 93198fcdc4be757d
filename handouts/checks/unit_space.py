"""A space stands between a number and its unit.

The m of 10mg was read as two more zeros. Temperatures need their space too: 100.4 F. A percent
sign, an ordinal (the 2nd visit) and a name (B12, room 12C) need none.

Write 10 mg. A name that looks like an amount is accepted by its statement.
"""

import re
from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet
from handouts.checks.units import DOSE, OTHER

RULE = "unit-space"
STANDARD = "S51"

_NUMBER = r"(?<![\w.,-])((?:\d[\d.,]*[-–])?\d[\d.,]*)"
# A temperature by its size, so that room 12C is none; a word by its length, so that 2nd is none.
_JOINED = re.compile(
    rf"{_NUMBER}({DOSE}|{OTHER}|[^\W\d_A-Z]{{4,}})\b"
    r"|(?<![\w.,-])((?:[349]\d|10\d)(?:\.\d)?)(F)\b|(?<![\w.,-])((?:3[4-9]|4[0-2])(?:\.\d)?)(C)\b"
)


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each number that its unit is joined to."""
    for passage in sheet.passages:
        for found in _JOINED.finditer(passage.unaddressed):
            number, unit = (part for part in found.groups() if part)
            message = f"`{found[0]}` has no space before its unit"
            yield passage.finding(RULE, "error", message, f"write {number} {unit}")
