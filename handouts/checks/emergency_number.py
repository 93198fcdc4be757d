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
from handouts.checks.words import one_of

RULE = "emergency-number"
STANDARD = "S60"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each passage that names another emergency number."""
    own, number_of = sheet.clinic.emergency_number, _number(one_of(sheet.wording.people))
    for passage in sheet.passages:
        for number in dict.fromkeys(number_of.findall(passage.words)):
            if number != own:
                message = f"`{number}` is not the emergency number of this clinic, `{own}`"
                yield passage.finding(RULE, "error", message, "write it without the number")


def _number(people: re.Pattern[str]) -> re.Pattern[str]:
    # 999 people are counted, and 1 000 is one number.
    after = rf"[\d%]|[.,-]\d|\s\d|\s{people.pattern}"
    return re.compile(rf"(?<![\d.,$€£-])(?<!\d\s)(?:911|999|000)(?!{after})", re.IGNORECASE)
