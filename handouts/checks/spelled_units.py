"""Units and orders that are misread are spelled out.

U was read as 0, µg as mg, QD as QOD, and MS may be two medicines or a disease. Found are the
entries of `misread` in data/wording, written just so: US and Ms. are others.

Write unit, mcg, daily, multiple sclerosis: the hint names the words. A name that holds such letters
is accepted by its statement.
"""

import re
from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet

RULE = "spelled-units"
STANDARD = "S53"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each unit or order that must be spelled out."""
    misread = _pattern(tuple(sheet.wording.misread))
    for passage in sheet.passages:
        for found in misread.finditer(passage.unaddressed):
            hint = f"write {sheet.wording.misread[found[0]]}"
            yield passage.finding(RULE, "error", f"`{found[0]}` is misread", hint)


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of them, behind a number too (10U); not within U.S., U-turn or Jackson, MS 39201."""
    any_word = "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"
    return re.compile(rf"(?<![^\W\d_])(?<![.-])(?:{any_word})(?!\w|\.\w|-| \d{{5}}\b)")
