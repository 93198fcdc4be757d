"""A chance is told as "about N out of 100", with the same 100 all through.

Most people cannot weigh 8 of 19 against 79%; the same number of people each time lets them compare.
Found are counts out of another number than 100, in figures or words, and percents. No chance are a
percent in a name that `brands` or `names` of data/wording know (Octagam 10%), a strength (0.9%
saline; `strengths`), a share of something other than people, a sentence about money (20% of the
cost; `money`), and what is only counted on (page 1 of 2; `numbered`). Only English text is looked
at.

Write "about 79 out of 100". The small count of a study that is named, such as 8 of 19, would
promise more than it holds as 42 out of 100: accept it by its statement.
"""

import re
from collections.abc import Iterator

from handouts.checks.chances import RELATIVE, SPELLED, figures, of_money
from handouts.checks.finding import Finding
from handouts.checks.reading_ease import sentences
from handouts.checks.sheet import Sheet
from handouts.checks.words import one_of
from handouts.model import Wording

RULE = "chance-format"
STANDARD = "S40"

# What all of them hold, found fast.
_MAYBE = re.compile(r" of |%|cent\b")
_PERCENT = re.compile(
    rf"(?<![\w.,])(\d[\d.,]*|{SPELLED}) ?(?:%|percent\b|per cent\b)([^.;,]*)", re.IGNORECASE
)


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each chance that is not out of 100."""
    if sheet.language != "en":
        return
    spelled = _spelled(sheet.wording)
    for passage in sheet.passages:
        for sentence in sentences(passage.words) if _MAYBE.search(passage.words) else ():
            counted = [found[0] for found in spelled.finditer(sentence)]
            told = figures(sentence, sheet.wording)
            for figure in (*(figure for figure, _, whole in told if whole != 100), *counted):
                message = f"`{figure}` is not out of 100"
                hint = "write about N out of 100; accept the small count of a study that is named"
                yield passage.finding(RULE, "error", message, hint)
            for percent, number in _percents(sentence, sheet.wording):
                message = f"`{percent}` is a chance in percent"
                yield passage.finding(RULE, "error", message, f"write about {number} out of 100")


def _spelled(wording: Wording) -> re.Pattern[str]:
    """One out of ten, two of six people."""
    people = one_of(wording.people).pattern
    return re.compile(
        rf"\b{SPELLED} (?:out of|of(?= {SPELLED} {people})) (?:every )?(?:{SPELLED}\b|\d+)",
        re.IGNORECASE,
    )


def _percents(sentence: str, wording: Wording) -> Iterator[tuple[str, str]]:
    if ("%" not in sentence and "cent" not in sentence) or of_money(sentence, wording):
        return
    names = one_of({*wording.brands, *wording.brands.values(), *wording.names}).pattern
    strengths = rf"\d[\d.]* ?%(?= {one_of(wording.strengths).pattern})"
    unnamed = re.sub(rf"{names}(?: \d[\d.]* ?%)?|{strengths}", "", sentence, flags=re.IGNORECASE)
    for found in _PERCENT.finditer(RELATIVE.sub("", unnamed)):
        number, behind = found[1], found[2]
        if not behind.startswith(" of ") or one_of(wording.people).search(behind):
            yield found[0].removesuffix(behind), number
