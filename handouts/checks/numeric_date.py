"""A date has its month in words.

12/1/2026 is a day in December to one reader and in January to another; 2026-12-01 belongs in files.
A day without its year, 12/1, is known by the word before it: on, by, until, since, before, after,
from, or a weekday; 1/2 elsewhere is a half.

Write the weekday, the month in words, the day and the year: Tuesday, December 1, 2026.
"""

import re
from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet

RULE = "numeric-date"
STANDARD = "S58"

_BEFORE = ("on ", "by ", "until ", "since ", "before ", "after ", "from ", "day ", "day, ")
_AFTER_ONE = "|".join(rf"(?<={word})" for word in _BEFORE)

#: A date in figures: 12/1/2026, 1.12.26, 2026-12-01, 5/2025, on 12/1.
DATE = re.compile(
    r"(?<![\w/.-])(?<!ersion )(?:\d{1,2} ?/ ?\d{1,2} ?/ ?(?:\d{4}|\d{2})"
    r"|\d{1,2}([.-])\d{1,2}\1(?:(?:19|20)\d\d|\d\d)"
    r"|(?:19|20)\d\d([/.-])\d{1,2}\2\d{1,2}|(?:0?[1-9]|1[0-2])/(?:19|20)\d\d"
    rf"|(?:{_AFTER_ONE})(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01]))(?![\w/-]|\.\d)"
)


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each date in figures."""
    for passage in sheet.passages:
        for found in DATE.finditer(passage.unaddressed):
            message = f"`{found[0]}` can be read as another date"
            hint = "write the weekday and the month in words: Tuesday, December 1, 2026"
            yield passage.finding(RULE, "error", message, hint)
