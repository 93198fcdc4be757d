"""The text promises nothing.

No treatment works for everybody, and none is free of risk: "cure", "safe", "proven" and "best"
sell, and whoever is not helped feels cheated. The words are `promises` in data/wording; in English
each form of a word is found. A `fair_phrases` entry there is a phrase in which such a word promises
nothing, such as "not proven"; `...` in it stands for a few words, up to the next comma or full
stop, as in "not enough proof ... safe". A question promises nothing either: "is ... safe ...?",
"ask ... if ... safe".

Say what was measured, in how many people, and what is not known. A phrase that is fair is added to
the clinic's own data/wording, or the statement is accepted.
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.phrases import flat, inflected, literal, possible, spanning, whole
from handouts.checks.sheet import Sheet

RULE = "promise"
STANDARD = "S07"

_HINT = "say what was measured and in how many people, or leave it out"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each word that promises."""
    as_written = inflected if sheet.language == "en" else literal
    promises = whole(map(as_written, possible(sheet.wording.promises, sheet.flat)))
    maybe = [passage for passage in sheet.passages if promises.search(passage.words)]
    near = flat("\n".join(passage.words for passage in maybe))
    fair = whole(map(spanning, possible(sheet.wording.fair_phrases, near)))
    for passage in maybe:
        for promised in promises.finditer(fair.sub(" ", passage.words)):
            yield passage.finding(RULE, "error", f"`{promised[0]}` is a promise", _HINT)
