"""A treatment has its emergency box, complete in itself, with the clinic's number.

Whoever is in trouble reads one box and no other. A treatment has a section of kind `warning`, and
no sign of its emergency tier sends the reader elsewhere (`elsewhere` in data/wording: see page 2).
The head of the box prints the clinic's `emergency_number`; any words that write 911 are found where
the clinic's number is another one.

Write the sign itself, and the clinic's own number. Nothing here should need to be accepted.
"""

import re
from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet
from handouts.checks.words import one_of
from handouts.model import Treatment
from handouts.sections import Warnings

RULE = "emergency-box"
STANDARD = "S61"

_US = "911"
_WRITTEN = re.compile(r"(?<![\w-])9[- ]?1[- ]?1(?![\w-])")


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding where the box is missing, where it leads elsewhere, and for another number."""
    if isinstance(sheet.text, Treatment) and not _has_box(sheet):
        message = "no section tells when to call for help"
        hint = "write a section of `kind: warning`"
        yield Finding(RULE, "error", sheet.place("sections"), message, hint)
    elsewhere = one_of(sheet.wording.elsewhere)
    for passage in sheet.passages:
        found = elsewhere.search(passage.words) if _in_box(passage.section, passage.group) else None
        if found:
            message = f"`{found[0]}` leads out of the emergency box"
            yield passage.finding(RULE, "error", message, "say here what the sign is")
        if sheet.clinic.emergency_number != _US and _WRITTEN.search(passage.words):
            message = f"the clinic's emergency number is {sheet.clinic.emergency_number}, not {_US}"
            hint = f"write {sheet.clinic.emergency_number}"
            yield passage.finding(RULE, "error", message, hint)


def _has_box(sheet: Sheet) -> bool:
    return any(isinstance(section, Warnings) for section in sheet.text.sections)


def _in_box(section: object, group: str) -> bool:
    return isinstance(section, Warnings) and group == "emergency"
