"""No dose is told to a patient.

The dose is the doctor's to set; a sheet for everybody would be wrong for somebody. Found are "your
dose" (`doses` in data/wording), amounts such as 10 mg or 2 grams, and "take 2" or "inject 2", the
first of them in each statement. A time is none: it may take 2 weeks. Amounts in symbols are looked
for in every language, the rest in English. A number of shots is not looked for: it may be of a
vaccine.

Write "the amount", or leave it to staff: a statement with `staff_only: true` is read by no patient.
An amount that is no dose is accepted by its statement.
"""

import re
from collections.abc import Iterator

from handouts.checks.chances import SPELLED
from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet
from handouts.checks.units import DOSE
from handouts.checks.words import lasting, one_of

RULE = "dose"
STANDARD = "S48"

_AMOUNT = re.compile(rf"(?<![\w.,])\.?\d[\d.,]*[ -]?{DOSE}(?:/\w+)?\b")
_ENGLISH = re.compile(
    rf"(?<![\w.,])(?:\d[\d.,]*|{SPELLED})[ -]?(?:(?:milli|micro)?grams?|millilit(?:er|re)s?|units?"
    r"|tablets?|capsules?|pills?|drops?|puffs?|pumps?|(?:tea|table)spoons?)\b"
    rf"|\b{SPELLED}[ -]{DOSE}\b"
    r"|\b(?:take|inject) (?:about |only |up to )?"
    r"(?:\d[\d.,]*|half an?|one|two|three|four|five|six)\b"
    r"(?! (?:(?:or )?more\b|of |(?:\w+ )?breath|step|person))"
    r"(?! (?:(?:to|or) \w+ )?(?:minute|hour|day|night|week|month|year))",
    re.IGNORECASE,
)

_STAFF = "leave it out, or make it a statement with `staff_only: true`"
_MOVED = "leave it out, or put it into a section of prose or a list, with `staff_only: true`"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each statement or label that tells a patient a dose."""
    phrases = one_of(sheet.wording.doses)
    patterns = (phrases, _AMOUNT, *([_ENGLISH] if sheet.language == "en" else []))
    for passage in sheet.passages:
        doses = [found[0] for pattern in patterns if (found := pattern.search(passage.words))]
        if doses:
            hint = _MOVED if passage.statement in lasting(sheet) else _STAFF
            yield passage.finding(RULE, "error", f"`{doses[0]}` tells a dose", hint)
