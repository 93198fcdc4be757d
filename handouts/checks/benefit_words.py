"""Words of benefit say no more than what was measured.

A study that counted "at least a small amount better" has not shown "much better". Found are the
`overstatements` of data/wording, in English in each form of their words; a clinic adds its own.

Write what was measured, in its own words. Where a study did measure it, accept the finding by its
statement, with the study.
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.phrases import inflected, literal, possible, whole
from handouts.checks.sheet import Sheet

RULE = "benefit-words"
STANDARD = "S46"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each word that says more than a study measured."""
    as_written = inflected if sheet.language == "en" else literal
    overstated = whole(map(as_written, possible(sheet.wording.overstatements, sheet.flat)))
    for passage in sheet.passages:
        for found in overstated.finditer(passage.words):
            message = f"`{found[0]}` may say more than was measured"
            hint = "say what was measured: at least a small amount better"
            yield passage.finding(RULE, "error", message, hint)
