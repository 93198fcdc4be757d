"""A text names no emergency number but the clinic's own.

The page says "Call 911" by the number in clinic.yaml. A text that was written for another country
and names its number in a sentence sends a patient to a line that nobody answers. Looked for are
911, 999 and 000; 112 could be a count.

Say "the emergency number", or copy the text into your folder and write your own.
"""

import re
from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet

RULE = "emergency-number"
STANDARD = "S60"

_NUMBER = re.compile(r"(?<![\d.,$€£-])(?:911|999|000)(?![\d%]|[.,-]\d)")


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each passage that names another emergency number."""
    own = sheet.clinic.emergency_number
    for passage in sheet.passages:
        for number in dict.fromkeys(_NUMBER.findall(passage.words)):
            if number != own:
                message = f"`{number}` is not the emergency number of this clinic, `{own}`"
                yield passage.finding(RULE, "error", message, "write it without the number")
