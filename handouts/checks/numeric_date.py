"""A date has its month in words.

12/1/2026 is a day in December to one reader and in January to another; 2026-12-01 belongs in files.

Write the weekday, the month in words, the day and the year: Tuesday, December 1, 2026.
"""

import re
from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet
from handouts.checks.words import unaddressed

RULE = "numeric-date"
STANDARD = "S58"

#: A date in figures: 12/1/2026, 1.12.2026, 2026-12-01.
DATE = re.compile(
    r"(?<![\w/.-])(?:\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})|\d{1,2}([.-])\d{1,2}\1(?:19|20)\d\d"
    r"|(?:19|20)\d\d([/.-])\d{1,2}\2\d{1,2})(?![\w/-])"
)


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each date in figures."""
    for passage in sheet.passages:
        for found in DATE.finditer(unaddressed(passage.words)):
            message = f"`{found[0]}` can be read as another date"
            hint = "write the weekday and the month in words: Tuesday, December 1, 2026"
            yield passage.finding(RULE, "error", message, hint)
