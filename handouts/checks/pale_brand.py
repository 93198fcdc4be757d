"""The clinic's colour can be read as words on paper, 4.5 to 1 or better.

A pale colour is kept for the bar on page 1. Words and lines never take it: they print in a darker
shade of it, or in ink, so that a sheet can be read in any case. This only says so.

Take a darker colour where the words should have yours, or accept it.
"""

from collections.abc import Iterator

from handouts.brand import pale
from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet

RULE = "pale-brand"
STANDARD = "S34"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding where the clinic's colour is too pale."""
    for key, message, hint in pale(sheet.clinic.brand):
        place = sheet.library.clinic_reading.place(("brand", key))
        yield Finding(RULE, "warning", place, message, hint)
