"""A number smaller than one has a zero before its point.

A point alone is easily lost on paper: .5 was given as 5. In English text the point is no comma: 0,5
is found too.

Write 0.5.
"""

import re
from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet

RULE = "leading-zero"
STANDARD = "S50"

_POINT = re.compile(r"(?<![\w.)])\.\d+")
_COMMA = re.compile(r"(?<![\w.,])0,\d+(?![\d,])")


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each number such as .5."""
    for passage in sheet.passages:
        for found in _POINT.finditer(passage.words):
            message = f"`{found[0]}` has no zero before its point"
            yield passage.finding(RULE, "error", message, f"write 0{found[0]}")
        for found in _COMMA.finditer(passage.words) if sheet.language == "en" else ():
            message = f"`{found[0]}` has a comma for its point"
            yield passage.finding(RULE, "error", message, f"write {found[0].replace(',', '.')}")
