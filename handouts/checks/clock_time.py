"""A time has a.m. or p.m., and noon and midnight are words.

9:30 may be morning or evening, 14:00 is not how most people here tell the time, and 12 p.m. is
midnight to many. In 9:30 to 11 a.m. the one a.m. is enough. A time without a colon, 9.30 or 0930,
is known by its a.m. or by "at", "by" or "until" before it. Only English text is looked at.

Write 9:30 a.m., 2 p.m., noon.
"""

import re
from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet
from handouts.checks.units import DOSE, OTHER

RULE = "clock-time"
STANDARD = "S59"

_MARK = r"[AaPp]\.? ?[Mm]\b\.?"
_AT = r"(?:(?<=\bat )|(?<=\bAt )|(?<=\bby )|(?<=\bBy )|(?<=\buntil )|(?<=\bUntil ))"
# An amount is no time: by 2.50 dollars.
_NO_AMOUNT = rf"(?!\d|\.\d|%| ?(?:{DOSE}|{OTHER}|dollars?|inch|inches|percent|points?)\b)"

#: A time with a point: 9.30 a.m., at 9.30.
POINTED = re.compile(
    rf"{_AT}(?:[01]?\d|2[0-3])\.[0-5]\d{_NO_AMOUNT}|(?<![\w:.,])\d{{1,2}}\.\d\d(?= ?{_MARK})"
)
_TIME = re.compile(
    rf"(?<![\w:.,])(?:(\d{{1,2}})(?::(\d\d))?|{_AT}(0\d)([0-5]\d))(?![\d:])(?: ?({_MARK}))?"
)
# In 9:30 to 11 a.m. the mark stands for both.
_SHARED = re.compile(rf" ?(?:[–-]|to|and|or) ?\d{{1,2}}(?::\d\d)? {_MARK}")


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each time that is not written so that it can mean one hour only."""
    if sheet.language != "en":
        return
    for passage in sheet.passages:
        words = POINTED.sub(lambda pointed: pointed[0].replace(".", ":"), passage.words)
        for found in _TIME.finditer(words):
            hour, minutes, mark = found[1] or found[3], found[2] or found[4], found[5] or ""
            written = passage.words[found.start() : found.end()]
            shared = _SHARED.match(words, found.end())
            right = _right(int(hour), minutes, mark.lower())
            if (minutes or mark) and not shared and written != right:
                message = f"`{written}` is not how we write a time"
                yield passage.finding(RULE, "warning", message, f"write {right}")


def _right(hour: int, minutes: str | None, mark: str) -> str:
    """The same time with its a.m. or p.m., noon or midnight."""
    if not mark and 0 < hour < 13:
        return f"{hour}:{minutes} a.m. or {hour}:{minutes} p.m."
    late = mark.startswith("p") or (not mark and hour > 11)
    if hour % 12 == 0 and minutes in (None, "00"):
        return "noon" if late else "midnight"
    return f"{hour % 12 or 12}{f':{minutes}' if minutes else ''} {'p.m.' if late else 'a.m.'}"
