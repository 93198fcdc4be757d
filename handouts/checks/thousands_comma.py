"""A number of 1,000 or more has its comma.

10000 and 100000 are easily taken for each other. A year, a phone number, a number to send a text
to, the number of a house, an address of the web, and what is only counted on (room 1204; `numbered`
in data/wording) have none. A number that begins with a zero is no amount. Only English text is
looked at: other languages part thousands in other ways.

Write 10,000. A number that is a name is accepted by its statement.
"""

import re
from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet
from handouts.checks.words import one_of

RULE = "thousands-comma"
STANDARD = "S52"

# Not a part of a phone number, a date or a decimal; not the number of a house or a postal code.
_LONG = re.compile(
    r"(?<![\w.,/:+#()-])(?<!\d )(?<!\b[A-Z]{2} )(?!0|(?:19|20)\d\d\b)\d{4,}(?![\w/:-]|[.,]\d| \d)"
    r"(?! (?:[NSEW]\.? )?(?:[A-Z][a-z]+ )+(?:Street|St\b|Ave|Road|Rd\b|Drive|Lane|Boulevard|Way))"
)


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each long number without a comma."""
    if sheet.language != "en":
        return
    names = rf"(?:{one_of(sheet.wording.numbered).pattern}\.?|\btext\b[^.!?]* to)"
    numbered = re.compile(rf"{names} \d+", re.IGNORECASE)
    for passage in filter(lambda passage: _LONG.search(passage.words), sheet.passages):
        for found in _LONG.finditer(numbered.sub(" ", passage.unaddressed)):
            message = f"`{found[0]}` has no comma"
            yield passage.finding(RULE, "warning", message, f"write {int(found[0]):,}")
