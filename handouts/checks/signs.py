"""Words stand where signs could: more than, less than, at, and, or, degrees.

> and < are taken for each other, & for 2, and / for 1. Found are the `signs` of data/wording, but
not in an address of the web or of mail, nor in a name that `names` there knows. Percent signs
belong to `chance-format`, dates to `numeric-date`.

Write the word that the hint names. A company or program that has such a name is added to `names` of
the clinic's own data/wording.
"""

import re
from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.numeric_date import DATE
from handouts.checks.sheet import Sheet
from handouts.checks.words import one_of

RULE = "signs"
STANDARD = "S54"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each sign that a word should stand for."""
    signs = sheet.wording.signs
    names = one_of(sheet.wording.names)
    sign = re.compile("|".join(map(re.escape, signs)) or r"(?!)")
    for passage in filter(lambda passage: sign.search(passage.words), sheet.passages):
        for found in sign.finditer(names.sub(" ", DATE.sub(" ", passage.unaddressed))):
            message = f"`{found[0]}` is a sign"
            yield passage.finding(RULE, "error", message, f"write {signs[found[0]]}")
