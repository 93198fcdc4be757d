"""The clinic is set up: its name, its two phone numbers with their hours, its emergency number.

A sheet that says "call us" and not where is worse than none, at night most of all. What clinic.yaml
leaves out prints as a line to write on, which somebody forgets. A sample stands for nothing: TBD,
XXX, a number with 555 in its middle or of nothing but zeros. Only as an emergency number is 000
real, in Australia; where none is given, it is 911.

Fill in clinic.yaml: `name`, `day_phone` and `after_hours_phone` (each with `number` and `hours`),
and `emergency_number` where it is not 911.
"""

import re
from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet
from handouts.clinic import Clinic
from handouts.translation import FIRST

RULE = "clinic-not-set-up"
STANDARD = "S60"

_SAMPLE = re.compile(
    r"\b(?:TBD|TBA|TODO|N/?A|X{2,}|example|sample|placeholder)\b|_{2,}|\?{2,}", re.IGNORECASE
)
# Numbers with 555 are kept for films, and nobody answers 000-0000 or 123-456-7890.
_UNREAL = re.compile(r"(?<!\d)(?:555[-. ]?\d{4}|000[-. ]?0000|456[-. ]?7890)(?!\d)|^[0\W]+$")
_AUSTRALIA = "000"
_HINT = "write it in clinic.yaml"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each thing that the clinic has left out or left at a sample."""
    for loc, wrong in _lacking(sheet.clinic):
        place = sheet.library.clinic_reading.place(loc)
        yield Finding(RULE, "error", place, f"`{': '.join(loc)}` is {wrong}", _HINT)
    if sheet.language != FIRST:
        for key in ("day_phone", "after_hours_phone"):
            phone = getattr(sheet.clinic, key)
            if phone.hours and sheet.language not in phone.hours_in:
                place = sheet.library.clinic_reading.place((key, "hours"))
                told = f"`{key}: hours` is not given in the language `{sheet.language}`"
                yield Finding(
                    RULE, "warning", place, told, f"write it as `hours_in: {sheet.language}`"
                )


def _lacking(clinic: Clinic) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each key that lacks something, and what it is instead."""
    entries = {
        ("name",): _entry(clinic.name),
        ("day_phone", "number"): _number(clinic.day_phone.number),
        ("day_phone", "hours"): _entry(clinic.day_phone.hours),
        ("after_hours_phone", "number"): _number(clinic.after_hours_phone.number),
        ("after_hours_phone", "hours"): _entry(clinic.after_hours_phone.hours),
    }
    if clinic.emergency_number != _AUSTRALIA:
        entries["emergency_number",] = _number(clinic.emergency_number)
    return ((loc, wrong) for loc, wrong in entries.items() if wrong)


def _number(value: str | None) -> str:
    if value and (_UNREAL.search(value) or not re.search(r"\d", value)):
        return f"`{value}`, where nobody answers"
    return _entry(value)


def _entry(value: str | None) -> str:
    if not value:
        return "not given"
    return f"`{value}`, which is a sample" if _SAMPLE.search(value) else ""
