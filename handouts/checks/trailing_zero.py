"""No number ends in a zero after its point.

A point is easily lost on paper: 5.0 was given as 50. Money ($2.50), a code (L40.0) and a time,
which `clock-time` looks at, are no such numbers.

Write 5, and 2.5.
"""

import re
from collections.abc import Iterator

from handouts.checks.clock_time import POINTED
from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet

RULE = "trailing-zero"
STANDARD = "S49"

_ZERO = re.compile(
    r"(?<![\w.,$€£])(?<![$€£] )(\d[\d,]*)\.(\d*?)(0+)(?!\d|\.\d| ?(?:dollars?|euros?|USD|EUR)\b)"
)


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each number such as 5.0."""
    for passage in sheet.passages:
        for found in _ZERO.finditer(POINTED.sub(" ", passage.words)):
            message = f"`{found[0]}` ends in a zero after its point"
            yield passage.finding(RULE, "error", message, _hint(*found.groups()))


def _hint(whole: str, rest: str, zeros: str) -> str:
    """What may be meant: 1.000 is a thousand to some."""
    if not rest and zeros == "000":
        return f"write {whole},000 or {whole}, whichever is meant"
    return f"write {whole}.{rest}" if rest else f"write {whole}"
