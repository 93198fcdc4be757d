"""No number ends in a zero after its point.

A point is easily lost on paper: 5.0 was given as 50. Write 5.
"""

import re
from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet

RULE = "trailing-zero"
STANDARD = "S49"

_ZERO = re.compile(r"(?<![\d.])(\d+)\.0+(?![\d.])")


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each number such as 5.0."""
    for passage in sheet.passages:
        for found in _ZERO.finditer(passage.words):
            message = f"`{found[0]}` ends in a zero after its point"
            yield passage.finding(RULE, "error", message, f"write {found[1]}")
