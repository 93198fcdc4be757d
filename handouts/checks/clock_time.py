"""A time has a.m. or p.m., and noon and midnight are words.

9:30 may be morning or evening, 14:00 is not how most people here tell the time, and 12 p.m. is
midnight to many. In 9:30 to 11 a.m. the one a.m. is enough. Only English text is looked at.

Write 9:30 a.m., 2 p.m., noon.
"""

import re
from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet

RULE = "clock-time"
STANDARD = "S59"

_MARK = r"[AaPp]\.? ?[Mm]\b\.?"
_TIME = re.compile(
    rf"(?<![\w:.,])(\d{{1,2}})(?::(\d\d)|\.(\d\d)(?= ?{_MARK}))?(?![\d:])(?: ?({_MARK}))?"
)
# In 9:30 to 11 a.m. the mark stands for both.
_SHARED = re.compile(rf" ?(?:[–-]|to|and|or) ?\d{{1,2}}(?::\d\d)? {_MARK}")


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each time that is not written so that it can mean one hour only."""
    if sheet.language != "en":
        return
    for passage in sheet.passages:
        for found in _TIME.finditer(passage.words):
            minutes, mark = found[2] or found[3], found[4]
            shared = _SHARED.match(passage.words, found.end())
            if (minutes or mark) and not shared and found[0] != (right := _right(found)):
                message = f"`{found[0]}` is not how we write a time"
                yield passage.finding(RULE, "warning", message, f"write {right}")


def _right(found: re.Match[str]) -> str:
    """The same time with its a.m. or p.m., noon or midnight."""
    hour, minutes, mark = int(found[1]), found[2] or found[3], (found[4] or "").lower()
    if not mark and 0 < hour < 13:
        return f"{found[0]} a.m. or {found[0]} p.m."
    late = mark.startswith("p") or (not mark and hour > 11)
    if hour % 12 == 0 and minutes in (None, "00"):
        return "noon" if late else "midnight"
    return f"{hour % 12 or 12}{f':{minutes}' if minutes else ''} {'p.m.' if late else 'a.m.'}"
