"""The clinic is set up: its name, its two phone numbers with their hours, its emergency number.

A sheet that says "call us" and not where is worse than none, at night most of all. What clinic.yaml
leaves out prints as a line to write on, which somebody forgets. A sample stands for nothing: TBD,
XXX, a number with 555 in its middle or of nothing but zeros.

Fill in clinic.yaml: `name`, `day_phone` and `after_hours_phone` (each with `number` and `hours`)
and `emergency_number`.
"""

import re
from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet
from handouts.clinic import Clinic

RULE = "clinic-not-set-up"
STANDARD = "S60"

_SAMPLE = re.compile(
    r"\b(?:TBD|TBA|TODO|N/?A|X{2,}|example|sample|placeholder)\b|_{2,}|\?{2,}", re.IGNORECASE
)
# Numbers with 555 are kept for films, and nobody answers 000-0000 or 123-456-7890.
_UNREAL = re.compile(r"(?<!\d)(?:555[-. ]?\d{4}|000[-. ]?0000|456[-. ]?7890)(?!\d)|^[0\W]+$")
_HINT = "write it in clinic.yaml"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each thing that the clinic has left out or left at a sample."""
    for told in _lacking(sheet.clinic):
        yield Finding(RULE, "error", sheet.library.clinic_place, told, _HINT)


def _lacking(clinic: Clinic) -> Iterator[str]:
    yield from _entry("name", clinic.name)
    for phone in ("day_phone", "after_hours_phone"):
        yield from _number(f"{phone}: number", getattr(clinic, phone).number)
        yield from _entry(f"{phone}: hours", getattr(clinic, phone).hours)
    given = "emergency_number" in clinic.model_fields_set
    yield from _number("emergency_number", clinic.emergency_number if given else None)


def _number(key: str, value: str | None) -> Iterator[str]:
    if value and (_UNREAL.search(value) or not re.search(r"\d", value)):
        yield f"`{key}` is `{value}`, where nobody answers"
    else:
        yield from _entry(key, value)


def _entry(key: str, value: str | None) -> Iterator[str]:
    if not value:
        yield f"`{key}` is not given"
    elif _SAMPLE.search(value):
        yield f"`{key}` is `{value}`, which is a sample"
